//! Platforms of devices and who owns a device.

use serde::{Deserialize, Serialize};

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(rename_all = "snake_case")]
        pub enum $name {
            $($(#[$vdoc])* #[serde(rename = $word)] $variant,)*
        }

        impl $name {
            /// All values, in the order in which they are shown.
            pub const ALL: &[$name] = &[$($name::$variant,)*];

            /// The word on the wire and in the database.
            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $word,)* }
            }

            /// Reads the word.
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some($name::$variant),)* _ => None }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}
pub(crate) use words;

words! {
    /// The operating system of a device.
    Platform {
        /// iPhone.
        Ios = "ios",
        /// iPad.
        Ipados = "ipados",
        /// Mac.
        Macos = "macos",
        /// Apple TV.
        Tvos = "tvos",
        /// Android phone or tablet.
        Android = "android",
        /// Windows computer.
        Windows = "windows",
        /// Linux computer.
        Linux = "linux",
    }
}

impl Ownership {
    /// Whose it is if not this one's.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Company => Self::Employee,
            Self::Employee => Self::Company,
        }
    }
}

impl Platform {
    /// The platforms whose way in is built: these are offered in pages. An Apple TV has pages of its own.
    pub const OFFERED: &[Platform] = &[Platform::Ios, Platform::Ipados, Platform::Macos, Platform::Linux];

    /// Whether a device of this platform that registers in an app is managed by a profile that it
    /// installs beside the app. Android's app manages nothing, Windows has its own enrolment, an
    /// Apple TV gets its profile before it comes, and the agent needs none.
    pub fn needs_profile(self) -> bool {
        matches!(self, Self::Ios | Self::Ipados | Self::Macos)
    }

    /// Whether it speaks Apple's protocol.
    pub fn is_apple(self) -> bool {
        matches!(self, Self::Ios | Self::Ipados | Self::Macos | Self::Tvos)
    }

    /// The name that people know; a product name, the same in every language.
    pub fn label(self) -> &'static str {
        match self {
            Self::Ios => "iPhone",
            Self::Ipados => "iPad",
            Self::Macos => "Mac",
            Self::Tvos => "Apple TV",
            Self::Android => "Android",
            Self::Windows => "Windows",
            Self::Linux => "Linux",
        }
    }
}

words! {
    /// Who owns a device.
    Ownership {
        /// The organisation.
        Company = "company",
        /// The person who uses it.
        Employee = "employee",
    }
}
