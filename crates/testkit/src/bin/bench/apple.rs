//! `bench apple [devices]`: simulated iPhones come in, say that they are idle, and get a configuration.
//!
//! What devices say is signed before the clock starts. Beside the rate over HTTP stands that of the bare
//! verification of the same signatures by as many threads as there are processors.

use std::{num::NonZero, sync::Mutex, time::Instant};

use anyhow::{Context, Result, ensure};
use domain::mdm::Answer;
use futures::{StreamExt, TryStreamExt, stream};
use testkit::{
    Engine,
    apple::{AppleDevice, Signed, Strength, Taken, keys, text_of},
};
use types::{
    BuiltInLabel, ConfigurationInput, ConfigurationSettings, CreateRegistration, PasscodeSettings, Platform,
    RegistrationSettings, UserId,
};

use crate::{client::Client, gate::Gate, table::Table};

/// Devices when no number is given.
pub(crate) const COUNT: usize = 1_000;
/// How often each says that it is idle in a round.
const EACH: usize = 4;
/// Rounds; the median counts.
const ROUNDS: usize = 3;
/// Keys take their time: devices share a few.
const KEYS: usize = 16;
/// How many enrol at once.
const AT_ONCE: usize = 16;

/// Measures all of it.
pub(crate) async fn measure(engine: Engine, count: usize, table: &mut Table) -> Result<()> {
    let gate = Gate::open(engine).await?;
    let app = &gate.app;
    let settings = app.domain.settings();
    let no_limit = RegistrationSettings { standard_device_limit: None, ..settings.registration().await? };
    settings.update(&app.admin(), &no_limit, None).await?;
    let keys = tokio::task::spawn_blocking(|| keys(KEYS)).await?;
    let owner = app.user("bench").await.row.id;
    let started = Instant::now();
    let devices: Vec<AppleDevice> = stream::iter(0..count)
        .map(|number| enrol(&gate, owner, number, keys.get(number % KEYS).map_or(&[][..], Vec::as_slice)))
        .buffer_unordered(AT_ONCE)
        .try_collect()
        .await?;
    let rate = count as f64 / started.elapsed().as_secs_f64();
    table.row(engine, "iPhones enrolled, without HTTP", format!("{rate:.0}/s"), &format!("{count} of them"));

    let idle = |devices: &[AppleDevice]| -> Vec<Signed> {
        (0..EACH).flat_map(|_| devices.iter().map(AppleDevice::idle)).collect()
    };
    let said = idle(&devices);
    let bare = verify(&said);
    table.row(engine, "signatures alone, all processors", format!("{bare:.0}/s"), "");
    for connections in [1, 16, 64] {
        let mut rates = Vec::new();
        let mut slowest = Vec::new();
        for _ in 0..ROUNDS {
            let (rate, p99) = load(&gate, &said, connections).await?;
            rates.push(rate);
            slowest.push(p99);
        }
        let (rate, p99) = (crate::table::median(rates), crate::table::median(slowest));
        let goal = if connections == 16 { "; goal: 2,500/s, under 20 ms on PostgreSQL" } else { "" };
        let share = rate / bare * 100.0;
        let what = format!("idle, {connections} connections");
        let note = format!("p99 {p99:.1} ms; {share:.0} % of the signatures alone{goal}");
        table.row(engine, &what, format!("{rate:.0}/s"), &note);
    }
    table.row(engine, "memory after that", format!("{} MiB", gate.memory_mib()?), "");

    let labels = app.domain.labels().list(&app.admin()).await?;
    let all = labels.iter().find(|label| label.built_in == Some(BuiltInLabel::All)).context("no label")?;
    let rules = ConfigurationInput {
        name: "Rules".to_owned(),
        description: String::new(),
        settings: ConfigurationSettings::Passcode(PasscodeSettings::default()),
        network_password: None,
        file: None,
        labels: vec![all.id],
    };
    let rules = app.domain.configurations().create(&app.admin(), &rules).await?;
    let started = Instant::now();
    roll_out(&gate, &devices).await?;
    let seconds = started.elapsed().as_secs_f64();
    let done = app.domain.configurations().find(&app.admin(), rules.id).await?;
    let note = format!("{seconds:.1} s for all; {:?}", done.counts);
    table.row(engine, "one configuration to all", format!("{:.0}/s", count as f64 / seconds), &note);
    Ok(())
}

