//! `make bench`: what Gatehouse does in a second, beside something honest in the same run.
//!
//! The program under test is the release binary that `GATEHOUSE_BIN` names, reached over HTTP on
//! loopback by 16 connections. Redemptions are measured beside the same rule on the same database
//! through a pool of the same size, without HTTP; rounds of both alternate, so that a busy machine slows both.
//!
//! `bench enumeration [samples]` measures something else: whether the time of an answer tells who there is
//! (trust.md INJ-15). `bench apple [devices]`, `bench certificates`, `bench directories`, `bench people [count]` and `bench jobs [count]` are told in their files.

#[path = "bench/accounts.rs"]
mod accounts;
#[path = "bench/apple.rs"]
mod apple;
#[path = "bench/certificates.rs"]
mod certificates;
#[path = "bench/client.rs"]
mod client;
#[path = "bench/directories.rs"]
mod directories;
#[path = "bench/enumeration.rs"]
mod enumeration;
#[path = "bench/gate.rs"]
mod gate;
#[path = "bench/jobs.rs"]
mod jobs;
#[path = "bench/load.rs"]
mod load;
#[path = "bench/people.rs"]
mod people;
#[path = "bench/statistics.rs"]
mod statistics;
#[path = "bench/table.rs"]
mod table;

use anyhow::Result;
use testkit::Engine;

use crate::{gate::Gate, table::Table};

/// Rounds of each measurement; the median counts.
const ROUNDS: usize = 3;
/// Registrations redeemed in a round.
const REDEMPTIONS: usize = 400;
/// Sign-ins in a round; less than the burst that the limit over all lets through.
const SIGN_INS: usize = 240;
/// Samples of each kind of person, where timing is compared.
const SAMPLES: usize = 1_000;
/// Devices, and signed check-ins of each, in a round.
const CHECK_INS: (usize, usize) = (64, 25);

#[tokio::main]
async fn main() -> Result<()> {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut table = Table::default();
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let Some((mode, rest)) = arguments.split_first() {
        let number = rest.first().map(|text| text.parse::<usize>()).transpose()?;
        for engine in [Engine::Sqlite, Engine::Postgres].into_iter().filter(|engine| engine.is_wanted()) {
            match mode.as_str() {
                "apple" => apple::measure(engine, number.unwrap_or(apple::COUNT), &mut table).await?,
                "certificates" => certificates::measure(engine, &mut table).await?,
                "directories" => directories::measure(engine, &mut table).await?,
                "enumeration" => {
                    enumeration::compare(&Gate::open(engine).await?, number.unwrap_or(SAMPLES), &mut table)
                        .await?;
                }
                "jobs" => jobs::measure(engine, number.unwrap_or(jobs::COUNT), &mut table).await?,
                "people" => {
                    people::measure(&Gate::open(engine).await?, number.unwrap_or(people::COUNT), &mut table)
                        .await?;
                }
                mode => anyhow::bail!("the bench knows no mode `{mode}`"),
            }
        }
        table.print();
        return Ok(());
    }
    for engine in [Engine::Sqlite, Engine::Postgres] {
        if !engine.is_wanted() {
            continue;
        }
        let gate = Gate::open(engine).await?;
        table.row(
            engine,
            "memory, just started",
            format!("{} MiB", gate.memory_mib()?),
            "goal: under 64 MiB",
        );
        let (mut direct, mut over_http) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            direct.push(load::redeem_directly(&gate, REDEMPTIONS).await?);
            over_http.push(load::redeem_over_http(&gate, REDEMPTIONS).await?);
        }
        let (direct, over_http) = (table::median(direct), table::median(over_http));
        table.row(engine, "redemptions without HTTP", format!("{direct:.0}/s"), "");
        let share = over_http / direct * 100.0;
        let note = format!("{share:.0} % of the rate without HTTP; goal: at least 50 %");
        table.row(engine, "redemptions over HTTP", format!("{over_http:.0}/s"), &note);
        let mut check_ins = Vec::new();
        for _ in 0..ROUNDS {
            check_ins.push(load::check_in(&gate, CHECK_INS.0, CHECK_INS.1).await?);
        }
        table.row(
            engine,
            "signed check-ins, 16 connections",
            format!("{:.0}/s", table::median(check_ins)),
            "pre-signed",
        );
        let (mut bare, mut sign_ins) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            bare.push(accounts::hash_passwords(SIGN_INS).await?);
            // The limit over all lets a burst through and then fifty a second: a fresh server each time.
            sign_ins.push(accounts::sign_in(&Gate::open(engine).await?, SIGN_INS).await?);
        }
        let (bare, sign_ins) = (table::median(bare), table::median(sign_ins));
        table.row(engine, "Argon2id alone, two at a time", format!("{bare:.0}/s"), "");
        let note = format!("{:.0} % of the rate of Argon2id alone", sign_ins / bare * 100.0);
        table.row(engine, "sign-ins over HTTP", format!("{sign_ins:.0}/s"), &note);
        table.row(engine, "memory after that", format!("{} MiB", gate.memory_mib()?), "");
    }
    table.print();
    Ok(())
}
