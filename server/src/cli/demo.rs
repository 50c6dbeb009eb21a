//! `gatehouse demo …`: simulated devices, to look at pages and to measure.

use std::{process::ExitCode, time::Duration};

use apple::simulated::{About, AppleDevice, Signed, Strength, Taken, facts, text_of};
use clap::Subcommand;
use domain::{Domain, RequestCtx, mdm::Answer};
use types::{CreateRegistration, CreateUser, Platform, UserId};
use url::Url;

use super::{Outcome, admin::refused, print};
use crate::{config::Config, fault::Fault, process};

/// What can be simulated.
#[derive(Subcommand, Debug)]
pub(super) enum DemoVerb {
    /// Enrols simulated devices, with people to own them. For a trial: they never come back by themselves
    Devices {
        /// How many iPhones, iPads and Macs
        #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..=100_000))]
        apple: u32,
    },
    /// An iPhone that opens a registration link of a server that runs, and does what it is told until it is stopped
    Phone {
        /// The link, as a person gets it
        link: Url,
        /// Its serial number
        #[arg(long, default_value = "C39XK0DEMO01")]
        serial: String,
        /// As a device of the organisation's: it can be located, restarted and renamed
        #[arg(long)]
        supervised: bool,
        /// How often it looks for commands, in milliseconds
        #[arg(long, default_value_t = 2_000)]
        every: u64,
    },
}

/// Does what was typed.
pub(super) async fn run(config: &Config, verb: DemoVerb) -> Outcome {
    match verb {
        DemoVerb::Devices { apple } => devices(config, apple).await,
        DemoVerb::Phone { link, serial, supervised, every } => {
            phone(&link, &serial, supervised, Duration::from_millis(every)).await
        }
    }
}

/// A kind of device: platform, hardware, model, system.
const KINDS: [(Platform, &str, &str, &str); 4] = [
    (Platform::Ios, "iPhone14,2", "iPhone 13 Pro", "18.1"),
    (Platform::Ios, "iPhone16,1", "iPhone 15 Pro", "18.2"),
    (Platform::Ipados, "iPad14,3", "iPad Pro", "18.1"),
    (Platform::Macos, "Mac15,3", "MacBook Pro", "15.1"),
];
const FIRST_NAMES: [&str; 10] =
    ["Amira", "Jonas", "Lucía", "Noah", "Mei", "Olivia", "Yusuf", "Freja", "Tomás", "Ines"];
const LAST_NAMES: [&str; 10] =
    ["Haddad", "Weber", "Ortega", "Nakamura", "Okafor", "Lindqvist", "Moreau", "Kaya", "Novak", "Silva"];
/// How many devices a person has.
const EACH: u32 = 3;
/// Keys take their time: devices share a few.
const KEYS: usize = 8;
/// How many enrol at the same time.
const AT_ONCE: usize = 16;

async fn devices(config: &Config, wanted: u32) -> Outcome {
    use futures::{StreamExt, stream};

    let domain = process::open(config).await?;
    let keys = tokio::task::spawn_blocking(|| apple::simulated::keys(KEYS));
    let keys = keys.await.map_err(|error| Fault::new(error.to_string(), "Try again."))?;
    let run = name_of_run();
    let begun = std::time::Instant::now();
    let mut owners = Vec::new();
    for number in 0..wanted.div_ceil(EACH) {
        owners.push(owner(&domain, &run, number).await?);
    }
    let (domain, keys, owners, run) = (&domain, &keys, &owners, &run);
    let mut made = 0_u32;
    let mut enrolling = stream::iter(0..wanted)
        .map(|number| async move {
            let owner = owners.get((number / EACH) as usize).copied();
            let owner = owner.ok_or_else(|| Fault::new("A device without its person", ""))?;
            let key = keys.get(number as usize % KEYS).map(Vec::as_slice).unwrap_or_default();
            enrol(domain, owner, number, run, key).await
        })
        .buffer_unordered(AT_ONCE);
    while let Some(done) = enrolling.next().await {
        done?;
        made += 1;
        if made.is_multiple_of(1_000) {
            print::note(&format!("{made} of {wanted}"));
        }
    }
    let rate = f64::from(made) / begun.elapsed().as_secs_f64();
    print::line(&format!("{made} devices have enrolled, {rate:.0} a second."));
    Ok(ExitCode::SUCCESS)
}

/// Sets one trial apart from another.
fn name_of_run() -> String {
    format!("{:08x}", rand::random::<u32>())
}

async fn owner(domain: &Domain, run: &str, number: u32) -> Result<UserId, Fault> {
    let name = |names: &[&str], at: u32| {
        names.get(at as usize % names.len()).copied().unwrap_or_default().to_owned()
    };
    let (first, last) = (name(&FIRST_NAMES, number), name(&LAST_NAMES, number / 10 + number));
    let username = format!("demo.{run}.{number}");
    let input = CreateUser {
        email: format!("{username}@demo.invalid"),
        display_name: format!("{first} {last}"),
        username,
        ..CreateUser::default()
    };
    let ctx = RequestCtx::system("demo");
    Ok(domain.people().create(&ctx, &input).await.map_err(told)?.row.id)
}

