//! Messages in words.

use types::{MessageChannel, MessageKind, MessageState};

use crate::{t::console::messages as texts, ui::Tone};

/// What a message is about.
pub(super) fn kind(kind: MessageKind) -> &'static str {
    match kind {
        MessageKind::Invitation => texts::kind_invitation(),
        MessageKind::Registration => texts::kind_registration(),
        MessageKind::Reminder => texts::kind_reminder(),
        MessageKind::SetPassword => texts::kind_set_password(),
        MessageKind::ResetPassword => texts::kind_reset_password(),
        MessageKind::PinEnded => texts::kind_pin_ended(),
        MessageKind::PasswordChanged => texts::kind_password_changed(),
        MessageKind::UnfamiliarSignIn => texts::kind_unfamiliar_sign_in(),
        MessageKind::ProfileMissing => texts::kind_profile_missing(),
        MessageKind::CertificateExpiring => texts::kind_certificate_expiring(),
    }
}

/// The one word and tone of a message's state.
pub(in crate::console) fn status(state: MessageState) -> (Tone, &'static str) {
    match state {
        MessageState::Held => (Tone::Off, texts::held()),
        MessageState::Queued => (Tone::Waiting, texts::queued()),
        MessageState::Sent => (Tone::Success, texts::sent()),
        MessageState::Failed => (Tone::Danger, texts::failed()),
        MessageState::Cancelled => (Tone::Off, texts::cancelled()),
    }
}

/// By which way a message goes.
pub(super) fn channel(channel: MessageChannel) -> &'static str {
    match channel {
        MessageChannel::Email => texts::channel_email(),
        MessageChannel::Sms => texts::channel_sms(),
    }
}
