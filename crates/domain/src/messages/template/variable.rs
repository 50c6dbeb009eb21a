//! The closed list of variables.

use std::collections::BTreeMap;

use types::{MessageKind, TemplatePart};

macro_rules! variables {
    ($($(#[$doc:meta])* $name:ident = $word:literal,)*) => {
        /// What a template may ask for, written `$NAME$`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub(in crate::messages) enum Variable { $($(#[$doc])* $name,)* }

        impl Variable {
            /// All, in the order in which they are shown.
            pub(in crate::messages) const ALL: &[Self] = &[$(Self::$name,)*];

            /// Reads the name between the dollar signs.
            pub(in crate::messages) fn from_name(name: &str) -> Option<Self> {
                match name { $($word => Some(Self::$name),)* _ => None }
            }

            /// The name between the dollar signs.
            pub(in crate::messages) fn name(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }
        }
    };
}

variables! {
    /// The name to sign in with.
    UserId = "USER_ID",
    /// The person's name.
    User = "USER",
    /// Their address.
    Email = "EMAIL",
    /// The PIN in groups of four. Secret.
    Passcode = "PASSCODE",
    /// How long PIN or link works: `24 hours`.
    PasscodeTtl = "PASSCODE_TTL",
    /// The public URL.
    ServerUrl = "SERVER_URL",
    /// The link to register or to choose a password. Secret.
    RegLink = "REG_LINK",
    /// The QR code of the link, an image. Secret.
    QrCode = "QR_CODE",
    /// The organisation's name.
    EntName = "ENT_NAME",
    /// The device's phone number.
    Phone = "PHONE",
    /// What kind of device: `iPhone`, `Linux computer`.
    Platform = "PLATFORM",
    /// Whom to ask for help.
    SupportContact = "SUPPORT_CONTACT",
    /// Until when PIN or link works, with the zone.
    ExpiresAt = "EXPIRES_AT",
    /// When it happened that a notice tells of, with the zone.
    HappenedAt = "HAPPENED_AT",
    /// With which browser: `Firefox on Windows`.
    Browser = "BROWSER",
    /// From which network address.
    Address = "ADDRESS",
    /// The certificate that ends soon: what it is for, and whose it is.
    Certificate = "CERTIFICATE",
    /// How the person signs in to the portal.
    WayIn = "WAY_IN",
    /// What to do if it was somebody else.
    Advice = "ADVICE",
}

impl Variable {
    /// Whether messages of this kind have it.
    pub(in crate::messages) fn is_in(self, kind: MessageKind) -> bool {
        use MessageKind as K;
        match self {
            Self::UserId
            | Self::User
            | Self::Email
            | Self::ServerUrl
            | Self::RegLink
            | Self::EntName
            | Self::SupportContact => true,
            Self::Passcode => kind.carries_pin(),
            Self::QrCode | Self::Phone | Self::Platform => kind.is_about_a_registration(),
            Self::PasscodeTtl => {
                kind.is_about_a_registration() || matches!(kind, K::SetPassword | K::ResetPassword)
            }
            Self::ExpiresAt => {
                kind.is_about_a_registration()
                    || matches!(kind, K::SetPassword | K::ResetPassword | K::CertificateExpiring)
            }
            Self::Certificate => kind == K::CertificateExpiring,
            Self::HappenedAt | Self::Browser | Self::Address | Self::Advice => {
                matches!(kind, K::PasswordChanged | K::UnfamiliarSignIn | K::ProfileMissing)
            }
            Self::WayIn => kind == K::Invitation,
        }
    }

    /// Whether it can stand in that text. Subjects lie in the outbox and are read on locked screens: they
    /// name no secret, and only what is known when the message is written.
    pub(in crate::messages) fn may_stand_in(self, part: TemplatePart) -> bool {
        match part {
            TemplatePart::Subject => matches!(self, Self::User | Self::EntName | Self::Platform),
            TemplatePart::Preheader => !self.is_secret(),
            TemplatePart::Sms => self != Self::QrCode,
            TemplatePart::Body | TemplatePart::Foot | TemplatePart::Text => true,
        }
    }

    /// Whether whoever has it can register a device or choose a password.
    pub(in crate::messages) fn is_secret(self) -> bool {
        matches!(self, Self::Passcode | Self::RegLink | Self::QrCode)
    }

    /// Whether it can be part of an address.
    pub(in crate::messages) fn fits_in_address(self) -> bool {
        use Variable as V;
        matches!(self, V::UserId | V::User | V::Email | V::EntName | V::Phone | V::Platform)
    }
}

/// A value in its two forms.
#[derive(Clone, PartialEq, Eq)]
pub(in crate::messages) struct Value {
    /// As plain text.
    pub(super) text: String,
    /// As HTML, where it is more than the escaped text.
    pub(super) html: Option<String>,
}

impl Value {
    /// A value whose HTML is more than its escaped text. The HTML is taken as it is.
    pub(in crate::messages) fn with_html(text: String, html: String) -> Self {
        Self { text, html: Some(html) }
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self { text, html: None }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self { text: text.to_owned(), html: None }
    }
}

/// What a message's variables stand for. Holds secrets: has no `Debug`.
#[derive(Clone, Default)]
pub(in crate::messages) struct Values(BTreeMap<Variable, Value>);

impl Values {
    /// Sets a value.
    pub(in crate::messages) fn set(&mut self, variable: Variable, value: impl Into<Value>) {
        self.0.insert(variable, value.into());
    }

    /// A value as plain text.
    pub(in crate::messages) fn text_of(&self, variable: Variable) -> Option<&str> {
        self.get(variable).map(|value| value.text.as_str())
    }

    pub(super) fn get(&self, variable: Variable) -> Option<&Value> {
        self.0.get(&variable)
    }
}
