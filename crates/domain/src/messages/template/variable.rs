//! The closed list of variables.

use std::collections::BTreeMap;

macro_rules! variables {
    ($($(#[$doc:meta])* $name:ident = $word:literal,)*) => {
        /// What a template may ask for, written `$NAME$`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub(in crate::messages) enum Variable { $($(#[$doc])* $name,)* }

        impl Variable {
            /// Reads the name between the dollar signs.
            pub(super) fn from_name(name: &str) -> Option<Self> {
                match name { $($word => Some(Self::$name),)* _ => None }
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
    /// How the person signs in to the portal.
    WayIn = "WAY_IN",
    /// What to do if it was somebody else.
    Advice = "ADVICE",
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

    pub(super) fn get(&self, variable: Variable) -> Option<&Value> {
        self.0.get(&variable)
    }
}
