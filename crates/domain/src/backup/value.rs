//! Values of rows, as they are written into a backup.

use base64::{Engine as _, engine::general_purpose::STANDARD_NO_PAD};
use sea_orm::{DbErr, QueryResult, sea_query};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::BackupError;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    Text,
    Int,
    Bool,
    Bytes,
    Uuid,
}

impl Kind {
    /// The kind by the word that an engine has for a type.
    pub(super) fn of(word: &str) -> Option<Self> {
        Some(match word.to_ascii_lowercase().as_str() {
            "text" | "varchar" | "character varying" => Self::Text,
            "bigint" | "integer" | "smallint" => Self::Int,
            "boolean" => Self::Bool,
            "blob" | "bytea" => Self::Bytes,
            "uuid" | "uuid_text" => Self::Uuid,
            _ => return None,
        })
    }
}

/// One value; bytes are base64, ids are written as usual.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum Value {
    Null,
    Bool(bool),
    Int(i64),
    Text(String),
}

impl Value {
    /// Reads a column of a row.
    pub(super) fn read(row: &QueryResult, index: usize, kind: Kind) -> Result<Self, DbErr> {
        let value = match kind {
            Kind::Text => row.try_get_by_index::<Option<String>>(index)?.map(Self::Text),
            Kind::Int => row.try_get_by_index::<Option<i64>>(index)?.map(Self::Int),
            Kind::Bool => row.try_get_by_index::<Option<bool>>(index)?.map(Self::Bool),
            Kind::Bytes => row
                .try_get_by_index::<Option<Vec<u8>>>(index)?
                .map(|bytes| Self::Text(STANDARD_NO_PAD.encode(bytes))),
            Kind::Uuid => row.try_get_by_index::<Option<Uuid>>(index)?.map(|id| Self::Text(id.to_string())),
        };
        Ok(value.unwrap_or(Self::Null))
    }

    /// About how many bytes it takes in a piece.
    pub(super) fn size(&self) -> usize {
        match self {
            Self::Text(text) => text.len() + 8,
            Self::Null | Self::Bool(_) | Self::Int(_) => 8,
        }
    }

    /// The value for a statement.
    pub(super) fn bind(self, kind: Kind) -> Result<sea_query::Value, BackupError> {
        Ok(match (kind, self) {
            (Kind::Text, Self::Null) => None::<String>.into(),
            (Kind::Text, Self::Text(text)) => text.into(),
            (Kind::Int, Self::Null) => None::<i64>.into(),
            (Kind::Int, Self::Int(number)) => number.into(),
            (Kind::Bool, Self::Null) => None::<bool>.into(),
            (Kind::Bool, Self::Bool(yes)) => yes.into(),
            (Kind::Bytes, Self::Null) => None::<Vec<u8>>.into(),
            (Kind::Bytes, Self::Text(text)) => {
                STANDARD_NO_PAD.decode(text).map_err(|_| BackupError::Unknown)?.into()
            }
            (Kind::Uuid, Self::Null) => None::<Uuid>.into(),
            (Kind::Uuid, Self::Text(text)) => text.parse::<Uuid>().map_err(|_| BackupError::Unknown)?.into(),
            _ => return Err(BackupError::Unknown),
        })
    }
}
