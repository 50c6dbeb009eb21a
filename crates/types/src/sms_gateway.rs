//! The service that text messages leave by, as administrators set it up: one HTTP request for each.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{
    error::{FieldCode, FieldError, Place},
    message::DeliveryStatus,
    platform::words,
    time::Timestamp,
    validate::{Validate, check_line},
};

/// Most fields that every request carries beside the message.
const SMS_FIELDS: usize = 10;

words! {
    /// How the body of a request is written.
    SmsFormat {
        /// As HTML forms are: `application/x-www-form-urlencoded`.
        Form = "form",
        /// As one JSON object of texts.
        Json = "json",
    }
}

words! {
    /// How Gatehouse proves to be the account's owner.
    SmsAuth {
        /// Not at all.
        None = "none",
        /// Account and secret as RFC 7617 says.
        Basic = "basic",
        /// The secret as a bearer token (RFC 6750).
        Bearer = "bearer",
        /// The secret alone in a header of the service's own.
        Header = "header",
        /// The secret in a field of the body.
        Field = "field",
    }
}

words! {
    /// How a telephone number is written.
    SmsNumber {
        /// `+4915112345678` (E.164).
        Plus = "plus",
        /// `4915112345678`.
        Digits = "digits",
    }
}

words! {
    /// A service whose form is known, to begin with.
    SmsPreset {
        /// Any service that takes a form.
        Form = "form",
        /// Any service that takes JSON.
        Json = "json",
        /// Twilio's Messages resource.
        Twilio = "twilio",
        /// Telnyx' messages.
        Telnyx = "telnyx",
        /// Plivo's Message resource.
        Plivo = "plivo",
        /// Vonage's SMS API.
        Vonage = "vonage",
    }
}

impl SmsPreset {
    /// The form of the service; what belongs to an account is still missing. Where its address holds the
    /// account, `ACCOUNT` stands there.
    pub fn gateway(self) -> SmsGateway {
        let form = SmsGateway::default();
        match self {
            Self::Form => form,
            Self::Json => SmsGateway { format: SmsFormat::Json, auth: SmsAuth::Bearer, ..form },
            Self::Twilio => SmsGateway {
                url: "https://api.twilio.com/2010-04-01/Accounts/ACCOUNT/Messages.json".into(),
                to_field: "To".into(),
                text_field: "Body".into(),
                from_field: "From".into(),
                auth: SmsAuth::Basic,
                ..form
            },
            Self::Telnyx => SmsGateway {
                url: "https://api.telnyx.com/v2/messages".into(),
                format: SmsFormat::Json,
                auth: SmsAuth::Bearer,
                ..form
            },
            Self::Plivo => SmsGateway {
                url: "https://api.plivo.com/v1/Account/ACCOUNT/Message/".into(),
                format: SmsFormat::Json,
                to_field: "dst".into(),
                from_field: "src".into(),
                number: SmsNumber::Digits,
                auth: SmsAuth::Basic,
                ..form
            },
            Self::Vonage => SmsGateway {
                url: "https://rest.nexmo.com/sms/json".into(),
                number: SmsNumber::Digits,
                taken_field: Some("messages.0.status".into()),
                taken_value: Some("0".into()),
                auth: SmsAuth::Field,
                auth_name: Some("api_secret".into()),
                fields: vec![
                    SmsField { name: "api_key".into(), value: String::new() },
                    SmsField { name: "type".into(), value: "unicode".into() },
                ],
                ..form
            },
        }
    }
}

/// A field that every request carries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SmsField {
    /// Its name.
    pub name: String,
    /// Its value. Everybody who may read settings reads it: no place for a secret.
    pub value: String,
}

