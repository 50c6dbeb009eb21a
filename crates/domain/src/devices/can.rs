//! What a device can be told to do: by its platform, the line that it is managed over, and where it stands.

use entity::{apple_enrolment, device};
use sea_orm::ConnectionTrait;
use types::{Action, AppleFacts, DeviceState, NoAction, Platform, RefusedAction};

use super::rows;
use crate::{error::Result, mdm};

/// Over what a device is told to do something.
pub(super) enum Line {
    /// It asks for its commands itself: the agent, or an app.
    Agent,
    /// Apple's protocol.
    Apple {
        /// Its person has put it into the hands of the organisation.
        is_supervised: bool,
        /// It has given what takes its passcode away.
        can_unlock: bool,
    },
}

/// Over what this device is reached.
pub(super) async fn line_of<C: ConnectionTrait>(db: &C, device: &device::Model) -> Result<Line> {
    Ok(match mdm::enrolment_of(db, device.id).await? {
        Some(row) => {
            let is_supervised = facts_of(&row).supervised == Some(true);
            Line::Apple { is_supervised, can_unlock: row.unlock_token.is_some() }
        }
        None => Line::Agent,
    })
}

fn facts_of(row: &apple_enrolment::Model) -> AppleFacts {
    mdm::facts_of(row).unwrap_or_default()
}

/// Why a device cannot do this now; nothing when it can.
pub(super) fn refusal(action: Action, device: &device::Model, line: &Line) -> Result<Option<NoAction>> {
    let (state, platform) = (rows::state_of(device)?, rows::platform_of(device)?);
    let here = match state {
        DeviceState::Pending | DeviceState::Verified => Some(NoAction::NotYet),
        DeviceState::Wiped | DeviceState::Retired | DeviceState::Expired => Some(NoAction::Gone),
        DeviceState::WipePending | DeviceState::RetirePending if action.ends_management() => {
            Some(NoAction::OnItsWay)
        }
        DeviceState::Enrolling
        | DeviceState::Active
        | DeviceState::Lost
        | DeviceState::WipePending
        | DeviceState::RetirePending => None,
    };
    Ok(here.or_else(|| by_line(action, platform, line)))
}

fn by_line(action: Action, platform: Platform, line: &Line) -> Option<NoAction> {
    let (is_tv, is_mac) = (platform == Platform::Tvos, platform == Platform::Macos);
    match (action, line) {
        (Action::Lock, _) => is_tv.then_some(NoAction::NotOnPlatform),
        (Action::Retire, _) => None,
        (Action::ResetPinPassword, Line::Agent) => {
            (platform != Platform::Windows).then_some(NoAction::NotOnPlatform)
        }
        (Action::ResetPinPassword, Line::Apple { .. }) | (_, Line::Agent) => Some(NoAction::NotOnPlatform),
        (Action::Wipe, Line::Apple { .. }) => None,
        (Action::Unlock, Line::Apple { .. }) if is_tv || is_mac => Some(NoAction::NotOnPlatform),
        (Action::Unlock, Line::Apple { can_unlock, .. }) => (!can_unlock).then_some(NoAction::NoToken),
        // The platform shows it on the screen, and only where the organisation owns the device.
        (Action::Locate, Line::Apple { .. }) if is_tv || is_mac => Some(NoAction::NotOnPlatform),
        (Action::Locate, Line::Apple { is_supervised, .. }) => {
            (!is_supervised).then_some(NoAction::NeedsSupervision)
        }
        (Action::Restart | Action::Rename, Line::Apple { is_supervised, .. }) => {
            (!is_mac && !is_supervised).then_some(NoAction::NeedsSupervision)
        }
    }
}

/// What a device can do and what not.
pub(super) fn sorted(device: &device::Model, line: &Line) -> Result<(Vec<Action>, Vec<RefusedAction>)> {
    let (mut can, mut cannot) = (Vec::new(), Vec::new());
    for action in Action::ALL {
        match refusal(*action, device, line)? {
            None => can.push(*action),
            Some(reason) => cannot.push(RefusedAction { action: *action, reason }),
        }
    }
    Ok((can, cannot))
}
