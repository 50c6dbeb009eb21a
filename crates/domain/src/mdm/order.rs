//! Commands of Gatehouse in the words of Apple's devices.

use apple::command::Command;
use types::Order;

use super::{Mdm, profile, store};
use crate::{
    devices::Next,
    error::{Error, Result},
};

impl Mdm<'_> {
    /// The command for this device; nothing where it lacks what the device must have given for it.
    pub(super) async fn order(&self, found: &store::Found, next: &Next) -> Result<Option<Vec<u8>>> {
        let order = Order::read(next.command.action, Some(&next.command.params))
            .map_err(|_| Error::internal("a stored command that is none"))?;
        let pin = next.pin.clone();
        let written = match order {
            Order::Lock(params) => {
                Command::DeviceLock { message: params.message, phone_number: params.phone_number, pin }
            }
            Order::Unlock => match self.unlock_token(found)? {
                Some(unlock_token) => Command::ClearPasscode { unlock_token },
                None => return Ok(None),
            },
            Order::Restart => Command::RestartDevice,
            Order::Rename(params) => Command::SetDeviceName { name: params.name },
            Order::Retire => {
                let url = self.domain.settings().public_url().await?;
                Command::RemoveProfile { identifier: profile::identifier(&url, "enrolment") }
            }
            Order::Wipe => Command::EraseDevice { pin, preserve_data_plan: false },
        };
        Ok(Some(written.write(&next.command.id.to_string())))
    }

    /// What takes the passcode away.
    fn unlock_token(&self, found: &store::Found) -> Result<Option<Vec<u8>>> {
        let Some(sealed) = &found.row.unlock_token else { return Ok(None) };
        self.domain.keys().open(&store::binding(&found.row, "unlock_token"), sealed).map(Some)
    }
}
