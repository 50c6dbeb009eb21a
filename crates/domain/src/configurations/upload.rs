//! A profile that somebody has made with Apple's tools.

use apple::profile::{UploadFault, Uploaded};
use base64::{Engine, engine::general_purpose::STANDARD};
use types::{ConfigurationInput, FieldCode, ProfileSettings};

use crate::error::{Error, Result};

/// An uploaded profile, and what it says of itself.
pub(super) struct Upload {
    pub(super) settings: ProfileSettings,
    pub(super) bytes: Vec<u8>,
}

/// Reads an uploaded profile.
///
/// # Errors
/// `invalid_input` on `file`: no profile, too long, or one that enrols the device elsewhere.
pub(super) fn read(file: &str) -> Result<Upload> {
    let refused = |code| Error::invalid("file", code);
    let bytes = STANDARD.decode(file.trim()).map_err(|_| refused(FieldCode::Malformed))?;
    if bytes.len() > ConfigurationInput::MAX_FILE {
        return Err(refused(FieldCode::TooLong));
    }
    let uploaded = Uploaded::read(&bytes).map_err(|fault| match fault {
        UploadFault::NoProfile => refused(FieldCode::Malformed),
        UploadFault::Enrols => refused(FieldCode::EnrolsElsewhere),
    })?;
    let Uploaded { identifier, display_name, payloads } = uploaded;
    let display_name = display_name.unwrap_or_else(|| identifier.clone());
    Ok(Upload { settings: ProfileSettings { display_name, identifier, payloads }, bytes })
}
