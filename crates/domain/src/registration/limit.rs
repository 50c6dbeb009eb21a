//! The device limit of a person (product.md section 3.5): the standard limit, and rows of groups in order.

mod rows;

pub(crate) use rows::forget_group;

use entity::{device, device_slot};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait};
use types::{DeviceLimit, DeviceState, GroupId, LimitOverride, LimitSource, RegistrationSettings, UserId};

use super::Registrations;
use crate::{error::Result, people, settings};

/// The limit of a person, and which rule gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Effective {
    /// How many; nothing for any number.
    pub(crate) limit: Option<u32>,
    /// The group whose row decides, if one does.
    pub(crate) group: Option<GroupId>,
}

/// What the settings give to somebody in these groups.
fn decide(settings: &RegistrationSettings, groups: &[GroupId]) -> Effective {
    let standard = Effective { limit: settings.standard_device_limit, group: None };
    let row = settings.group_limits.iter().find(|row| groups.contains(&row.group_id));
    let Some(row) = row else { return standard };
    let of_group = Effective { limit: row.limit, group: Some(row.group_id) };
    match settings.limit_override {
        LimitOverride::Group => of_group,
        LimitOverride::Standard => standard,
        LimitOverride::Lower => {
            let number = |limit: Option<u32>| limit.unwrap_or(u32::MAX);
            if number(of_group.limit) <= number(standard.limit) { of_group } else { standard }
        }
    }
}

/// The limit as it is now. Within a change that holds the person's row it is what the change goes by.
pub(crate) async fn effective<C: ConnectionTrait>(db: &C, user_id: UserId) -> Result<Effective> {
    let settings: RegistrationSettings = settings::load(db, settings::key::REGISTRATION).await?.value;
    let groups = match settings.group_limits.is_empty() {
        true => Vec::new(),
        false => people::standing::group_ids(db, user_id).await?,
    };
    Ok(decide(&settings, &groups))
}

/// How many devices somebody in these groups may have; nothing for any number.
pub(crate) fn number(settings: &RegistrationSettings, groups: &[GroupId]) -> Option<u32> {
    decide(settings, groups).limit
}

impl Registrations<'_> {
    /// How many devices a person may have and has. Holds nothing that needs a permission of its own:
    /// callers show it to the person and to those who may see the person.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn limit_of(&self, user_id: UserId) -> Result<DeviceLimit> {
        let db = self.domain.db().read();
        let Effective { limit, group } = effective(db, user_id).await?;
        let name = match group {
            Some(id) => people::standing::group_name(db, id).await?,
            None => None,
        };
        let taken = device_slot::Entity::find()
            .select_only()
            .column(device_slot::Column::DeviceId)
            .filter(device_slot::Column::UserId.eq(user_id.0))
            .into_query();
        let states: Vec<String> = device::Entity::find()
            .select_only()
            .column(device::Column::State)
            .filter(device::Column::Id.in_subquery(taken))
            .into_tuple()
            .all(db)
            .await?;
        let is_waiting = |state: &&String| DeviceState::from_word(state).is_some_and(DeviceState::is_waiting);
        let waiting = states.iter().filter(is_waiting).count();
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        Ok(DeviceLimit {
            limit,
            used: number(states.len() - waiting),
            waiting: number(waiting),
            source: if group.is_some() { LimitSource::Group } else { LimitSource::Standard },
            group: name,
        })
    }
}

#[cfg(test)]
mod tests {
    use types::GroupLimit;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn the_first_row_that_fits_decides_as_the_switch_says() {
        let [sales, field, other] = [1, 2, 3].map(|number| GroupId(Uuid::from_u128(number)));
        let row = |group_id, limit| GroupLimit { group_id, limit };
        let with = |limit_override, standard_device_limit| RegistrationSettings {
            group_limits: vec![row(sales, Some(8)), row(field, Some(2)), row(other, None)],
            limit_override,
            standard_device_limit,
            ..RegistrationSettings::default()
        };
        let limit = |which, standard, groups: &[GroupId]| decide(&with(which, standard), groups).limit;
        assert_eq!(limit(LimitOverride::Group, Some(5), &[field, sales]), Some(8));
        assert_eq!(limit(LimitOverride::Group, Some(5), &[other]), None);
        assert_eq!(limit(LimitOverride::Group, Some(5), &[]), Some(5));
        assert_eq!(limit(LimitOverride::Standard, Some(5), &[field]), Some(5));
        assert_eq!(limit(LimitOverride::Lower, Some(5), &[sales, field]), Some(5));
        assert_eq!(limit(LimitOverride::Lower, Some(5), &[field]), Some(2));
        assert_eq!(limit(LimitOverride::Lower, Some(5), &[other]), Some(5));
        assert_eq!(limit(LimitOverride::Lower, None, &[field]), Some(2));
    }
}
