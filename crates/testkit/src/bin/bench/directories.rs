//! `bench directories`: reading people and groups from a real directory, in this process, which is as
//! the server does it. The directory runs beside it on the same machine and is not counted.

use std::{fs, time::Instant};

use anyhow::{Context, Result, ensure};
use testkit::{
    Engine, TestApp,
    ldap::{Slapd, group_keys, input_for, people_and_groups},
};
use types::{ChooseGroups, SyncInput, SyncState};

use crate::table::Table;

/// People, and groups that hold all of them.
const SIZES: [(usize, usize); 3] = [(1_000, 50), (10_000, 500), (50_000, 500)];

/// Measures all sizes on an engine.
pub(crate) async fn measure(engine: Engine, table: &mut Table) -> Result<()> {
    for (people, groups) in SIZES {
        let slapd = Slapd::start(&people_and_groups("bench", people, groups))?;
        let app = TestApp::on_the_wall_clock(engine).await;
        let (admin, system) = (app.admin(), app.system());
        let directories = app.domain.directories();
        let id = directories.create(&admin, &input_for(&slapd, "bench", "Bench")).await?.row.id;
        for some in group_keys(&slapd, "bench").await.chunks(100) {
            directories.choose_groups(&admin, id, &ChooseGroups { keys: some.to_vec() }).await?;
        }
        let before = memory_mib("VmRSS:")?;
        fs::write("/proc/self/clear_refs", "5")?;
        for round in ["first reading", "reading again, nothing changed"] {
            let begun = Instant::now();
            let sync = directories.sync_now(&system, id, &SyncInput::default()).await?;
            let took = begun.elapsed();
            ensure!(sync.state == SyncState::Done, "the reading failed: {:?}", sync.report);
            ensure!(sync.report.counts.read == people as u64, "not everybody was read");
            let peak = memory_mib("VmHWM:")?;
            let goal = if people == 10_000 { "; goal: 30 s, 200 MiB" } else { "" };
            table.row(
                engine,
                &format!("{people} people, {groups} groups: {round}"),
                format!("{:.1} s", took.as_secs_f64()),
                &format!("peak of the process {peak} MiB, {before} MiB before{goal}"),
            );
        }
    }
    Ok(())
}

fn memory_mib(name: &str) -> Result<u64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find(|line| line.starts_with(name)).context("no such figure")?;
    let kib: u64 = line.split_whitespace().nth(1).context("no figure")?.parse()?;
    Ok(kib / 1024)
}
