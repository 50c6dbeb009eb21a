//! All that is kept about a person, in one document.

use entity::{api_token, device, message, registration};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use types::{
    AuditAction, DeviceId, ErrorCode, ExportedRegistration, GroupQuery, GroupRow, PageQuery, Permission,
    PersonExport, RegistrationId, RegistrationStatus, Timestamp, UserId,
};
use uuid::Uuid;

use crate::{
    access::{self, policy::Resource},
    audit::{Event, Target},
    ctx::RequestCtx,
    error::Result,
    people::{People, power, store},
    terms, user_certificates,
};

impl People<'_> {
    /// Puts together all that is kept about a person: profile, groups, devices, registrations,
    /// sessions, messages and audit entries; no PIN, link, private key or other secret. The reading is recorded.
    ///
    /// # Errors
    /// Without `user_delete` and `user_read`, or for somebody who may do more than the actor;
    /// `not_found`.
    pub async fn export(&self, ctx: &RequestCtx, id: UserId) -> Result<PersonExport> {
        ctx.require(Permission::UserDelete, &Resource::All)?;
        ctx.require(Permission::UserRead, &Resource::All)?;
        let db = self.domain.db().read();
        let user = store::find(db, &id).await?.ok_or(ErrorCode::NotFound)?;
        power::require_over(db, ctx, &user).await?;
        let now = self.domain.clock().now();
        let tx = self.domain.begin().await?;
        let target = Target::new("user", id, user.display_name.clone());
        tx.record(ctx, now, Event::done(AuditAction::UserExported, target)).await?;
        tx.commit().await?;
        let devices = device::Entity::find()
            .filter(device::Column::UserId.eq(id.0))
            .order_by_desc(device::Column::Id)
            .all(db)
            .await?;
        let messages = message::Entity::find()
            .filter(message::Column::UserId.eq(id.0))
            .order_by_desc(message::Column::Id)
            .all(db)
            .await?;
        let registrations = registration::Entity::find()
            .filter(registration::Column::UserId.eq(id.0))
            .order_by_desc(registration::Column::Id)
            .all(db)
            .await?;
        let tokens = api_token::Entity::find().filter(api_token::Column::UserId.eq(id.0)).all(db).await?;
        let ids: Vec<Uuid> = [id.0]
            .into_iter()
            .chain(devices.iter().map(|device| device.id))
            .chain(tokens.iter().map(|token| token.id))
            .chain(messages.iter().map(|message| message.id))
            .collect();
        Ok(PersonExport {
            exported_at: now,
            profile: self.detail(id).await?,
            groups: self.all_groups_of(ctx, id).await?,
            devices: self.domain.devices().rows_of(devices).await?,
            registrations: registrations.into_iter().map(exported).collect(),
            accepted_terms: terms::all_of(db, &user).await?,
            certificates: user_certificates::all_of(db, id).await?,
            tokens: tokens
                .into_iter()
                .filter(|token| token.revoked_at.is_none())
                .map(access::shown_token)
                .collect(),
            sessions: self.domain.access().list_sessions_of(ctx, id).await?,
            messages: self.domain.messages().rows_of(messages, &user.display_name)?,
            audit: self.domain.audit().all_of(id.0, &ids).await?,
        })
    }

    async fn all_groups_of(&self, ctx: &RequestCtx, id: UserId) -> Result<Vec<GroupRow>> {
        let page = PageQuery { limit: Some(PageQuery::MAX_LIMIT), ..PageQuery::default() };
        let mut query = GroupQuery { user_id: Some(id), page, ..GroupQuery::default() };
        let mut groups = Vec::new();
        loop {
            let page = self.list_groups(ctx, &query).await?;
            groups.extend(page.items);
            if page.next_cursor.is_none() {
                return Ok(groups);
            }
            query.page.cursor = page.next_cursor;
        }
    }
}

fn exported(row: registration::Model) -> ExportedRegistration {
    ExportedRegistration {
        id: RegistrationId(row.id),
        device_id: DeviceId(row.device_id),
        status: RegistrationStatus::from_word(&row.status).unwrap_or(RegistrationStatus::Expired),
        created_at: Timestamp::from_millis(row.created_at),
        expires_at: Timestamp::from_millis(row.expires_at),
        opened_at: row.opened_at.map(Timestamp::from_millis),
        used_at: row.used_at.map(Timestamp::from_millis),
    }
}
