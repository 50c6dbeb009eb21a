//! What went wrong, in words that say how to mend it.

use types::{ApiError, ErrorCode, FieldCode};

use crate::{t::wording as words, ui::FieldMessage};

/// What happened and what to do, for an error as a whole.
#[must_use]
pub fn error_text(error: &ApiError) -> String {
    use words::error as word;
    let text = match error.code {
        ErrorCode::TooManyRequests => return wait(error.retry_after),
        ErrorCode::Unauthenticated => word::unauthenticated(),
        ErrorCode::Forbidden => word::forbidden(),
        ErrorCode::NotFound => word::not_found(),
        ErrorCode::InvalidInput => word::invalid_input(),
        ErrorCode::Internal => word::internal(),
        ErrorCode::Unavailable => word::unavailable(),
        ErrorCode::Network => word::network(),
        ErrorCode::SignInRefused => word::sign_in_refused(),
        ErrorCode::SignInRefusedDirectoryAway => word::sign_in_refused_directory_away(),
        ErrorCode::LinkDead => word::link_dead(),
        ErrorCode::AlreadySetUp => word::already_set_up(),
        ErrorCode::UsernameTaken => word::username_taken(),
        ErrorCode::VersionConflict => word::version_conflict(),
        ErrorCode::DeviceLimitReached => word::device_limit_reached(),
        ErrorCode::TermsNotAccepted => word::terms_not_accepted(),
        ErrorCode::PinsOff => word::pins_off(),
        ErrorCode::RegistrationNotPending => word::registration_not_pending(),
        ErrorCode::RegistrationRefused => word::registration_refused(),
        ErrorCode::CommandAlreadySent => word::command_already_sent(),
        ErrorCode::ActionNotSupported => word::action_not_supported(),
        ErrorCode::ReauthenticationRequired => word::reauthentication_required(),
        ErrorCode::LastAdministrator => word::last_administrator(),
        ErrorCode::WouldLockOut => word::would_lock_out(),
        ErrorCode::OwnAccount => word::own_account(),
        ErrorCode::WrongState => word::wrong_state(),
        _ => word::unexpected(),
    };
    text.to_owned()
}

fn wait(seconds: Option<u32>) -> String {
    use words::error as word;
    match seconds {
        None => word::too_many_requests().to_owned(),
        Some(seconds) if seconds < 90 => word::wait_seconds(seconds),
        Some(seconds) => word::wait_minutes(seconds.div_ceil(60)),
    }
}

