//! Query strings of lists.

use axum::{extract::FromRequestParts, http::request::Parts};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use types::{
    AcceptanceQuery, ApiError, AuditQuery, DeviceCertificateQuery, DeviceQuery, FieldCode, FindGroups,
    GroupQuery, HistoryQuery, HolderQuery, ImportRowQuery, InvitationQuery, JobItemQuery, MessageQuery,
    PageQuery, UserQuery,
};

use super::parse::{invalid, parse};
use crate::{AppState, http::problem::Problem};

/// Parameters that every list takes.
const PAGE: [&str; 3] = ["cursor", "limit", "total"];

/// A list with its own filters beside those.
pub(crate) trait Filters: DeserializeOwned {
    /// The names of the filters.
    const NAMES: &[&str];
}

impl Filters for UserQuery {
    const NAMES: &[&str] = &["q", "state", "source", "group_id", "right", "has_devices", "invited"];
}

impl Filters for GroupQuery {
    const NAMES: &[&str] = &["q", "source", "user_id"];
}

impl Filters for DeviceQuery {
    const NAMES: &[&str] = &["q", "state", "platform", "user_id", "label_id"];
}

impl Filters for DeviceCertificateQuery {
    const NAMES: &[&str] = &["state", "device_id"];
}

impl Filters for InvitationQuery {
    const NAMES: &[&str] = &["q", "reaction"];
}

impl Filters for AcceptanceQuery {
    const NAMES: &[&str] = &["q", "user_id", "language", "country", "version", "platform", "from", "until"];
}

impl Filters for MessageQuery {
    const NAMES: &[&str] = &["q", "state", "kind", "channel", "user_id", "from", "until"];
}

impl Filters for ImportRowQuery {
    const NAMES: &[&str] = &["plan"];
}

impl Filters for JobItemQuery {
    const NAMES: &[&str] = &["outcome"];
}

impl Filters for HolderQuery {
    const NAMES: &[&str] = &[];
}

impl Filters for FindGroups {
    const NAMES: &[&str] = &["q"];
}

impl Filters for HistoryQuery {
    const NAMES: &[&str] = &["kind"];
}

impl Filters for PageQuery {
    const NAMES: &[&str] = &[];
}

impl Filters for AuditQuery {
    const NAMES: &[&str] = &["q", "target_id"];
}

/// The query of a list. Empty values are no values; unknown and doubled names are refused.
#[derive(Debug, Clone)]
pub(crate) struct List<T>(pub(crate) T);

impl<T: Filters> FromRequestParts<AppState> for List<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, Problem> {
        Ok(read(parts.uri.query().unwrap_or_default()).map(Self)?)
    }
}

fn read<T: Filters>(query: &str) -> Result<T, ApiError> {
    let mut values = Map::new();
    for (name, text) in url::form_urlencoded::parse(query.as_bytes()) {
        if !PAGE.contains(&name.as_ref()) && !T::NAMES.contains(&name.as_ref()) {
            return Err(invalid(name.chars().take(64).collect::<String>(), FieldCode::UnknownField));
        }
        if text.is_empty() {
            continue;
        }
        let value = value(&name, &text).ok_or_else(|| invalid(name.as_ref(), FieldCode::Malformed))?;
        if values.insert(name.to_string(), value).is_some() {
            return Err(invalid(name.as_ref(), FieldCode::Malformed));
        }
    }
    parse(Value::Object(values).to_string().as_bytes())
}

fn value(name: &str, text: &str) -> Option<Value> {
    match name {
        "limit" => text.parse::<u32>().ok().map(Value::from),
        "version" => text.parse::<i64>().ok().map(Value::from),
        "total" | "has_devices" | "invited" => text.parse::<bool>().ok().map(Value::from),
        _ => Some(Value::from(text)),
    }
}

#[cfg(test)]
mod tests {
    use types::{DeviceState, ErrorCode};

    use super::*;

    #[test]
    fn a_query_is_read_with_its_types() {
        let query: DeviceQuery = read("q=think+pad&state=active&platform=&limit=20&total=true").unwrap();
        assert_eq!(query.q.as_deref(), Some("think pad"));
        assert_eq!(query.state, Some(DeviceState::Active));
        assert_eq!(query.platform, None);
        assert_eq!((query.page.limit, query.page.total), (Some(20), true));
    }

    #[test]
    fn what_a_list_does_not_know_is_named() {
        for (query, path, code) in [
            ("sort=name", "sort", FieldCode::UnknownField),
            ("limit=many", "limit", FieldCode::Malformed),
            ("limit=-1", "limit", FieldCode::Malformed),
            ("total=maybe", "total", FieldCode::Malformed),
            ("q=a&q=b", "q", FieldCode::Malformed),
        ] {
            let error = read::<DeviceQuery>(query).unwrap_err();
            assert_eq!(error.code, ErrorCode::InvalidInput);
            assert_eq!((error.fields[0].path.as_str(), error.fields[0].code), (path, code), "{query}");
        }
        for query in ["state=flying", "user_id=x", "platform=amiga"] {
            assert_eq!(read::<DeviceQuery>(query).unwrap_err().code, ErrorCode::InvalidInput, "{query}");
        }
    }
}
