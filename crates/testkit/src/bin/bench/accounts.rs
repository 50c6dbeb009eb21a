//! People with passwords: making them, signing them in, and what hashing costs by itself.

use std::time::Instant;

use anyhow::{Context, Result, ensure};
use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use testkit::TestApp;
use types::{MessageQuery, UserDetail};

use crate::{client::Client, gate::Gate};

/// The password of everybody.
pub(crate) const PASSWORD: &str = "violet anchor mustard tram";

/// Connections that sign people in at once.
const CONNECTIONS: usize = 16;

/// Somebody who has chosen [`PASSWORD`].
pub(crate) async fn person(app: &TestApp, username: &str) -> Result<UserDetail> {
    let user = app.user(username).await;
    let rows = app.domain.messages().list(&app.admin(), &MessageQuery::default()).await?.items;
    let row = rows.iter().find(|row| row.user_id == user.row.id).context("a message with a link")?;
    let text = app.domain.messages().find(&app.admin(), row.id).await?.text;
    let (_, rest) = text.split_once("/set-password/").context("a link in the message")?;
    let token: String = rest.chars().take_while(|c| !c.is_whitespace()).collect();
    app.domain.access().set_password(&app.anonymous(), &token, PASSWORD).await?;
    Ok(user)
}

/// Sign-ins in a second, each from an address of its own.
pub(crate) async fn sign_in(gate: &Gate, count: usize) -> Result<f64> {
    let mut names = Vec::new();
    for index in 0..CONNECTIONS {
        let name = format!("s{index}{}", uuid::Uuid::now_v7().simple());
        person(&gate.app, &name).await?;
        names.push(name);
    }
    let mut lanes = Vec::new();
    for name in names {
        lanes.push((Client::connect(gate.port).await?, name));
    }
    let each = count / CONNECTIONS;
    let started = Instant::now();
    let all = lanes.iter_mut().enumerate().map(|(lane, (client, name))| async move {
        for turn in 0..each {
            let body = format!("username={name}&password={}", PASSWORD.replace(' ', "+"));
            let address = format!("10.{lane}.{}.{}", turn / 250, turn % 250 + 1);
            let (status, _) = client.form("/sign-in", &address, &body).await?;
            ensure!(status == 303, "a sign-in answered {status}");
        }
        anyhow::Ok(())
    });
    futures::future::try_join_all(all).await?;
    Ok((each * CONNECTIONS) as f64 / started.elapsed().as_secs_f64())
}

/// Verifications in a second with the parameters of the product, two at a time as it does them.
pub(crate) async fn hash_passwords(count: usize) -> Result<f64> {
    let params = Params::new(19 * 1024, 2, 1, None).map_err(|error| anyhow::anyhow!("{error}"))?;
    let hasher = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let hash =
        hasher.hash_password(PASSWORD.as_bytes()).map_err(|error| anyhow::anyhow!("{error}"))?.to_string();
    let started = Instant::now();
    let halves: Vec<_> = (0..2)
        .map(|_| {
            let (hasher, hash) = (hasher.clone(), hash.clone());
            tokio::task::spawn_blocking(move || {
                let parsed = PasswordHash::new(&hash).map_err(|error| anyhow::anyhow!("{error}"))?;
                (0..count / 2)
                    .try_for_each(|_| hasher.verify_password(PASSWORD.as_bytes(), &parsed))
                    .map_err(|error| anyhow::anyhow!("{error}"))
            })
        })
        .collect();
    for half in halves {
        half.await??;
    }
    Ok((count / 2 * 2) as f64 / started.elapsed().as_secs_f64())
}
