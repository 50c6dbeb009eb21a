//! Who cannot be invited, and why: the one rule for what the list shows, what the preview counts and
//! what the job does.

use std::collections::{HashMap, HashSet};

use entity::{group, group_member, role_assignment, user};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use types::{CannotInvite, GroupId, PortalRight, RegistrationSettings};
use uuid::Uuid;

use crate::{
    ctx::RequestCtx,
    error::Result,
    people::{power, store},
    registration, settings,
};

/// What is known about inviting somebody.
#[derive(Debug)]
pub(super) struct Standing {
    /// Why not, if not.
    pub(super) refused: Option<CannotInvite>,
    /// Devices they may have; nothing for any number.
    pub(super) limit: Option<u32>,
    /// Devices they have.
    pub(super) places: u32,
    /// The first of their groups by name.
    pub(super) group: Option<String>,
}

/// Whether somebody gets a link to choose a password, since they have none and no directory either.
pub(super) fn needs_password(user: &user::Model) -> bool {
    user.password_hash.is_none() && user.directory_id.is_none()
}

/// Groups as they matter here.
struct Groups {
    by_id: HashMap<Uuid, group::Model>,
    /// Those that have a role.
    powerful: HashSet<Uuid>,
    settings: RegistrationSettings,
}

/// How it stands with each of these people, in their order. A few statements however many they are, at
/// most some hundreds.
pub(super) async fn of<C: ConnectionTrait>(
    db: &C,
    ctx: &RequestCtx,
    users: &[user::Model],
) -> Result<Vec<Standing>> {
    let ids: Vec<Uuid> = users.iter().map(|user| user.id).collect();
    let members = group_member::Entity::find()
        .filter(group_member::Column::UserId.is_in(ids.iter().copied()))
        .all(db)
        .await?;
    let mut mine: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
    for member in members {
        mine.entry(member.user_id).or_default().push(member.group_id);
    }
    let wanted: HashSet<Uuid> = mine.values().flatten().copied().collect();
    let rows = group::Entity::find()
        .filter(group::Column::Id.is_in(wanted.iter().copied()))
        .order_by_asc(group::Column::NameKey)
        .all(db)
        .await?;
    let roles: Vec<(Option<Uuid>, Option<Uuid>)> = role_assignment::Entity::find()
        .select_only()
        .columns([role_assignment::Column::UserId, role_assignment::Column::GroupId])
        .into_tuple()
        .all(db)
        .await?;
    let powerful: HashSet<Uuid> = roles.iter().filter_map(|(user, _)| *user).collect();
    let groups = Groups {
        by_id: rows.into_iter().map(|row| (row.id, row)).collect(),
        powerful: roles.iter().filter_map(|(_, group)| *group).collect(),
        settings: settings::load(db, settings::key::REGISTRATION).await?.value,
    };
    let places = store::count_places(db, &ids).await?;
    let mut standings = Vec::with_capacity(users.len());
    for user in users {
        let mine = mine.remove(&user.id).unwrap_or_default();
        let places = places.get(&user.id).copied().unwrap_or_default();
        let mut standing = standing(user, &mine, places, &groups);
        let has_power = powerful.contains(&user.id) || mine.iter().any(|id| groups.powerful.contains(id));
        // The link would let whoever reads that mailbox act in their place.
        if standing.refused.is_none()
            && needs_password(user)
            && has_power
            && !power::is_over(db, ctx, user).await?
        {
            standing.refused = Some(CannotInvite::MorePower);
        }
        standings.push(standing);
    }
    Ok(standings)
}

fn standing(user: &user::Model, mine: &[Uuid], places: u32, groups: &Groups) -> Standing {
    let found = || mine.iter().filter_map(|id| groups.by_id.get(id));
    let has = |right: PortalRight| {
        store::split_rights(&user.rights).contains(&right)
            || found().any(|group| store::split_rights(&group.rights).contains(&right))
    };
    let ids: Vec<GroupId> = mine.iter().copied().map(GroupId).collect();
    let limit = registration::limit::number(&groups.settings, &ids);
    let refused = if !store::is_active(user) {
        Some(CannotInvite::Disabled)
    } else if user.email.is_none() {
        Some(CannotInvite::NoAddress)
    } else if !has(PortalRight::SignIn) || !has(PortalRight::Register) {
        Some(CannotInvite::NoRight)
    } else if limit.is_some_and(|limit| places >= limit) {
        Some(CannotInvite::AtLimit)
    } else {
        None
    };
    let first = found().min_by(|one, other| one.name_key.cmp(&other.name_key));
    Standing { refused, limit, places, group: first.map(|group| group.name.clone()) }
}