/// A service that sends text messages.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SmsGateway {
    /// Where requests go, `https://…`, up to 500 characters, without account, query and fragment.
    pub url: String,
    /// How the body is written.
    pub format: SmsFormat,
    /// Name of the field with the number.
    pub to_field: String,
    /// Name of the field with the text.
    pub text_field: String,
    /// Name of the field with the sender; not sent where no sender is given.
    pub from_field: String,
    /// The sender: a number or a name that the service knows, up to 40 characters.
    #[serde(default)]
    pub from: Option<String>,
    /// How the number is written.
    pub number: SmsNumber,
    /// What every request carries beside them, up to ten.
    #[serde(default)]
    pub fields: Vec<SmsField>,
    /// The field of a JSON answer that says whether the message was taken, as a path such as
    /// `messages.0.status`, for a service that refuses with the status 200, too.
    #[serde(default)]
    pub taken_field: Option<String>,
    /// What that field holds when it was.
    #[serde(default)]
    pub taken_value: Option<String>,
    /// How Gatehouse proves to be the account's owner.
    pub auth: SmsAuth,
    /// The account, for `basic`, up to 200 characters.
    #[serde(default)]
    pub username: Option<String>,
    /// Name of the header or field with the secret, for `header` and `field`.
    #[serde(default)]
    pub auth_name: Option<String>,
    /// The secret: password, token or key. Never read back; without it the one that is kept goes on
    /// counting, as long as address and account stay the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
    /// Whether requests are signed (Standard Webhooks, `webhook-signature`).
    #[serde(default)]
    pub signed: bool,
    /// What they are signed with, 24 to 200 characters; `whsec_` and base64 is taken as the bytes that it
    /// stands for. Kept as the secret is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signing_secret: Option<String>,
}

impl Default for SmsGateway {
    fn default() -> Self {
        Self {
            url: String::new(),
            format: SmsFormat::Form,
            to_field: "to".into(),
            text_field: "text".into(),
            from_field: "from".into(),
            from: None,
            number: SmsNumber::Plus,
            fields: Vec::new(),
            taken_field: None,
            taken_value: None,
            auth: SmsAuth::None,
            username: None,
            auth_name: None,
            secret: None,
            signed: false,
            signing_secret: None,
        }
    }
}

/// Without the secrets.
impl fmt::Debug for SmsGateway {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SmsGateway").field("url", &self.url).field("auth", &self.auth).finish_non_exhaustive()
    }
}

impl SmsGateway {
    /// Whether secrets that were given for `other` may go to this one, too.
    pub fn is_same_account(&self, other: &Self) -> bool {
        (&self.url, self.auth, &self.username, &self.auth_name)
            == (&other.url, other.auth, &other.username, &other.auth_name)
    }
}

impl Validate for SmsGateway {
    fn check(&self, errors: &mut Vec<FieldError>) {
        check_line("url", &self.url, 1, 500, errors);
        for (path, name) in
            [("to_field", &self.to_field), ("text_field", &self.text_field), ("from_field", &self.from_field)]
        {
            check_name(path, name, errors);
        }
        check_line("from", self.from.as_deref().unwrap_or_default(), 0, 40, errors);
        if self.fields.len() > SMS_FIELDS {
            errors.push(FieldError::new("fields", FieldCode::TooLong));
        }
        for (index, field) in self.fields.iter().enumerate() {
            let mut faults = Vec::new();
            check_name("fields", &field.name, &mut faults);
            check_line("fields", &field.value, 0, 500, &mut faults);
            errors.extend(faults.into_iter().map(|fault| at(index, &field.name, fault)));
        }
        if let Some(field) = &self.taken_field {
            check_name("taken_field", field, errors);
            check_line("taken_value", self.taken_value.as_deref().unwrap_or_default(), 1, 100, errors);
        }
        self.check_names(errors);
        self.check_account(errors);
    }
}

impl SmsGateway {
    /// Every name stands for one thing.
    fn check_names(&self, errors: &mut Vec<FieldError>) {
        let mut seen = vec![self.to_field.as_str()];
        let secret = self.auth_name.as_deref().filter(|_| self.auth == SmsAuth::Field);
        let sender = self.from.as_ref().map(|_| self.from_field.as_str());
        let own =
            [("text_field", Some(self.text_field.as_str())), ("from_field", sender), ("auth_name", secret)];
        let own = own.into_iter().filter_map(|(path, name)| Some((path, None, name?)));
        let fixed = self.fields.iter().enumerate();
        let fixed = fixed.map(|(index, field)| ("fields", Some(index), field.name.as_str()));
        for (path, index, name) in own.chain(fixed) {
            if !name.is_empty() && seen.contains(&name) {
                let fault = FieldError::new(path, FieldCode::Taken);
                errors.push(match index {
                    Some(index) => at(index, name, fault),
                    None => fault,
                });
            }
            seen.push(name);
        }
    }

