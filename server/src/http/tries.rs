//! Wrong API tokens, counted by address. Only wrong ones count: a right one always works.

use std::{fmt, net::IpAddr, num::NonZeroU32};

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter, clock::Clock as _};
use types::{ApiError, ErrorCode};

const AT_ONCE: NonZeroU32 = NonZeroU32::new(120).unwrap();
const PER_MINUTE: NonZeroU32 = NonZeroU32::new(30).unwrap();
/// Addresses after which those that have been quiet are forgotten.
const MANY: usize = 10_000;

/// Who has tried how often.
pub(crate) struct WrongTokens(DefaultKeyedRateLimiter<Option<IpAddr>>);

impl Default for WrongTokens {
    fn default() -> Self {
        Self(RateLimiter::keyed(Quota::per_minute(PER_MINUTE).allow_burst(AT_ONCE)))
    }
}

impl fmt::Debug for WrongTokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WrongTokens")
    }
}

impl WrongTokens {
    /// Counts one more wrong token.
    ///
    /// # Errors
    /// `too_many_requests` from then on, until some time has passed.
    pub(crate) fn count(&self, address: Option<IpAddr>) -> Result<(), ApiError> {
        if self.0.len() > MANY {
            self.0.retain_recent();
        }
        self.0.check_key(&address).map_err(|until| {
            let wait = until.wait_time_from(governor::clock::DefaultClock::default().now());
            let seconds = u32::try_from(wait.as_secs()).unwrap_or(u32::MAX).saturating_add(1);
            ApiError { code: ErrorCode::TooManyRequests, fields: Vec::new(), retry_after: Some(seconds) }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_does_not_stop_another() {
        let tries = WrongTokens::default();
        let (bad, good) = (Some([203, 0, 113, 1].into()), Some([203, 0, 113, 2].into()));
        let refused = (0..AT_ONCE.get() + 10).find_map(|_| tries.count(bad).err()).unwrap();
        assert_eq!(refused.code, ErrorCode::TooManyRequests);
        assert!(refused.retry_after.is_some_and(|seconds| seconds > 0));
        assert!(tries.count(good).is_ok());
    }
}
