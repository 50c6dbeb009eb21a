//! The tones of states. Colour is never alone: a tone always comes with a glyph or icon and a word.

/// What a colour means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Tone {
    /// Over, or not in use: an empty arch.
    #[default]
    Off,
    /// As it should be: a full arch.
    Success,
    /// On its way, and nobody has to worry: a pulsing arch.
    Waiting,
    /// Needs attention: a half arch.
    Warning,
    /// Went wrong or is lost: a diamond.
    Danger,
    /// A fact worth knowing: a full arch.
    Info,
}

impl Tone {
    /// The value of `data-tone`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Success => "success",
            Self::Waiting => "waiting",
            Self::Warning => "warning",
            Self::Danger => "danger",
            Self::Info => "info",
        }
    }

    /// The tone that a niche takes: waiting and danger, grey for warning and off, accent otherwise.
    pub(super) const fn of_niche(self) -> Option<&'static str> {
        match self {
            Self::Waiting => Some("waiting"),
            Self::Danger => Some("danger"),
            Self::Warning | Self::Off => Some("neutral"),
            Self::Success | Self::Info => None,
        }
    }

    /// The tone of a dot in a timeline.
    pub(super) const fn of_dot(self) -> Option<&'static str> {
        match self {
            Self::Waiting => Some("waiting"),
            Self::Danger => Some("danger"),
            Self::Success => Some("success"),
            Self::Warning | Self::Off | Self::Info => None,
        }
    }
}
