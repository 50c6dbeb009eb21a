//! Taking the name of a deleted person out of the log. What happened, when and in which order stays,
//! and stays provable; the texts and the salts of their digests go.

use entity::audit_event;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{CaseStatement, Expr, ExprTrait, Func},
};
use serde_json::{Value, json};
use types::Timestamp;
use uuid::Uuid;

use super::{
    Target,
    parts::ERASING,
    record::{Event, row_of},
};
use crate::{ctx::RequestCtx, db::Tx, error::Result};

/// Ids in one statement.
const AT_ONCE: usize = 500;

/// Who and what is erased.
pub(crate) struct Erasure {
    /// The person.
    pub(crate) user_id: Uuid,
    /// What stands in place of their name.
    pub(crate) pseudonym: String,
    /// Ids of their devices, tokens and messages.
    pub(crate) belongings: Vec<Uuid>,
    /// What they may have typed to sign in, in lower case.
    pub(crate) typed: Vec<String>,
    /// What the deletion did.
    pub(crate) after: Value,
}

impl Tx {
    /// Erases a person's name from all events and records the deletion that did it. How many parts of
    /// events were erased.
    pub(crate) async fn erase(&self, ctx: &RequestCtx, now: Timestamp, erasure: Erasure) -> Result<u64> {
        let Erasure { user_id, pseudonym, belongings, typed, mut after } = erasure;
        // The event is written last, since it says how many parts were erased; they name it already.
        let event_id = Uuid::now_v7();
        let sessions: Vec<String> = audit_event::Entity::find()
            .select_only()
            .column(audit_event::Column::TargetId)
            .filter(audit_event::Column::ActorId.eq(user_id))
            .filter(audit_event::Column::TargetKind.eq("session"))
            .filter(audit_event::Column::TargetId.is_not_null())
            .into_tuple()
            .all(self.conn())
            .await?;
        let mut erased = 0;
        let ids: Vec<Uuid> = belongings.into_iter().chain([user_id]).collect();
        for ids in ids.chunks(AT_ONCE) {
            erased += self.erase_actors(ids, &pseudonym, event_id).await?;
        }
        let targets: Vec<String> = ids.iter().map(Uuid::to_string).chain(sessions).collect();
        for targets in targets.chunks(AT_ONCE) {
            let which = audit_event::Column::TargetId.is_in(targets.iter().map(String::as_str));
            erased += self.erase_targets(which.into(), &pseudonym, event_id).await?;
        }
        let name = Func::lower(Expr::col(audit_event::Column::TargetName));
        let refused = Condition::all()
            .add(audit_event::Column::TargetKind.eq("session"))
            .add(audit_event::Column::TargetId.is_null())
            .add(Expr::expr(name).is_in(typed));
        erased += self.erase_targets(refused, &pseudonym, event_id).await?;
        if let Value::Object(fields) = &mut after {
            fields.insert("audit_parts".to_owned(), json!(erased));
        }
        let event = Event::done(ERASING, Target::new("user", user_id, pseudonym)).change(None, Some(after));
        let (_, row) = row_of(ctx, now, event)?;
        self.insert_event(row, event_id).await?;
        Ok(erased)
    }

    async fn erase_actors(&self, ids: &[Uuid], pseudonym: &str, by: Uuid) -> Result<u64> {
        let done = audit_event::Entity::update_many()
            .col_expr(audit_event::Column::ActorName, Expr::value(pseudonym))
            .col_expr(audit_event::Column::Address, Expr::value(None::<String>))
            .col_expr(audit_event::Column::ActorSalt, Expr::value(None::<Vec<u8>>))
            .col_expr(audit_event::Column::ActorErasedBy, Expr::value(by))
            .filter(audit_event::Column::ActorId.is_in(ids.iter().copied()))
            .filter(audit_event::Column::ActorSalt.is_not_null())
            .exec(self.conn())
            .await?;
        Ok(done.rows_affected)
    }

    async fn erase_targets(&self, which: Condition, pseudonym: &str, by: Uuid) -> Result<u64> {
        let name = CaseStatement::new()
            .case(
                Expr::col(audit_event::Column::TargetKind).is_in(["user", "session"]),
                Expr::value(pseudonym),
            )
            .finally(Expr::value(None::<String>));
        let done = audit_event::Entity::update_many()
            .col_expr(audit_event::Column::TargetName, name.into())
            .col_expr(audit_event::Column::Reason, Expr::value(None::<String>))
            .col_expr(audit_event::Column::Before, Expr::value(None::<String>))
            .col_expr(audit_event::Column::After, Expr::value(None::<String>))
            .col_expr(audit_event::Column::TargetSalt, Expr::value(None::<Vec<u8>>))
            .col_expr(audit_event::Column::TargetErasedBy, Expr::value(by))
            .filter(which)
            .filter(audit_event::Column::TargetSalt.is_not_null())
            .exec(self.conn())
            .await?;
        Ok(done.rows_affected)
    }
}
