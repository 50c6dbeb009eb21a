//! Whose password it is: the hash of a local person decides, or the directory that a person comes from.

use entity::user;
use types::ErrorCode;

use super::{Access, password_rules};
use crate::{directories::Verdict, error::Result};

/// What became of a password. Why not is for the audit log alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Checked {
    /// It is theirs.
    Right,
    /// It is not, or that could not be found out.
    Wrong(&'static str),
}

impl Access<'_> {
    /// Whether `password` is this person's. Costs one Argon2 computation in any case: for nobody, for
    /// somebody without a password, and beside the directory for somebody from one, so that the time
    /// does not tell who is who.
    pub(super) async fn check_password(
        &self,
        person: Option<&user::Model>,
        password: &str,
    ) -> Result<Checked> {
        let passwords = self.domain.passwords();
        let Some(person) = person else {
            passwords.verify(password, None).await?;
            return Ok(Checked::Wrong("unknown user name"));
        };
        if person.directory_id.is_some() {
            // An empty one would be taken for nobody, and let in.
            if password.is_empty() {
                return Ok(Checked::Wrong("wrong password"));
            }
            let asked = self.domain.directories();
            let (dummy, verdict) =
                tokio::join!(passwords.verify(password, None), asked.verify(person, password));
            dummy?;
            return Ok(match verdict? {
                Verdict::Right => Checked::Right,
                Verdict::Wrong(why) => Checked::Wrong(why),
            });
        }
        let hash = person.password_hash.as_deref();
        // Nobody's password is longer; hashing it would only take time.
        let usable = hash.filter(|_| password.chars().count() <= password_rules::MAX);
        Ok(match (passwords.verify(password, usable).await?, hash) {
            (true, _) => Checked::Right,
            (false, None) => Checked::Wrong("no password is set"),
            (false, Some(_)) => Checked::Wrong("wrong password"),
        })
    }

    /// The one answer to every sign-in that is refused at this moment, whoever is meant. While a
    /// directory does not answer it says so to everybody, and looks beside that whether it is back.
    pub(super) fn refusal(&self) -> ErrorCode {
        if self.domain.away().is_any() {
            self.domain.directories().look_again();
            return ErrorCode::SignInRefusedDirectoryAway;
        }
        ErrorCode::SignInRefused
    }
}
