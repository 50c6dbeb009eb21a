//! Telling people that a certificate of theirs ends soon: 30, 14 and 3 days before (product.md section 7).

use std::time::Duration;

use entity::{user, user_certificate, user_certificate_use};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, sea_query::Expr,
};
use types::{AuditAction, Timestamp, UserCertificateId, UserId};
use uuid::Uuid;

use super::{UserCertificates, keep, store};
use crate::{
    audit::{Event, Target},
    configurations,
    ctx::RequestCtx,
    error::Result,
    messages::queue::{self, Ending},
    people,
};

/// Days before the end, the nearest last.
const DAYS: [i64; 3] = [30, 14, 3];
/// Certificates looked at in one go.
const BATCH: u64 = 200;

const fn before(days: i64) -> Duration {
    Duration::from_hours(days.unsigned_abs() * 24)
}

impl UserCertificates<'_> {
    /// Tells everybody whose time has come, once for each of these days; how many that were.
    ///
    /// # Errors
    /// When the database fails; whoever was told before is not told again.
    pub async fn announce_due(&self) -> Result<u64> {
        let mut told = 0;
        let mut after = Uuid::nil();
        loop {
            let now = self.domain.clock().now();
            let rows = user_certificate::Entity::find()
                .filter(due(now))
                .filter(user_certificate::Column::Id.gt(after))
                .order_by_asc(user_certificate::Column::Id)
                .limit(BATCH)
                .all(self.domain.db().read())
                .await?;
            let Some(last) = rows.last() else { return Ok(told) };
            after = last.id;
            for row in &rows {
                told += u64::from(self.announce(row, now).await?);
            }
        }
    }

    /// Tells of one. The update decides who does, where two processes do this.
    async fn announce(&self, row: &user_certificate::Model, now: Timestamp) -> Result<bool> {
        let Some(ends_at) = row.not_after else { return Ok(false) };
        let Some(days) = reached(ends_at, now) else { return Ok(false) };
        let mut tx = self.domain.begin().await?;
        let first = user_certificate::Entity::update_many()
            .col_expr(user_certificate::Column::NoticedDays, Expr::value(days))
            .filter(user_certificate::Column::Id.eq(row.id))
            .filter(user_certificate::Column::Content.is_not_null())
            .filter(
                Condition::any()
                    .add(user_certificate::Column::NoticedDays.is_null())
                    .add(user_certificate::Column::NoticedDays.gt(days)),
            )
            .exec(tx.conn())
            .await?;
        let uses = user_certificate_use::Entity::find()
            .filter(user_certificate_use::Column::CertificateId.eq(row.id))
            .filter(user_certificate_use::Column::EndedAt.is_null())
            .all(tx.conn())
            .await?;
        let settings = configurations::certificate_settings(tx.conn()).await?;
        let names: Vec<&str> = settings
            .iter()
            .filter(|(setting, of)| of.notices && uses.iter().any(|one| one.configuration_id == setting.id))
            .map(|(setting, _)| setting.name.as_str())
            .collect();
        let owner = user::Entity::find_by_id(row.user_id).one(tx.conn()).await?;
        let owner = owner.filter(people::store::is_active);
        let (1, Some(owner), false) = (first.rows_affected, owner, names.is_empty()) else {
            // It is looked at again when the next day has come.
            tx.commit().await?;
            return Ok(false);
        };
        let facts = store::facts_of(row)?;
        let whose = facts.as_ref().map(|facts| facts.emails.first().unwrap_or(&facts.name).as_str());
        let name = match whose {
            Some(whose) => format!("{} ({whose})", names.join(", ")),
            None => names.join(", "),
        };
        let ctx = RequestCtx::system("certificate notices");
        let to = people::store::to_recipient(&owner);
        queue::queue_certificate_expiring(&mut tx, &ctx, now, &to, Ending { name, ends_at }).await?;
        let target = Target::new("user", UserId(owner.id), owner.display_name.clone());
        let after = keep::said(UserCertificateId(row.id), &names.join(", "), facts.as_ref());
        let action = AuditAction::UserCertificateExpiryAnnounced;
        tx.record(&ctx, now, Event::done(action, target).change(None, Some(after))).await?;
        tx.commit().await?;
        Ok(true)
    }
}

/// Of how many days before the end it is time to tell: the nearest that has come, while it still counts.
fn reached(ends_at: i64, now: Timestamp) -> Option<i64> {
    let left = ends_at - now.as_millis();
    let is_reached = |days: &&i64| left <= **days * 86_400_000;
    (left > 0).then(|| DAYS.iter().rev().find(is_reached).copied()).flatten()
}

/// Those in use of which somebody may have to be told.
fn due(now: Timestamp) -> Condition {
    let in_use = user_certificate_use::Entity::find()
        .select_only()
        .column(user_certificate_use::Column::CertificateId)
        .filter(user_certificate_use::Column::EndedAt.is_null())
        .into_query();
    let mut any = Condition::any();
    for days in DAYS {
        let untold = Condition::any()
            .add(user_certificate::Column::NoticedDays.is_null())
            .add(user_certificate::Column::NoticedDays.gt(days));
        let is_near = user_certificate::Column::NotAfter.lte((now + before(days)).as_millis());
        any = any.add(Condition::all().add(is_near).add(untold));
    }
    Condition::all()
        .add(user_certificate::Column::NotAfter.gt(now.as_millis()))
        .add(user_certificate::Column::Content.is_not_null())
        .add(user_certificate::Column::Id.in_subquery(in_use))
        .add(any)
}
