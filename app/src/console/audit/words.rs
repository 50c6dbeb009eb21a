//! Entries of the audit log in words.

use types::AuditRow;

use crate::t::console::audit as texts;

/// Icon and words of an action. One that has no words yet is shown as it is written.
pub(super) fn action(action: &str) -> (&'static str, String) {
    use texts::action as word;
    let (icon, text) = match action {
        "device.activated" => ("check-circle", word::device_activated()),
        "device.facts_changed" => ("refresh", word::device_facts_changed()),
        "device.lock_cancelled" => ("lock", word::device_lock_cancelled()),
        "device.lock_done" => ("lock", word::device_lock_done()),
        "device.lock_expired" => ("lock", word::device_lock_expired()),
        "device.lock_failed" => ("lock", word::device_lock_failed()),
        "device.lock_requested" => ("lock", word::device_lock_requested()),
        "device.registered" => ("enter", word::device_registered()),
        "directory.changed" => ("directory", word::directory_changed()),
        "directory.created" => ("directory", word::directory_created()),
        "directory.deleted" => ("directory", word::directory_deleted()),
        "directory.sync_cancelled" => ("directory", word::directory_sync_cancelled()),
        "directory.sync_failed" => ("warning", word::directory_sync_failed()),
        "directory.sync_requested" => ("refresh", word::directory_sync_requested()),
        "directory.synced" => ("directory", word::directory_synced()),
        "directory.tested" => ("directory", word::directory_tested()),
        "group.chosen" => ("group", word::group_chosen()),
        "group.gone" => ("group", word::group_gone()),
        "group.members_read" => ("group", word::group_members_read()),
        "group.returned" => ("group", word::group_returned()),
        "group.unchosen" => ("group", word::group_unchosen()),
        "user.gone" => ("user", word::user_gone()),
        "user.returned" => ("user", word::user_returned()),
        "message.cancelled" => ("mail", word::message_cancelled()),
        "message.failed" => ("mail", word::message_failed()),
        "message.held_discarded" => ("mail", word::message_held_discarded()),
        "message.held_released" => ("mail", word::message_held_released()),
        "message.resent" => ("mail", word::message_resent()),
        "message.secrets_read" => ("eye", word::message_secrets_read()),
        "message.sent" => ("mail", word::message_sent()),
        "password.change_refused" => ("key", word::password_change_refused()),
        "password.changed" => ("key", word::password_changed()),
        "password.link_sent" => ("key", word::password_link_sent()),
        "password.reset_requested" => ("key", word::password_reset_requested()),
        "password.set" => ("key", word::password_set()),
        "registration.code_read" => ("eye", word::registration_code_read()),
        "registration.created" => ("register", word::registration_created()),
        "registration.expired" => ("clock", word::registration_expired()),
        "registration.pin_ended" => ("pin", word::registration_pin_ended()),
        "registration.pin_refused" => ("pin", word::registration_pin_refused()),
        "registration.reissued" => ("refresh", word::registration_reissued()),
        "registration.sent" => ("mail", word::registration_sent()),
        "registration.withdrawn" => ("close", word::registration_withdrawn()),
        "role.changed" => ("shield", word::role_changed()),
        "role.created" => ("shield", word::role_created()),
        "role.deleted" => ("shield", word::role_deleted()),
        "session.confirmed" => ("lock", word::session_confirmed()),
        "session.confirm_refused" => ("lock", word::session_confirm_refused()),
        "session.sign_in_refused" => ("enter", word::session_sign_in_refused()),
        "session.signed_in" => ("enter", word::session_signed_in()),
        "session.signed_out" => ("sign-out", word::session_signed_out()),
        "session.signed_out_everywhere" => ("sign-out", word::session_signed_out_everywhere()),
        "set_up.completed" => ("gate", word::set_up_completed()),
        "settings.changed" => ("configuration", word::settings_changed()),
        "token.created" => ("key", word::token_created()),
        "token.revoked" => ("key", word::token_revoked()),
        "user.changed" => ("edit", word::user_changed()),
        "user.created" => ("user-add", word::user_created()),
        "user.disabled" => ("user", word::user_disabled()),
        "user.enabled" => ("user", word::user_enabled()),
        "user.reset" => ("user", word::user_reset()),
        "user.roles_changed" => ("shield", word::user_roles_changed()),
        "group.roles_changed" => ("shield", word::group_roles_changed()),
        other => return ("info", other.to_owned()),
    };
    (icon, text.to_owned())
}

/// The icon of who acted.
pub(super) fn actor_icon(kind: &str) -> &'static str {
    match kind {
        "user" => "user",
        "token" => "key",
        "device" => "device-other",
        "system" => "configuration",
        _ => "help",
    }
}

/// Who acted.
pub(super) fn actor(row: &AuditRow) -> String {
    match row.actor_kind.as_str() {
        "token" => texts::token(&row.actor_name),
        "anonymous" => texts::anonymous().to_owned(),
        "system" => texts::system().to_owned(),
        _ => row.actor_name.clone(),
    }
}

/// The object of an entry, by the name it had then.
pub(super) fn target(row: &AuditRow) -> Option<String> {
    let settings = match (row.target_kind.as_str(), row.target_id.as_deref()) {
        ("settings", Some("registration")) => Some(texts::settings_registration()),
        ("settings", Some("organisation")) => Some(texts::settings_organisation()),
        _ => None,
    };
    row.target_name.clone().or_else(|| settings.map(str::to_owned))
}

/// The page of the object of an entry, where it has one.
pub(super) fn target_href(row: &AuditRow) -> Option<String> {
    let id = row.target_id.as_deref()?;
    match row.target_kind.as_str() {
        "device" => Some(format!("/admin/devices/{id}")),
        "user" => Some(format!("/admin/users/{id}")),
        "registration" => Some(format!("/admin/registrations/{id}")),
        "message" => Some(format!("/admin/messages/{id}")),
        "role" => Some(format!("/admin/roles/{id}")),
        "settings" if id == "registration" => Some("/admin/settings/registration".to_owned()),
        "settings" if id == "organisation" => Some("/admin/settings/organisation".to_owned()),
        _ => None,
    }
}
