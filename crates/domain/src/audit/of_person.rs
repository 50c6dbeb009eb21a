//! All that the log holds about a person.

use std::collections::BTreeMap;

use entity::audit_event;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter};
use types::AuditRow;
use uuid::Uuid;

use super::{Audit, store};
use crate::error::Result;

/// Ids in one statement.
const AT_ONCE: usize = 500;

impl Audit<'_> {
    /// What a person did and what was done to them and theirs (`ids`), newest first, for rooms that
    /// have asked the policy themselves.
    pub(crate) async fn all_of(&self, person: Uuid, ids: &[Uuid]) -> Result<Vec<AuditRow>> {
        let mut found = BTreeMap::new();
        for ids in ids.chunks(AT_ONCE) {
            let which = Condition::any()
                .add(audit_event::Column::ActorId.eq(person))
                .add(audit_event::Column::TargetId.is_in(ids.iter().map(Uuid::to_string)));
            let events = audit_event::Entity::find().filter(which).all(self.domain.db().read()).await?;
            found.extend(events.into_iter().map(|event| (event.id, store::to_row(event, None))));
        }
        Ok(found.into_values().rev().collect())
    }
}
