//! Which certificates there are, and taking one back.

use std::{collections::HashMap, time::Duration};

use entity::{apple_enrolment, device, device_certificate, registration, user};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::Expr,
};
use types::{
    AuditAction, CertificateState, DeviceCertificateId, DeviceCertificateQuery, DeviceCertificateRow,
    DeviceId, ErrorCode, Page, Permission, Timestamp, UserId, Validate,
};
use uuid::Uuid;

use super::{Certificates, authority::validity};
use crate::{
    access::policy::Resource,
    audit::{Event, Target},
    ctx::RequestCtx,
    db::list::Cursor,
    devices::shown_name,
    error::{Error, Result},
    hex::hex,
    live::{LiveEvent, Topic},
};

/// How long a list of what was taken back counts. Another is made at every question.
const LIST_LIFETIME: Duration = Duration::from_hours(7 * 24);

impl Certificates<'_> {
    /// Certificates of devices, the newest first.
    ///
    /// # Errors
    /// Without `device_read`.
    pub async fn list(
        &self,
        ctx: &RequestCtx,
        query: &DeviceCertificateQuery,
    ) -> Result<Page<DeviceCertificateRow>> {
        ctx.require(Permission::DeviceRead, &Resource::All)?;
        query.validate()?;
        let now = self.domain.clock().now();
        let (db, keys) = (self.domain.db().read(), self.domain.keys());
        let all = || device_certificate::Entity::find().filter(condition(query, now));
        let total = match query.page.total {
            true => Some(all().count(db).await?),
            false => None,
        };
        let mut select = all();
        if let Some(cursor) = Cursor::parse(keys, "certificates", query.page.cursor.as_deref())? {
            select = select.filter(device_certificate::Column::Id.lt(cursor.id));
        }
        let limit = query.page.limit() as usize;
        let mut found =
            select.order_by_desc(device_certificate::Column::Id).limit(limit as u64 + 1).all(db).await?;
        let next_cursor = Cursor::next(keys, "certificates", &mut found, limit, |row| row.id);
        Ok(Page { items: self.rows_of(found, now).await?, next_cursor, total })
    }

    /// Takes a certificate back: whoever signs with it is not known any more. The device keeps what it has until
    /// it registers anew. One that was taken back stays so.
    ///
    /// # Errors
    /// Without `device_retire`; `not_found`.
    pub async fn revoke(&self, ctx: &RequestCtx, id: DeviceCertificateId) -> Result<DeviceCertificateRow> {
        ctx.require(Permission::DeviceRetire, &Resource::All)?;
        let now = self.domain.clock().now();
        let mut tx = self.domain.begin().await?;
        let row = device_certificate::Entity::find_by_id(id.0).one(tx.conn()).await?;
        let row = row.ok_or(ErrorCode::NotFound)?;
        let won = device_certificate::Entity::update_many()
            .col_expr(device_certificate::Column::RevokedAt, Expr::value(now.as_millis()))
            .filter(device_certificate::Column::Id.eq(id.0))
            .filter(device_certificate::Column::RevokedAt.is_null())
            .exec(tx.conn())
            .await?;
        if won.rows_affected == 1 {
            let shown = self.rows_of(vec![row], now).await?.swap_remove(0);
            let target = Target::new("device", shown.device_id, shown.device_name);
            let event = Event::done(AuditAction::DeviceCertificateRevoked, target);
            let which = serde_json::json!({ "serial": shown.serial });
            tx.record(ctx, now, event.change(Some(which), None)).await?;
            tx.announce(LiveEvent::Changed { topic: Topic::Device, id: shown.device_id.0, owner: None });
            tx.commit().await?;
        }
        let row = device_certificate::Entity::find_by_id(id.0).one(self.domain.db().read()).await?;
        Ok(self.rows_of(vec![row.ok_or(ErrorCode::NotFound)?], now).await?.swap_remove(0))
    }

    /// The list of those that were taken back and have not run out (RFC 5280 section 5), DER. Public.
    ///
    /// # Errors
    /// `too_many_requests`; when the database fails.
    pub async fn revoked(&self, ctx: &RequestCtx) -> Result<Vec<u8>> {
        let now = self.domain.clock().now();
        self.domain.certificate_throttles().take(ctx.address, now)?;
        let numbers: Vec<(Vec<u8>, i64)> = device_certificate::Entity::find()
            .select_only()
            .columns([device_certificate::Column::Serial, device_certificate::Column::RevokedAt])
            .filter(device_certificate::Column::RevokedAt.is_not_null())
            .filter(device_certificate::Column::ExpiresAt.gt(now.as_millis()))
            .order_by_asc(device_certificate::Column::RevokedAt)
            .into_tuple()
            .all(self.domain.db().read())
            .await?;
        let in_use = self.authority().await?;
        let seconds = |(number, at): (Vec<u8>, i64)| (number, at / 1_000);
        let numbers: Vec<_> = numbers.into_iter().map(seconds).collect();
        let list = tokio::task::spawn_blocking(move || {
            in_use.authority.revoked(&numbers, validity(now, LIST_LIFETIME))
        });
        let list = list.await.map_err(Error::internal)?.map_err(Error::internal)?;
        self.domain.certificate_throttles().give_back(ctx.address);
        Ok(list)
    }

    async fn rows_of(
        &self,
        rows: Vec<device_certificate::Model>,
        now: Timestamp,
    ) -> Result<Vec<DeviceCertificateRow>> {
        let db = self.domain.db().read();
        let by = registration::Entity::find()
            .filter(registration::Column::Id.is_in(rows.iter().map(|row| row.registration_id)))
            .all(db)
            .await?;
        let by: HashMap<Uuid, registration::Model> = by.into_iter().map(|row| (row.id, row)).collect();
        let devices = device::Entity::find()
            .filter(device::Column::Id.is_in(by.values().map(|row| row.device_id)))
            .all(db)
            .await?;
        let owners = user::Entity::find()
            .filter(user::Column::Id.is_in(devices.iter().map(|device| device.user_id)))
            .all(db)
            .await?;
        let in_use: Vec<Uuid> = apple_enrolment::Entity::find()
            .select_only()
            .column(apple_enrolment::Column::CertificateId)
            .filter(apple_enrolment::Column::CertificateId.is_in(rows.iter().map(|row| row.id)))
            .into_tuple()
            .all(db)
            .await?;
        let gone = || Error::internal("a certificate without its device");
        rows.into_iter()
            .map(|row| {
                let registration = by.get(&row.registration_id).ok_or_else(gone)?;
                let device =
                    devices.iter().find(|device| device.id == registration.device_id).ok_or_else(gone)?;
                let owner = owners.iter().find(|owner| owner.id == device.user_id);
                let owner = owner.map(|owner| owner.display_name.as_str()).unwrap_or_default();
                let state = state_of(&row, now);
                Ok(DeviceCertificateRow {
                    id: DeviceCertificateId(row.id),
                    device_id: DeviceId(device.id),
                    device_name: shown_name(device, owner),
                    user_id: UserId(device.user_id),
                    serial: hex(&row.serial),
                    state,
                    in_use: state == CertificateState::Valid && in_use.contains(&row.id),
                    issued_at: Timestamp::from_millis(row.issued_at),
                    expires_at: Timestamp::from_millis(row.expires_at),
                    revoked_at: row.revoked_at.map(Timestamp::from_millis),
                })
            })
            .collect()
    }
}

fn state_of(row: &device_certificate::Model, now: Timestamp) -> CertificateState {
    match row.revoked_at {
        Some(_) => CertificateState::Revoked,
        None if row.expires_at <= now.as_millis() => CertificateState::Expired,
        None => CertificateState::Valid,
    }
}

fn condition(query: &DeviceCertificateQuery, now: Timestamp) -> Condition {
    use device_certificate::Column;
    let mut condition = Condition::all();
    if let Some(id) = query.device_id {
        let of_device = registration::Entity::find()
            .select_only()
            .column(registration::Column::Id)
            .filter(registration::Column::DeviceId.eq(id.0));
        condition =
            condition.add(Column::RegistrationId.in_subquery(sea_orm::QueryTrait::into_query(of_device)));
    }
    match query.state {
        Some(CertificateState::Revoked) => condition.add(Column::RevokedAt.is_not_null()),
        Some(CertificateState::Expired) => {
            condition.add(Column::RevokedAt.is_null()).add(Column::ExpiresAt.lte(now.as_millis()))
        }
        Some(CertificateState::Valid) => {
            condition.add(Column::RevokedAt.is_null()).add(Column::ExpiresAt.gt(now.as_millis()))
        }
        None => condition,
    }
}
