//! Reminding people of devices that wait for them (product.md section 4): at points of the lifetime, within
//! working hours where they are, never of a PIN that is dead and never after the device has come.

use entity::{message, registration};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait},
};
use types::{
    AuditAction, MessageKind, MessageState, RegistrationId, RegistrationSettings, RegistrationStatus,
    Timestamp, Weekday, WorkingHours,
};
use uuid::Uuid;

use super::{Registrations, store};
use crate::{
    audit::{Event, Target},
    ctx::RequestCtx,
    error::Result,
    messages::queue,
    people,
    time_zone::Zone,
};

/// Registrations looked at in one go.
const BATCH: u64 = 200;
const DAY_S: i64 = 24 * 60 * 60;

impl Registrations<'_> {
    /// Reminds everybody whose time has come; how many that were. Somebody who was told nothing of their
    /// registration is reminded of nothing.
    ///
    /// # Errors
    /// When the database fails; whoever was reminded before is not reminded again.
    pub async fn remind_due(&self) -> Result<u64> {
        let settings = self.domain.settings().registration().await?;
        if settings.reminders.is_empty() {
            return Ok(0);
        }
        let (mut reminded, mut after) = (0, Uuid::nil());
        loop {
            let rows = registration::Entity::find()
                .filter(waiting(self.domain.clock().now()))
                .filter(registration::Column::Id.gt(after))
                .order_by_asc(registration::Column::Id)
                .limit(BATCH)
                .all(self.domain.db().read())
                .await?;
            let Some(last) = rows.last() else { return Ok(reminded) };
            after = last.id;
            for row in &rows {
                if due(row, &settings, self.domain.clock().now()) > count(row)
                    && self.remind(RegistrationId(row.id), &settings).await?
                {
                    reminded += 1;
                }
            }
        }
    }

    /// Reminds of one, if it is still due. The row is held, so that two processes remind once.
    async fn remind(&self, id: RegistrationId, settings: &RegistrationSettings) -> Result<bool> {
        let now = self.domain.clock().now();
        let mut tx = self.domain.begin().await?;
        let Some(found) = store::find_locked(&tx, id).await? else { return Ok(false) };
        let due = due(&found.row, settings, now);
        let counts = found.is_pending(now)
            && found.row.pin_ended_at.is_none()
            && people::store::is_active(&found.user)
            && due > count(&found.row);
        if !counts || !is_within(&settings.working_hours, found.user.time_zone.as_deref(), now) {
            return Ok(false);
        }
        registration::Entity::update_many()
            .col_expr(registration::Column::Reminded, Expr::value(due))
            .col_expr(registration::Column::RemindedIssue, Expr::value(found.row.issued_at))
            .filter(registration::Column::Id.eq(id.0))
            .exec(tx.conn())
            .await?;
        let issued_at = Timestamp::from_millis(found.row.issued_at);
        let (to, mut any) = (store::recipient(&found), false);
        for channel in queue::told_by(&tx, id, issued_at).await? {
            any |= queue::queue_reminder(&mut tx, now, &to, channel, id, issued_at).await?.is_some();
        }
        if !any {
            return Ok(false);
        }
        let target = Target::new("device", found.device_id(), found.device_name());
        let event = Event::done(AuditAction::RegistrationReminded, target);
        tx.record(&RequestCtx::system("reminders"), now, event).await?;
        tx.commit().await?;
        Ok(true)
    }
}

/// Those that wait, whose PIN works, and of which their person was told.
fn waiting(now: Timestamp) -> Condition {
    let of_this = Expr::col((message::Entity, message::Column::RegistrationId))
        .equals((registration::Entity, registration::Column::Id));
    let of_this_issue = Expr::col((message::Entity, message::Column::RegistrationIssuedAt))
        .equals((registration::Entity, registration::Column::IssuedAt));
    let told = message::Entity::find()
        .select_only()
        .column(message::Column::Id)
        .filter(of_this)
        .filter(of_this_issue)
        .filter(message::Column::Kind.eq(MessageKind::Registration.as_str()))
        .filter(message::Column::State.ne(MessageState::Cancelled.as_str()))
        .into_query();
    Condition::all()
        .add(registration::Column::Status.eq(RegistrationStatus::Pending.as_str()))
        .add(registration::Column::ExpiresAt.gt(now.as_millis()))
        .add(registration::Column::PinEndedAt.is_null())
        .add(Expr::exists(told))
}

/// How many points of the schedule have passed.
fn due(row: &registration::Model, settings: &RegistrationSettings, now: Timestamp) -> i64 {
    let (lifetime, passed) = (row.expires_at - row.issued_at, now.as_millis() - row.issued_at);
    let is_past = |percent: &&u8| passed.saturating_mul(100) >= lifetime.saturating_mul(i64::from(**percent));
    i64::try_from(settings.reminders.iter().filter(is_past).count()).unwrap_or_default()
}

/// For how many of them somebody was reminded.
fn count(row: &registration::Model) -> i64 {
    if row.reminded_issue == Some(row.issued_at) { row.reminded } else { 0 }
}

/// Whether it is working time where somebody is.
fn is_within(hours: &WorkingHours, zone: Option<&str>, now: Timestamp) -> bool {
    let (offset, _) = Zone::find(zone).at(now);
    let local = now.as_millis().div_euclid(1_000) + offset;
    // The epoch was a Thursday, the fourth day.
    let day = usize::try_from((local.div_euclid(DAY_S) + 3).rem_euclid(7)).unwrap_or_default();
    let hour = u8::try_from(local.rem_euclid(DAY_S) / 3_600).unwrap_or_default();
    Weekday::ALL.get(day).is_some_and(|day| hours.contains(*day, hour))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn working_time_is_where_the_person_is() {
        let hours = WorkingHours::default();
        // Friday, 27 November 2026, 16:30 UTC.
        let now = Timestamp::from_millis(1_795_797_000_000);
        for (zone, works) in [
            (None, true),
            (Some("Europe/Berlin"), true),
            (Some("Europe/Helsinki"), false),
            (Some("America/New_York"), true),
            (Some("America/Los_Angeles"), true),
            (Some("Asia/Tokyo"), false),
        ] {
            assert_eq!(is_within(&hours, zone, now), works, "{zone:?}");
        }
        let saturday = Timestamp::from_millis(now.as_millis() + 24 * 3_600 * 1_000);
        assert!(!is_within(&hours, None, saturday));
    }
}
