//! Lists by key: a page of items and the cursor that continues behind its last one.

use serde::{Deserialize, Serialize};

use crate::{
    error::{FieldCode, FieldError},
    validate::Validate,
};

/// Which part of a list is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageQuery {
    /// Opaque text from [`Page::next_cursor`]; nothing for the first page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// 1 to 200 items; 50 when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// Whether to count all that match, too.
    #[serde(default)]
    pub total: bool,
}

impl PageQuery {
    /// Most items on a page.
    pub const MAX_LIMIT: u32 = 200;
    /// Items on a page when nothing is asked for.
    pub const DEFAULT_LIMIT: u32 = 50;

    /// The number of items asked for, within bounds.
    pub fn limit(&self) -> u32 {
        self.limit.unwrap_or(Self::DEFAULT_LIMIT).clamp(1, Self::MAX_LIMIT)
    }
}

impl Validate for PageQuery {
    fn check(&self, errors: &mut Vec<FieldError>) {
        if self.limit.is_some_and(|limit| !(1..=Self::MAX_LIMIT).contains(&limit)) {
            errors.push(FieldError::new("limit", FieldCode::OutOfRange));
        }
        if self.cursor.as_ref().is_some_and(|cursor| cursor.len() > 512) {
            errors.push(FieldError::new("cursor", FieldCode::Malformed));
        }
    }
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Page<T> {
    /// The items, in the list's order.
    pub items: Vec<T>,
    /// Where the next page begins; nothing on the last page.
    pub next_cursor: Option<String>,
    /// How many match in all; only when asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
}
