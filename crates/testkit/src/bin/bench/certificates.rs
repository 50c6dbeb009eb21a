//! Certificates that people bring: how long a file takes to open, beside one derivation of as many rounds, and the
//! page of somebody with a thousand uploads, beside that of somebody with ten.

use std::{
    hint::black_box,
    num::NonZeroU32,
    path::Path,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, anyhow};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use pkcs12::Limits;
use ring::pbkdf2;
use testkit::{Engine, TestApp};
use types::{
    CertificateSettings, ConfigurationInput, ConfigurationSettings, KeepCertificate, PortalRight,
    UploadCertificate, UserDetail,
};

use crate::{statistics::median, table::Table};

/// Files of the collection, their passwords, and how many rounds they ask for.
const FILES: [(&str, &str, u32); 6] = [
    ("openssl3-p256", "secret", 2_048),
    ("real-windows-aes", "password", 2_000),
    ("real-macos", "password", 2_048),
    ("keytool", "secret", 10_000),
    ("nss", "secret", 600_000),
    ("real-firefox", "password", 600_000),
];
/// Rounds of a file altogether, more or less: so many times it is opened.
const ROUNDS: u32 = 12_000_000;
/// Uploads of the two people.
const UPLOADS: [usize; 2] = [10, 1_000];
const READS: usize = 200;

fn file(name: &str) -> Result<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../pkcs12/tests/corpus");
    std::fs::read(folder.join(name).with_extension("p12")).context("a file of the collection")
}

pub(crate) async fn measure(engine: Engine, table: &mut Table) -> Result<()> {
    if engine == Engine::Sqlite {
        open_files(engine, table)?;
    }
    pages(engine, table).await
}

fn open_files(engine: Engine, table: &mut Table) -> Result<()> {
    for (name, password, rounds) in FILES {
        let bytes = file(name)?;
        let (mut opened, mut derived) = (Vec::new(), Vec::new());
        // In turns, so that a busy machine slows both.
        for _ in 0..(ROUNDS / rounds).clamp(20, 2_000) {
            opened.push(seconds(|| drop(black_box(pkcs12::open(&bytes, password, &Limits::default())))));
            derived.push(seconds(|| {
                let mut key = [0; 32];
                let rounds = NonZeroU32::new(rounds).unwrap_or(NonZeroU32::MIN);
                pbkdf2::derive(
                    pbkdf2::PBKDF2_HMAC_SHA256,
                    rounds,
                    b"saltsalt",
                    password.as_bytes(),
                    &mut key,
                );
                black_box(key);
            }));
        }
        let p99 = percentile(&opened, 0.99);
        let ratio = median(&opened) / median(&derived);
        table.row(
            engine,
            &format!("open {name}, {rounds} rounds"),
            format!("{:.2} ms, p99 {:.2} ms", median(&opened) * 1e3, p99 * 1e3),
            &format!("{ratio:.1} times one PBKDF2 of ring with as many rounds"),
        );
    }
    Ok(())
}

fn seconds(work: impl FnOnce()) -> f64 {
    let start = Instant::now();
    work();
    start.elapsed().as_secs_f64()
}

fn percentile(samples: &[f64], part: f64) -> f64 {
    let mut sorted = samples.to_vec();
    sorted.sort_by(f64::total_cmp);
    let index = ((sorted.len() as f64) * part) as usize;
    sorted.get(index.min(sorted.len().saturating_sub(1))).copied().unwrap_or_default()
}

/// The page of somebody who has uploaded much, beside that of somebody who has not.
async fn pages(engine: Engine, table: &mut Table) -> Result<()> {
    let app = TestApp::with_mail_server(engine, None).await;
    let mail = ConfigurationInput {
        name: "Mail".into(),
        description: String::new(),
        settings: ConfigurationSettings::Certificate(CertificateSettings::default()),
        network_password: None,
        file: None,
        labels: Vec::new(),
    };
    let mail = app.domain.configurations().create(&app.admin(), &mail).await?.id;
    let mut people: Vec<UserDetail> = Vec::new();
    for uploads in UPLOADS {
        let mut person = app.user(&format!("person{uploads}")).await;
        person.row.rights = vec![PortalRight::SignIn, PortalRight::UploadCertificates];
        let (room, ctx) = (app.domain.user_certificates(), app.portal(&person));
        for _ in 0..uploads {
            // Five a minute are opened.
            app.pass(Duration::from_secs(60));
            let input = UploadCertificate {
                file: STANDARD.encode(file("openssl3-p256")?),
                file_name: "mail.p12".into(),
                password: Some("secret".into()),
            };
            let upload = room.upload(&ctx, input).await?;
            room.keep(&ctx, upload.id, &KeepCertificate { identity: 0, configurations: vec![mail] }).await?;
        }
        people.push(person);
    }
    let mut times = [Vec::new(), Vec::new()];
    for _ in 0..READS {
        for (person, times) in people.iter().zip(&mut times) {
            let start = Instant::now();
            app.domain.user_certificates().list(&app.portal(person)).await?;
            times.push(start.elapsed().as_secs_f64());
        }
    }
    let [few, many] = &times;
    let (few, many_mid) = (median(few), median(many));
    anyhow::ensure!(few > 0.0, anyhow!("nothing was measured"));
    table.row(
        engine,
        "certificates of somebody with 1,000 uploads",
        format!("{:.2} ms, p99 {:.2} ms", many_mid * 1e3, percentile(many, 0.99) * 1e3),
        &format!("{:.1} times those of somebody with 10", many_mid / few),
    );
    Ok(())
}
