//! Signing in as somebody from a directory: the directory looks at the password, nobody else.

use std::time::Duration;

use entity::user;
use tokio::time::{Instant, timeout, timeout_at};
use types::{DirectoryFault, DirectoryId};

use super::{
    Directories,
    client::Search,
    fault::{Answer, Fault},
    key,
    reader::Account,
    store,
};
use crate::{Domain, error::Result};

/// How long a sign-in may wait in all (trust.md REL-11).
const LIMIT: Duration = Duration::from_millis(4_500);
/// How long the first server may take when there is another one.
const FIRST_LIMIT: Duration = Duration::from_secs(2);
/// How long a sign-in waits for those before it.
const QUEUE_LIMIT: Duration = Duration::from_secs(1);

/// What a directory says to a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It is the person's.
    Right,
    /// Not so, and why; for the audit log alone.
    Wrong(&'static str),
}

impl Directories<'_> {
    /// Whether `password` is the one of this person from a directory. Never waits longer than five
    /// seconds, and not at all for a directory that is known not to answer.
    ///
    /// # Errors
    /// When the database fails. A directory that does not answer is a [`Verdict`].
    pub(crate) async fn verify(&self, person: &user::Model, password: &str) -> Result<Verdict> {
        let (Some(id), Some(key)) = (person.directory_id, person.directory_key.as_deref()) else {
            return Ok(Verdict::Wrong("no directory"));
        };
        if person.gone_at.is_some() {
            return Ok(Verdict::Wrong("gone from the directory"));
        }
        let row = store::find(self.domain.db().read(), DirectoryId(id)).await?;
        let Some(row) = row.filter(|row| row.enabled != 0) else {
            self.domain.away().clear(id);
            return Ok(Verdict::Wrong("the directory is switched off"));
        };
        if self.domain.away().is(id) {
            return Ok(Verdict::Wrong("the directory does not answer"));
        }
        let account = Account::of(self.domain, &row)?;
        let places = self.domain.away().places();
        let Ok(Ok(_place)) = timeout(QUEUE_LIMIT, places.acquire()).await else {
            return Ok(Verdict::Wrong("too many sign-ins wait for the directory"));
        };
        let asked = super::fault::guarded(ask(&account, key, password)).await;
        Ok(match asked {
            Ok(verdict) => verdict,
            Err(fault) => {
                tracing::warn!(directory = %row.name, fault = %fault.kind, "a sign-in could not be checked");
                if fault.is_away() {
                    self.domain.away().note(id);
                    Verdict::Wrong("the directory does not answer")
                } else {
                    Verdict::Wrong("the directory cannot look the person up")
                }
            }
        })
    }

    /// Looks beside the request whether directories that did not answer do so again.
    pub(crate) fn look_again(&self) {
        for id in self.domain.away().due() {
            let domain = self.domain.clone();
            tokio::spawn(async move {
                if let Err(error) = look(&domain, id).await {
                    tracing::warn!(%error, "whether a directory is back could not be looked at");
                }
            });
        }
    }
}

async fn look(domain: &Domain, id: uuid::Uuid) -> Result<()> {
    let row = store::find(domain.db().read(), DirectoryId(id)).await?;
    let Some(row) = row.filter(|row| row.enabled != 0) else {
        domain.away().clear(id);
        return Ok(());
    };
    let account = Account::of(domain, &row)?;
    let back = timeout(LIMIT, super::fault::guarded(account.open(FIRST_LIMIT))).await;
    if matches!(back, Ok(Ok(_))) {
        domain.away().clear(id);
        tracing::info!(directory = %row.name, "the directory answers again");
    }
    Ok(())
}

/// Looks the person up by their lasting key, so that a rename or move since the last reading does not
/// matter, and signs in as them.
async fn ask(account: &Account, key: &str, password: &str) -> Answer<Verdict> {
    let deadline = Instant::now() + LIMIT;
    let mut first: Option<Fault> = None;
    let several = account.settings.failover_url.is_some();
    for (index, url) in account.urls().enumerate() {
        let own_limit = if several && index == 0 { Instant::now() + FIRST_LIMIT } else { deadline };
        let outcome = timeout_at(own_limit.min(deadline), ask_at(account, url, key, password)).await;
        match outcome.unwrap_or_else(|_| Err(DirectoryFault::TimedOut.into())) {
            Err(fault) if fault.is_away() => first = first.or(Some(fault)),
            outcome => return outcome,
        }
    }
    Err(first.unwrap_or_else(|| DirectoryFault::Unreachable.into()))
}

async fn ask_at(account: &Account, url: &str, key: &str, password: &str) -> Answer<Verdict> {
    let mut connection = account.open_at(url, account.limit().min(LIMIT)).await?;
    let settings = &account.settings;
    let filter = format!("(&{}{})", settings.user_filter, key::filter(&settings.attributes.key, key));
    let mut entry = None;
    for base in &settings.user_bases {
        let search = Search { base, filter: &filter, attributes: &["1.1"] };
        entry = entry.or(connection.find_one(search).await?);
    }
    let Some(dn) = entry.and_then(|entry| entry.dn_text()) else {
        return Ok(Verdict::Wrong("not in the directory"));
    };
    match connection.bind(&dn, password).await {
        Ok(()) => Ok(Verdict::Right),
        Err(fault) if fault.is_away() && fault.kind != DirectoryFault::Protocol => Err(fault),
        Err(_) => Ok(Verdict::Wrong("refused by the directory")),
    }
}
