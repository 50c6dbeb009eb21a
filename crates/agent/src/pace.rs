//! How long to wait before the next request.

use std::time::Duration;

const FIRST: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_secs(60);

/// A back-off that doubles from 1 to 60 seconds with each fault, with jitter so that a thousand devices do not come back
/// in the same instant.
#[derive(Debug)]
pub(crate) struct Pace {
    next: Duration,
}

impl Pace {
    pub(crate) fn new() -> Self {
        Self { next: FIRST }
    }

    /// All is well again.
    pub(crate) fn reset(&mut self) {
        self.next = FIRST;
    }

    /// The wait after another fault: at least what the server asked for.
    pub(crate) fn after_fault(&mut self, asked: Option<Duration>) -> Duration {
        let jitter = rand::random::<u32>();
        let wait = self.jittered(jitter);
        self.next = self.next.saturating_mul(2).min(LONGEST);
        match asked {
            Some(asked) => asked.min(Duration::from_secs(3600)).saturating_add(wait),
            None => wait,
        }
    }

    /// Between half and all of the next wait.
    fn jittered(&self, random: u32) -> Duration {
        self.next.mul_f64(0.5 + f64::from(random) / f64::from(u32::MAX) / 2.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_a_minute_and_start_over() {
        let mut pace = Pace::new();
        for expected in [1, 2, 4, 8, 16, 32, 60, 60, 60] {
            let wait = pace.after_fault(None);
            assert!(wait >= Duration::from_millis(expected * 500), "{wait:?}");
            assert!(wait <= Duration::from_secs(expected), "{wait:?}");
        }
        pace.reset();
        assert!(pace.after_fault(None) <= Duration::from_secs(1));
    }

    #[test]
    fn jitter_spreads_over_half_the_wait() {
        let pace = Pace { next: LONGEST };
        assert_eq!(pace.jittered(0), Duration::from_secs(30));
        assert_eq!(pace.jittered(u32::MAX), Duration::from_secs(60));
    }

    #[test]
    fn the_server_is_given_the_time_it_asks_for() {
        let mut pace = Pace::new();
        assert!(pace.after_fault(Some(Duration::from_secs(90))) >= Duration::from_secs(90));
        assert!(pace.after_fault(Some(Duration::MAX)) <= Duration::from_secs(3700));
    }
}