/// What is wrong with one field and how to mend it. Only the last part of the path counts.
#[must_use]
pub fn field_text(path: &str, code: FieldCode) -> &'static str {
    use words::field as word;
    let field = path.rsplit('.').next().unwrap_or_default();
    match (code, field) {
        (FieldCode::Required, "file") => word::required_file(),
        (FieldCode::Required, "configurations") => word::required_configurations(),
        (FieldCode::TooLong, "file") => word::too_long_file(),
        (FieldCode::OutOfDate, "identity") => word::expired_identity(),
        (FieldCode::Required, "username") => word::required_username(),
        (FieldCode::Required, "display_name") => word::required_display_name(),
        (FieldCode::Required, "email") => word::required_email(),
        (FieldCode::Required, "password" | "current_password" | "new_password") => word::required_password(),
        (FieldCode::Required, "organisation") => word::required_organisation(),
        (FieldCode::Required, "name") => word::required_name(),
        (FieldCode::Required, "permissions" | "scopes") => word::required_permissions(),
        (FieldCode::Required, "public_url") => word::required_public_url(),
        (FieldCode::Required, "phone_number") => word::required_phone_number(),
        (FieldCode::Required | FieldCode::UnknownValue, "platform") => word::required_platform(),
        (FieldCode::Required, "pin") => word::required_pin(),
        (FieldCode::Required, "certificate") => word::required_certificate(),
        (FieldCode::Required, "private_key") => word::required_private_key(),
        (FieldCode::Required, "new_topic") => word::required_new_topic(),
        (FieldCode::Required, "confirm") => word::required_confirm(),
        (FieldCode::Required, _) => word::required(),
        (FieldCode::TooShort, "password" | "new_password") => word::too_short_password(),
        (FieldCode::TooShort, "network_password") => word::too_short_network_password(),
        (FieldCode::TooShort, _) => word::too_short(),
        (FieldCode::TooLong, "password" | "new_password") => word::too_long_password(),
        (FieldCode::TooLong, "message") => word::too_long_message(),
        (FieldCode::TooLong, _) => word::too_long(),
        (FieldCode::OutOfRange, _) => word::out_of_range(),
        (FieldCode::Malformed, "email" | "support_email") => word::malformed_email(),
        (FieldCode::Malformed, "url") => word::malformed_url(),
        (FieldCode::Malformed, "phone_number" | "to") => word::malformed_phone_number(),
        (FieldCode::Malformed, "public_url") => word::malformed_public_url(),
        (FieldCode::Malformed | FieldCode::UnknownValue, "country") => word::malformed_country(),
        (FieldCode::Malformed, "os_from" | "os_below") => word::malformed_version(),
        (FieldCode::Malformed, "certificate") => word::malformed_certificate(),
        (FieldCode::Malformed, "private_key") => word::malformed_private_key(),
        (FieldCode::Malformed, "file") => word::malformed_file(),
        (FieldCode::Malformed, _) => word::malformed(),
        (FieldCode::ForbiddenCharacters, "username") => word::forbidden_characters_username(),
        (FieldCode::ForbiddenCharacters, "phone_number") => word::malformed_phone_number(),
        (FieldCode::ForbiddenCharacters, "email") => word::malformed_email(),
        (FieldCode::ForbiddenCharacters, _) => word::forbidden_characters(),
        (FieldCode::UnknownValue, "certificate") => word::other_certificate(),
        (FieldCode::UnknownValue, "private_key") => word::other_key_kind(),
        (FieldCode::UnknownValue | FieldCode::UnknownField, _) => word::unknown_value(),
        (FieldCode::Taken, "username") => word::taken_username(),
        (FieldCode::Taken, "text_field" | "from_field" | "auth_name" | "fields") => word::taken_field(),
        (FieldCode::Taken, "name") => word::taken_name(),
        (FieldCode::Taken, _) => word::taken(),
        (FieldCode::FromDirectory, _) => word::from_directory(),
        (FieldCode::TooCommon, _) => word::too_common(),
        (FieldCode::ContainsContext, _) => word::contains_context(),
        (FieldCode::Differs, "current_password") => word::differs_current_password(),
        (FieldCode::Differs, "private_key") => word::differs_private_key(),
        (FieldCode::Differs, "confirm") => word::differs_confirm(),
        (FieldCode::Differs, _) => word::differs(),
        (FieldCode::NotFound, _) => word::not_found(),
        (FieldCode::InnerAddress, _) => word::inner_address(),
        (FieldCode::InsecureUrl, _) => word::insecure_url(),
        (FieldCode::NotAuthority, _) => word::not_authority(),
        (FieldCode::TooWeak, _) => word::too_weak(),
        (FieldCode::OutOfDate, _) => word::out_of_date(),
        (FieldCode::OtherIssuer, _) => word::other_issuer(),
        (FieldCode::NotReady, _) => word::not_ready(),
        (FieldCode::SwitchedOff, _) => word::switched_off(),
        (FieldCode::UnknownVariable, _) => word::unknown_variable(),
        (FieldCode::VariableNotHere, _) => word::variable_not_here(),
        (FieldCode::ForbiddenMarkup, _) => word::forbidden_markup(),
        (FieldCode::BrokenMarkup, _) => word::broken_markup(),
        (FieldCode::LeaksSecret, _) => word::leaks_secret(),
        (FieldCode::LeadsNowhere, _) => word::leads_nowhere(),
        (FieldCode::EnrolsElsewhere, _) => word::enrols_elsewhere(),
        (FieldCode::WrongPassword, "configurations") => word::wrong_password_configurations(),
        (FieldCode::WrongPassword, _) => word::wrong_password(),
        (FieldCode::NoPrivateKey, _) => word::no_private_key(),
        (FieldCode::NoCertificate, _) => word::no_certificate(),
        (FieldCode::TooCostly, _) => word::too_costly(),
        (FieldCode::NotSupported, _) => word::not_supported(),
        (FieldCode::TooMany, _) => word::too_many(),
    }
}

/// What is wrong with one field, with the place where it is known.
#[must_use]
pub fn fault_text(fault: &types::FieldError) -> String {
    let text = field_text(&fault.path, fault.code);
    match &fault.place {
        Some(place) => words::field::at(place.line, place.column, &place.what, text),
        None => text.to_owned(),
    }
}

/// The lines of an [`ErrorSummary`](crate::ui::ErrorSummary): one per field, linked to the field of
/// the same name (the last part of the path, with the number of its row in a list).
#[must_use]
pub fn field_messages(error: &ApiError) -> Vec<FieldMessage> {
    let line = |field: &types::FieldError| {
        let (list, name) = field.path.rsplit_once('.').unwrap_or(("", &field.path));
        // In a row of a list, `links[2].url`, the field has the row's number behind its name.
        match list.strip_suffix(']').and_then(|list| list.rsplit_once('[')) {
            Some((_, row)) => FieldMessage::new(&format!("{name}-{row}"), fault_text(field)),
            None => FieldMessage::new(name, fault_text(field)),
        }
    };
    error.fields.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use types::FieldError;

    use super::*;

    #[test]
    fn a_wait_is_told_in_seconds_or_minutes() {
        let error = |retry_after| ApiError { code: ErrorCode::TooManyRequests, fields: vec![], retry_after };
        assert_eq!(error_text(&error(Some(30))), "Too many tries. Try again in 30 seconds.");
        assert_eq!(error_text(&error(Some(121))), "Too many tries. Try again in 3 minutes.");
        assert_eq!(error_text(&error(None)), "Too many tries. Wait a little and try again.");
    }

    #[test]
    fn a_summary_links_to_the_field_at_the_end_of_the_path() {
        let error = ApiError {
            code: ErrorCode::InvalidInput,
            fields: vec![FieldError::new("params.phone_number", FieldCode::Malformed)],
            retry_after: None,
        };
        let messages = field_messages(&error);
        assert_eq!(messages[0].id, "f-phone_number");
        assert!(messages[0].text.contains("country code"));
    }
}
