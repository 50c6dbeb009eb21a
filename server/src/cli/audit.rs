//! `gatehouse audit verify`.

use std::process::ExitCode;

use super::{Outcome, print};
use crate::{config::Config, fault::Fault, process};

pub(super) async fn verify(config: &Config) -> Outcome {
    let domain = process::open(config).await?;
    let verified = domain.audit().verify().await.map_err(|error| {
        Fault::new(
            format!("The audit log cannot be read: {error}"),
            "`gatehouse doctor` looks at the database.",
        )
    })?;
    match verified.fault {
        None => {
            print::line(&format!("The audit log is whole; links checked: {}.", verified.links));
            Ok(ExitCode::SUCCESS)
        }
        Some(fault) => {
            print::line(&format!("The audit log is damaged at link {}: {}.", fault.seq, fault.what));
            print::line(&format!("Links before it that hold: {}.", verified.links));
            Ok(ExitCode::FAILURE)
        }
    }
}
