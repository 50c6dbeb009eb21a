//! A password that comes with something else than a sign-in: a device that registers.

use entity::user;
use types::AuditAction;

use super::{Access, tries, verify::Checked};
use crate::{
    audit::{Event, Target},
    ctx::RequestCtx,
    error::Result,
    people,
};

impl Access<'_> {
    /// Whether `password` is that of `person`, who is meant by the name `typed`. Counted like a try to sign
    /// in, by the same counters, and with the same work where nobody is meant.
    ///
    /// # Errors
    /// `too_many_requests` for a name, an address or all together.
    pub(crate) async fn prove_password(
        &self,
        ctx: &RequestCtx,
        typed: &str,
        person: Option<&user::Model>,
        password: &str,
    ) -> Result<bool> {
        self.domain.limits().take(ctx.address)?;
        tries::take(self.domain, typed, person.map(|person| person.id)).await?;
        let checked = self.check_password(person, password).await?;
        let now = self.domain.clock().now();
        let tx = self.domain.begin().await?;
        let is_right = match (person, checked) {
            (Some(person), Checked::Right) if people::store::is_active(person) => {
                let names = [typed, &person.username, person.email.as_deref().unwrap_or(&person.username)];
                tries::forget(self.domain, &tx, person.id, &names).await?;
                true
            }
            (person, checked) => {
                let target = match person {
                    Some(person) => {
                        Target::new("user", types::UserId(person.id), person.display_name.as_str())
                    }
                    None => Target::only("user"),
                };
                let why = match checked {
                    Checked::Wrong(why) => why,
                    Checked::Right => "unknown user name",
                };
                tx.record(ctx, now, Event::refused(AuditAction::RegistrationPasswordRefused, target, why))
                    .await?;
                false
            }
        };
        tx.commit().await?;
        Ok(is_right)
    }
}
