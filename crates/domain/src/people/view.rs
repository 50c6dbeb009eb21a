//! People as lists and pages show them.

use entity::{directory, user};
use sea_orm::EntityTrait;
use types::{DirectoryId, RoleKey, Source, Timestamp, UserDetail, UserId, UserRow, UserState};

use super::{standing, store};
use crate::{Domain, error::Result};

/// A row of the list.
pub(super) fn row(user: user::Model, roles: Vec<RoleKey>, device_count: u32) -> UserRow {
    UserRow {
        id: UserId(user.id),
        source: if user.directory_id.is_some() { Source::Directory } else { Source::Local },
        roles,
        rights: store::split_rights(&user.rights),
        state: UserState::from_word(&user.state).unwrap_or(UserState::Disabled),
        username: user.username,
        display_name: user.display_name,
        email: user.email,
        phone_number: user.phone_number,
        language: user.language,
        device_count,
        has_password: user.password_hash.is_some(),
        created_at: Timestamp::from_millis(user.created_at),
        last_sign_in_at: user.last_sign_in_at.map(Timestamp::from_millis),
    }
}

/// Everything on the person's page.
pub(super) async fn detail(domain: &Domain, user: user::Model) -> Result<UserDetail> {
    let device_limit = domain.registration().limit_of(UserId(user.id)).await?;
    let places = store::count_places(domain.db().read(), &[user.id]).await?;
    let device_count = places.get(&user.id).copied().unwrap_or(0);
    let roles = standing::roles_by_name(domain.db().read(), &[user.id]).await?;
    let roles = roles.into_iter().map(|(_, role)| role).collect();
    let directory_name = match user.directory_id {
        Some(id) => {
            let found = directory::Entity::find_by_id(id).one(domain.db().read()).await?;
            found.map(|directory| directory.name)
        }
        None => None,
    };
    Ok(UserDetail {
        first_name: user.first_name.clone(),
        last_name: user.last_name.clone(),
        time_zone: user.time_zone.clone(),
        directory_id: user.directory_id.map(DirectoryId),
        directory_name,
        gone_at: user.gone_at.map(Timestamp::from_millis),
        version: user.version,
        updated_at: Timestamp::from_millis(user.updated_at),
        device_limit,
        row: row(user, roles, device_count),
    })
}
