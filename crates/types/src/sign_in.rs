//! How people sign in at each face, and whose certificates count there.

use serde::{Deserialize, Serialize};

use crate::{
    access::Face,
    error::{FieldCode, FieldError},
    ids::AuthorityId,
    platform::words,
    time::Timestamp,
    validate::Validate,
};

words! {
    /// A part of a certificate that names its holder.
    CertificateField {
        /// The user principal name among the alternative names (otherName 1.3.6.1.4.1.311.20.2.3).
        Upn = "upn",
        /// An e-mail address among the alternative names (rfc822Name).
        Email = "email",
        /// The common name of the subject.
        CommonName = "common_name",
        /// The user id (UID) of the subject.
        UserId = "user_id",
        /// The serial number attribute of the subject, not that of the certificate.
        SerialNumber = "serial_number",
        /// The e-mail address of the subject, as old authorities write it.
        SubjectEmail = "subject_email",
    }
}

words! {
    /// What a part of a certificate is compared with.
    PersonField {
        /// The user name.
        Username = "username",
        /// The e-mail address.
        Email = "email",
    }
}

/// Ways in at one face. At least one is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Ways {
    /// User name and password.
    pub password: bool,
    /// A certificate, on a smart card or in the browser.
    pub certificate: bool,
}

/// One rule by which a certificate finds its holder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MappingRule {
    /// What is read from the certificate.
    pub from: CertificateField,
    /// What it is compared with, without regard to case.
    pub to: PersonField,
}

/// How people sign in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SignInSettings {
    /// At the portal.
    pub portal: Ways,
    /// At the console.
    pub console: Ways,
    /// Tried in this order; the first that finds somebody decides.
    pub rules: Vec<MappingRule>,
    /// People may make access tokens for their own things in the portal. While it is off, those that they have do
    /// not count.
    #[serde(default)]
    pub own_tokens: bool,
}

impl SignInSettings {
    /// More rules than these are not looked at by anybody.
    pub const MAX_RULES: usize = 12;

    /// The ways in at a face.
    pub fn at(&self, face: Face) -> Ways {
        match face {
            Face::Portal => self.portal,
            Face::Console => self.console,
        }
    }

    /// Whether certificates count anywhere.
    pub fn takes_certificates(&self) -> bool {
        self.portal.certificate || self.console.certificate
    }
}

impl Default for SignInSettings {
    fn default() -> Self {
        let ways = Ways { password: true, certificate: false };
        let rule = |from, to| MappingRule { from, to };
        Self {
            portal: ways,
            console: ways,
            rules: vec![
                rule(CertificateField::Upn, PersonField::Username),
                rule(CertificateField::Upn, PersonField::Email),
                rule(CertificateField::Email, PersonField::Email),
            ],
            own_tokens: false,
        }
    }
}

impl Validate for SignInSettings {
    fn check(&self, errors: &mut Vec<FieldError>) {
        for face in Face::ALL {
            let Ways { password, certificate } = self.at(*face);
            if !password && !certificate {
                errors.push(FieldError::new(face.as_str(), FieldCode::Required));
            }
        }
        if self.rules.is_empty() && self.takes_certificates() {
            errors.push(FieldError::new("rules", FieldCode::Required));
        }
        if self.rules.len() > Self::MAX_RULES {
            errors.push(FieldError::new("rules", FieldCode::TooLong));
        }
        let twice = |(at, rule): (usize, &MappingRule)| self.rules.iter().take(at).any(|other| other == rule);
        if self.rules.iter().enumerate().any(twice) {
            errors.push(FieldError::new("rules", FieldCode::Taken));
        }
    }
}

/// Changes how people sign in; what is not given stays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct UpdateSignIn {
    /// Ways in at the portal.
    #[serde(default)]
    pub portal: Option<Ways>,
    /// Ways in at the console.
    #[serde(default)]
    pub console: Option<Ways>,
    /// All rules, in order.
    #[serde(default)]
    pub rules: Option<Vec<MappingRule>>,
    /// Whether people may make access tokens for their own things.
    #[serde(default)]
    pub own_tokens: Option<bool>,
}

/// How people sign in, with what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignInDetail {
    /// The settings.
    #[serde(flatten)]
    pub settings: SignInSettings,
    /// Where certificates are asked for, while Gatehouse listens for them.
    pub certificate_url: Option<String>,
    /// When the settings were changed last, if ever.
    pub updated_at: Option<Timestamp>,
    /// By whom.
    pub updated_by: Option<String>,
    /// The version for `If-Match`.
    pub version: i64,
}

/// What a certificate of an authority says about itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuthorityFacts {
    /// Its name.
    pub subject: String,
    /// Who vouches for it.
    pub issuer: String,
    /// From when it counts.
    pub not_before: Timestamp,
    /// Until when it counts.
    pub not_after: Timestamp,
    /// Its key, such as `RSA 3072` or `EC P-256`.
    pub key: String,
    /// SHA-256 of the certificate, 64 hexadecimal digits.
    pub fingerprint: String,
}

/// What a revocation list says about itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RevocationFacts {
    /// When it was made.
    pub this_update: Timestamp,
    /// When the next one is due.
    pub next_update: Option<Timestamp>,
    /// How many certificates it names.
    pub revoked: u64,
    /// When it was given to Gatehouse.
    pub added_at: Timestamp,
}

/// An authority whose certificates count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuthorityRow {
    /// The authority.
    pub id: AuthorityId,
    /// What its certificate says.
    #[serde(flatten)]
    pub facts: AuthorityFacts,
    /// Whether sign-in is refused without a revocation list that is up to date.
    pub crl_required: bool,
    /// Its revocation list, if one was given.
    pub crl: Option<RevocationFacts>,
    /// When it was added.
    pub created_at: Timestamp,
    /// By whom.
    pub added_by: String,
    /// The version for `If-Match`.
    pub version: i64,
}

/// Trusts an authority.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AddAuthority {
    /// Its certificate: PEM, or DER in base64. One alone.
    pub certificate: String,
    /// Whether sign-in is refused without a revocation list that is up to date.
    #[serde(default)]
    pub crl_required: bool,
}

/// Changes an authority; what is not given stays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct UpdateAuthority {
    /// Whether sign-in is refused without a revocation list that is up to date.
    #[serde(default)]
    pub crl_required: Option<bool>,
}

/// Gives an authority its revocation list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PutRevocationList {
    /// The list: PEM, or DER in base64.
    pub crl: String,
}
