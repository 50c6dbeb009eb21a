//! Errors as every face of Gatehouse says them: stable code words, never sentences. Pages look the
//! text up in the reader's language; REST adds the English title of [`ErrorCode::title`].

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal, $status:literal, $title:literal;)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$vdoc])* $variant,)* }

        impl $name {
            /// All codes, for tables and tests.
            pub const ALL: &[$name] = &[$($name::$variant,)*];

            /// The word on the wire. Never changed, never removed.
            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $word,)* }
            }

            /// Reads the word.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some($name::$variant),)* _ => None }
            }

            /// The HTTP status that goes with it.
            pub fn http_status(self) -> u16 {
                match self { $($name::$variant => $status,)* }
            }

            /// A short English title for `application/problem+json` (RFC 9457).
            pub fn title(self) -> &'static str {
                match self { $($name::$variant => $title,)* }
            }
        }
    };
}

codes! {
    /// What went wrong, as a stable word.
    ErrorCode {
        /// No session, no token, or one that no longer counts.
        Unauthenticated = "unauthenticated", 401, "Sign in first";
        /// Known, but without the right or scope for this.
        Forbidden = "forbidden", 403, "Not allowed";
        /// Hidden from the caller or not there; the two answer alike.
        NotFound = "not_found", 404, "Not found";
        /// The path exists, the method does not.
        MethodNotAllowed = "method_not_allowed", 405, "Method not allowed";
        /// The input breaks a rule; `fields` says which.
        InvalidInput = "invalid_input", 422, "Invalid input";
        /// The body is not of a type that this operation takes.
        UnsupportedMediaType = "unsupported_media_type", 415, "Unsupported media type";
        /// The body is larger than this operation takes.
        PayloadTooLarge = "payload_too_large", 413, "Body too large";
        /// Too many tries; `retry_after` says how long to wait.
        TooManyRequests = "too_many_requests", 429, "Too many requests";
        /// A fault of the server; details are in its log under the request id.
        Internal = "internal", 500, "Internal error";
        /// The database or another needed part does not answer at the moment.
        Unavailable = "unavailable", 503, "Not available at the moment";
        /// The browser could not reach the server; never sent by the server.
        Network = "network", 503, "Network error";
        /// User name or password is wrong, or the account may not sign in here.
        SignInRefused = "sign_in_refused", 403, "User name or password is wrong";
        /// Too long since the person proved who they are; after doing so again the same request goes through.
        ReauthenticationRequired = "reauthentication_required", 403, "Confirm that it is you";
        /// As `sign_in_refused`, while a directory of people does not answer: for everybody alike.
        SignInRefusedDirectoryAway = "sign_in_refused_directory_away", 403,
            "User name or password is wrong, or the directory of people does not answer";
        /// A single-use link was used, replaced or ran out.
        LinkDead = "link_dead", 404, "This link no longer works";
        /// Gatehouse is set up already.
        AlreadySetUp = "already_set_up", 409, "Already set up";
        /// The user name belongs to somebody.
        UsernameTaken = "username_taken", 409, "User name taken";
        /// The record was changed by somebody else in the meantime.
        VersionConflict = "version_conflict", 412, "Changed in the meantime";
        /// The idempotency key was used for another body.
        IdempotencyKeyReused = "idempotency_key_reused", 422, "Idempotency key used for another request";
        /// The person has no free place for another device.
        DeviceLimitReached = "device_limit_reached", 409, "Device limit reached";
        /// The person has not accepted the terms of use that are in force; `fields` names the text.
        TermsNotAccepted = "terms_not_accepted", 409, "Terms of use not accepted";
        /// No channel asks for a PIN, so that nobody needs one.
        PinsOff = "pins_off", 409, "Registration by PIN is switched off";
        /// The registration was used, withdrawn or ran out.
        RegistrationNotPending = "registration_not_pending", 409, "Registration is not pending";
        /// Anything wrong with user, PIN, password or key of a device that registers.
        RegistrationRefused = "registration_refused", 403, "Registration refused";
        /// The device has fetched the command already.
        CommandAlreadySent = "command_already_sent", 409, "Command already sent";
        /// The command has another final result already.
        CommandFinished = "command_finished", 409, "Command already finished";
        /// This device cannot do this action.
        ActionNotSupported = "action_not_supported", 409, "Action not supported by this device";
        /// The device was retired or wiped.
        DeviceGone = "device_gone", 403, "Device is no longer registered";
        /// Signature missing or wrong, or key or device unknown.
        SignatureInvalid = "signature_invalid", 401, "Signature invalid";
        /// The signature is too old or from the future.
        SignatureStale = "signature_stale", 401, "Signature too old";
        /// The nonce was used already.
        NonceReused = "nonce_reused", 401, "Nonce used before";
        /// The last administrator cannot be disabled or demoted.
        LastAdministrator = "last_administrator", 409, "The last administrator must stay";
        /// After this change the person who makes it could not sign in any more.
        WouldLockOut = "would_lock_out", 409, "This would lock you out";
        /// Nobody may do this to their own account.
        OwnAccount = "own_account", 409, "Not possible on your own account";
        /// The object is in a state that does not allow this.
        WrongState = "wrong_state", 409, "Not possible in this state";
    }
}

