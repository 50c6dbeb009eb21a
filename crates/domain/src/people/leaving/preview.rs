//! What the deletion of a person would take away.

use entity::{api_token, device, group_member, message, registration, session};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};
use types::{
    DeletionPreview, DeviceState, DevicesInState, ErrorCode, Permission, RegistrationStatus, RoleKey, UserId,
};

use crate::{
    access::policy::Resource,
    ctx::RequestCtx,
    error::Result,
    people::{People, power, standing, store, view},
    user_certificates,
};

impl People<'_> {
    /// Tells what the deletion of a person would take away, and whether it would be refused.
    ///
    /// # Errors
    /// Without `user_delete`; `not_found`.
    pub async fn preview_deletion(&self, ctx: &RequestCtx, id: UserId) -> Result<DeletionPreview> {
        ctx.require(Permission::UserDelete, &Resource::All)?;
        let db = self.domain.db().read();
        let user = store::find(db, &id).await?.ok_or(ErrorCode::NotFound)?;
        let devices = devices_of(db, id).await?;
        let refused = if ctx.user_id() == Some(id) {
            Some(ErrorCode::OwnAccount)
        } else if !power::is_over(db, ctx, &user).await? {
            Some(ErrorCode::Forbidden)
        } else if standing::is_last_administrator(db, user.id).await? {
            Some(ErrorCode::LastAdministrator)
        } else {
            None
        };
        let waiting = registration::Entity::find()
            .filter(registration::Column::UserId.eq(id.0))
            .filter(registration::Column::Status.eq(RegistrationStatus::Pending.as_str()));
        let tokens = api_token::Entity::find()
            .filter(api_token::Column::UserId.eq(id.0))
            .filter(api_token::Column::RevokedAt.is_null());
        let sessions = session::Entity::find().filter(session::Column::UserId.eq(id.0));
        let groups = group_member::Entity::find().filter(group_member::Column::UserId.eq(id.0));
        let messages = message::Entity::find().filter(message::Column::UserId.eq(id.0));
        let places = store::count_places(db, &[id.0]).await?.remove(&id.0).unwrap_or(0);
        let roles = standing::roles_by_name(db, &[id.0]).await?;
        let roles: Vec<RoleKey> = roles.into_iter().map(|(_, role)| role).collect();
        let managed = devices.iter().filter(|found| found.state.is_reachable());
        Ok(DeletionPreview {
            managed_devices: managed.map(|found| found.count).sum(),
            registrations: number(waiting.count(db).await?),
            sessions: number(sessions.count(db).await?),
            tokens: number(tokens.count(db).await?),
            groups: number(groups.count(db).await?),
            messages: number(messages.count(db).await?),
            certificates: number(user_certificates::count_keys(db, id).await?),
            comes_back: user.directory_id.is_some() && user.gone_at.is_none(),
            devices,
            refused,
            user: view::row(user, roles, places),
        })
    }
}

async fn devices_of<C: ConnectionTrait>(db: &C, id: UserId) -> Result<Vec<DevicesInState>> {
    let found: Vec<(String, i64)> = device::Entity::find()
        .select_only()
        .column(device::Column::State)
        .column_as(device::Column::Id.count(), "devices")
        .filter(device::Column::UserId.eq(id.0))
        .group_by(device::Column::State)
        .into_tuple()
        .all(db)
        .await?;
    let of_state = |state: &DeviceState| {
        let (_, count) = found.iter().find(|(word, _)| word == state.as_str())?;
        Some(DevicesInState { state: *state, count: number(count.unsigned_abs()) })
    };
    Ok(DeviceState::ALL.iter().filter_map(of_state).collect())
}

fn number(count: u64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
