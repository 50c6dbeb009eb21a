//! `gatehouse doctor`: every part that Gatehouse needs, one line each.

use std::{process::ExitCode, time::Duration};

use domain::{Clock, Db, Domain, Parts};
use tokio::net::TcpStream;

use super::{Outcome, print};
use crate::{config::Config, fault::Fault, process};

const PATIENCE: Duration = Duration::from_secs(5);

/// What a look at one part has found.
enum Finding {
    Good(String),
    Remark(String, String),
    Bad(Fault),
}

/// The examination so far.
#[derive(Default)]
struct Report {
    is_ill: bool,
}

impl Report {
    fn add(&mut self, part: &str, finding: Finding) {
        let (mark, what, mend) = match finding {
            Finding::Good(what) => ("ok", what, None),
            Finding::Remark(what, mend) => ("note", what, Some(mend)),
            Finding::Bad(fault) => {
                self.is_ill = true;
                ("bad", fault.what, Some(fault.mend))
            }
        };
        print::line(&format!("{mark:<4}  {part:<14}  {what}"));
        if let Some(mend) = mend {
            print::line(&format!("{:<4}  {:<14}  {mend}", "", ""));
        }
    }
}

pub(super) async fn run(config: &Config) -> Outcome {
    let mut report = Report::default();
    report.add("configuration", Finding::Good(configuration(config)));
    report.add("data folder", data_dir(config));
    let db = match process::open_database(config).await {
        Ok(db) => {
            report.add("database", Finding::Good(format!("answers ({:?})", db.engine())));
            Some(db)
        }
        Err(fault) => {
            report.add("database", Finding::Bad(fault));
            None
        }
    };
    if let Some(db) = db {
        let is_current = migrations(&db, &mut report).await;
        if is_current {
            master_key_and_chain(config, db, &mut report).await;
        }
    }
    report.add("mail server", mail_server(config).await);
    Ok(if report.is_ill { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn configuration(config: &Config) -> String {
    let url = config.public_url.as_deref().unwrap_or("as set up");
    let tls = if config.tls.is_some() { ", TLS by Gatehouse" } else { "" };
    format!("listens on {}, public URL {url}{tls}", config.listen)
}

fn data_dir(config: &Config) -> Finding {
    let folder = config.data_dir.display();
    match config.prepare_data_dir() {
        Err(fault) => Finding::Bad(fault),
        Ok(()) if config.data_dir_is_open_to_others() => Finding::Remark(
            format!("{folder} is writable, and other users of this computer can look into it"),
            format!("chmod 700 {folder}"),
        ),
        Ok(()) => Finding::Good(format!("{folder} is writable and closed to others")),
    }
}

async fn migrations(db: &Db, report: &mut Report) -> bool {
    let (is_current, finding) = match process::schema(db).await {
        Err(fault) => (false, Finding::Bad(fault)),
        Ok(schema) if !schema.unknown.is_empty() => {
            let what = "the database was made by a newer Gatehouse";
            (
                false,
                Finding::Bad(Fault::new(
                    what,
                    "Start that version, or restore a backup from before the upgrade.",
                )),
            )
        }
        Ok(schema) if !schema.pending.is_empty() => {
            let what = format!("steps to take: {}", schema.pending.len());
            (
                false,
                Finding::Remark(what, "`gatehouse migrate` takes them, and so does the next start.".into()),
            )
        }
        Ok(_) => (true, Finding::Good("up to date".into())),
    };
    report.add("schema", finding);
    is_current
}

async fn master_key_and_chain(config: &Config, db: Db, report: &mut Report) {
    let key = match config.master_key() {
        Ok(found) => found,
        Err(fault) => return report.add("master key", Finding::Bad(fault)),
    };
    let made_now = key.created.clone();
    let parts = Parts {
        db,
        clock: Clock::default(),
        master_keys: key.keys,
        key_source: None,
        public_url: None,
        smtp_url: None,
        sms_networks: Vec::new(),
        push_service: domain::push::PushService::default(),
    };
    let domain = match Domain::open(parts).await {
        Ok(domain) => {
            report.add("master key", Finding::Good("fits the database".into()));
            domain
        }
        Err(error) => {
            if let Some(made_now) = made_now {
                let _ = std::fs::remove_file(made_now);
            }
            let fault = Fault::new(
                error.to_string(),
                "Restore master.key from your backup, or set GATEHOUSE_MASTER_KEY.",
            );
            return report.add("master key", Finding::Bad(fault));
        }
    };
    report.add("audit log", chain(&domain).await);
}

async fn chain(domain: &Domain) -> Finding {
    match domain.audit().verify().await {
        Err(error) => Finding::Bad(Fault::new(format!("cannot be read: {error}"), "Look at the database.")),
        Ok(verified) => match verified.fault {
            None => Finding::Good(format!("whole, links: {}", verified.links)),
            Some(fault) => Finding::Bad(Fault::new(
                format!("damaged at link {}: {}", fault.seq, fault.what),
                "Somebody has changed the database beside Gatehouse. Compare it with a backup.",
            )),
        },
    }
}

async fn mail_server(config: &Config) -> Finding {
    let Some(url) = config.smtp_url.as_deref().and_then(|url| url::Url::parse(url).ok()) else {
        let mend = "Set GATEHOUSE_SMTP_URL; until then messages are kept in the outbox.";
        return Finding::Remark("none is configured".into(), mend.into());
    };
    let default_port = if url.scheme() == "smtps" { 465 } else { 25 };
    let (host, port) = (url.host_str().unwrap_or_default(), url.port().unwrap_or(default_port));
    let host = host.trim_start_matches('[').trim_end_matches(']');
    match tokio::time::timeout(PATIENCE, TcpStream::connect((host, port))).await {
        Ok(Ok(_)) => Finding::Good(format!("{host}:{port} can be reached")),
        _ => Finding::Bad(Fault::new(
            format!("{host}:{port} does not answer"),
            "Look at host and port in GATEHOUSE_SMTP_URL, and whether a firewall is in between.",
        )),
    }
}
