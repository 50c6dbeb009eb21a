//! What a server function is given and how it fails.
//!
//! A server function takes typed input, calls one method of the domain and passes its error on:
//!
//! ```ignore
//! #[server(prefix = "/_fn/portal", endpoint = "devices/find")]
//! pub async fn find_device(id: DeviceId) -> Result<DeviceDetail, Failure> {
//!     let (domain, ctx) = request()?;
//!     Ok(domain.devices().find(&ctx, id).await?)
//! }
//! ```

use std::{fmt, ops::Deref};

use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};
use types::{ApiError, ErrorCode};

use crate::codec::TextJson;

/// Why a server function did not go through: the error that every face of Gatehouse speaks, as its
/// own type because the trait of server functions asks for one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Failure(pub ApiError);

impl Deref for Failure {
    type Target = ApiError;
    fn deref(&self) -> &ApiError {
        &self.0
    }
}

impl From<ApiError> for Failure {
    fn from(error: ApiError) -> Self {
        Self(error)
    }
}

impl From<ErrorCode> for Failure {
    fn from(code: ErrorCode) -> Self {
        Self(code.into())
    }
}

#[cfg(feature = "ssr")]
impl From<domain::Error> for Failure {
    fn from(error: domain::Error) -> Self {
        Self(error.into())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Failure {}

impl FromServerFnError for Failure {
    type Encoder = TextJson;

    /// The causes stay behind: some of them quote what was sent.
    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Request(_) => ErrorCode::Network.into(),
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) => ErrorCode::InvalidInput.into(),
            // At the server this is what was sent; in the browser it is an answer that makes no sense.
            ServerFnErrorErr::Deserialization(_) if cfg!(feature = "ssr") => ErrorCode::InvalidInput.into(),
            _ => ErrorCode::Internal.into(),
        }
    }

    fn status_code(&self) -> http::StatusCode {
        http::StatusCode::from_u16(self.0.code.http_status())
            .unwrap_or(http::StatusCode::INTERNAL_SERVER_ERROR)
    }
}

/// The domain and the context of the request that is being answered. The first line of every server
/// function, before anything is awaited.
///
/// # Errors
/// `internal` where the server has provided none: outside a request.
#[cfg(feature = "ssr")]
pub fn request() -> Result<(domain::Domain, domain::RequestCtx), ApiError> {
    use leptos::prelude::use_context;
    match (use_context(), use_context()) {
        (Some(domain), Some(ctx)) => Ok((domain, ctx)),
        _ => {
            tracing::error!("a server function was called outside a request");
            Err(ErrorCode::Internal.into())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_travels_as_the_error_alone() {
        let failure = Failure::from(ErrorCode::DeviceLimitReached);
        let parts = failure.ser();
        assert_eq!(parts.status_code, http::StatusCode::CONFLICT);
        assert_eq!(&parts.body[..], br#"{"code":"device_limit_reached"}"#);
        assert_eq!(Failure::de(parts.body), failure);
    }

    #[test]
    fn what_was_sent_is_not_quoted() {
        let failure = Failure::from_server_fn_error(ServerFnErrorErr::Args("pin=12345678".to_owned()));
        assert_eq!(failure.code, ErrorCode::InvalidInput);
        assert!(!format!("{failure:?}").contains("1234"));
    }
}
