//! The two parts of an event that may name people: who did it, and on what. The chain holds a salted
//! digest of each; verification compares it, or asks which deletion has erased the part.

use std::collections::HashMap;
use types::AuditAction;

use entity::{audit_chain, audit_event};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{chain::ChainFault, record::digest};
use crate::error::Result;

/// The action of the event that erases.
pub(super) const ERASING: AuditAction = AuditAction::UserDeleted;

/// What is wrong with the texts of an event, whose digests are right.
pub(super) fn fault_of(event: &audit_event::Model) -> Option<&'static str> {
    let Some(of_actor) = &event.actor_digest else { return None };
    let Some(of_target) = &event.target_digest else { return None };
    let right = match &event.actor_salt {
        Some(salt) => digest(salt, &json!([event.actor_name, event.address])) == *of_actor,
        None => event.actor_erased_by.is_some() && event.address.is_none(),
    };
    let texts = json!([event.target_name, event.reason, event.before, event.after]);
    let right = right
        && match &event.target_salt {
            Some(salt) => digest(salt, &texts) == *of_target,
            None => {
                let rest = [&event.reason, &event.before, &event.after];
                event.target_erased_by.is_some() && rest.iter().all(|text| text.is_none())
            }
        };
    (!right).then_some("the event was changed")
}

/// The first part that was erased without a deletion in the chain that says so, or under another name
/// than the one that it gave. Each deletion says how many parts it has erased.
pub(super) async fn fault_of_erasures<C: ConnectionTrait>(db: &C) -> Result<Option<ChainFault>> {
    let mut found: HashMap<(Uuid, Option<String>), u64> = HashMap::new();
    for (by, name) in [
        (audit_event::Column::ActorErasedBy, audit_event::Column::ActorName),
        (audit_event::Column::TargetErasedBy, audit_event::Column::TargetName),
    ] {
        let parts: Vec<(Uuid, Option<String>, i64)> = audit_event::Entity::find()
            .select_only()
            .column(by)
            .column(name)
            .column_as(audit_event::Column::Id.count(), "parts")
            .filter(by.is_not_null())
            .group_by(by)
            .group_by(name)
            .into_tuple()
            .all(db)
            .await?;
        for (deletion, name, parts) in parts {
            *found.entry((deletion, name)).or_default() += parts.unsigned_abs();
        }
    }
    let deletions =
        audit_event::Entity::find().filter(audit_event::Column::Action.eq(ERASING.as_str())).all(db).await?;
    for deletion in &deletions {
        let names = [None, deletion.target_name.clone()];
        let erased: u64 = names.into_iter().filter_map(|name| found.remove(&(deletion.id, name))).sum();
        if erased != said(deletion) {
            return Ok(Some(fault_at(db, deletion.id).await?));
        }
    }
    match found.into_keys().next() {
        Some((deletion, _)) => Ok(Some(fault_at(db, deletion).await?)),
        None => Ok(None),
    }
}

/// How many parts a deletion says that it has erased.
fn said(deletion: &audit_event::Model) -> u64 {
    let after: Option<Value> = deletion.after.as_deref().and_then(|text| serde_json::from_str(text).ok());
    after.and_then(|after| after.get("audit_parts")?.as_u64()).unwrap_or(0)
}

async fn fault_at<C: ConnectionTrait>(db: &C, deletion: Uuid) -> Result<ChainFault> {
    let link = audit_chain::Entity::find().filter(audit_chain::Column::EventId.eq(deletion)).one(db).await?;
    Ok(ChainFault { seq: link.map_or(0, |link| link.seq), what: "texts are missing without a deletion" })
}
