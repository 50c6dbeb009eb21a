//! The channels by which devices come in, and what must be proved on them (product.md section 3.1).

use serde::{Deserialize, Serialize};

use crate::platform::{Platform, words};

words! {
    /// Platforms that are switched on and off together.
    PlatformFamily {
        /// iPhone, iPad, Mac and Apple TV.
        Apple = "apple",
        /// Android phones and tablets.
        Android = "android",
        /// Windows computers.
        Windows = "windows",
        /// Linux computers.
        Linux = "linux",
    }
}

impl PlatformFamily {
    /// The family of a platform.
    pub fn of(platform: Platform) -> Self {
        match platform {
            Platform::Ios | Platform::Ipados | Platform::Macos | Platform::Tvos => Self::Apple,
            Platform::Android => Self::Android,
            Platform::Windows => Self::Windows,
            Platform::Linux => Self::Linux,
        }
    }
}

words! {
    /// What must be proved.
    ProofRule {
        /// The registration PIN.
        Pin = "pin",
        /// The person's password.
        Password = "password",
        /// Both.
        PasswordAndPin = "password_and_pin",
    }
}

impl ProofRule {
    /// Whether the PIN is part of it.
    pub fn asks_for_pin(self) -> bool {
        self != Self::Password
    }

    /// Whether the password is part of it.
    pub fn asks_for_password(self) -> bool {
        self != Self::Pin
    }
}

words! {
    /// A channel: by which program a device comes in.
    Channel {
        /// An app on iPhone, iPad and Mac.
        InAppApple = "in_app_apple",
        /// An app on Android that does not manage the device.
        InAppAndroid = "in_app_android",
        /// Android zero-touch and Samsung Knox Mobile Enrollment.
        AndroidZeroTouch = "android_zero_touch",
        /// A managed Android device: QR code, afw#, NFC.
        AndroidManaged = "android_managed",
        /// Apple devices in the browser.
        WebApple = "web_apple",
        /// Windows' own enrolment.
        Windows = "windows",
        /// Apple TV by Apple Configurator.
        AppleTv = "apple_tv",
        /// `gatehouse-agent` on a computer.
        DesktopAgent = "desktop_agent",
    }
}

impl Channel {
    /// The channels whose way in is built; what is chosen for another is kept until it is.
    pub const BUILT: &[Channel] =
        &[Channel::InAppApple, Channel::InAppAndroid, Channel::WebApple, Channel::DesktopAgent];

    /// The channel of a client of the device API that runs on this platform.
    pub fn of_client(platform: Platform) -> Self {
        match platform {
            Platform::Ios | Platform::Ipados | Platform::Macos | Platform::Tvos => Self::InAppApple,
            Platform::Android => Self::InAppAndroid,
            Platform::Windows | Platform::Linux => Self::DesktopAgent,
        }
    }

    /// Whose devices come in by it.
    pub fn families(self) -> &'static [PlatformFamily] {
        match self {
            Self::InAppApple | Self::WebApple | Self::AppleTv => &[PlatformFamily::Apple],
            Self::InAppAndroid | Self::AndroidZeroTouch | Self::AndroidManaged => &[PlatformFamily::Android],
            Self::Windows => &[PlatformFamily::Windows],
            Self::DesktopAgent => &[PlatformFamily::Linux, PlatformFamily::Windows],
        }
    }
}
