//! Entries of the audit log in words.

use types::{AuditAction as Action, AuditRow};

use crate::t::console::audit as texts;

/// Icon and words of an action. One that this version does not know is shown as it is written.
pub(super) fn action(action: &str) -> (&'static str, String) {
    match Action::from_word(action) {
        Some(action) => {
            let (icon, text) = known(action);
            (icon, text.to_owned())
        }
        None => ("info", action.to_owned()),
    }
}

fn known(action: Action) -> (&'static str, &'static str) {
    use texts::action as word;
    match action {
        Action::AuthorityChanged => ("certificate", word::authority_changed()),
        Action::AuthorityRemoved => ("certificate", word::authority_removed()),
        Action::AuthorityRevocationListPut => ("certificate", word::authority_revocation_list_put()),
        Action::AuthorityTrusted => ("certificate", word::authority_trusted()),
        Action::DeviceActivated => ("check-circle", word::device_activated()),
        Action::DeviceLeft => ("sign-out", word::device_left()),
        Action::DeviceAuthorityChanged => ("certificate", word::device_authority_changed()),
        Action::DeviceCertificateRenewed => ("certificate", word::device_certificate_renewed()),
        Action::DeviceCertificateRevoked => ("certificate", word::device_certificate_revoked()),
        Action::DeviceCertificateIssued => ("certificate", word::device_certificate_issued()),
        Action::DeviceCameBack => ("refresh", word::device_came_back()),
        Action::DeviceDeleted => ("delete", word::device_deleted()),
        Action::DeviceFactsChanged => ("refresh", word::device_facts_changed()),
        Action::DeviceHandedOver => ("user", word::device_handed_over()),
        Action::DeviceLockCancelled => ("lock", word::device_lock_cancelled()),
        Action::DeviceLockDone => ("lock", word::device_lock_done()),
        Action::DeviceLockExpired => ("lock", word::device_lock_expired()),
        Action::DeviceLockFailed => ("lock", word::device_lock_failed()),
        Action::DeviceLockRequested => ("lock", word::device_lock_requested()),
        Action::DeviceLocateCancelled => ("locate", word::device_locate_cancelled()),
        Action::DeviceLocateDone => ("locate", word::device_locate_done()),
        Action::DeviceLocateExpired => ("locate", word::device_locate_expired()),
        Action::DeviceLocateFailed => ("locate", word::device_locate_failed()),
        Action::DeviceLocateRequested => ("locate", word::device_locate_requested()),
        Action::DeviceUnlockCancelled => ("unlock", word::device_unlock_cancelled()),
        Action::DeviceUnlockDone => ("unlock", word::device_unlock_done()),
        Action::DeviceUnlockExpired => ("unlock", word::device_unlock_expired()),
        Action::DeviceUnlockFailed => ("unlock", word::device_unlock_failed()),
        Action::DeviceUnlockRequested => ("unlock", word::device_unlock_requested()),
        Action::DevicePinPasswordRead => ("pin", word::device_pin_password_read()),
        Action::DeviceResetPinPasswordCancelled => ("pin", word::device_reset_pin_password_cancelled()),
        Action::DeviceResetPinPasswordDone => ("pin", word::device_reset_pin_password_done()),
        Action::DeviceResetPinPasswordExpired => ("pin", word::device_reset_pin_password_expired()),
        Action::DeviceResetPinPasswordFailed => ("pin", word::device_reset_pin_password_failed()),
        Action::DeviceResetPinPasswordRequested => ("pin", word::device_reset_pin_password_requested()),
        Action::DeviceRestartCancelled => ("refresh", word::device_restart_cancelled()),
        Action::DeviceRestartDone => ("refresh", word::device_restart_done()),
        Action::DeviceRestartExpired => ("refresh", word::device_restart_expired()),
        Action::DeviceRestartFailed => ("refresh", word::device_restart_failed()),
        Action::DeviceRestartRequested => ("refresh", word::device_restart_requested()),
        Action::DeviceRenameCancelled => ("edit", word::device_rename_cancelled()),
        Action::DeviceRenameDone => ("edit", word::device_rename_done()),
        Action::DeviceRenameExpired => ("edit", word::device_rename_expired()),
        Action::DeviceRenameFailed => ("edit", word::device_rename_failed()),
        Action::DeviceRenameRequested => ("edit", word::device_rename_requested()),
        Action::DeviceRetireCancelled => ("retire", word::device_retire_cancelled()),
        Action::DeviceRetireExpired => ("retire", word::device_retire_expired()),
        Action::DeviceRetireFailed => ("retire", word::device_retire_failed()),
        Action::DeviceRetireRequested => ("retire", word::device_retire_requested()),
        Action::DeviceWipeCancelled => ("wipe", word::device_wipe_cancelled()),
        Action::DeviceWipeExpired => ("wipe", word::device_wipe_expired()),
        Action::DeviceWipeFailed => ("wipe", word::device_wipe_failed()),
        Action::DeviceWipeRequested => ("wipe", word::device_wipe_requested()),
        Action::DeviceWiped => ("wipe", word::device_wiped()),
        Action::DeviceWipeApproved => ("wipe", word::device_wipe_approved()),
        Action::DeviceConfigurationInstalled => ("configuration", word::device_configuration_installed()),
        Action::DeviceConfigurationFailed => ("configuration", word::device_configuration_failed()),
        Action::DeviceConfigurationRemoved => ("configuration", word::device_configuration_removed()),
        Action::DeviceOwnershipRequested => ("user", word::device_ownership_requested()),
        Action::DeviceOwnershipChanged => ("user", word::device_ownership_changed()),
        Action::UserCertificateAdded => ("certificate", word::user_certificate_added()),
        Action::UserCertificateReplaced => ("certificate", word::user_certificate_replaced()),
        Action::UserCertificateExpiryAnnounced => ("certificate", word::user_certificate_expiry_announced()),
        Action::UserCertificateRemoved => ("certificate", word::user_certificate_removed()),
        Action::MasterKeyChanged => ("key", word::master_key_changed()),
        Action::ConfigurationCreated => ("configuration", word::configuration_created()),
        Action::ConfigurationChanged => ("configuration", word::configuration_changed()),
        Action::ConfigurationDeleted => ("configuration", word::configuration_deleted()),
        Action::LabelCreated => ("label", word::label_created()),
        Action::LabelChanged => ("label", word::label_changed()),
        Action::LabelDeleted => ("label", word::label_deleted()),
        Action::LabelDevicesChanged => ("label", word::label_devices_changed()),
        Action::TvEnrolmentCreated => ("tv", word::tv_enrolment_created()),
        Action::TvEnrolmentDeleted => ("tv", word::tv_enrolment_deleted()),
        Action::TvEnrolmentRead => ("tv", word::tv_enrolment_read()),
        Action::DeviceRegistered => ("enter", word::device_registered()),
        Action::DeviceProfileMissing => ("shield", word::device_profile_missing()),
        Action::DeviceRetired => ("retire", word::device_retired()),
        Action::DeviceVerified => ("check-circle", word::device_verified()),
        Action::DirectoryChanged => ("directory", word::directory_changed()),
        Action::DirectoryCreated => ("directory", word::directory_created()),
        Action::DirectoryDeleted => ("directory", word::directory_deleted()),
        Action::DirectorySyncCancelled => ("directory", word::directory_sync_cancelled()),
        Action::DirectorySyncFailed => ("warning", word::directory_sync_failed()),
        Action::DirectorySyncRequested => ("refresh", word::directory_sync_requested()),
        Action::DirectorySynced => ("directory", word::directory_synced()),
        Action::DirectoryTested => ("directory", word::directory_tested()),
        Action::GroupChanged => ("group", word::group_changed()),
        Action::GroupChosen => ("group", word::group_chosen()),
        Action::GroupCreated => ("group", word::group_created()),
        Action::GroupDeleted => ("group", word::group_deleted()),
        Action::GroupGone => ("group", word::group_gone()),
        Action::GroupMembersChanged => ("group", word::group_members_changed()),
        Action::GroupMembersRead => ("group", word::group_members_read()),
        Action::GroupReturned => ("group", word::group_returned()),
        Action::GroupRolesChanged => ("shield", word::group_roles_changed()),
        Action::GroupUnchosen => ("group", word::group_unchosen()),
        Action::InvitationSent => ("user-add", word::invitation_sent()),
        Action::InvitationWithdrawn => ("user-add", word::invitation_withdrawn()),
        Action::RegistrationReminded => ("bell", word::registration_reminded()),
        Action::JobDone => ("check-circle", word::job_done()),
        Action::JobFailed => ("warning", word::job_failed()),
        Action::JobPaused => ("pause", word::job_paused()),
        Action::JobResumed => ("refresh", word::job_resumed()),
        Action::JobStarted => ("refresh", word::job_started()),
        Action::JobStopped => ("warning", word::job_stopped()),
        Action::MessageCancelled => ("mail", word::message_cancelled()),
        Action::MessageFailed => ("mail", word::message_failed()),
        Action::MessageHeldDiscarded => ("mail", word::message_held_discarded()),
        Action::MessageHeldReleased => ("mail", word::message_held_released()),
        Action::MessageResent => ("mail", word::message_resent()),
        Action::TemplateChanged => ("template", word::template_changed()),
        Action::TemplateRestored => ("template", word::template_restored()),
        Action::MailServerTested => ("mail", word::mail_server_tested()),
        Action::SmsGatewayTested => ("mail", word::sms_gateway_tested()),
        Action::TemplateTried => ("template", word::template_tried()),
        Action::TermsAccepted => ("check", word::terms_accepted()),
        Action::TermsDeclined => ("close", word::terms_declined()),
        Action::TermsPublished => ("edit", word::terms_published()),
        Action::TermsWithdrawn => ("delete", word::terms_withdrawn()),
        Action::MessageSecretsRead => ("eye", word::message_secrets_read()),
        Action::MessageSent => ("mail", word::message_sent()),
        Action::PasswordChangeRefused => ("key", word::password_change_refused()),
        Action::PasswordChanged => ("key", word::password_changed()),
        Action::PasswordLinkSent => ("key", word::password_link_sent()),
        Action::PasswordResetRequested => ("key", word::password_reset_requested()),
        Action::PasswordSet => ("key", word::password_set()),
        Action::RegistrationCodeRead => ("eye", word::registration_code_read()),
        Action::RegistrationCreated => ("register", word::registration_created()),
        Action::RegistrationExpired => ("clock", word::registration_expired()),
        Action::RegistrationPasswordRefused => ("key", word::registration_password_refused()),
        Action::RegistrationPinEnded => ("pin", word::registration_pin_ended()),
        Action::RegistrationProfileDownloaded => ("download", word::registration_profile_downloaded()),
        Action::RegistrationPinRefused => ("pin", word::registration_pin_refused()),
        Action::RegistrationReissued => ("refresh", word::registration_reissued()),
        Action::RegistrationSent => ("mail", word::registration_sent()),
        Action::RegistrationWithdrawn => ("close", word::registration_withdrawn()),
        Action::RoleChanged => ("shield", word::role_changed()),
        Action::RoleCreated => ("shield", word::role_created()),
        Action::RoleDeleted => ("shield", word::role_deleted()),
        Action::SessionConfirmRefused => ("lock", word::session_confirm_refused()),
        Action::SessionConfirmed => ("lock", word::session_confirmed()),
        Action::SessionSignInRefused => ("enter", word::session_sign_in_refused()),
        Action::SessionSignedIn => ("enter", word::session_signed_in()),
        Action::SessionSignedOut => ("sign-out", word::session_signed_out()),
        Action::SessionSignedOutEverywhere => ("sign-out", word::session_signed_out_everywhere()),
        Action::SetUpCompleted => ("gate", word::set_up_completed()),
        Action::PushCertificateChanged => ("certificate", word::push_certificate_changed()),
        Action::PushCertificateRemoved => ("certificate", word::push_certificate_removed()),
        Action::PushCertificateRequested => ("certificate", word::push_certificate_requested()),
        Action::SettingsChanged => ("configuration", word::settings_changed()),
        Action::TokenCreated => ("key", word::token_created()),
        Action::TokenRevoked => ("key", word::token_revoked()),
        Action::UserChanged => ("edit", word::user_changed()),
        Action::UserCreated => ("user-add", word::user_created()),
        Action::UserDeleted => ("delete", word::user_deleted()),
        Action::UserDisabled => ("user", word::user_disabled()),
        Action::UserEnabled => ("user", word::user_enabled()),
        Action::UserExported => ("download", word::user_exported()),
        Action::UserGone => ("user", word::user_gone()),
        Action::UserGroupJoined => ("group", word::user_group_joined()),
        Action::UserGroupLeft => ("group", word::user_group_left()),
        Action::UserReset => ("user", word::user_reset()),
        Action::UserReturned => ("user", word::user_returned()),
        Action::UserRolesChanged => ("shield", word::user_roles_changed()),
    }
}

