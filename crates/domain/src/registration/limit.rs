//! The device limit of a person, as pages show it (product.md section 3.5).

use entity::{device, device_slot};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait};
use types::{DeviceLimit, DeviceState, LimitSource, UserId};

use super::Registrations;
use crate::error::Result;

impl Registrations<'_> {
    /// How many devices a person may have and has. Holds nothing that needs a permission of its own:
    /// callers show it to the person and to those who may see the person.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn limit_of(&self, user_id: UserId) -> Result<DeviceLimit> {
        let limit = self.domain.settings().registration().await?.standard_device_limit;
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
            .all(self.domain.db().read())
            .await?;
        let is_waiting = |state: &&String| DeviceState::from_word(state).is_some_and(DeviceState::is_waiting);
        let waiting = states.iter().filter(is_waiting).count();
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        Ok(DeviceLimit {
            limit,
            used: number(states.len() - waiting),
            waiting: number(waiting),
            source: LimitSource::Standard,
        })
    }
}
