//! Writing events.

use entity::{audit_event, audit_pending};
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use types::{AuditAction, Outcome, Timestamp};
use uuid::Uuid;

use crate::{
    configurations,
    ctx::{Actor, RequestCtx},
    db::Tx,
    error::Result,
    secrets::random_bytes,
};

/// What was changed.
#[derive(Debug, Clone)]
pub struct Target {
    /// `device`, `user`, `registration`, `command`, `message`, `settings`, `session`, `token`.
    pub kind: &'static str,
    /// Its id.
    pub id: Option<String>,
    /// Its name now.
    pub name: Option<String>,
}

impl Target {
    /// A thing with an id and a name.
    pub fn new(kind: &'static str, id: impl std::fmt::Display, name: impl Into<String>) -> Self {
        Self { kind, id: Some(id.to_string()), name: Some(name.into()) }
    }

    /// A thing of which there is one only.
    pub fn only(kind: &'static str) -> Self {
        Self { kind, id: None, name: None }
    }
}

/// One event. Must never hold a secret: no PIN, password, token or key.
#[derive(Debug, Clone)]
pub struct Event {
    /// `user.created`, `device.lock_requested`: kind of object, dot, verb in the past.
    pub action: AuditAction,
    /// On what.
    pub target: Target,
    /// How it ended.
    pub outcome: Outcome,
    /// Why.
    pub reason: Option<String>,
    /// What was there before.
    pub before: Option<Value>,
    /// What is there now.
    pub after: Option<Value>,
}

impl Event {
    /// Something that was done.
    pub fn done(action: AuditAction, target: Target) -> Self {
        Self { action, target, outcome: Outcome::Done, reason: None, before: None, after: None }
    }

    /// Something that was refused.
    pub fn refused(action: AuditAction, target: Target, reason: impl Into<String>) -> Self {
        Self { outcome: Outcome::Refused, reason: Some(reason.into()), ..Self::done(action, target) }
    }

    /// With what was there before and is there now.
    #[must_use]
    pub fn change(mut self, before: Option<Value>, after: Option<Value>) -> Self {
        self.before = before;
        self.after = after;
        self
    }

    /// With a reason.
    #[must_use]
    pub fn because(mut self, reason: impl Into<String>) -> Self {
        self.reason = Some(reason.into());
        self
    }
}

impl Tx {
    /// Writes many events into this change, in a few statements.
    pub(crate) async fn record_all(
        &self,
        ctx: &RequestCtx,
        now: Timestamp,
        events: Vec<Event>,
    ) -> Result<()> {
        // Both engines take this many values in one statement.
        const AT_ONCE: usize = 500;
        if events.iter().any(|event| configurations::regards_people(event.action)) {
            configurations::touch(self, now).await?;
        }
        let mut events = events.into_iter();
        loop {
            let rows = events.by_ref().take(AT_ONCE).map(|event| row_of(ctx, now, event));
            let rows = rows.collect::<Result<Vec<_>>>()?;
            if rows.is_empty() {
                return Ok(());
            }
            let pending: Vec<_> =
                rows.iter().map(|(id, _)| audit_pending::ActiveModel { event_id: Set(*id) }).collect();
            let rows = rows.into_iter().map(|(_, row)| row);
            audit_event::Entity::insert_many(rows).exec_without_returning(self.conn()).await?;
            audit_pending::Entity::insert_many(pending).exec_without_returning(self.conn()).await?;
        }
    }

    /// Writes an event into this change.
    pub(crate) async fn record(&self, ctx: &RequestCtx, now: Timestamp, event: Event) -> Result<()> {
        // Labels by group apply to other devices from now on.
        if configurations::regards_people(event.action) {
            configurations::touch(self, now).await?;
        }
        let (id, row) = row_of(ctx, now, event)?;
        self.insert_event(row, id).await
    }

    /// Writes the row of an event under an id, and that it is to be chained.
    pub(super) async fn insert_event(&self, mut row: audit_event::ActiveModel, id: Uuid) -> Result<()> {
        row.id = Set(id);
        audit_event::Entity::insert(row).exec_without_returning(self.conn()).await?;
        audit_pending::Entity::insert(audit_pending::ActiveModel { event_id: Set(id) })
            .exec_without_returning(self.conn())
            .await?;
        Ok(())
    }
}

/// Texts that may name people are not in the chain themselves: it holds a salted digest of each of the
/// two parts, so that a part can be erased (docs/decisions/0010-names-in-the-audit-log.md).
pub(super) fn row_of(
    ctx: &RequestCtx,
    now: Timestamp,
    event: Event,
) -> Result<(Uuid, audit_event::ActiveModel)> {
    let id = Uuid::now_v7();
    let (actor_kind, actor_id, actor_name) = describe(&ctx.actor);
    let address = ctx.address.map(|address| address.to_string());
    let before = event.before.map(|value| value.to_string());
    let after = event.after.map(|value| value.to_string());
    let (actor_salt, target_salt) = (random_bytes::<16>()?.to_vec(), random_bytes::<16>()?.to_vec());
    let actor_digest = digest(&actor_salt, &json!([actor_name, address]));
    let target_digest = digest(&target_salt, &json!([event.target.name, event.reason, before, after]));
    let row = audit_event::ActiveModel {
        id: Set(id),
        at: Set(now.as_millis()),
        actor_kind: Set(actor_kind.to_owned()),
        actor_id: Set(actor_id),
        actor_name: Set(actor_name),
        address: Set(address),
        request_id: Set(ctx.request_id.clone()),
        action: Set(event.action.as_str().to_owned()),
        target_kind: Set(event.target.kind.to_owned()),
        target_id: Set(event.target.id),
        target_name: Set(event.target.name),
        outcome: Set(event.outcome.as_str().to_owned()),
        reason: Set(event.reason),
        before: Set(before),
        after: Set(after),
        actor_salt: Set(Some(actor_salt)),
        actor_digest: Set(Some(actor_digest)),
        actor_erased_by: Set(None),
        target_salt: Set(Some(target_salt)),
        target_digest: Set(Some(target_digest)),
        target_erased_by: Set(None),
    };
    Ok((id, row))
}

/// What the chain holds of texts that may name people: without the salt nobody can try names.
pub(super) fn digest(salt: &[u8], texts: &Value) -> Vec<u8> {
    let mut hash = Sha256::new();
    hash.update(salt);
    hash.update(texts.to_string().as_bytes());
    hash.finalize().to_vec()
}

/// How the log names the actor.
pub(super) fn actor_name(actor: &Actor) -> String {
    describe(actor).2
}

fn describe(actor: &Actor) -> (&'static str, Option<Uuid>, String) {
    match actor {
        Actor::Anonymous => ("anonymous", None, "Nobody signed in".to_owned()),
        Actor::User(user) => ("user", Some(user.user_id.0), user.display_name.clone()),
        Actor::ApiToken(token) => ("token", Some(token.token_id.0), token.name.clone()),
        Actor::Job(job) => ("user", Some(job.user_id.0), job.name.clone()),
        Actor::Device(device) => ("device", Some(device.device_id.0), device.name.clone()),
        Actor::System(part) => ("system", None, format!("Gatehouse ({part})")),
    }
}
