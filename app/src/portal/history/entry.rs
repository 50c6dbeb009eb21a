//! One thing that happened, in the words of the person it happened to.

use leptos::prelude::*;
use types::{Action, AuditRow, CommandRow, Outcome, Timestamp};

use crate::{
    shell::page_info,
    t::portal::event as words,
    ui::{Event, Tone},
    wording::{action_icon, action_name, command_status},
};

/// A line of the history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::portal) struct Entry {
    icon: &'static str,
    tone: Tone,
    /// When it happened.
    pub(in crate::portal) at: Timestamp,
    sentence: String,
    note: Option<String>,
    target: Option<String>,
}

impl Entry {
    /// With the name of the device, where several stand in one list.
    pub(in crate::portal) fn with_target(mut self) -> Self {
        self.note = match (self.target.take(), self.note.take()) {
            (Some(target), Some(note)) => Some(words::target_and_note(target, note)),
            (target, note) => target.or(note),
        };
        self
    }
}

/// Shows an [`Entry`].
#[component]
pub(in crate::portal) fn Happened(entry: Entry) -> impl IntoView {
    let Entry { icon, tone, at, sentence, note, .. } = entry;
    match note {
        Some(note) => view! { <Event icon=icon tone=tone at=at note=note>{sentence}</Event> }.into_any(),
        None => view! { <Event icon=icon tone=tone at=at>{sentence}</Event> }.into_any(),
    }
}

/// A command with its result.
pub(in crate::portal) fn of_command(command: &CommandRow) -> Entry {
    let (tone, result) = command_status(command);
    let sentence = requested(command.action, &command.requested_by);
    Entry {
        icon: action_icon(command.action),
        tone,
        at: command.created_at,
        sentence,
        note: Some(result),
        target: None,
    }
}

/// An event of the audit log.
pub(in crate::portal) fn of_event(event: &AuditRow) -> Entry {
    let who = event.actor_name.as_str();
    let (icon, tone, sentence) = of_action(&event.action, who).unwrap_or_else(|| other(&event.action, who));
    let configuration = event.after.as_ref().and_then(|after| after.get("configuration")?.as_str());
    let note = (event.outcome == Outcome::Refused || event.action.ends_with("_failed"))
        .then(|| event.reason.clone())
        .flatten()
        .or_else(|| configuration.map(str::to_owned));
    let target = (event.target_kind == "device").then(|| event.target_name.clone()).flatten();
    Entry { icon, tone, at: event.at, sentence, note, target }
}

/// Whether an event tells of a command, which is told with its result elsewhere.
pub(in crate::portal) fn is_of_command(word: &str) -> bool {
    let step = word.strip_prefix("device.").and_then(|rest| rest.rsplit_once('_'));
    step.is_some_and(|(action, _)| Action::from_word(action).is_some())
}

/// What became of something that a device was told to do: `device.lock_done`.
fn of_action(word: &str, who: &str) -> Option<(&'static str, Tone, String)> {
    let (action, step) = word.strip_prefix("device.")?.rsplit_once('_')?;
    let action = Action::from_word(action)?;
    let name = action_name(action);
    let (tone, sentence) = match step {
        "requested" => (Tone::Waiting, requested(action, who)),
        "done" => (Tone::Success, words::action_done(name)),
        "failed" => (Tone::Danger, words::action_failed(name)),
        "cancelled" => (
            Tone::Info,
            match is_me(who) {
                true => words::action_cancelled_by_you(name),
                false => words::action_cancelled_by(name, who),
            },
        ),
        "expired" => (Tone::Info, words::action_expired(name)),
        "approved" => (Tone::Waiting, words::action_approved_by(name, who)),
        _ => return None,
    };
    Some((action_icon(action), tone, sentence))
}

fn requested(action: Action, who: &str) -> String {
    match is_me(who) {
        true => words::action_by_you(action_name(action)),
        false => words::action_by(action_name(action), who),
    }
}

fn other(word: &str, who: &str) -> (&'static str, Tone, String) {
    match word {
        "registration.created" => ("register", Tone::Info, by(who, words::created_by_you, words::created_by)),
        "registration.reissued" => {
            ("refresh", Tone::Info, by(who, words::reissued_by_you, words::reissued_by))
        }
        "registration.sent" => ("mail", Tone::Info, by(who, words::sent_by_you, words::sent_by)),
        "registration.withdrawn" => {
            ("close", Tone::Info, by(who, words::withdrawn_by_you, words::withdrawn_by))
        }
        "registration.code_read" => ("eye", Tone::Info, words::code_read_by(who)),
        "registration.profile_downloaded" => ("download", Tone::Info, words::profile_downloaded().to_owned()),
        "registration.expired" => ("clock", Tone::Info, words::expired().to_owned()),
        "registration.pin_ended" => ("pin", Tone::Danger, words::pin_ended().to_owned()),
        "registration.pin_refused" => ("pin", Tone::Info, words::pin_refused().to_owned()),
        "device.registered" => ("enter", Tone::Success, words::registered().to_owned()),
        "device.activated" => ("check", Tone::Success, words::activated().to_owned()),
        "device.wiped" => ("wipe", Tone::Success, words::wiped().to_owned()),
        "device.retired" | "device.left" => ("retire", Tone::Info, words::retired().to_owned()),
        "device.configuration_installed" => {
            ("configuration", Tone::Success, words::configuration_installed().to_owned())
        }
        "device.configuration_failed" => {
            ("configuration", Tone::Danger, words::configuration_failed().to_owned())
        }
        "device.configuration_removed" => {
            ("configuration", Tone::Info, words::configuration_removed().to_owned())
        }
        "device.pin_password_read" => {
            ("pin", Tone::Info, by(who, words::pin_read_by_you, words::pin_read_by))
        }
        "device.ownership_requested" => ("user", Tone::Waiting, words::ownership_by(who)),
        "device.ownership_changed" => ("user", Tone::Info, words::ownership_changed().to_owned()),
        "certificate.added" => ("certificate", Tone::Success, words::certificate_added().to_owned()),
        "certificate.replaced" => ("certificate", Tone::Success, words::certificate_replaced().to_owned()),
        "certificate.expiry_announced" => {
            ("certificate", Tone::Warning, words::certificate_expiry_announced().to_owned())
        }
        "certificate.removed" => ("certificate", Tone::Info, words::certificate_removed().to_owned()),
        "device.facts_changed" => ("info", Tone::Info, words::facts_changed().to_owned()),
        "password.set" | "password.changed" => ("key", Tone::Info, words::password_changed().to_owned()),
        "password.change_refused" => ("key", Tone::Info, words::change_refused().to_owned()),
        "password.reset_requested" => ("key", Tone::Info, words::reset_requested().to_owned()),
        "password.link_sent" => ("mail", Tone::Info, words::link_sent().to_owned()),
        "session.signed_out_everywhere" => {
            ("sign-out", Tone::Info, words::signed_out_everywhere().to_owned())
        }
        "user.created" => ("user", Tone::Info, words::user_created_by(who)),
        "user.changed" => ("user", Tone::Info, words::user_changed_by(who)),
        other => ("info", Tone::Info, words::something(other, who)),
    }
}

/// The sentence with "you" when it was the person who looks.
fn by(who: &str, you: fn() -> &'static str, other: impl FnOnce(String) -> String) -> String {
    if is_me(who) { you().to_owned() } else { other(who.to_owned()) }
}

fn is_me(who: &str) -> bool {
    page_info().viewer.is_some_and(|viewer| viewer.display_name == who)
}
