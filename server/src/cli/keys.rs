//! `gatehouse keys`: changing the master key (docs/operations/master-key.md).

use std::{process::ExitCode, time::Duration};

use domain::{Domain, MasterKey, MasterKeys, keys::Progress};

use super::{Outcome, arguments::KeysVerb, backup::present_keys, print};
use crate::{config::Config, fault::Fault, process};

/// After this time nothing is on its way any more that was sealed before the key was changed: longer than any request
/// may take.
const IN_FLIGHT: Duration = Duration::from_secs(120);

pub(super) async fn run(config: &Config, verb: KeysVerb) -> Outcome {
    match verb {
        KeysVerb::Make => make(),
        KeysVerb::Rotate => rotate(config).await,
        KeysVerb::ForgetPrevious => forget_previous(config).await,
    }
}

fn make() -> Outcome {
    let key = MasterKey::generate().map_err(|_| {
        Fault::new("The operating system gives no random numbers", "Start again a little later.")
    })?;
    print::line(&key.to_text());
    Ok(ExitCode::SUCCESS)
}

/// Makes a new key and brings everything under it, while servers go on working. One that was begun is completed.
async fn rotate(config: &Config) -> Outcome {
    let keys = present_keys(config)?;
    if keys.previous.is_some() {
        print::line("A change of the master key has begun before; it is completed.");
    } else {
        // The database is asked before the file is touched: a key that does not fit is not renewed.
        drop(process::open(config).await?);
        let renewed = keys.renewed().map_err(|_| {
            Fault::new("The operating system gives no random numbers", "Start again a little later.")
        })?;
        config.replace_master_keys(&renewed)?;
        print::line("A new master key is in the file, with the previous one below it.");
    }
    let domain = process::open(config).await?;
    let progress = change(&domain).await?;
    tell(progress);
    print::note(
        "Copy master.key to where you keep it, and to every other server. When all have run with it for a moment, \
         `gatehouse keys forget-previous` ends the change. Backups made before open with the previous key: keep it as \
         long as you keep them.",
    );
    done(progress)
}

/// Takes the previous key out of the file, once nothing is under it.
async fn forget_previous(config: &Config) -> Outcome {
    let keys = present_keys(config)?;
    if keys.previous.is_none() {
        print::line("There is one master key only; nothing was changed.");
        return Ok(ExitCode::SUCCESS);
    }
    // What a server has sealed before it read the new key is written by the end of its longest request.
    if let Some(left) =
        config.master_key_age().and_then(|age| IN_FLIGHT.checked_sub(age)).filter(|left| !left.is_zero())
    {
        return Err(Fault::new(
            "The master key was changed a moment ago, and a server may still be writing something under the previous one",
            format!("Run this again in {} seconds. Nothing was forgotten.", left.as_secs() + 1),
        ));
    }
    let domain = process::open(config).await?;
    let first = change(&domain).await?;
    let second = change(&domain).await?;
    if first.closed + second.closed + second.rewrapped > 0 {
        return Err(Fault::new(
            "Something is still sealed under the previous key, or opens with neither",
            "Look whether every server has the new master.key, start those anew that do not, and run this again. Nothing \
             was forgotten.",
        ));
    }
    if config.key_source().is_none() {
        print::line("Nothing is under the previous key. Set GATEHOUSE_MASTER_KEY to the new one alone.");
        return Ok(ExitCode::SUCCESS);
    }
    config.replace_master_keys(&MasterKeys::from(keys.current))?;
    print::line("The previous master key is forgotten.");
    Ok(ExitCode::SUCCESS)
}

async fn change(domain: &Domain) -> Result<Progress, Fault> {
    let changed = domain.change_master_key(|progress| {
        tracing::debug!(seen = progress.seen, rewrapped = progress.rewrapped, "changing the master key");
    });
    changed.await.map_err(|error| {
        Fault::new(
            format!("The change has stopped: {error}"),
            "Both keys are in the file and everything opens with them. Run this again; it goes on.",
        )
    })
}

fn tell(progress: Progress) {
    print::line(&format!(
        "Secrets under the new key: {} of {}, {} of them now.",
        progress.seen - progress.closed,
        progress.seen,
        progress.rewrapped
    ));
}

fn done(progress: Progress) -> Outcome {
    if progress.closed == 0 {
        return Ok(ExitCode::SUCCESS);
    }
    print::note(
        "Some open with neither key: they are damaged, or of another database. They are left as they are.",
    );
    Ok(ExitCode::FAILURE)
}
