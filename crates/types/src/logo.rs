//! The organisation's logo: a picture for the light theme and, where it needs one, another for the dark.

use serde::{Deserialize, Serialize};

use crate::{
    error::{FieldCode, FieldError},
    platform::words,
    time::Timestamp,
    validate::Validate,
};

words! {
    /// On which theme a logo stands.
    LogoTheme {
        /// On both, or on the light one where the dark one has its own.
        Light = "light",
        /// On the dark one.
        Dark = "dark",
    }
}

impl LogoTheme {
    /// Where the picture is served.
    #[must_use]
    pub fn path(self) -> &'static str {
        match self {
            Self::Light => "/branding/logo",
            Self::Dark => "/branding/logo-dark",
        }
    }
}

/// A picture that becomes a logo.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct UploadLogo {
    /// The file (PNG, JPEG or WebP), Base64, up to 512 KiB and 4,096 by 4,096 pixels.
    pub file: String,
}

/// Without the file.
impl std::fmt::Debug for UploadLogo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("UploadLogo").field("length", &self.file.len()).finish_non_exhaustive()
    }
}

impl UploadLogo {
    /// Largest file, in bytes.
    pub const MAX_FILE: usize = 512 * 1024;
    /// Most pixels on a side.
    pub const MAX_SIDE: u32 = 4_096;
    /// Most pixels in all: what decoding may cost is known before it begins.
    pub const MAX_PIXELS: u64 = 8_000_000;
}

impl Validate for UploadLogo {
    fn check(&self, errors: &mut Vec<FieldError>) {
        if self.file.is_empty() {
            errors.push(FieldError::new("file", FieldCode::Required));
        }
        if self.file.len() / 4 * 3 > Self::MAX_FILE + 3 {
            errors.push(FieldError::new("file", FieldCode::TooLong));
        }
    }
}

/// A logo as it is kept: a PNG that Gatehouse has made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LogoRow {
    /// On which theme it stands.
    pub theme: LogoTheme,
    /// Its address with what tells it from others, so that a changed logo shows at once.
    pub address: String,
    /// In pixels of the file, up to 320.
    pub width: u32,
    /// In pixels of the file, up to 48.
    pub height: u32,
    /// In bytes.
    pub size: u64,
    /// When it was uploaded.
    pub updated_at: Timestamp,
    /// By whom.
    pub updated_by: String,
}

impl LogoRow {
    /// Most pixels of the file: twice what is shown, for sharp screens.
    pub const FILE: (u32, u32) = (320, 48);
    /// Most pixels shown.
    pub const SHOWN: (u32, u32) = (160, 24);

    /// Width and height as it is shown.
    #[must_use]
    pub fn shown(&self) -> (u32, u32) {
        let ((width, height), (most_width, most_height)) =
            ((self.width.max(1), self.height.max(1)), Self::SHOWN);
        if width <= most_width && height <= most_height {
            return (width, height);
        }
        // The narrower of the two scales, in whole numbers.
        if u64::from(width) * u64::from(most_height) >= u64::from(height) * u64::from(most_width) {
            (most_width, (height * most_width / width).max(1))
        } else {
            ((width * most_height / height).max(1), most_height)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_logo_is_shown_within_its_frame_and_never_enlarged() {
        let shown = |width, height| {
            let row = LogoRow {
                theme: LogoTheme::Light,
                address: String::new(),
                width,
                height,
                size: 0,
                updated_at: Timestamp::from_millis(0),
                updated_by: String::new(),
            };
            row.shown()
        };
        assert_eq!(shown(320, 48), (160, 24));
        assert_eq!(shown(48, 48), (24, 24));
        assert_eq!(shown(320, 10), (160, 5));
        assert_eq!(shown(320, 1), (160, 1));
        assert_eq!(shown(100, 20), (100, 20));
    }
}