/// What is wrong with one field, as a stable word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FieldCode {
    /// Nothing was given.
    Required,
    /// Shorter than allowed.
    TooShort,
    /// Longer than allowed.
    TooLong,
    /// Below or above the allowed range.
    OutOfRange,
    /// Not of the expected form.
    Malformed,
    /// Characters that are not allowed here.
    ForbiddenCharacters,
    /// A value that this field does not know.
    UnknownValue,
    /// A field that this operation does not know.
    UnknownField,
    /// Somebody else has it.
    Taken,
    /// A directory says what stands there; changed here it would be lost at the next reading.
    FromDirectory,
    /// Among the passwords that attackers try first.
    TooCommon,
    /// Contains the user name, the organisation's name or another word of the context.
    ContainsContext,
    /// The two entries differ.
    Differs,
    /// An administrator has switched it off.
    SwitchedOff,
    /// There is no such record.
    NotFound,
    /// Plain http is accepted for loopback addresses alone.
    InsecureUrl,
    /// An address in a network of one's own, which the configuration does not name.
    InnerAddress,
    /// The certificate of a person or server, not of an authority.
    NotAuthority,
    /// A key or signature that is too weak.
    TooWeak,
    /// Its time is over, has not begun, or something newer is there.
    OutOfDate,
    /// Signed by somebody else.
    OtherIssuer,
    /// What this needs is not there yet.
    NotReady,
    /// Written like a variable, but there is none of that name.
    UnknownVariable,
    /// A variable that this message does not have, or that may not stand in this text.
    VariableNotHere,
    /// An element, attribute, style or address that messages do not have.
    ForbiddenMarkup,
    /// Markup that is not closed, closed in the wrong order or written in another form.
    BrokenMarkup,
    /// A secret would reach another server.
    LeaksSecret,
    /// Without link, QR code and PIN the message leads nowhere.
    LeadsNowhere,
    /// A profile that would put the device into the hands of another server.
    EnrolsElsewhere,
    /// This password does not open the file.
    WrongPassword,
    /// There is no private key in the file.
    NoPrivateKey,
    /// No certificate in the file belongs to its private key.
    NoCertificate,
    /// To open the file would take more work than a file may cost.
    TooCostly,
    /// Of a kind that cannot be used.
    NotSupported,
    /// One more than there may be.
    TooMany,
}

impl FieldCode {
    /// Reads the word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        use serde::de::{Deserialize, IntoDeserializer, value::Error};
        let word: serde::de::value::StrDeserializer<'_, Error> = word.into_deserializer();
        Self::deserialize(word).ok()
    }

    /// The word on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::TooShort => "too_short",
            Self::TooLong => "too_long",
            Self::OutOfRange => "out_of_range",
            Self::Malformed => "malformed",
            Self::ForbiddenCharacters => "forbidden_characters",
            Self::UnknownValue => "unknown_value",
            Self::UnknownField => "unknown_field",
            Self::Taken => "taken",
            Self::FromDirectory => "from_directory",
            Self::TooCommon => "too_common",
            Self::ContainsContext => "contains_context",
            Self::Differs => "differs",
            Self::SwitchedOff => "switched_off",
            Self::NotFound => "not_found",
            Self::InsecureUrl => "insecure_url",
            Self::InnerAddress => "inner_address",
            Self::NotAuthority => "not_authority",
            Self::TooWeak => "too_weak",
            Self::OutOfDate => "out_of_date",
            Self::OtherIssuer => "other_issuer",
            Self::NotReady => "not_ready",
            Self::UnknownVariable => "unknown_variable",
            Self::VariableNotHere => "variable_not_here",
            Self::ForbiddenMarkup => "forbidden_markup",
            Self::BrokenMarkup => "broken_markup",
            Self::LeaksSecret => "leaks_secret",
            Self::LeadsNowhere => "leads_nowhere",
            Self::EnrolsElsewhere => "enrols_elsewhere",
            Self::WrongPassword => "wrong_password",
            Self::NoPrivateKey => "no_private_key",
            Self::NoCertificate => "no_certificate",
            Self::TooCostly => "too_costly",
            Self::NotSupported => "not_supported",
            Self::TooMany => "too_many",
        }
    }
}

/// One field that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// Where in the input: `email`, `params.message`, `rights[2]`.
    pub path: String,
    /// What is wrong.
    pub code: FieldCode,
    /// Where in a longer text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
}

/// A place in a text that somebody has written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Place {
    /// The line, from 1.
    pub line: u32,
    /// The character in the line, from 1.
    pub column: u32,
    /// What stands there, shortened: `<script>`, `$PASCODE$`.
    pub what: String,
}

impl FieldError {
    /// A field error.
    pub fn new(path: impl Into<String>, code: FieldCode) -> Self {
        Self { path: path.into(), code, place: None }
    }
}

/// An error as pages and clients receive it. Carries codes and field names only: no text, no cause,
/// no secret, no request id (which travels in the `X-Request-Id` header alone).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ApiError {
    /// What went wrong.
    pub code: ErrorCode,
    /// Which fields, for `invalid_input` and its kin.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldError>,
    /// Seconds to wait, for `too_many_requests` and `unavailable`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u32>,
}

impl ApiError {
    /// An error without field details.
    pub fn new(code: ErrorCode) -> Self {
        Self { code, fields: Vec::new(), retry_after: None }
    }

    /// The first fault of the field `path`, if any.
    pub fn fault(&self, path: &str) -> Option<&FieldError> {
        self.fields.iter().find(|field| field.path == path)
    }

    /// The first code given for `path`, if any.
    pub fn field(&self, path: &str) -> Option<FieldCode> {
        self.fault(path).map(|field| field.code)
    }
}

impl From<ErrorCode> for ApiError {
    fn from(code: ErrorCode) -> Self {
        Self::new(code)
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code.as_str())
    }
}

impl std::error::Error for ApiError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_on_the_wire_is_the_word_of_serde() {
        for code in ErrorCode::ALL {
            assert_eq!(serde_json::to_value(code).unwrap(), code.as_str());
        }
    }
}
