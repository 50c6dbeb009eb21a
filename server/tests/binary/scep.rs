//! Certificates of devices, asked for by a client that somebody else has written: strongSwan's.

use std::{
    fs,
    process::{Command, Output},
};

use testkit::apple::text_of;

use crate::support::{Home, http, said};

/// Runs strongSwan's program in the folder of an installation.
#[expect(clippy::disallowed_methods, reason = "a test starts the programs that it tests with")]
fn pki(home: &Home, arguments: &[&str]) -> Output {
    Command::new("pki").args(arguments).current_dir(home.path(".")).output().unwrap()
}

#[test]
fn a_foreign_client_gets_its_certificate_by_every_algorithm_that_is_offered() {
    let home = Home::with_admin();
    let server = home.serve(&[]);
    let made =
        home.run(&["user", "create", "amira", "--name", "Amira", "--email", "amira@vellmere.example"], &[]);
    assert!(made.status.success(), "{}", said(&made));
    let made = home.run(&["registration", "create", "amira", "ios"], &[]);
    let made = String::from_utf8(made.stdout).unwrap();
    let link = made.lines().find_map(|line| line.strip_prefix("link\t")).unwrap();
    let path = format!("/r/{}/profile?unsigned=1", link.rsplit('/').next().unwrap());
    let form = ["Content-Type: application/x-www-form-urlencoded"];
    let (status, profile) = http(&server.address(), "POST", &path, &form, None).unwrap();
    assert_eq!(status, 200, "{profile}");
    let challenge = text_of(profile.as_bytes(), "Challenge").unwrap();

    let url = format!("http://{}/scep", server.address());
    let authority = pki(&home, &["--scepca", "--url", &url, "--caout", "ca.pem", "--outform", "pem"]);
    assert!(authority.status.success(), "{}", said(&authority));
    for key in ["one.der", "other.der"] {
        let made = pki(&home, &["--gen", "--type", "rsa", "--size", "2048"]);
        fs::write(home.path(key), made.stdout).unwrap();
    }
    let ask = |key: &str, challenge: &str, more: &[&str]| {
        let common = [
            "--scep",
            "--url",
            &url,
            "--in",
            key,
            "--dn",
            "CN=device",
            "--password",
            challenge,
            "--cacert-enc",
            "ca.pem",
            "--cacert-sig",
            "ca.pem",
            "--cacert",
            "ca.pem",
        ];
        pki(&home, &[&common[..], more].concat())
    };
    let first = ask("one.der", &challenge, &[]);
    assert!(first.status.success() && !first.stdout.is_empty(), "{}", said(&first));
    let old = ["--cipher", "des3", "--digest", "sha1"];
    for more in [&["--digest", "sha384"][..], &["--digest", "sha512"], &old] {
        let again = ask("one.der", &challenge, more);
        assert_eq!(again.stdout, first.stdout, "{more:?}: {}", said(&again));
    }
    for refused in [ask("other.der", &challenge, &[]), ask("one.der", "nonsense", &[])] {
        assert!(!refused.status.success() && refused.stdout.is_empty(), "{}", said(&refused));
        assert!(String::from_utf8_lossy(&refused.stderr).contains("badRequest"), "{}", said(&refused));
    }
}
