//! Errors of the rules. What a caller may know is an [`ApiError`]; everything else stays inside and
//! becomes `internal` or `unavailable`.

use sea_orm::{DbErr, RuntimeErr, SqlErr};
use types::{ApiError, ErrorCode, FieldCode, FieldError};

/// The result of a rule.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a rule did not go through.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Refused, with what the caller may know.
    #[error("refused: {0}")]
    Refused(ApiError),
    /// The database failed.
    #[error("database error")]
    Db(#[source] DbErr),
    /// Something else failed inside.
    #[error("{0}")]
    Internal(String),
}

impl Error {
    /// Refused for fields that break rules.
    pub fn invalid(path: &str, code: FieldCode) -> Self {
        Self::Refused(ApiError {
            code: ErrorCode::InvalidInput,
            fields: vec![FieldError::new(path, code)],
            retry_after: None,
        })
    }

    /// Refused until some seconds have passed.
    pub fn throttled(retry_after_s: u32) -> Self {
        Self::Refused(ApiError {
            code: ErrorCode::TooManyRequests,
            fields: Vec::new(),
            retry_after: Some(retry_after_s.max(1)),
        })
    }

    /// An internal fault, described for the log.
    pub fn internal(what: impl std::fmt::Display) -> Self {
        Self::Internal(what.to_string())
    }

    /// The code that a caller will see.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::Refused(error) => error.code,
            Self::Db(error) if is_unavailable(error) => ErrorCode::Unavailable,
            Self::Db(_) | Self::Internal(_) => ErrorCode::Internal,
        }
    }

    /// Whether the database refused a second row with the same unique key.
    pub fn is_unique_violation(&self) -> bool {
        matches!(self, Self::Db(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))))
    }
}

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        Self::Db(error)
    }
}

impl From<ApiError> for Error {
    fn from(error: ApiError) -> Self {
        Self::Refused(error)
    }
}

impl From<ErrorCode> for Error {
    fn from(code: ErrorCode) -> Self {
        Self::Refused(ApiError::new(code))
    }
}

impl From<Error> for ApiError {
    /// What the caller may know. Internal causes go to the log, whose span carries the request id.
    fn from(error: Error) -> Self {
        let code = error.code();
        match error {
            Error::Refused(error) => error,
            Error::Db(source) => {
                tracing::error!(error = %source, "database error");
                let retry_after = (code == ErrorCode::Unavailable).then_some(2);
                Self { code, fields: Vec::new(), retry_after }
            }
            Error::Internal(what) => {
                tracing::error!(error = %what, "internal error");
                Self::new(code)
            }
        }
    }
}

fn is_unavailable(error: &DbErr) -> bool {
    matches!(
        error,
        DbErr::ConnectionAcquire(_)
            | DbErr::Conn(_)
            | DbErr::Exec(RuntimeErr::Internal(_))
            | DbErr::Query(RuntimeErr::Internal(_))
    ) || error.to_string().contains("database is locked")
}
