//! Kinds of messages and variables in words.

use types::{MessageKind, TemplateKey};

use crate::t::templates as texts;

/// The name of a kind, and when it is sent.
pub(super) fn kind(kind: MessageKind) -> (&'static str, &'static str) {
    use texts::kind as word;
    match kind {
        MessageKind::Invitation => (word::invitation(), word::invitation_sub()),
        MessageKind::Registration => (word::registration(), word::registration_sub()),
        MessageKind::Reminder => (word::reminder(), word::reminder_sub()),
        MessageKind::SetPassword => (word::set_password(), word::set_password_sub()),
        MessageKind::ResetPassword => (word::reset_password(), word::reset_password_sub()),
        MessageKind::PinEnded => (word::pin_ended(), word::pin_ended_sub()),
        MessageKind::PasswordChanged => (word::password_changed(), word::password_changed_sub()),
        MessageKind::UnfamiliarSignIn => (word::unfamiliar_sign_in(), word::unfamiliar_sign_in_sub()),
        MessageKind::ProfileMissing => (word::profile_missing(), word::profile_missing_sub()),
        MessageKind::CertificateExpiring => (word::certificate_expiring(), word::certificate_expiring_sub()),
    }
}

/// What a variable stands for; its own name where there is no word for it.
pub(super) fn variable(name: &str) -> Option<&'static str> {
    use texts::variable as word;
    Some(match name {
        "USER_ID" => word::user_id(),
        "USER" => word::user(),
        "EMAIL" => word::email(),
        "PASSCODE" => word::passcode(),
        "PASSCODE_TTL" => word::passcode_ttl(),
        "SERVER_URL" => word::server_url(),
        "REG_LINK" => word::reg_link(),
        "QR_CODE" => word::qr_code(),
        "ENT_NAME" => word::ent_name(),
        "PHONE" => word::phone(),
        "PLATFORM" => word::platform(),
        "SUPPORT_CONTACT" => word::support_contact(),
        "EXPIRES_AT" => word::expires_at(),
        "CERTIFICATE" => word::certificate(),
        "HAPPENED_AT" => word::happened_at(),
        "BROWSER" => word::browser(),
        "ADDRESS" => word::address(),
        "WAY_IN" => word::way_in(),
        "ADVICE" => word::advice(),
        _ => return None,
    })
}

/// The address of a template.
pub(super) fn href(key: &TemplateKey) -> String {
    let query = key.platform.map(|platform| format!("?platform={platform}")).unwrap_or_default();
    format!("/admin/settings/templates/{}/{}{query}", key.kind, key.language)
}