/// One iPhone comes in, answers its questions and rests.
async fn enrol(gate: &Gate, owner: UserId, number: usize, key: &[u8]) -> Result<AppleDevice> {
    let app = &gate.app;
    let (domain, anonymous) = (&app.domain, app.system());
    let input = CreateRegistration {
        user_id: owner,
        platform: Platform::Ios,
        phone_number: None,
        country: None,
        ownership: None,
        language: None,
        exceed_reason: None,
        notify: Vec::new(),
    };
    let handout = domain.registration().create(&app.admin(), &input).await?;
    let token = handout.link.rsplit('/').next().unwrap_or_default();
    let profile = domain.mdm().enrolment_profile(&anonymous, token, None, false).await?;
    let authority = domain.certificates().authority_certificate().await?;
    let mut device = AppleDevice::with_key(key, "iPhone14,2", &format!("B{number:011}"));
    let taken = Taken::read(&profile).ok().context("no profile")?;
    let asked = device.ask(&taken, &authority, Strength::Aes128);
    let answer = domain.certificates().answer_scep(&anonymous, asked).await?;
    ensure!(device.take(&answer, &authority), "no certificate");
    for said in [device.authenticate(), device.token_update(true)] {
        domain.mdm().check_in(&anonymous, Some(&said.header), &said.body).await?;
    }
    let mut said = device.idle();
    while let Answer::Plist(list) = domain.mdm().connect(&anonymous, Some(&said.header), &said.body).await? {
        said = device.report("Acknowledged", &text_of(&list, "CommandUUID").unwrap_or_default(), "");
    }
    Ok(device)
}

/// Verifications in a second, nothing else.
fn verify(said: &[Signed]) -> f64 {
    let threads = std::thread::available_parallelism().map_or(1, NonZero::get);
    let started = Instant::now();
    std::thread::scope(|scope| {
        for part in said.chunks(said.len().div_ceil(threads)) {
            scope.spawn(move || {
                for said in part {
                    assert!(apple::signature::verify(&said.header, &said.body).is_ok());
                }
            });
        }
    });
    said.len() as f64 / started.elapsed().as_secs_f64()
}

/// Says all of it over so many connections: how many in a second, and the time in milliseconds that all but one in
/// a hundred take less than.
async fn load(gate: &Gate, said: &[Signed], connections: usize) -> Result<(f64, f64)> {
    let mut clients = Vec::with_capacity(connections);
    for _ in 0..connections {
        clients.push(Client::connect(gate.port).await?);
    }
    let times = Mutex::new(Vec::with_capacity(said.len()));
    let started = Instant::now();
    let parts = said.chunks(said.len().div_ceil(connections));
    let all = clients.iter_mut().zip(parts).map(|(client, part)| {
        let times = &times;
        async move {
            let mut own = Vec::with_capacity(part.len());
            for said in part {
                let begun = Instant::now();
                let (status, body) = client.mdm(said).await?;
                ensure!(status == 200 && body.is_empty(), "a check-in answered {status}");
                own.push(begun.elapsed().as_secs_f64() * 1_000.0);
            }
            times.lock().map_err(|_| anyhow::anyhow!("a lane broke"))?.extend(own);
            Ok(())
        }
    });
    futures::future::try_join_all(all).await?;
    let rate = said.len() as f64 / started.elapsed().as_secs_f64();
    let mut times = times.into_inner().map_err(|_| anyhow::anyhow!("a lane broke"))?;
    times.sort_by(f64::total_cmp);
    Ok((rate, times.get(times.len() * 99 / 100).copied().unwrap_or_default()))
}

/// Every device comes, takes what waits for it and says so.
async fn roll_out(gate: &Gate, devices: &[AppleDevice]) -> Result<()> {
    let lanes = devices.chunks(devices.len().div_ceil(AT_ONCE)).map(|part| async move {
        let mut client = Client::connect(gate.port).await?;
        for device in part {
            let (_, mut list) = client.mdm(&device.idle()).await?;
            while !list.is_empty() {
                let uuid = text_of(&list, "CommandUUID").context("no command")?;
                (_, list) = client.mdm(&device.report("Acknowledged", &uuid, "")).await?;
            }
        }
        anyhow::Ok(())
    });
    futures::future::try_join_all(lanes).await?;
    Ok(())
}