/// The icon of who acted.
pub(super) fn actor_icon(kind: &str) -> &'static str {
    match kind {
        "user" => "user",
        "token" => "key",
        "device" => "phone",
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
    let settings = match row.target_kind.as_str() {
        "settings" => row.target_id.as_deref().and_then(settings_name),
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
        "settings" => settings_page(id).map(str::to_owned),
        _ => None,
    }
}

/// What a group of settings is called.
fn settings_name(key: &str) -> Option<&'static str> {
    Some(match key {
        "registration" => texts::settings_registration(),
        "organisation" => texts::settings_organisation(),
        "look" => texts::settings_look(),
        "people" => texts::settings_people(),
        "sign_in" => texts::settings_sign_in(),
        "mail_server" => texts::settings_mail_server(),
        "sms_gateway" => texts::settings_sms_gateway(),
        "push_certificate" => texts::settings_push_certificate(),
        "device_authority" => texts::settings_device_authority(),
        _ => return None,
    })
}

/// Where they are changed.
fn settings_page(key: &str) -> Option<&'static str> {
    Some(match key {
        "registration" => "/admin/settings/registration",
        "organisation" => "/admin/settings/organisation",
        "look" => "/admin/settings/look",
        "people" => "/admin/settings/people",
        "sign_in" => "/admin/settings/sign-in",
        "mail_server" => "/admin/settings/mail-server",
        "sms_gateway" => "/admin/settings/text-messages",
        "push_certificate" | "device_authority" => "/admin/settings/apple",
        _ => return None,
    })
}
