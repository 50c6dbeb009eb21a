//! Signing in by password at one of the two faces.

use std::time::Duration;

use serde_json::json;
use types::{AuditAction, EmailAddress, Face, FieldCode, SignInMethod, Username};

use super::{Access, begin::NewSession, store, tries, verify::Checked};
use crate::{
    audit::{Event, Target},
    ctx::{Actor, RequestCtx},
    error::{Error, Result},
};

impl Access<'_> {
    /// Signs a person in at `face` by user name or e-mail address and password.
    ///
    /// # Errors
    /// `sign_in_refused`, the same for unknown and disabled people, people without a password, with
    /// another one, or without the right to be here; `too_many_requests` for a name, an address or all
    /// together; `invalid_input` when nothing was typed.
    pub async fn sign_in(
        &self,
        ctx: &RequestCtx,
        face: Face,
        username: &str,
        password: &str,
    ) -> Result<NewSession> {
        let typed = username.trim();
        if typed.is_empty() {
            return Err(Error::invalid("username", FieldCode::Required));
        }
        if password.is_empty() {
            return Err(Error::invalid("password", FieldCode::Required));
        }
        self.domain.limits().take(ctx.address)?;
        let person = store::find_person(self.domain.db().read(), typed).await?;
        let failures = tries::take(self.domain, typed, person.as_ref().map(|user| user.id)).await?;
        let checked = self.check_password(person.as_ref(), password).await?;
        match (person, checked) {
            (Some(user), Checked::Right) => {
                match self.begin_session(ctx, face, typed, &user, SignInMethod::Password).await? {
                    Ok(session) => Ok(session),
                    Err(why) => self.refuse(ctx, face, typed, failures, why).await,
                }
            }
            (_, Checked::Wrong(why)) => self.refuse(ctx, face, typed, failures, why).await,
            (None, Checked::Right) => self.refuse(ctx, face, typed, failures, "unknown user name").await,
        }
    }

    async fn refuse(
        &self,
        ctx: &RequestCtx,
        face: Face,
        typed: &str,
        failures: i64,
        why: &str,
    ) -> Result<NewSession> {
        let now = self.domain.clock().now();
        let pause = tries::pause_after(failures).unwrap_or(Duration::ZERO);
        let after = json!({ "face": face, "failures": failures, "pause_s": pause.as_secs() });
        let target = Target { kind: "session", id: None, name: loggable(typed) };
        let ctx = ctx.clone().with_actor(Actor::Anonymous);
        let tx = self.domain.begin().await?;
        let event = Event::refused(AuditAction::SessionSignInRefused, target, why).change(None, Some(after));
        tx.record(&ctx, now, event).await?;
        tx.commit().await?;
        Err(self.refusal().into())
    }
}

/// What was typed, if it has the shape of a name: somebody may have typed their password there.
fn loggable(typed: &str) -> Option<String> {
    let is_name = Username::parse(typed).is_ok() || EmailAddress::parse(typed).is_ok();
    is_name.then(|| typed.chars().take(Username::MAX).collect())
}
