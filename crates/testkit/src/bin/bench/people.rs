//! `bench people [count]`: listing, searching and filtering many people over REST, one request after the
//! other, as an administrator who looks for somebody does it.

use std::time::Instant;

use anyhow::{Result, ensure};
use testkit::ldap::{Slapd, group_keys, input_for, people_and_groups};
use types::{ChooseGroups, Scope, SyncInput, SyncState};

use crate::{client::Client, gate::Gate, table::Table};

/// People, when nothing else is said.
pub(crate) const COUNT: usize = 100_000;

const GROUPS: usize = 500;

/// Requests of each kind.
const REQUESTS: usize = 60;

/// The slowest of twenty may take this long.
const GOAL: &str = "goal: 95 % under 50 ms";

/// What is asked for; `{n}` is another number each time.
const QUESTIONS: [(&str, &str); 7] = [
    ("first page", "limit=50"),
    ("first page with the number of all", "limit=50&total=true"),
    ("search, few match", "q=person{n}4"),
    ("search, many match, with their number", "q=e{n}&total=true"),
    ("search, nobody matches, with their number", "q=zz{n}zz&total=true"),
    ("by state and right, with their number", "state=active&right=register&total=true"),
    ("without devices, with their number", "has_devices=false&total=true"),
];

/// Measures all questions on the gate's engine.
pub(crate) async fn measure(gate: &Gate, count: usize, table: &mut Table) -> Result<()> {
    read(gate, count).await?;
    let (engine, access) = (gate.app.database.engine(), gate.app.domain.access());
    let token =
        access.create_token(&gate.app.system(), "administrator", "bench", &[Scope::UsersRead]).await?;
    let mut client = Client::connect(gate.port).await?;
    for (what, query) in QUESTIONS {
        let mut times = Vec::with_capacity(REQUESTS);
        for n in 0..REQUESTS {
            let path = format!("/api/v1/users?{}", query.replace("{n}", &n.to_string()));
            let begun = Instant::now();
            let (status, _) = client.get_as(&path, &token).await?;
            times.push(begun.elapsed().as_secs_f64() * 1_000.0);
            ensure!(status == 200, "{path} answered {status}");
        }
        times.sort_by(f64::total_cmp);
        let at = |part: usize| times.get(times.len() * part / 100).copied().unwrap_or_default();
        let what = format!("{count} people: {what}");
        table.row(engine, &what, format!("{:.1} ms", at(95)), &format!("median {:.1} ms; {GOAL}", at(50)));
    }
    let mut cursor = None;
    let mut times = Vec::with_capacity(REQUESTS);
    for _ in 0..REQUESTS {
        let path = match &cursor {
            Some(cursor) => format!("/api/v1/users?limit=200&cursor={cursor}"),
            None => "/api/v1/users?limit=200".to_owned(),
        };
        let begun = Instant::now();
        let (status, body) = client.get_as(&path, &token).await?;
        times.push(begun.elapsed().as_secs_f64() * 1_000.0);
        ensure!(status == 200, "{path} answered {status}");
        let page: serde_json::Value = serde_json::from_slice(&body)?;
        cursor = page.get("next_cursor").and_then(|cursor| cursor.as_str()).map(str::to_owned);
    }
    times.sort_by(f64::total_cmp);
    let slowest = times.get(times.len() * 95 / 100).copied().unwrap_or_default();
    let what = format!("{count} people: {REQUESTS} pages of 200, one after the other");
    table.row(engine, &what, format!("{slowest:.1} ms"), GOAL);
    table.row(engine, "memory of the server after that", format!("{} MiB", gate.memory_mib()?), "");
    Ok(())
}

/// Fills the database as a large organisation does: from its directory.
async fn read(gate: &Gate, count: usize) -> Result<()> {
    let slapd = Slapd::start(&people_and_groups("bench", count, GROUPS))?;
    let (app, admin) = (&gate.app, gate.app.admin());
    let directories = app.domain.directories();
    let id = directories.create(&admin, &input_for(&slapd, "bench", "Bench")).await?.row.id;
    for some in group_keys(&slapd, "bench").await.chunks(100) {
        directories.choose_groups(&admin, id, &ChooseGroups { keys: some.to_vec() }).await?;
    }
    let sync = directories.sync_now(&app.system(), id, &SyncInput::default()).await?;
    ensure!(sync.state == SyncState::Done, "the reading failed: {:?}", sync.report);
    Ok(())
}
