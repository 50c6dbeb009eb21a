//! Lists by key: the cursor, and the one way to search in a text column.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sea_orm::{
    ColumnTrait, Condition,
    sea_query::{ExprTrait, Func, SimpleExpr},
};
use subtle::ConstantTimeEq;
use types::FieldCode;
use uuid::Uuid;

use crate::{
    error::{Error, Result},
    secrets::{Keys, Purpose},
};

/// A position in a list that is ordered by id, newest first. Opaque and signed, so that nobody reads
/// or forges positions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cursor {
    /// The last id of the page before.
    pub(crate) id: Uuid,
}

impl Cursor {
    /// Reads a cursor of the list `name`.
    pub(crate) fn parse(keys: &Keys, name: &str, text: Option<&str>) -> Result<Option<Self>> {
        let Some(text) = text else { return Ok(None) };
        let malformed = || Error::invalid("cursor", FieldCode::Malformed);
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| malformed())?;
        let (id, tag) = bytes.split_first_chunk::<16>().ok_or_else(malformed)?;
        let expected = keys.mac(Purpose::Cursor, &[name.as_bytes(), id]);
        if expected.get(..8).is_none_or(|expected| !bool::from(expected.ct_eq(tag))) {
            return Err(malformed());
        }
        Ok(Some(Self { id: Uuid::from_bytes(*id) }))
    }

    /// Cuts `rows`, which were read one more than `limit`, and gives the cursor of the next page.
    pub(crate) fn next<T>(
        keys: &Keys,
        name: &str,
        rows: &mut Vec<T>,
        limit: usize,
        id_of: impl Fn(&T) -> Uuid,
    ) -> Option<String> {
        if rows.len() <= limit {
            return None;
        }
        rows.truncate(limit);
        let id = id_of(rows.last()?).into_bytes();
        let tag = keys.mac(Purpose::Cursor, &[name.as_bytes(), &id]);
        let mut bytes = id.to_vec();
        bytes.extend(tag.iter().take(8));
        Some(URL_SAFE_NO_PAD.encode(bytes))
    }
}

/// Whether a text column contains `needle`, without regard to case. Wildcards in it stand for
/// themselves.
pub(crate) fn contains(column: impl ColumnTrait, needle: &str) -> Condition {
    let escaped: String = needle
        .to_lowercase()
        .chars()
        .flat_map(|c| if matches!(c, '%' | '_' | '\\') { vec!['\\', c] } else { vec![c] })
        .collect();
    let lowered = SimpleExpr::from(Func::lower(column.into_expr()));
    Condition::all().add(lowered.like(sea_orm::sea_query::LikeExpr::new(format!("%{escaped}%")).escape('\\')))
}
