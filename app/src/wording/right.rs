//! Portal rights in words.

use types::PortalRight;

use crate::t::right as words;

/// The right, as short as a tick box says it.
pub fn right_name(right: PortalRight) -> &'static str {
    match right {
        PortalRight::SignIn => words::sign_in(),
        PortalRight::Register => words::register(),
        PortalRight::Lock => words::lock(),
        PortalRight::Unlock => words::unlock(),
        PortalRight::Locate => words::locate(),
        PortalRight::Wipe => words::wipe(),
        PortalRight::Retire => words::retire(),
        PortalRight::ChangeOwnership => words::change_ownership(),
        PortalRight::ResetPinPassword => words::reset_pin_password(),
        PortalRight::UploadCertificates => words::upload_certificates(),
    }
}

/// What the right lets a person do.
pub fn right_hint(right: PortalRight) -> &'static str {
    match right {
        PortalRight::SignIn => words::sign_in_hint(),
        PortalRight::Register => words::register_hint(),
        PortalRight::Lock => words::lock_hint(),
        PortalRight::Unlock => words::unlock_hint(),
        PortalRight::Locate => words::locate_hint(),
        PortalRight::Wipe => words::wipe_hint(),
        PortalRight::Retire => words::retire_hint(),
        PortalRight::ChangeOwnership => words::change_ownership_hint(),
        PortalRight::ResetPinPassword => words::reset_pin_password_hint(),
        PortalRight::UploadCertificates => words::upload_certificates_hint(),
    }
}
