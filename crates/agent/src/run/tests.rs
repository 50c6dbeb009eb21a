use super::*;

fn round(next_s: u64, busy: bool) -> Round {
    Round { next_check_in: Duration::from_secs(next_s), busy }
}

#[test]
fn after_work_the_agent_comes_again_at_once() {
    assert_eq!(pause_after(round(300, true), Duration::ZERO), Duration::ZERO);
}

#[test]
fn the_server_says_when_to_come_again() {
    assert_eq!(pause_after(round(300, false), Duration::from_secs(50)), Duration::from_secs(300));
    assert_eq!(pause_after(round(0, false), Duration::from_secs(50)), Duration::ZERO);
    assert_eq!(pause_after(round(u64::MAX, false), Duration::ZERO), LONGEST_PAUSE);
}

#[test]
fn a_server_that_neither_waits_nor_sends_is_not_asked_in_a_tight_loop() {
    assert_eq!(pause_after(round(0, false), Duration::ZERO), LEAST_PAUSE);
    assert_eq!(pause_after(round(0, false), Duration::from_millis(400)), Duration::from_millis(600));
}
