//! Commands whose time ran out.

use entity::command;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use types::{CommandId, CommandState, DeviceId, UserId};

use super::{
    Devices,
    command::target,
    leave, rows, store,
    words::{Step, word},
};
use crate::{audit::Event, ctx::RequestCtx, error::Result, live::LiveEvent};

/// Commands looked at in one go.
const BATCH: u64 = 200;

impl Devices<'_> {
    /// Ends all commands that their device has not finished in time. How many there were.
    ///
    /// # Errors
    /// When the database fails; what was ended before stays ended.
    pub async fn expire_commands(&self) -> Result<u64> {
        let mut ended = 0;
        loop {
            let due = command::Entity::find()
                .filter(command::Column::State.is_in(store::OPEN))
                .filter(command::Column::Step.is_null())
                .filter(command::Column::ExpiresAt.lte(self.domain.clock().now().as_millis()))
                .limit(BATCH)
                .all(self.domain.db().read())
                .await?;
            let mut progress = false;
            for command in due {
                if self.expire(&command).await? {
                    ended += 1;
                    progress = true;
                }
            }
            if !progress {
                return Ok(ended);
            }
        }
    }

    async fn expire(&self, command: &command::Model) -> Result<bool> {
        let now = self.domain.clock().now();
        let mut tx = self.domain.begin().await?;
        let (id, to) = (CommandId(command.id), CommandState::Expired);
        let begun = [CommandState::Queued, CommandState::Sent, CommandState::NotNow];
        let had_begun = store::end(&tx, id, &begun, to, now).await?;
        let done = had_begun || store::end(&tx, id, &[CommandState::Held], to, now).await?;
        let device_id = DeviceId(command.device_id);
        let Some(device) = store::find(tx.conn(), device_id).await?.filter(|_| done) else {
            return Ok(false);
        };
        let owner = store::owner_of(tx.conn(), &device).await?;
        let action = rows::action_of(command)?;
        if had_begun && action.ends_management() {
            leave::stay(&tx, &device, now).await?;
        }
        let event = Event::done(word(action, Step::Expired), target(&device, &owner));
        tx.record(&RequestCtx::system("expiry"), now, event).await?;
        tx.announce(LiveEvent::device(device_id, UserId(device.user_id)));
        tx.commit().await?;
        Ok(true)
    }
}
