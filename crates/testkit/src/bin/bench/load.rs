//! The loads: redemptions without and with HTTP, and signed check-ins.

use std::{future::Future, time::Instant};

use anyhow::{Context, Result, ensure};
use serde_json::json;
use signatures::{Params, Request, SigningKey};
use types::{CreateRegistration, DeviceFacts, DeviceId, Platform, RegisterDevice, RegistrationSettings};
use uuid::Uuid;

use crate::{
    client::{Client, Prepared},
    gate::Gate,
};

/// Connections at once.
const CONNECTIONS: usize = 16;

/// A person's code, ready to be redeemed by a fresh key.
struct Code {
    username: String,
    pin: String,
    key: SigningKey,
}

/// Redemptions in a second by the rule alone.
pub(crate) async fn redeem_directly(gate: &Gate, count: usize) -> Result<f64> {
    let codes = prepare(gate, count).await?;
    rate(codes, |code| {
        let (domain, ctx) = (gate.app.domain.clone(), gate.app.anonymous());
        async move {
            domain.registration().redeem(&ctx, &code.request()).await?;
            Ok(())
        }
    })
    .await
}

/// Redemptions in a second by `POST /api/device/v1/register`.
pub(crate) async fn redeem_over_http(gate: &Gate, count: usize) -> Result<f64> {
    let codes = prepare(gate, count).await?;
    let mut lanes = lanes(gate, codes).await?;
    let started = Instant::now();
    run(&mut lanes, async |client: &mut Client, code: Code| {
        let body = serde_json::to_vec(&code.request())?;
        let (status, _) =
            client.post(Prepared { path: "/api/device/v1/register", body, signed: None }).await?;
        ensure!(status == 201, "a redemption answered {status}");
        Ok(())
    })
    .await?;
    Ok(count as f64 / started.elapsed().as_secs_f64())
}

/// Signed check-ins in a second. Signing is done before the clock starts.
pub(crate) async fn check_in(gate: &Gate, devices: usize, each: usize) -> Result<f64> {
    let mut requests = Vec::with_capacity(devices * each);
    for code in prepare(gate, devices).await? {
        let registered =
            gate.app.domain.registration().redeem(&gate.app.anonymous(), &code.request()).await?;
        for _ in 0..each {
            requests.push(signed_check_in(gate, &code.key, registered.device_id)?);
        }
    }
    let count = requests.len();
    let mut lanes = lanes(gate, requests).await?;
    let started = Instant::now();
    run(&mut lanes, async |client: &mut Client, request: Prepared| {
        let (status, _) = client.post(request).await?;
        ensure!(status == 200, "a check-in answered {status}");
        Ok(())
    })
    .await?;
    Ok(count as f64 / started.elapsed().as_secs_f64())
}

fn signed_check_in(gate: &Gate, key: &SigningKey, device: DeviceId) -> Result<Prepared> {
    const PATH: &str = "/api/device/v1/check-in";
    let body = json!({ "wait_ms": 0 }).to_string().into_bytes();
    let target_uri = format!("{}{PATH}", gate.base_url);
    let nonce = Uuid::now_v7().simple().to_string();
    let keyid = device.to_string();
    let created = gate.app.clock.now().as_secs();
    let request = Request { method: "POST", target_uri: &target_uri, body: &body };
    let signed = signatures::sign(key, &request, Params { created, keyid: &keyid, nonce: &nonce })?;
    Ok(Prepared { path: PATH, body, signed: Some(signed) })
}

/// Fresh codes, five to a person, the usual limit.
async fn prepare(gate: &Gate, count: usize) -> Result<Vec<Code>> {
    let app = &gate.app;
    let limit = RegistrationSettings::default().standard_device_limit.unwrap_or(5) as usize;
    let mut codes = Vec::with_capacity(count);
    while codes.len() < count {
        let user = app.user(&format!("u{}", Uuid::now_v7().simple())).await;
        for _ in 0..limit.min(count - codes.len()) {
            let input = CreateRegistration {
                user_id: user.row.id,
                platform: Platform::Linux,
                phone_number: None,
                country: None,
                ownership: None,
                language: None,
                exceed_reason: None,
                notify: Vec::new(),
            };
            let handout = app.domain.registration().create(&app.admin(), &input).await?;
            let pin = handout.pin.context("a fresh registration has a PIN")?;
            let key = SigningKey::from_bytes(&domain::secrets::random_bytes()?);
            codes.push(Code { username: user.row.username.clone(), pin, key });
        }
    }
    Ok(codes)
}

impl Code {
    fn request(&self) -> RegisterDevice {
        RegisterDevice {
            username: Some(self.username.clone()),
            pin: Some(self.pin.clone()),
            password: None,
            link_token: None,
            accepted_terms: None,
            public_key: signatures::encode_public_key(&self.key.verifying_key()),
            device: DeviceFacts {
                platform: Platform::Linux,
                model: Some("Bench".into()),
                os_version: Some("Linux".into()),
                serial_number: None,
                name: Some("bench".into()),
                battery_percent: None,
            },
        }
    }
}

/// Work dealt out to connections that are open already.
async fn lanes<T>(gate: &Gate, work: Vec<T>) -> Result<Vec<(Client, Vec<T>)>> {
    let mut lanes = Vec::with_capacity(CONNECTIONS);
    for _ in 0..CONNECTIONS {
        lanes.push((Client::connect(gate.port).await?, Vec::new()));
    }
    for (index, item) in work.into_iter().enumerate() {
        if let Some((_, lane)) = lanes.get_mut(index % CONNECTIONS) {
            lane.push(item);
        }
    }
    Ok(lanes)
}

/// Works through all lanes at once, each in order.
async fn run<T, F>(lanes: &mut [(Client, Vec<T>)], step: F) -> Result<()>
where
    F: AsyncFn(&mut Client, T) -> Result<()>,
{
    let step = &step;
    let all = lanes.iter_mut().map(|(client, work)| async move {
        for item in work.drain(..) {
            step(client, item).await?;
        }
        anyhow::Ok(())
    });
    futures::future::try_join_all(all).await?;
    Ok(())
}

/// How often in a second `step` is done by as many tasks as there are connections.
async fn rate<T, Fut>(work: Vec<T>, step: impl Fn(T) -> Fut) -> Result<f64>
where
    Fut: Future<Output = Result<()>>,
{
    use futures::{StreamExt, TryStreamExt};
    let count = work.len();
    let started = Instant::now();
    futures::stream::iter(work).map(step).buffer_unordered(CONNECTIONS).try_collect::<()>().await?;
    Ok(count as f64 / started.elapsed().as_secs_f64())
}
