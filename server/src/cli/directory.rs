//! `gatehouse directory …`.

use std::process::ExitCode;

use domain::{Domain, RequestCtx};
use types::{DirectoryId, ErrorCode, SyncInput, SyncReport, SyncState, TestReport, TestServer, TestStep};

use super::{Outcome, admin::refused, print};
use crate::{config::Config, fault::Fault, process};

/// One line for each directory: name, state, people, groups, when it was last read.
pub(super) async fn list(config: &Config) -> Outcome {
    let (domain, ctx) = open(config).await?;
    for row in domain.directories().list(&ctx).await.map_err(|error| refused(error.into()))? {
        let read = row.last_read_at.map_or_else(|| "never".to_owned(), |at| at.to_string());
        print::line(&format!(
            "{}\t{}\t{} people\t{} groups\tread {read}\t{}",
            row.name, row.state, row.people, row.groups, row.url
        ));
    }
    Ok(ExitCode::SUCCESS)
}

/// Tests the connection and says step by step what was found. Exits 1 when anything failed.
pub(super) async fn test(config: &Config, name: &str) -> Outcome {
    let (domain, ctx) = open(config).await?;
    let id = find(&domain, &ctx, name).await?;
    let report = domain.directories().test(&ctx, id).await.map_err(|error| refused(error.into()))?;
    tell(&report);
    Ok(if report.is_fine() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Reads a directory now and prints the report. Exits 1 when it failed or waits for an agreement.
pub(super) async fn sync(config: &Config, name: &str, accept_losses: bool) -> Outcome {
    let (domain, ctx) = open(config).await?;
    let id = find(&domain, &ctx, name).await?;
    let outcome = domain.directories().sync_now(&ctx, id, &SyncInput { accept_losses }).await;
    let sync = outcome.map_err(|error| match error.code() {
        ErrorCode::WrongState => Fault::new(
            format!("{name} is switched off or being read by another process"),
            "Switch it on in the console, or wait until that reading is over.",
        ),
        _ => refused(error.into()),
    })?;
    for line in lines(&sync.report) {
        print::line(&line);
    }
    match sync.state {
        SyncState::Done => Ok(ExitCode::SUCCESS),
        SyncState::Held => {
            print::note("Many people are missing and were kept. Look why; then add --accept-losses.");
            Ok(ExitCode::FAILURE)
        }
        state => {
            let fault = sync.report.fault.map_or_else(|| state.to_string(), |fault| fault.to_string());
            print::note(&format!("The reading ended: {fault}. What was read before stays."));
            if let Some(detail) = &sync.report.detail {
                print::note(detail);
            }
            Ok(ExitCode::FAILURE)
        }
    }
}

async fn open(config: &Config) -> Result<(Domain, RequestCtx), Fault> {
    Ok((process::open(config).await?, RequestCtx::system("command line")))
}

async fn find(domain: &Domain, ctx: &RequestCtx, name: &str) -> Result<DirectoryId, Fault> {
    let rows = domain.directories().list(ctx).await.map_err(|error| refused(error.into()))?;
    let found = rows.into_iter().find(|row| row.name == name || row.id.to_string() == name);
    found.map(|row| row.id).ok_or_else(|| {
        Fault::new(format!("there is no directory {name}"), "gatehouse directory list shows their names.")
    })
}

fn tell(report: &TestReport) {
    for TestServer { url, steps, certificate } in &report.servers {
        print::line(url);
        for TestStep { step, fault, detail, found } in steps {
            let outcome = fault.map_or("ok", |fault| fault.as_str());
            let found = found.as_ref().map(|found| {
                let more = if found.more { " or more" } else { "" };
                format!("{}{more}: {}", found.count, found.samples.join(", "))
            });
            let told: Vec<&str> = detail.as_deref().into_iter().chain(found.as_deref()).collect();
            print::line(format!("  {step}: {outcome} {}", told.join(" ")).trim_end());
        }
        if let Some(facts) = certificate {
            print::line(&format!(
                "  certificate: {} from {}, until {}, SHA-256 {}",
                facts.subject, facts.issuer, facts.not_after, facts.fingerprint
            ));
        }
    }
}

fn lines(report: &SyncReport) -> Vec<String> {
    let counts = &report.counts;
    let mut lines = vec![
        format!("read {}", counts.read),
        format!("added {}, changed {}, returned {}", counts.added, counts.changed, counts.returned),
        format!("gone {}, groups gone {}, held {}", counts.gone, counts.groups_gone, counts.held),
        format!("memberships added {}, ended {}", counts.memberships_added, counts.memberships_ended),
        format!("skipped {}", counts.skipped),
    ];
    lines.extend(report.skips.iter().map(|skip| format!("  {}: {}", skip.entry, skip.reason)));
    lines.extend(report.gone.iter().map(|name| format!("  missing: {name}")));
    lines
}