    fn check_account(&self, errors: &mut Vec<FieldError>) {
        let (username, name) = (self.username.as_deref(), self.auth_name.as_deref());
        match self.auth {
            SmsAuth::Basic => check_line("username", username.unwrap_or_default(), 1, 200, errors),
            SmsAuth::Header | SmsAuth::Field => check_name("auth_name", name.unwrap_or_default(), errors),
            SmsAuth::None | SmsAuth::Bearer => {}
        }
        check_line("secret", self.secret.as_deref().unwrap_or_default(), 0, 500, errors);
        if let Some(secret) = &self.signing_secret {
            check_line("signing_secret", secret, 24, 200, errors);
        }
    }
}

/// The fault of one of the fields, numbered from 1.
fn at(index: usize, name: &str, fault: FieldError) -> FieldError {
    let what = name.chars().take(40).collect();
    let place = Place { line: u32::try_from(index + 1).unwrap_or(u32::MAX), column: 1, what };
    FieldError { place: Some(place), ..fault }
}

/// A name of a field or header: letters, digits, `_`, `-`, `.`, `[` and `]`, up to 64.
fn check_name(path: &str, name: &str, errors: &mut Vec<FieldError>) {
    let before = errors.len();
    check_line(path, name, 1, 64, errors);
    let may_stand = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '[' | ']');
    if errors.len() == before && !name.chars().all(may_stand) {
        errors.push(FieldError::new(path, FieldCode::ForbiddenCharacters));
    }
}

/// The gateway as it is set up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SmsGatewayDetail {
    /// The gateway, without its secrets; nothing where none is set up.
    pub gateway: Option<SmsGateway>,
    /// Whether a secret is kept.
    pub has_secret: bool,
    /// Whether a secret to sign with is kept.
    pub has_signing_secret: bool,
    /// Whether text messages can leave.
    pub status: DeliveryStatus,
    /// The moment of the last change stands for the version; 0 before the first.
    pub version: i64,
    /// When it was changed last.
    pub updated_at: Option<Timestamp>,
    /// By whom.
    pub updated_by: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(gateway: &SmsGateway) -> Vec<(String, FieldCode)> {
        let Err(error) = gateway.validate() else { return Vec::new() };
        error.fields.into_iter().map(|fault| (fault.path, fault.code)).collect()
    }

    #[test]
    fn every_preset_needs_only_what_belongs_to_an_account() {
        for preset in SmsPreset::ALL {
            let mut gateway = preset.gateway();
            if gateway.url.is_empty() {
                gateway.url = "https://sms.example/send".into();
            }
            if gateway.auth == SmsAuth::Basic {
                gateway.username = Some("account".into());
            }
            assert_eq!(faults(&gateway), [], "{preset}");
        }
    }

    #[test]
    fn names_are_names_and_each_stands_for_one_thing() {
        let gateway = SmsGateway { url: "https://sms.example".into(), ..SmsGateway::default() };
        for name in ["a b", "a\r\nb", "ä", "a=b", "a&b"] {
            assert!(!faults(&SmsGateway { to_field: name.into(), ..gateway.clone() }).is_empty(), "{name:?}");
        }
        let twice = SmsGateway {
            text_field: "to".into(),
            fields: vec![SmsField { name: "text".into(), value: "x".into() }],
            ..gateway.clone()
        };
        assert_eq!(faults(&twice), [("text_field".into(), FieldCode::Taken)]);
        let hidden = SmsGateway {
            auth: SmsAuth::Field,
            auth_name: Some("key".into()),
            fields: vec![SmsField { name: "key".into(), value: "x".into() }],
            ..gateway
        };
        assert_eq!(faults(&hidden), [("fields".into(), FieldCode::Taken)]);
    }

    #[test]
    fn nothing_prints_the_secrets() {
        let secrets = SmsGateway {
            secret: Some("hush".into()),
            signing_secret: Some("hush-hush-hush-hush-hush".into()),
            ..SmsGateway::default()
        };
        assert!(!format!("{secrets:?}").contains("hush"));
    }
}
