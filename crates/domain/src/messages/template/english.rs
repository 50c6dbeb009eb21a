//! English.

use types::MessageKind;

use super::Template;

/// The built-in template of a kind.
pub(super) fn template(kind: MessageKind) -> Template {
    match kind {
        MessageKind::Registration => Template { subject: "Register your $PLATFORM$ with $ENT_NAME$" },
        MessageKind::SetPassword => Template { subject: "Choose your password for $ENT_NAME$" },
        MessageKind::ResetPassword => Template { subject: "Choose a new password for $ENT_NAME$" },
        MessageKind::PinEnded => Template { subject: "Your PIN for the $PLATFORM$ no longer works" },
    }
}
