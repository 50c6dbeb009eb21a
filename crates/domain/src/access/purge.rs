//! Removing what no longer counts.

use std::time::Duration;

use entity::{familiar_browser, idempotency_key, message, session, single_use_link, throttle};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait, sea_query::Expr};
use types::Face;

use super::{Access, familiar::FORGOTTEN_AFTER, sessions::idle_limit};
use crate::error::Result;

/// How long a used link or a key of a create is remembered.
const DAY: Duration = Duration::from_hours(24);

/// How long the failures of a name are remembered after the last one: long, since they count in a row.
const MONTH: Duration = Duration::from_hours(30 * 24);

impl Access<'_> {
    /// Removes sessions and links that are over, the secrets of links whose time ran out, keys of
    /// creates older than a day, and failures older than thirty days.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn purge_expired(&self) -> Result<()> {
        let now = self.domain.clock().now();
        self.domain.limits().forget_idle();
        let db = self.domain.db().write();
        let idle = |face: Face| {
            Condition::all()
                .add(session::Column::Face.eq(face.as_str()))
                .add(session::Column::LastSeenAt.lte((now - idle_limit(face)).as_millis()))
        };
        let over = Condition::any()
            .add(session::Column::ExpiresAt.lte(now.as_millis()))
            .add(idle(Face::Portal))
            .add(idle(Face::Console));
        session::Entity::delete_many().filter(over).exec(db).await?;
        single_use_link::Entity::update_many()
            .col_expr(single_use_link::Column::Envelope, Expr::value(None::<Vec<u8>>))
            .filter(single_use_link::Column::ExpiresAt.lte(now.as_millis()))
            .filter(single_use_link::Column::Envelope.is_not_null())
            .exec(db)
            .await?;
        // The outbox shows a message for as long as it keeps it, and reads from its link what it said.
        let shown = message::Entity::find()
            .select_only()
            .column(message::Column::LinkId)
            .filter(message::Column::LinkId.is_not_null())
            .into_query();
        single_use_link::Entity::delete_many()
            .filter(single_use_link::Column::ExpiresAt.lte((now - DAY).as_millis()))
            .filter(single_use_link::Column::Id.not_in_subquery(shown))
            .exec(db)
            .await?;
        idempotency_key::Entity::delete_many()
            .filter(idempotency_key::Column::CreatedAt.lte((now - DAY).as_millis()))
            .exec(db)
            .await?;
        familiar_browser::Entity::delete_many()
            .filter(familiar_browser::Column::LastSeenAt.lte((now - FORGOTTEN_AFTER).as_millis()))
            .exec(db)
            .await?;
        throttle::Entity::delete_many()
            .filter(throttle::Column::UpdatedAt.lte((now - MONTH).as_millis()))
            .exec(db)
            .await?;
        Ok(())
    }
}
