//! `bench jobs [count]`: a file with as many rows, each of somebody new, and an invitation of them all, beside as
//! many commits of one row.

use std::{fmt::Write as _, time::Instant};

use anyhow::{Result, ensure};
use sea_orm::ConnectionTrait;
use testkit::{Engine, TestApp, smtp::SmtpServer};
use types::{ImportOptions, Invite, JobId, Matching, Selection, UploadImport};

use crate::table::Table;

/// Rows and people, when nothing else is said.
pub(crate) const COUNT: usize = 10_000;

/// Measures an import and an invitation.
pub(crate) async fn measure(engine: Engine, count: usize, table: &mut Table) -> Result<()> {
    let mail = SmtpServer::start().await;
    let app = TestApp::with_mail_server(engine, Some(mail.url())).await;
    let commits = commits(&app, count).await?;
    table.row(engine, &format!("{count} commits of one row"), format!("{:.0}/s", rate(count, commits)), "");

    let mut file = String::from("user,email,name,platform,phone_number\n");
    for n in 0..count {
        writeln!(file, "bench{n},bench{n}@vellmere.example,Person {n},linux,+4740{n:06}")?;
    }
    let options = ImportOptions { create_people: true, ..ImportOptions::default() };
    let (imports, jobs, system) = (app.domain.imports(), app.domain.jobs(), app.system());
    let begun = Instant::now();
    let id = imports.upload(&system, &UploadImport { file, options }).await?;
    let seconds = begun.elapsed().as_secs_f64();
    table.row(engine, &format!("{count} rows: preview"), format!("{seconds:.1} s"), "goal: at most 3 s");
    imports.start(&system, id).await?;
    let begun = Instant::now();
    jobs.work().await?;
    let seconds = begun.elapsed().as_secs_f64();
    ensure!(jobs.find(&system, id).await?.done == count as u64, "every row registers a device");
    let share = format!("{:.0} % of the rate of commits; goal: under 60 s", commits / seconds * 100.0);
    table.row(engine, &format!("{count} rows: people and devices"), format!("{seconds:.1} s"), &share);

    // The letters to choose a password go first.
    while app.domain.messages().deliver_due().await? > 0 {}
    let invite = Invite { selection: Selection::Matching(Matching::default()) };
    let begun = Instant::now();
    let preview = app.domain.invitations().preview(&system, &invite).await?;
    let seconds = begun.elapsed().as_secs_f64();
    ensure!(preview.invited() == count as u64, "everybody can be invited");
    table.row(engine, &format!("{count} people: preview"), format!("{seconds:.2} s"), "");
    let begun = Instant::now();
    let id = app.domain.invitations().start(&system, &invite).await?;
    let seconds = begun.elapsed().as_secs_f64();
    table.row(
        engine,
        &format!("{count} people: asked for"),
        format!("{seconds:.2} s"),
        "the request that starts it",
    );
    let begun = Instant::now();
    let (mut writing, mut sending) = (0.0, 0.0);
    loop {
        let begun = Instant::now();
        jobs.work().await?;
        writing += begun.elapsed().as_secs_f64();
        let begun = Instant::now();
        app.domain.messages().deliver_due().await?;
        sending += begun.elapsed().as_secs_f64();
        if is_over(&app, id).await? {
            break;
        }
    }
    let seconds = begun.elapsed().as_secs_f64();
    let note = format!(
        "{:.0}/s written, {:.0}/s sent to a server in this process",
        rate(count, writing),
        rate(count, sending)
    );
    table.row(engine, &format!("{count} people: invited"), format!("{seconds:.1} s"), &note);
    Ok(())
}

async fn is_over(app: &TestApp, id: JobId) -> Result<bool> {
    let job = app.domain.jobs().find(&app.system(), id).await?;
    Ok(job.state.is_over() && job.messages.queued == 0)
}

/// Seconds for as many commits of one row.
async fn commits(app: &TestApp, count: usize) -> Result<f64> {
    let db = app.domain.db().write();
    let begun = Instant::now();
    for n in 0..count {
        let sql = format!(
            "INSERT INTO settings (key, value, version, updated_at) VALUES ('bench{n}', '{{}}', 1, 0)"
        );
        db.execute_unprepared(&sql).await?;
    }
    let seconds = begun.elapsed().as_secs_f64();
    db.execute_unprepared("DELETE FROM settings WHERE key LIKE 'bench%'").await?;
    Ok(seconds)
}

fn rate(count: usize, seconds: f64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a count of some thousands")]
    let count = count as f64;
    count / seconds
}
