use std::fs;

use super::fake::{DEVICE, Fake};
use super::*;
use crate::state::StateDir;

#[tokio::test]
async fn a_pin_registers_and_the_answer_is_remembered() {
    let (fake, folder) = (Fake::start().await, tempfile::tempdir().unwrap());
    agent(folder.path(), &["register", &fake.link(), "--platform", "ios"]).await.unwrap();
    let body = fake.book(|book| book.registrations[0].clone());
    assert_eq!((&body["username"], &body["pin"]), (&"amira@example.com".into(), &"12345678".into()));
    assert_eq!(body["device"]["platform"], "ios");
    assert!(body.get("link_token").is_none() && body["device"].get("battery_percent").is_none());
    let state = StateDir::at(folder.path().join("state")).load().unwrap().unwrap();
    assert_eq!((state.device_id.as_str(), state.base_url), (DEVICE, fake.base_url()));
    assert!(state.simulated);
    agent(folder.path(), &["status"]).await.unwrap();
}

#[tokio::test]
async fn a_link_registers_with_its_token_alone() {
    let (fake, folder) = (Fake::start().await, tempfile::tempdir().unwrap());
    agent(folder.path(), &["register", &format!("{}/r/AbC-_1", fake.base_url())]).await.unwrap();
    let body = fake.book(|book| book.registrations[0].clone());
    assert_eq!(body["link_token"], "AbC-_1");
    assert!(body.get("username").is_none() && body.get("pin").is_none());
}

#[tokio::test]
async fn server_user_and_pin_register_too() {
    let (fake, folder) = (Fake::start().await, tempfile::tempdir().unwrap());
    let server = fake.base_url();
    agent(folder.path(), &["register", "--server", &server, "--user", "amira", "--pin", "1"]).await.unwrap();
    assert_eq!(fake.book(|book| book.registrations[0]["username"].clone()), "amira");
}

#[tokio::test]
async fn a_lost_answer_is_asked_for_again_with_the_same_key() {
    let (fake, folder) = (Fake::start().await, tempfile::tempdir().unwrap());
    fake.book(|book| book.instead.push_back((500, "internal", None)));
    assert_eq!(exit_code(agent(folder.path(), &["register", &fake.link()]).await), 5);
    agent(folder.path(), &["register", &fake.link()]).await.unwrap();
    let keys = fake
        .book(|book| book.registrations.iter().map(|body| body["public_key"].clone()).collect::<Vec<_>>());
    assert_eq!(keys.len(), 2);
    assert_eq!(keys[0], keys[1]);
}

#[tokio::test]
async fn each_refusal_has_its_exit_code_and_leaves_nothing_registered() {
    let (fake, folder) = (Fake::start().await, tempfile::tempdir().unwrap());
    for (status, code, expected) in [
        (403, "registration_refused", 3),
        (409, "device_limit_reached", 4),
        (429, "too_many_requests", 4),
        (503, "unavailable", 5),
    ] {
        fake.book(|book| book.instead.push_back((status, code, Some(9))));
        assert_eq!(exit_code(agent(folder.path(), &["register", &fake.link()]).await), expected, "{code}");
    }
    assert_eq!(exit_code(agent(folder.path(), &["run", "--once"]).await), 2);
    assert_eq!(exit_code(agent(folder.path(), &["status"]).await), 0);
}

#[tokio::test]
async fn an_absent_server_is_a_network_fault() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let folder = tempfile::tempdir().unwrap();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let link = format!("mirp://{}&user=u&pin=1", listener.local_addr().unwrap());
    drop(listener);
    assert_eq!(exit_code(agent(folder.path(), &["register", &link]).await), 5);
}

#[tokio::test]
async fn a_registered_folder_is_not_registered_again() {
    let (fake, folder) = (Fake::start().await, tempfile::tempdir().unwrap());
    agent(folder.path(), &["register", &fake.link()]).await.unwrap();
    let error = agent(folder.path(), &["register", &fake.link()]).await.unwrap_err();
    assert_eq!(error.exit_code(), 2);
    assert_eq!(fake.book(|book| book.registrations.len()), 1);
}

#[tokio::test]
async fn a_device_that_is_gone_registers_afresh_with_another_key() {
    let (fake, folder) = (Fake::start().await, tempfile::tempdir().unwrap());
    agent(folder.path(), &["register", &fake.link()]).await.unwrap();
    fake.book(|book| book.instead.push_back((403, "device_gone", None)));
    assert_eq!(exit_code(agent(folder.path(), &["run"]).await), 6);
    assert_eq!(exit_code(agent(folder.path(), &["run"]).await), 6);
    assert_eq!(exit_code(agent(folder.path(), &["status"]).await), 6);
    agent(folder.path(), &["register", &fake.link()]).await.unwrap();
    let keys = fake
        .book(|book| book.registrations.iter().map(|body| body["public_key"].clone()).collect::<Vec<_>>());
    assert_ne!(keys[0], keys[1]);
    agent(folder.path(), &["run", "--once"]).await.unwrap();
}

#[tokio::test]
async fn a_server_that_names_a_foreign_plain_address_is_not_believed() {
    let (fake, folder) = (Fake::start().await, tempfile::tempdir().unwrap());
    let link = fake.link();
    fake.book(|book| book.base_url = "http://gatehouse.example".to_owned());
    assert_eq!(exit_code(agent(folder.path(), &["register", &link]).await), 5);
    assert!(StateDir::at(folder.path().join("state")).load().unwrap().is_none());
}

#[tokio::test]
async fn no_error_repeats_pin_or_token() {
    let (fake, folder) = (Fake::start().await, tempfile::tempdir().unwrap());
    for status in [403, 404, 409, 422, 429, 500] {
        for link in [fake.link(), format!("{}/r/12345678", fake.base_url())] {
            fake.book(|book| book.instead.push_back((status, "registration_refused", None)));
            let error = agent(folder.path(), &["register", &link]).await.unwrap_err();
            assert!(!error.to_string().contains("12345678"), "{error}");
        }
    }
    let files: Vec<_> = fs::read_dir(folder.path().join("state")).unwrap().flatten().collect();
    assert!(files.iter().all(|file| !fs::read_to_string(file.path()).unwrap().contains("12345678")));
}
