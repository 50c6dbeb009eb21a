//! How long a task rests between two runs.

use std::time::Duration;

/// The longest rest after failures.
const LONGEST: Duration = Duration::from_secs(30);

/// The rest of a task: its own while it works, doubling while it fails.
#[derive(Debug)]
pub(super) struct Pace {
    usual: Duration,
    failures: u32,
}

impl Pace {
    pub(super) fn new(usual: Duration) -> Self {
        Self { usual, failures: 0 }
    }

    /// Takes note of how a run ended and gives the rest before the next one. After a failure it is at
    /// least a second, so that a database that is away is not hammered.
    pub(super) fn after(&mut self, worked: bool) -> Duration {
        if worked {
            self.failures = 0;
            return self.usual;
        }
        self.failures = self.failures.saturating_add(1);
        let slower = Duration::from_secs(1).saturating_mul(1 << self.failures.saturating_sub(1).min(5));
        slower.min(LONGEST).max(self.usual)
    }

    /// Whether the task failed last time; then nothing wakes it early.
    pub(super) fn is_failing(&self) -> bool {
        self.failures > 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_task_slows_down_and_recovers_at_once() {
        let mut pace = Pace::new(Duration::from_millis(500));
        assert_eq!(pace.after(true), Duration::from_millis(500));
        let rests: Vec<u64> = (0..7).map(|_| pace.after(false).as_secs()).collect();
        assert_eq!(rests, [1, 2, 4, 8, 16, 30, 30]);
        assert!(pace.is_failing());
        assert_eq!(pace.after(true), Duration::from_millis(500));
        assert!(!pace.is_failing());
    }

    #[test]
    fn a_slow_task_is_not_hurried_by_failing() {
        let mut pace = Pace::new(Duration::from_mins(10));
        assert_eq!(pace.after(false), Duration::from_mins(10));
    }
}
