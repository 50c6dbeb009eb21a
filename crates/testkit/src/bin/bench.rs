//! `make bench`: what Gatehouse does in a second, beside something honest in the same run.
//!
//! The program under test is the release binary that `GATEHOUSE_BIN` names, reached over HTTP on
//! loopback by 16 connections. Redemptions are measured beside the same rule on the same database
//! through a pool of the same size, without HTTP; rounds of both alternate, so that a busy machine slows both.

#[path = "bench/client.rs"]
mod client;
#[path = "bench/gate.rs"]
mod gate;
#[path = "bench/load.rs"]
mod load;
#[path = "bench/table.rs"]
mod table;

use anyhow::Result;
use testkit::Engine;

use crate::{gate::Gate, table::Table};

/// Rounds of each measurement; the median counts.
const ROUNDS: usize = 3;
/// Registrations redeemed in a round.
const REDEMPTIONS: usize = 400;
/// Devices, and signed check-ins of each, in a round.
const CHECK_INS: (usize, usize) = (64, 25);

#[tokio::main]
async fn main() -> Result<()> {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut table = Table::default();
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
        table.row(engine, "memory after that", format!("{} MiB", gate.memory_mib()?), "");
    }
    table.print();
    Ok(())
}
