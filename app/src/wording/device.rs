//! Devices and their commands in words.

use types::{
    Action, Attention, CommandRow, CommandState, DeviceDetail, DeviceRow, DeviceState, NoAction, OwnDevice,
    Ownership, Platform, Timestamp,
};

use crate::{t::wording as words, ui::Tone};

const DAY: u64 = 24 * 60 * 60;

/// The one word and tone of a device's state; `now` counts the days of silence.
#[must_use]
pub fn device_status(device: &DeviceRow, now: Timestamp) -> (Tone, String) {
    let (tone, word) = match (device.state, device.open_command, device.attention) {
        (DeviceState::Active, Some(action), _) => (Tone::Info, sent_word(action)),
        (DeviceState::Active, None, Some(Attention::Silent)) => {
            let days = device.last_seen_at.map_or(0, |seen| now.since(seen).as_secs() / DAY);
            return (Tone::Off, words::state::silent(days));
        }
        (DeviceState::Active, None, Some(Attention::CommandFailed)) => {
            (Tone::Warning, words::state::attention())
        }
        (state, _, _) => state_word(state),
    };
    (tone, word.to_owned())
}

fn sent_word(action: Action) -> &'static str {
    use words::state as word;
    match action {
        Action::Lock => word::lock_sent(),
        Action::Unlock => word::unlock_sent(),
        Action::Locate => word::locate_sent(),
        Action::Restart => word::restart_sent(),
        Action::Rename => word::rename_sent(),
        Action::ResetPinPassword => word::reset_pin_password_sent(),
        Action::Retire => word::retire_pending(),
        // Held: its device does not know of it yet.
        Action::Wipe => word::wipe_held(),
    }
}

/// The word for a state of a device.
#[must_use]
pub fn device_state(state: DeviceState) -> &'static str {
    state_word(state).1
}

fn state_word(state: DeviceState) -> (Tone, &'static str) {
    use words::state as word;
    match state {
        DeviceState::Pending => (Tone::Waiting, word::pending()),
        DeviceState::Verified => (Tone::Waiting, word::verified()),
        DeviceState::Enrolling => (Tone::Waiting, word::enrolling()),
        DeviceState::Active => (Tone::Success, word::active()),
        DeviceState::Lost => (Tone::Danger, word::lost()),
        DeviceState::WipePending => (Tone::Info, word::wipe_pending()),
        DeviceState::RetirePending => (Tone::Info, word::retire_pending()),
        DeviceState::Wiped => (Tone::Off, word::wiped()),
        DeviceState::Retired => (Tone::Off, word::retired()),
        DeviceState::Expired => (Tone::Off, word::expired()),
    }
}

/// Where a command stands: "Waiting to be sent", "Done in 3 seconds", "Refused by the device: …".
#[must_use]
pub fn command_status(command: &CommandRow) -> (Tone, String) {
    use words::command as word;
    match command.state {
        CommandState::Held => (Tone::Warning, word::held().to_owned()),
        CommandState::Queued => (Tone::Waiting, word::queued().to_owned()),
        CommandState::Sent => (Tone::Waiting, word::sent().to_owned()),
        CommandState::NotNow => (Tone::Waiting, word::not_now().to_owned()),
        CommandState::Done => (Tone::Success, done_after(command)),
        CommandState::Failed => (Tone::Danger, failed_with(command)),
        CommandState::Cancelled => (Tone::Off, word::cancelled().to_owned()),
        CommandState::Expired => (Tone::Off, word::expired().to_owned()),
    }
}

fn failed_with(command: &CommandRow) -> String {
    use words::command as word;
    let detail = command.detail.as_deref().map(str::trim).filter(|detail| !detail.is_empty());
    detail.map_or_else(|| word::failed().to_owned(), word::failed_with)
}

/// How long it took from asking to the answer, in its largest unit.
fn done_after(command: &CommandRow) -> String {
    use words::command as word;
    let Some(finished_at) = command.finished_at else { return word::done().to_owned() };
    let seconds = finished_at.since(command.created_at).as_secs();
    match seconds {
        0..120 => word::done_seconds(seconds.max(1)),
        120..7_200 => word::done_minutes(seconds / 60),
        7_200..172_800 => word::done_hours(seconds / 3600),
        _ => word::done_days(seconds / DAY),
    }
}

/// The name of an action, as on its button.
#[must_use]
pub fn action_name(action: Action) -> &'static str {
    use words::action as word;
    match action {
        Action::Lock => word::lock(),
        Action::Unlock => word::unlock(),
        Action::Locate => word::locate(),
        Action::Restart => word::restart(),
        Action::Rename => word::rename(),
        Action::ResetPinPassword => word::reset_pin_password(),
        Action::Retire => word::retire(),
        Action::Wipe => word::wipe(),
    }
}