/// One device comes in and tells of itself, by the same messages as a real one.
async fn enrol(domain: &Domain, owner: UserId, number: u32, run: &str, key: &[u8]) -> Result<(), Fault> {
    let kind = KINDS.get(number as usize % KINDS.len()).copied();
    let (platform, product, model, system) = kind.unwrap_or(KINDS[0]);
    let (ctx, anonymous) = (RequestCtx::system("demo"), RequestCtx::anonymous(String::new(), None));
    let input = CreateRegistration {
        user_id: owner,
        platform,
        exceed_reason: Some("Simulated".to_owned()),
        phone_number: None,
        country: None,
        ownership: None,
        language: None,
        notify: Vec::new(),
    };
    let handout = domain.registration().create(&ctx, &input).await.map_err(told)?;
    let token = handout.link.rsplit('/').next().unwrap_or_default();
    let serial = format!("D{run}{number:05}").to_uppercase();
    let profile = domain.mdm().enrolment_profile(&anonymous, token, None, false).await.map_err(told)?;
    let authority = domain.certificates().authority_certificate().await.map_err(told)?;
    let mut device = AppleDevice::with_key(key, product, &serial);
    let taken = Taken::read(&profile).map_err(|fault| Fault::new(fault.to_string(), ""))?;
    let asked = device.ask(&taken, &authority, Strength::Aes128);
    let answer = domain.certificates().answer_scep(&anonymous, asked).await.map_err(told)?;
    if !device.take(&answer, &authority) {
        return Err(Fault::new("A simulated device got no certificate", "Look at the log of the server."));
    }
    for said in [device.authenticate(), device.token_update(true)] {
        domain.mdm().check_in(&anonymous, Some(&said.header), &said.body).await.map_err(told)?;
    }
    let about = About { name: model, product, model, serial: &serial, os_version: system, supervised: false };
    let mut said = device.idle();
    loop {
        let answer = domain.mdm().connect(&anonymous, Some(&said.header), &said.body).await.map_err(told)?;
        let Answer::Plist(list) = answer else { return Ok(()) };
        said = done(&device, &list, &about);
    }
}

/// What a device answers that does everything at once.
fn done(device: &AppleDevice, command: &[u8], about: &About<'_>) -> Signed {
    let uuid = text_of(command, "CommandUUID").unwrap_or_default();
    let told = match text_of(command, "RequestType").as_deref() {
        Some("DeviceInformation") => facts(about),
        Some("DeviceLocation") => HERE.to_owned(),
        _ => String::new(),
    };
    device.report("Acknowledged", &uuid, &told)
}

/// Where simulated devices are.
const HERE: &str = "<key>Latitude</key><real>52.51628</real><key>Longitude</key><real>13.37771</real>\
                    <key>HorizontalAccuracy</key><real>12.0</real>";

/// A server as a phone sees it.
struct Server {
    http: reqwest::Client,
    base: String,
}

impl Server {
    fn at(link: &Url) -> Result<Self, Fault> {
        _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build();
        let http = http.map_err(|error| Fault::new(error.to_string(), ""))?;
        Ok(Self { http, base: link.origin().ascii_serialization() })
    }

    async fn send(&self, request: reqwest::RequestBuilder, what: &str) -> Result<Vec<u8>, Fault> {
        let failed = |error: reqwest::Error| {
            Fault::new(format!("{what}: the server does not answer: {error}"), "Look whether it runs there.")
        };
        let answer = request.header("origin", &self.base).send().await.map_err(failed)?;
        let status = answer.status();
        let body = answer.bytes().await.map_err(failed)?;
        match status.is_success() {
            true => Ok(body.to_vec()),
            false => Err(Fault::new(
                format!("{what}: the server says {status}"),
                "Look whether the link still works.",
            )),
        }
    }

    async fn say(&self, said: Signed, kind: &'static str) -> Result<Vec<u8>, Fault> {
        let request = self.http.put(format!("{}/apple/mdm", self.base));
        let request =
            request.header("content-type", kind).header("mdm-signature", said.header).body(said.body);
        self.send(request, "Check-in").await
    }
}

const CHECK_IN: &str = "application/x-apple-aspen-mdm-checkin";
const CONNECT: &str = "application/x-apple-aspen-mdm";

async fn phone(link: &Url, serial: &str, supervised: bool, every: Duration) -> Outcome {
    let server = Server::at(link)?;
    let profile = server.http.post(format!("{}{}/profile", server.base, link.path()));
    let profile = server.send(profile, "Profile").await?;
    let taken = Taken::read(&profile).map_err(|_| {
        Fault::new("The link gave no profile", "Take a link for an iPhone that nobody has used yet.")
    })?;
    let (_, product, model, system) = KINDS[0];
    let mut device = AppleDevice::new(product, serial);
    let authority = server.http.get(format!("{}/scep?operation=GetCACert", server.base));
    let authority = server.send(authority, "Authority").await?;
    let asked = device.ask(&taken, &authority, Strength::Aes128);
    let request = server.http.post(format!("{}/scep?operation=PKIOperation", server.base)).body(asked);
    if !device.take(&server.send(request, "Certificate").await?, &authority) {
        return Err(Fault::new("The server gave no certificate", "Take a link that nobody has used yet."));
    }
    server.say(device.authenticate(), CHECK_IN).await?;
    server.say(device.token_update(true), CHECK_IN).await?;
    print::line("The phone has enrolled. It looks for commands until it is stopped.");
    let about = About { name: "A simulated iPhone", product, model, serial, os_version: system, supervised };
    loop {
        let mut answer = server.say(device.idle(), CONNECT).await?;
        while !answer.is_empty() {
            let kind = text_of(&answer, "RequestType").unwrap_or_default();
            print::line(&kind);
            answer = server.say(done(&device, &answer, &about), CONNECT).await?;
            if kind == "EraseDevice" {
                return Ok(ExitCode::SUCCESS);
            }
        }
        tokio::time::sleep(every).await;
    }
}

fn told(error: domain::Error) -> Fault {
    refused(error.into())
}
