//! Invitations in words.

use types::{CannotInvite, Reaction};

use crate::{
    t::invitations::{reactions, refused},
    ui::Tone,
};

/// Why somebody cannot be invited.
pub(in crate::console) fn why(reason: CannotInvite) -> &'static str {
    match reason {
        CannotInvite::Disabled => refused::disabled(),
        CannotInvite::NoAddress => refused::no_address(),
        CannotInvite::NoRight => refused::no_right(),
        CannotInvite::AtLimit => refused::at_limit(),
        CannotInvite::MorePower => refused::more_power(),
        CannotInvite::Gone => refused::gone(),
    }
}

/// The one word and tone of what somebody has done since.
pub(super) fn reaction(reaction: Reaction) -> (Tone, &'static str) {
    match reaction {
        Reaction::Nothing => (Tone::Off, reactions::nothing()),
        Reaction::SignedIn => (Tone::Waiting, reactions::signed_in()),
        Reaction::Began => (Tone::Waiting, reactions::began()),
        Reaction::Registered => (Tone::Success, reactions::registered()),
        Reaction::Withdrawn => (Tone::Off, reactions::withdrawn()),
    }
}

/// A language in its own name.
pub(in crate::console) fn language(code: &str) -> String {
    match code {
        "en" => "English",
        "de" => "Deutsch",
        "fr" => "Français",
        "es" => "Español",
        "ja" => "日本語",
        "ar" => "العربية",
        other => other,
    }
    .to_owned()
}
