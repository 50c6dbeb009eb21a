use serde_json::{Value, json};

use super::fake::Fake;
use super::*;
use crate::journal::{Journal, Outcome};
use crate::state::StateDir;

const COMMAND: &str = "0198f3a2-7c1e-7d44-9a55-000000000001";

async fn registered() -> (Fake, tempfile::TempDir) {
    let (fake, folder) = (Fake::start().await, tempfile::tempdir().unwrap());
    agent(folder.path(), &["register", &fake.link()]).await.unwrap();
    (fake, folder)
}

fn lock_command() -> Value {
    json!({ "id": COMMAND, "action": "lock", "params": { "message": "Call me" } })
}

fn journal(folder: &tempfile::TempDir) -> Journal {
    Journal::open(StateDir::at(folder.path().join("state")).results()).unwrap()
}

#[tokio::test]
async fn a_lock_is_carried_out_and_reported() {
    let (fake, folder) = registered().await;
    fake.book(|book| book.commands.push(lock_command()));
    agent(folder.path(), &["run", "--once"]).await.unwrap();
    let results = fake.book(|book| book.results.clone());
    assert_eq!(results.len(), 1);
    assert_eq!(results[0].0, COMMAND);
    let detail = "Simulated: the screen would now show “Call me”.";
    assert_eq!(results[0].1, json!({ "state": "done", "detail": detail }));
    assert!(journal(&folder).ids().unwrap().is_empty());
    let state = StateDir::at(folder.path().join("state")).load().unwrap().unwrap();
    assert!(state.last_check_in_at.is_some());
}

#[tokio::test]
async fn an_action_from_the_future_fails_politely() {
    let (fake, folder) = registered().await;
    fake.book(|book| book.commands.push(json!({ "id": COMMAND, "action": "teleport", "params": null })));
    agent(folder.path(), &["run", "--once"]).await.unwrap();
    let result = fake.book(|book| book.results[0].1.clone());
    assert_eq!(result, json!({ "state": "failed", "detail": "This agent cannot do teleport." }));
}

#[tokio::test]
async fn after_a_crash_the_report_is_repeated_and_not_the_action() {
    let (fake, folder) = registered().await;
    let kept =
        Outcome { state: types::ResultState::Done, detail: "Done before the crash.".into(), secret: None };
    journal(&folder).keep(COMMAND, &kept).unwrap();
    fake.book(|book| book.commands.push(lock_command()));
    agent(folder.path(), &["run", "--once"]).await.unwrap();
    let results = fake.book(|book| book.results.clone());
    assert_eq!(results.len(), 1);
    assert_eq!(results[0].1["detail"], "Done before the crash.");
}

#[tokio::test]
async fn a_report_that_does_not_arrive_is_kept_for_the_next_round() {
    let (fake, folder) = registered().await;
    fake.book(|book| {
        book.commands.push(lock_command());
        book.instead.extend([(401, "nonce_reused", None), (401, "nonce_reused", None)]);
    });
    // Both nonces of the check-in are refused: nothing was carried out yet.
    assert_eq!(exit_code(agent(folder.path(), &["run", "--once"]).await), 3);
    assert!(journal(&folder).ids().unwrap().is_empty());
    let kept = Outcome { state: types::ResultState::Done, detail: "Kept.".into(), secret: None };
    journal(&folder).keep(COMMAND, &kept).unwrap();
    fake.book(|book| book.instead.push_back((503, "unavailable", Some(1))));
    assert_eq!(exit_code(agent(folder.path(), &["run", "--once"]).await), 5);
    assert_eq!(journal(&folder).ids().unwrap(), [COMMAND]);
    // A result that contradicts another one is of no use to anybody.
    fake.book(|book| book.instead.push_back((409, "command_finished", None)));
    agent(folder.path(), &["run", "--once"]).await.unwrap();
    assert_eq!(fake.book(|book| book.results.len()), 1);
    assert!(journal(&folder).ids().unwrap().is_empty());
}

#[tokio::test]
async fn a_command_whose_id_is_a_path_is_left_out() {
    let (fake, folder) = registered().await;
    fake.book(|book| book.commands.push(json!({ "id": "../../state", "action": "lock", "params": {} })));
    agent(folder.path(), &["run", "--once"]).await.unwrap();
    assert!(fake.book(|book| book.results.is_empty()));
}

#[tokio::test]
async fn a_wrong_clock_is_corrected_once_and_remembered() {
    let (fake, folder) = registered().await;
    fake.book(|book| book.clock_ahead_s = 7200);
    agent(folder.path(), &["run", "--once"]).await.unwrap();
    let state = StateDir::at(folder.path().join("state")).load().unwrap().unwrap();
    assert!((state.clock_offset_s - 7200).abs() <= 2, "{}", state.clock_offset_s);
    agent(folder.path(), &["run", "--once"]).await.unwrap();
    assert_eq!(fake.book(|book| book.check_ins.len()), 2);
}

#[tokio::test]
async fn without_a_date_a_stale_signature_stays_stale() {
    let (fake, folder) = registered().await;
    fake.book(|book| (book.clock_ahead_s, book.hide_date) = (-7200, true));
    let error = agent(folder.path(), &["run", "--once"]).await.unwrap_err();
    assert_eq!(error.exit_code(), 3);
    assert!(error.to_string().contains("clock"));
}

#[tokio::test]
async fn a_server_that_does_not_know_the_key_ends_the_agent() {
    let (fake, folder) = registered().await;
    fake.book(|book| book.key = None);
    assert_eq!(exit_code(agent(folder.path(), &["run"]).await), 3);
}

#[tokio::test]
async fn facts_are_sent_at_the_start_and_then_only_when_they_change() {
    let (fake, folder) = registered().await;
    fake.book(|book| book.commands.push(lock_command()));
    // After the lock the agent comes again at once, with nothing new to say of itself.
    let (switch, stop) = Stop::new();
    let watcher = fake.clone();
    let seen = async move {
        while watcher.book(|book| book.check_ins.len()) < 2 {
            tokio::task::yield_now().await;
        }
        switch.send(true).unwrap();
    };
    let (outcome, ()) = tokio::join!(agent_until(folder.path(), &["run", "--wait-ms", "0"], stop), seen);
    assert_eq!(exit_code(outcome), 0);
    let check_ins = fake.book(|book| book.check_ins.clone());
    assert_eq!(check_ins[0]["facts"]["platform"], "linux");
    assert!(check_ins[0]["facts"]["battery_percent"].is_u64());
    assert!(check_ins[1]["facts"].is_null());
}

#[tokio::test]
async fn the_loop_outlives_a_fault_of_the_server_and_ends_cleanly() {
    let (fake, folder) = registered().await;
    fake.book(|book| book.instead.push_back((503, "unavailable", None)));
    let (switch, stop) = Stop::new();
    let watcher = fake.clone();
    let seen = async move {
        while watcher.book(|book| book.check_ins.is_empty()) {
            tokio::task::yield_now().await;
        }
        switch.send(true).unwrap();
    };
    let (outcome, ()) = tokio::join!(agent_until(folder.path(), &["run"], stop), seen);
    assert_eq!(exit_code(outcome), 0);
    assert_eq!(fake.book(|book| book.check_ins[0]["wait_ms"].clone()), 50_000);
}

#[tokio::test]
async fn two_agents_do_not_run_on_one_registration() {
    let (_fake, folder) = registered().await;
    let _held = StateDir::at(folder.path().join("state")).lock().unwrap();
    assert_eq!(exit_code(agent(folder.path(), &["run", "--once"]).await), 2);
}
