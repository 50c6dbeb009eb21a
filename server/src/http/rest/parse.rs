//! JSON into typed input, with the place and kind of what is wrong.

use serde::de::DeserializeOwned;
use serde_json::error::Category;
use types::{ApiError, ErrorCode, FieldCode, FieldError};

/// Reads one JSON value.
///
/// # Errors
/// `invalid_input` with the path of the first thing that is wrong: `""` when it is no JSON at all.
/// Nothing of the input but names of fields is repeated.
pub(crate) fn parse<T: DeserializeOwned>(text: &[u8]) -> Result<T, ApiError> {
    let mut deserializer = serde_json::Deserializer::from_slice(text);
    let value = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let path = error.path().to_string();
        let path = if path == "." { String::new() } else { path };
        match error.inner().classify() {
            Category::Data => wrong(&path, &error.inner().to_string()),
            Category::Io | Category::Syntax | Category::Eof => invalid("", FieldCode::Malformed),
        }
    })?;
    deserializer.end().map_err(|_| invalid("", FieldCode::Malformed))?;
    Ok(value)
}

/// One wrong field.
pub(crate) fn invalid(path: impl Into<String>, code: FieldCode) -> ApiError {
    ApiError { code: ErrorCode::InvalidInput, fields: vec![FieldError::new(path, code)], retry_after: None }
}

/// Serde tells what is wrong in words alone; these beginnings are part of its interface.
fn wrong(path: &str, message: &str) -> ApiError {
    let quoted = || message.split('`').nth(1).unwrap_or_default().chars().take(64).collect::<String>();
    let below = |name: String| {
        if path.is_empty() || path == name || path.ends_with(&format!(".{name}")) {
            if path.is_empty() { name } else { path.to_owned() }
        } else {
            format!("{path}.{name}")
        }
    };
    if message.starts_with("unknown field") {
        return invalid(below(quoted()), FieldCode::UnknownField);
    }
    if message.starts_with("missing field") {
        return invalid(below(quoted()), FieldCode::Required);
    }
    if message.starts_with("unknown variant") {
        return invalid(path, FieldCode::UnknownValue);
    }
    invalid(path, FieldCode::Malformed)
}

#[cfg(test)]
mod tests {
    use types::{CreateRegistration, CreateUser, RegisterDevice, UpdateUser};

    use super::*;

    fn fault<T: DeserializeOwned>(text: &str) -> (String, FieldCode) {
        let Err(error) = parse::<T>(text.as_bytes()) else { panic!("accepted: {text}") };
        assert_eq!(error.code, ErrorCode::InvalidInput);
        (error.fields[0].path.clone(), error.fields[0].code)
    }

    #[test]
    fn a_wrong_field_is_named_by_its_path() {
        let user = |text: &str| fault::<CreateUser>(text);
        assert_eq!(user(r#"{"username":"a","is_admin":true}"#), ("is_admin".into(), FieldCode::UnknownField));
        assert_eq!(
            user(r#"{"username":"a","email":"a@b.example"}"#),
            ("display_name".into(), FieldCode::Required)
        );
        assert_eq!(user(r#"{"username":7}"#), ("username".into(), FieldCode::Malformed));
        assert_eq!(
            user(r#"{"username":"a","rights":["sign_in","fly"]}"#),
            ("rights[1]".into(), FieldCode::UnknownValue)
        );
        assert_eq!(fault::<UpdateUser>(r#"{"state":"dead"}"#), ("state".into(), FieldCode::UnknownValue));
        assert_eq!(
            fault::<CreateRegistration>(r#"{"user_id":"x"}"#),
            ("user_id".into(), FieldCode::Malformed)
        );
        let nested = r#"{"username":"a","public_key":"k","device":{"platform":"linux","root":1}}"#;
        assert_eq!(fault::<RegisterDevice>(nested), ("device.root".into(), FieldCode::UnknownField));
        let nested = r#"{"username":"a","public_key":"k","device":{}}"#;
        assert_eq!(fault::<RegisterDevice>(nested), ("device.platform".into(), FieldCode::Required));
    }

    #[test]
    fn what_is_no_json_is_wrong_as_a_whole() {
        for text in ["", "{", "nonsense", "{\"username\":\"a\",}"] {
            assert_eq!(fault::<CreateUser>(text), (String::new(), FieldCode::Malformed), "{text:.20}");
        }
        assert_eq!(fault::<CreateUser>(&"[".repeat(1_000)).1, FieldCode::Malformed);
        assert_eq!(fault::<UpdateUser>("{} {}"), (String::new(), FieldCode::Malformed));
        assert_eq!(fault::<CreateUser>("[1]").1, FieldCode::Malformed);
    }
}
