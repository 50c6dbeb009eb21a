//! Limits in front of every way to guess: by address and over all. They are kept in memory, cost nothing
//! to refuse, and do not look at who is meant.

use std::{
    fmt,
    net::{IpAddr, Ipv6Addr},
    num::NonZeroU32,
    time::Duration,
};

use governor::{
    NotUntil, Quota, RateLimiter,
    middleware::NoOpMiddleware,
    nanos::Nanos,
    state::{InMemoryState, NotKeyed, keyed::HashMapStateStore},
};

use crate::{
    Clock,
    error::{Error, Result},
};

/// Tries that one address may make at once; then one every two seconds. A whole office may share one.
const ADDRESS_BURST: NonZeroU32 = at_least_one(100);
const ADDRESS_REFILL: Duration = Duration::from_secs(2);

/// Tries that all may make at once; then fifty a second, below what two processors can hash.
const GLOBAL_BURST: NonZeroU32 = at_least_one(300);
const GLOBAL_REFILL: Duration = Duration::from_millis(20);

const fn at_least_one(count: u32) -> NonZeroU32 {
    match NonZeroU32::new(count) {
        Some(count) => count,
        None => NonZeroU32::MIN,
    }
}

type Middleware = NoOpMiddleware<Nanos>;

/// Limits by address and over all.
pub(crate) struct Limits {
    clock: GovernorClock,
    by_address: RateLimiter<IpAddr, HashMapStateStore<IpAddr>, GovernorClock, Middleware>,
    global: RateLimiter<NotKeyed, InMemoryState, GovernorClock, Middleware>,
}

impl fmt::Debug for Limits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Limits").finish_non_exhaustive()
    }
}

impl Limits {
    /// Fresh limits that run by `clock`.
    pub(crate) fn new(clock: &Clock) -> Self {
        let clock = GovernorClock(clock.clone());
        Self {
            by_address: RateLimiter::new(
                quota(ADDRESS_REFILL, ADDRESS_BURST),
                HashMapStateStore::default(),
                clock.clone(),
            ),
            global: RateLimiter::direct_with_clock(quota(GLOBAL_REFILL, GLOBAL_BURST), clock.clone()),
            clock,
        }
    }

    /// Takes one try from both limits.
    ///
    /// # Errors
    /// `too_many_requests`.
    pub(crate) fn take(&self, address: Option<IpAddr>) -> Result<()> {
        if let Some(address) = address {
            self.by_address.check_key(&network_of(address)).map_err(|refused| self.wait(&refused))?;
        }
        self.global.check().map_err(|refused| self.wait(&refused))
    }

    /// Forgets addresses that have their whole burst again.
    pub(crate) fn forget_idle(&self) {
        self.by_address.retain_recent();
        self.by_address.shrink_to_fit();
    }

    fn wait(&self, refused: &NotUntil<Nanos>) -> Error {
        self.clock.wait(refused)
    }
}

/// One customer has one IPv4 address, or a whole /64 of IPv6.
fn network_of(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX))),
    }
}

pub(crate) fn quota(refill: Duration, burst: NonZeroU32) -> Quota {
    Quota::with_period(refill).unwrap_or(Quota::per_second(NonZeroU32::MIN)).allow_burst(burst)
}

/// The clock of the rules, as governor reads it.
#[derive(Debug, Clone)]
pub(crate) struct GovernorClock(pub(crate) Clock);

impl GovernorClock {
    /// Says how long to wait.
    pub(crate) fn wait(&self, refused: &NotUntil<Nanos>) -> Error {
        use governor::clock::Clock as _;
        let wait = refused.wait_time_from(self.now());
        Error::throttled(u32::try_from(wait.as_millis().div_ceil(1000)).unwrap_or(u32::MAX))
    }
}

impl governor::clock::Clock for GovernorClock {
    type Instant = Nanos;

    fn now(&self) -> Nanos {
        Nanos::from(Duration::from_millis(self.0.now().as_millis().unsigned_abs()))
    }
}

#[cfg(test)]
mod tests {
    use types::{ErrorCode, Timestamp};

    use super::*;

    #[test]
    fn an_address_that_tries_too_often_waits_and_others_do_not() {
        let clock = Clock::manual(Timestamp::from_millis(1_795_268_580_000));
        let limits = Limits::new(&clock);
        let (one, other): (IpAddr, IpAddr) = ([203, 0, 113, 1].into(), [203, 0, 113, 2].into());
        for _ in 0..ADDRESS_BURST.get() {
            limits.take(Some(one)).unwrap();
        }
        assert_eq!(limits.take(Some(one)).unwrap_err().code(), ErrorCode::TooManyRequests);
        limits.take(Some(other)).unwrap();
        clock.advance(ADDRESS_REFILL);
        limits.take(Some(one)).unwrap();
        assert!(limits.take(Some(one)).is_err());
    }

    #[test]
    fn all_addresses_together_have_a_limit_too() {
        let clock = Clock::manual(Timestamp::from_millis(1_795_268_580_000));
        let limits = Limits::new(&clock);
        for index in 0..GLOBAL_BURST.get() {
            limits.take(Some(IpAddr::V4(index.into()))).unwrap();
        }
        assert!(limits.take(Some([203, 0, 113, 9].into())).is_err());
        clock.advance(GLOBAL_REFILL);
        limits.take(Some([203, 0, 113, 9].into())).unwrap();
    }

    #[test]
    fn a_customers_ipv6_network_counts_as_one() {
        let at = |text: &str| network_of(text.parse().unwrap());
        assert_eq!(at("2001:db8:1:2:aaaa::1"), at("2001:db8:1:2:bbbb::2"));
        assert_ne!(at("2001:db8:1:2::1"), at("2001:db8:1:3::1"));
        assert_eq!(at("::ffff:203.0.113.5"), at("203.0.113.5"));
    }
}
