//! Commands of Gatehouse in the words of Apple's devices.

use apple::command::Command;
use types::{CommandId, LockParams, Order};

use super::{Mdm, profile, store};
use crate::{
    devices::{LocateStep, Next},
    error::{Error, Result},
};

/// Names a step of a command that locates.
fn uuid_of(next: &Next) -> String {
    let id = next.command.id;
    match next.step {
        LocateStep::Enter => id.to_string(),
        LocateStep::Tell => format!("{id}.tell"),
        LocateStep::Leave => format!("{id}.leave"),
    }
}

/// The command and the step that an answer is about.
pub(super) fn read_uuid(uuid: &str) -> Option<(CommandId, LocateStep)> {
    let (id, step) = match uuid.split_once('.') {
        None => (uuid, LocateStep::Enter),
        Some((id, "tell")) => (id, LocateStep::Tell),
        Some((id, "leave")) => (id, LocateStep::Leave),
        Some(_) => return None,
    };
    Some((id.parse().ok()?, step))
}

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
            Order::Locate(params) => {
                let words = match next.step {
                    LocateStep::Enter => self.lost_mode(params).await?,
                    LocateStep::Tell => Command::DeviceLocation,
                    LocateStep::Leave => Command::DisableLostMode,
                };
                return Ok(Some(words.write(&uuid_of(next))));
            }
            Order::Restart => Command::RestartDevice,
            Order::Rename(params) => Command::SetDeviceName { name: params.name },
            Order::Retire => {
                let url = self.domain.settings().public_url().await?;
                Command::RemoveProfile { identifier: profile::identifier(&url, "enrolment") }
            }
            // Apple's devices have none; it is refused before it comes here.
            Order::ResetPinPassword => return Ok(None),
            Order::Wipe => Command::EraseDevice { pin, preserve_data_plan: false },
        };
        Ok(Some(written.write(&next.command.id.to_string())))
    }

    /// Apple wants a message or a number on the screen, so that whoever holds the device knows why.
    async fn lost_mode(&self, params: LockParams) -> Result<Command> {
        let LockParams { mut message, phone_number } = params;
        if message.is_none() && phone_number.is_none() {
            let organisation = self.domain.settings().organisation().await?.name;
            message = Some(format!("{organisation} is looking for this device."));
        }
        Ok(Command::EnableLostMode { message, phone_number, footnote: None })
    }

    /// What takes the passcode away.
    fn unlock_token(&self, found: &store::Found) -> Result<Option<Vec<u8>>> {
        let Some(sealed) = &found.row.unlock_token else { return Ok(None) };
        self.domain.keys().open(&store::binding(&found.row, "unlock_token"), sealed).map(Some)
    }
}
