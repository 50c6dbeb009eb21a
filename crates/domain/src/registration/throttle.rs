//! Throttles in front of PINs and links: failures per address and over all, in memory, by the clock of
//! the rules. They make guessing over many names slow; the counter of a person is `tries`.

use std::{
    collections::HashMap,
    net::{IpAddr, Ipv6Addr},
    sync::{Mutex, PoisonError},
};

use types::Timestamp;

use crate::error::{Error, Result};

/// Failures that come at once before an address has to wait, and failures a second after that.
const PER_ADDRESS: Rate = Rate { burst: 600.0, per_second: 5.0 };
/// The same over all addresses.
const OVER_ALL: Rate = Rate { burst: 5_000.0, per_second: 50.0 };
/// Addresses kept in mind; rested ones are forgotten first.
const MOST_ADDRESSES: usize = 20_000;

#[derive(Debug, Clone, Copy)]
struct Rate {
    burst: f64,
    per_second: f64,
}

/// What is left of a burst.
#[derive(Debug, Clone, Copy)]
struct Bucket {
    left: f64,
    at: Timestamp,
}

impl Bucket {
    fn full(rate: Rate, at: Timestamp) -> Self {
        Self { left: rate.burst, at }
    }

    fn refill(&mut self, rate: Rate, now: Timestamp) {
        let rested = now.since(self.at).as_secs_f64() * rate.per_second;
        self.left = (self.left + rested).min(rate.burst);
        self.at = self.at.max(now);
    }

    /// Seconds until one try is there again, if none is.
    fn wait(self, rate: Rate) -> Option<u32> {
        // The number is small and positive: at most one try is missing.
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        (self.left < 1.0).then(|| ((1.0 - self.left) / rate.per_second).ceil() as u32)
    }
}

/// Failures counted in memory.
#[derive(Debug, Default)]
pub(crate) struct Throttles {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    all: Option<Bucket>,
    addresses: HashMap<IpAddr, Bucket>,
}

impl Throttles {
    /// Takes one try before it is made.
    ///
    /// # Errors
    /// `too_many_requests` with the seconds to wait.
    pub(crate) fn take(&self, address: Option<IpAddr>, now: Timestamp) -> Result<()> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let State { all, addresses } = &mut *state;
        let all = all.get_or_insert(Bucket::full(OVER_ALL, now));
        all.refill(OVER_ALL, now);
        if let Some(seconds) = all.wait(OVER_ALL) {
            return Err(Error::throttled(seconds));
        }
        if let Some(network) = address.map(network) {
            make_room(addresses, now);
            let own = addresses.entry(network).or_insert(Bucket::full(PER_ADDRESS, now));
            own.refill(PER_ADDRESS, now);
            if let Some(seconds) = own.wait(PER_ADDRESS) {
                return Err(Error::throttled(seconds));
            }
            own.left -= 1.0;
        }
        all.left -= 1.0;
        Ok(())
    }

    /// Gives the try back that turned out to be no guess.
    pub(crate) fn give_back(&self, address: Option<IpAddr>) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(all) = &mut state.all {
            all.left = (all.left + 1.0).min(OVER_ALL.burst);
        }
        if let Some(own) = address.map(network).and_then(|network| state.addresses.get_mut(&network)) {
            own.left = (own.left + 1.0).min(PER_ADDRESS.burst);
        }
    }
}

fn make_room(addresses: &mut HashMap<IpAddr, Bucket>, now: Timestamp) {
    if addresses.len() < MOST_ADDRESSES {
        return;
    }
    addresses.retain(|_, bucket| {
        bucket.refill(PER_ADDRESS, now);
        bucket.left < PER_ADDRESS.burst
    });
    if addresses.len() >= MOST_ADDRESSES {
        // All of them are guessing at this moment: the throttle over all stands alone for a while.
        addresses.clear();
    }
}

/// An IPv6 customer has a whole /64.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => address.into(),
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64)).into(),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use types::ErrorCode;

    use super::*;

    fn start() -> Timestamp {
        Timestamp::from_millis(1_795_268_580_000)
    }

    fn refused(outcome: Result<()>) -> Option<u32> {
        let Err(Error::Refused(error)) = outcome else { return None };
        assert_eq!(error.code, ErrorCode::TooManyRequests);
        error.retry_after
    }

    #[test]
    fn an_address_that_keeps_failing_has_to_wait_and_others_do_not() {
        let throttles = Throttles::default();
        let (one, other) = (Some([203, 0, 113, 1].into()), Some([203, 0, 113, 2].into()));
        for _ in 0..600 {
            throttles.take(one, start()).unwrap();
        }
        assert_eq!(refused(throttles.take(one, start())), Some(1));
        throttles.take(other, start()).unwrap();
        let later = start() + Duration::from_secs(1);
        for _ in 0..5 {
            throttles.take(one, later).unwrap();
        }
        assert!(refused(throttles.take(one, later)).is_some());
    }

    #[test]
    fn a_try_that_was_right_costs_nothing() {
        let throttles = Throttles::default();
        let address = Some([203, 0, 113, 1].into());
        for _ in 0..10_000 {
            throttles.take(address, start()).unwrap();
            throttles.give_back(address);
        }
    }

    #[test]
    fn many_addresses_together_are_slowed_down_too() {
        let throttles = Throttles::default();
        for n in 0..5_000_u32 {
            throttles.take(Some(std::net::Ipv4Addr::from_bits(n).into()), start()).unwrap();
        }
        assert!(refused(throttles.take(Some([203, 0, 113, 1].into()), start())).is_some());
        assert!(refused(throttles.take(None, start())).is_some());
    }

    #[test]
    fn addresses_of_one_ipv6_network_count_as_one() {
        let at = |text: &str| network(text.parse().unwrap());
        assert_eq!(at("2001:db8:1:2::1"), at("2001:db8:1:2:ffff::9"));
        assert_ne!(at("2001:db8:1:2::1"), at("2001:db8:1:3::1"));
        assert_eq!(at("::ffff:203.0.113.1"), at("203.0.113.1"));
    }
}