/// The icon of an action.
#[must_use]
pub fn action_icon(action: Action) -> &'static str {
    match action {
        Action::Lock => "lock",
        Action::Unlock => "unlock",
        Action::Locate => "locate",
        Action::Restart => "refresh",
        Action::Rename => "edit",
        Action::ResetPinPassword => "pin",
        Action::Retire => "retire",
        Action::Wipe => "wipe",
    }
}

/// Why a device cannot do an action now; nothing when it can. The button is then shown disabled and
/// says this.
#[must_use]
pub fn no_action_reason(device: &DeviceDetail, action: Action) -> Option<String> {
    let refused = device.refused_actions.iter().find(|refused| refused.action == action)?;
    Some(reason(refused.reason, action, device.row.platform))
}

/// [`no_action_reason`] in the portal.
#[must_use]
pub fn no_own_action_reason(device: &OwnDevice, action: Action) -> Option<String> {
    Some(reason(device.refusal(action)?, action, device.row.platform))
}

/// [`no_action_reason`] of a lock for a device in a list, where it follows from state and platform.
#[must_use]
pub fn no_lock_reason_in_list(device: &DeviceRow) -> Option<String> {
    let why = match device.state {
        state if state.is_gone() || state == DeviceState::Expired => NoAction::Gone,
        state if state.is_waiting() => NoAction::NotYet,
        _ if device.platform == Platform::Tvos => NoAction::NotOnPlatform,
        _ => return None,
    };
    Some(reason(why, Action::Lock, device.platform))
}

fn reason(why: NoAction, action: Action, platform: Platform) -> String {
    use words::action as word;
    match why {
        NoAction::Gone => word::gone().to_owned(),
        NoAction::NotYet => word::not_yet().to_owned(),
        NoAction::NeedsSupervision => word::needs_supervision().to_owned(),
        NoAction::NoToken => word::no_token().to_owned(),
        NoAction::OnItsWay => word::on_its_way().to_owned(),
        NoAction::NotOnPlatform => match action {
            Action::Lock => word::no_lock(platform.label()),
            Action::Unlock => word::no_unlock(platform.label()),
            Action::Locate => word::no_locate(platform.label()),
            Action::Restart => word::no_restart(platform.label()),
            Action::Rename => word::no_rename(platform.label()),
            Action::ResetPinPassword => word::no_reset_pin_password(platform.label()),
            Action::Retire => word::no_retire(platform.label()),
            Action::Wipe => word::no_wipe(platform.label()),
        },
    }
}

/// The icon of a platform.
#[must_use]
pub fn platform_icon(platform: Platform) -> &'static str {
    match platform {
        Platform::Ios => "phone",
        Platform::Ipados => "tablet",
        Platform::Macos | Platform::Linux => "laptop",
        Platform::Tvos => "tv",
        Platform::Android => "phone-hole",
        Platform::Windows => "pc",
    }
}

/// Who owns a device.
#[must_use]
pub fn ownership(ownership: Ownership) -> &'static str {
    match ownership {
        Ownership::Company => words::ownership::company(),
        Ownership::Employee => words::ownership::employee(),
    }
}

#[cfg(test)]
mod tests {
    use types::{CommandId, DeviceId};

    use super::*;

    fn command(state: CommandState, seconds: i64) -> CommandRow {
        let nobody = "01936d3e-0000-7000-8000-000000000000";
        CommandRow {
            id: nobody.parse::<CommandId>().expect("an id"),
            device_id: nobody.parse::<DeviceId>().expect("an id"),
            action: Action::Lock,
            params: serde_json::json!({}),
            state,
            requested_by: "Amira Haddad".to_owned(),
            pin: None,
            has_secret: false,
            detail: Some(" no session ".to_owned()),
            created_at: Timestamp::from_millis(1_000_000),
            sent_at: None,
            finished_at: Some(Timestamp::from_millis(1_000_000 + seconds * 1000)),
        }
    }

    #[test]
    fn a_command_says_how_long_it_took_and_what_the_device_answered() {
        assert_eq!(command_status(&command(CommandState::Done, 0)).1, "Done in 1 second");
        assert_eq!(command_status(&command(CommandState::Done, 3)).1, "Done in 3 seconds");
        assert_eq!(command_status(&command(CommandState::Done, 7_300)).1, "Done after 2 hours");
        let (tone, words) = command_status(&command(CommandState::Failed, 3));
        assert_eq!((tone, words.as_str()), (Tone::Danger, "Refused by the device: no session"));
    }
}
