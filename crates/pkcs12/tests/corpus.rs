//! Files of the tools that people have (`corpus/make.sh`), and what becomes of them when they are damaged.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::path::Path;

use pkcs12::{Fault, Identity, Limits, check, open};
use x509_parser::{certificate::X509Certificate, prelude::FromDer};

/// A line of `files.txt`.
struct File {
    name: String,
    password: String,
    holds: String,
}

fn corpus() -> Vec<File> {
    let list = std::fs::read_to_string(folder().join("files.txt")).unwrap();
    let of_line = |line: &str| {
        let parts: Vec<&str> = line.split('\t').collect();
        let [name, password, holds] = parts[..] else { panic!("{line}") };
        File { name: name.into(), password: password.into(), holds: holds.into() }
    };
    list.lines().map(of_line).collect()
}

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus")
}

fn bytes(name: &str) -> Vec<u8> {
    std::fs::read(folder().join(name).with_extension("p12")).unwrap()
}

fn subject(identity: &Identity) -> String {
    X509Certificate::from_der(&identity.certificate).unwrap().1.subject().to_string()
}

/// What was found, in the words of `files.txt`.
fn described(found: &Result<Vec<Identity>, Fault>) -> String {
    match found {
        Ok(identities) => {
            let one = |identity: &Identity| {
                format!("{}: {}", identity.name.as_deref().unwrap_or("-"), subject(identity))
            };
            identities.iter().map(one).collect::<Vec<_>>().join("; ")
        }
        Err(fault) => format!("refused: {fault:?}"),
    }
}

#[test]
fn files_of_all_tools_are_read() {
    let corpus = corpus();
    assert!(corpus.len() >= 40, "{}", corpus.len());
    let mut wrong = Vec::new();
    for file in &corpus {
        let found = described(&open(&bytes(&file.name), &file.password, &Limits::default()));
        // What Windows and others call it differs from one file to the next.
        let holds = match file.holds.strip_prefix("?") {
            Some(holds) => found.ends_with(holds),
            None => found == file.holds,
        };
        if !holds {
            wrong.push(format!("{}: {found}, not {}", file.name, file.holds));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_chain_comes_with_it_nearest_first() {
    for name in ["openssl3", "openssl1", "nss"] {
        let file = corpus().into_iter().find(|file| file.name == name).unwrap();
        let identities = open(&bytes(name), &file.password, &Limits::default()).unwrap();
        let names: Vec<String> = identities[0]
            .chain
            .iter()
            .map(|der| X509Certificate::from_der(der).unwrap().1.subject().to_string())
            .collect();
        assert_eq!(names, ["CN=Vellmere Mail CA 2", "CN=Vellmere Root"], "{name}");
    }
}

#[test]
fn a_wrong_password_is_told_as_one() {
    for file in corpus() {
        let is_read = !file.holds.starts_with("refused");
        if is_read && file.name != "openssl3-all-open" {
            for wrong in ["wrong", "Secret", "secret "] {
                let found = open(&bytes(&file.name), wrong, &Limits::default());
                assert_eq!(found.err(), Some(Fault::WrongPassword), "{} with {wrong}", file.name);
            }
        }
    }
}

#[test]
fn what_is_a_file_is_seen_without_its_password() {
    for file in corpus() {
        assert_eq!(check(&bytes(&file.name), &Limits::default()), Ok(()), "{}", file.name);
    }
    for none in [&b""[..], b"-----BEGIN CERTIFICATE-----", &[0x30, 0x80], &[0x30; 300]] {
        assert!(check(none, &Limits::default()).is_err());
    }
}

#[test]
fn a_file_that_is_cut_short_is_refused_wherever_the_cut_is() {
    for name in ["openssl3-p256", "nss", "real-windows-tdes"] {
        let file = corpus().into_iter().find(|file| file.name == name).unwrap();
        let whole = bytes(name);
        for length in 0..whole.len() {
            assert!(open(&whole[..length], &file.password, &cheap()).is_err(), "{name} to {length}");
        }
    }
}

/// Every byte of four files: 10,000 cases and more.
#[test]
fn a_flipped_byte_is_a_typed_error_or_changes_nothing() {
    for name in ["openssl3-p256", "openssl1", "real-macos", "gpgsm"] {
        let file = corpus().into_iter().find(|file| file.name == name).unwrap();
        let whole = bytes(name);
        let undamaged = described(&open(&whole, &file.password, &cheap()));
        let (mut refused, mut harmless) = (0, 0);
        for index in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[index] ^= 0x01;
            match open(&damaged, &file.password, &cheap()) {
                Err(_) => refused += 1,
                Ok(identities) => {
                    assert_eq!(described(&Ok(identities)), undamaged, "{name}, byte {index}");
                    harmless += 1;
                }
            }
        }
        assert!(refused > 20 * harmless, "{name}: {refused} refused, {harmless} harmless");
    }
}

/// Flipped bytes can ask for more iterations, which is refused; so the test stays quick.
fn cheap() -> Limits {
    Limits { iterations: 700_000, work: 2_500_000, ..Limits::default() }
}

#[test]
fn limits_hold_before_anything_is_derived() {
    let limits = Limits::default();
    let found = |name: &str, password: &str, limits: &Limits| open(&bytes(name), password, limits).err();
    let few_bags = Limits { bags: 1, ..limits };
    assert_eq!(found("openssl3", "correct horse", &few_bags), Some(Fault::TooMuch));
    let few_certificates = Limits { certificates: 2, ..limits };
    assert_eq!(found("openssl3", "correct horse", &few_certificates), Some(Fault::TooMuch));
    let short_names = Limits { name: 8, ..limits };
    assert_eq!(found("openssl3", "correct horse", &short_names), Some(Fault::TooMuch));
    let shallow = Limits { depth: 3, ..limits };
    assert_eq!(found("openssl3", "correct horse", &shallow), Some(Fault::TooMuch));
    let few_iterations = Limits { iterations: 2047, ..limits };
    assert_eq!(found("openssl3", "correct horse", &few_iterations), Some(Fault::TooCostly));
    let little_work = Limits { work: 2048 * 3, ..limits };
    assert_eq!(found("openssl3", "correct horse", &little_work), Some(Fault::TooCostly));
    let short_salts = Limits { salt: 7, ..limits };
    assert_eq!(found("openssl3", "correct horse", &short_salts), Some(Fault::TooCostly));
    // With the wrong password too: the costs are looked at before it is.
    assert_eq!(found("openssl3-costly", "wrong", &limits), Some(Fault::TooCostly));
}
