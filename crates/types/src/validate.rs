//! Checking inputs: each input type says which of its fields break which rule.

use crate::error::{ApiError, ErrorCode, FieldCode, FieldError};

/// An input that can check itself.
pub trait Validate {
    /// Adds everything that is wrong to `errors`; paths are relative to this input.
    fn check(&self, errors: &mut Vec<FieldError>);

    /// All that is wrong as one error.
    ///
    /// # Errors
    /// `invalid_input` with every field that breaks a rule.
    fn validate(&self) -> Result<(), ApiError> {
        let mut fields = Vec::new();
        self.check(&mut fields);
        if fields.is_empty() {
            return Ok(());
        }
        Err(ApiError { code: ErrorCode::InvalidInput, fields, retry_after: None })
    }
}

/// Checks a free text of one line: `min` to `max` characters after trimming, without control
/// characters (which would break mail headers, logs and terminals).
pub fn check_line(path: &str, text: &str, min: usize, max: usize, errors: &mut Vec<FieldError>) {
    let length = text.trim().chars().count();
    if length == 0 && min > 0 {
        errors.push(FieldError::new(path, FieldCode::Required));
    } else if length < min {
        errors.push(FieldError::new(path, FieldCode::TooShort));
    } else if length > max {
        errors.push(FieldError::new(path, FieldCode::TooLong));
    } else if text.chars().any(|c| {
        c.is_control()
            || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    }) {
        errors.push(FieldError::new(path, FieldCode::ForbiddenCharacters));
    }
}

/// Turns the outcome of a parse into a field error.
pub fn check_parsed<T>(path: &str, outcome: Result<T, FieldCode>, errors: &mut Vec<FieldError>) {
    if let Err(code) = outcome {
        errors.push(FieldError::new(path, code));
    }
}

/// Checks an optional text that is parsed when it is there and not empty.
pub fn check_optional<T>(
    path: &str,
    text: Option<&str>,
    parse: impl FnOnce(&str) -> Result<T, FieldCode>,
    errors: &mut Vec<FieldError>,
) {
    if let Some(text) = text {
        check_parsed(path, parse(text), errors);
    }
}
