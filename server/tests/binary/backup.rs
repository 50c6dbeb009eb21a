//! Backups by command: written while a server works, restored elsewhere, refused with a reason.

use std::{fs, os::unix::fs::PermissionsExt as _};

use serde_json::json;

use crate::support::{Home, http, said};

/// Another installation with the same master key and nothing else.
fn elsewhere(home: &Home) -> Home {
    let other = Home::new();
    fs::create_dir(other.path("data")).unwrap();
    fs::copy(home.path("data/master.key"), other.path("data/master.key")).unwrap();
    other
}

#[test]
fn a_backup_of_a_working_server_becomes_another_one() {
    let home = Home::with_admin();
    let token = home.token();
    let server = home.serve(&[]);
    let amira =
        json!({ "username": "amira", "display_name": "Amira Haddad", "email": "amira@vellmere.example" });
    let bearer = format!("Authorization: Bearer {token}");
    let headers = [bearer.as_str()];
    assert_eq!(http(&server.address(), "POST", "/api/v1/users", &headers, Some(&amira)).unwrap().0, 201);
    let file = home.path("gatehouse.backup");
    let file = file.to_str().unwrap();
    let made = home.run(&["backup", file], &[]);
    assert!(made.status.success(), "{}", said(&made));
    assert_eq!(fs::metadata(file).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(home.run(&["backup", file], &[]).status.code(), Some(1), "an older backup stays");
    assert!(home.run(&["backup", file, "--replace"], &[]).status.success());
    assert_eq!(named(&home, "gatehouse.backup"), ["gatehouse.backup"]);
    drop(server);

    let other = elsewhere(&home);
    let checked = other.run(&["restore", file, "--check"], &[]);
    assert!(said(&checked).contains("whole"), "{}", said(&checked));
    let restored = other.run(&["restore", file], &[]);
    assert!(restored.status.success(), "{}", said(&restored));
    assert!(said(&restored).contains("The audit log is whole"), "{}", said(&restored));
    let server = other.serve(&[]);
    let (status, users) = http(&server.address(), "GET", "/api/v1/users?q=amira", &headers, None).unwrap();
    assert_eq!(status, 200, "the token works there too: {users}");
    assert!(users.contains("Amira Haddad"), "{users}");
    drop(server);
    let again = other.run(&["restore", file], &[]);
    assert_eq!(again.status.code(), Some(1));
    assert!(
        said(&again).contains("not empty") && said(&again).contains("Nothing was changed"),
        "{}",
        said(&again)
    );
}

#[test]
fn what_a_killed_backup_has_left_goes_with_the_next_and_a_damaged_one_makes_no_tables() {
    let home = Home::with_admin();
    // No process has this number: Linux counts to 4,194,304 at most.
    let left = home.path("gatehouse.backup.part-4294967295");
    let other = home.path("other.backup.part-4294967295");
    for file in [&left, &other] {
        fs::write(file, "half").unwrap();
    }
    let path = home.path("gatehouse.backup");
    let file = path.to_str().unwrap();
    assert!(home.run(&["backup", file], &[]).status.success());
    assert!(!left.exists() && other.exists());
    let mut bytes = fs::read(&path).unwrap();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    fs::write(&path, &bytes).unwrap();
    let place = elsewhere(&home);
    let refused = place.run(&["restore", file], &[]);
    assert!(said(&refused).contains("Nothing was changed"), "{}", said(&refused));
    assert!(!place.path("data/gatehouse.db").exists(), "there is no database yet");
}

#[test]
fn without_its_master_key_a_backup_is_refused_and_no_key_is_made() {
    let home = Home::with_admin();
    let file = home.path("gatehouse.backup");
    let file = file.to_str().unwrap();
    assert!(home.run(&["backup", file], &[]).status.success());
    let stranger = Home::with_admin();
    let refused = stranger.run(&["restore", file, "--check"], &[]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(said(&refused).contains("master key"), "{}", said(&refused));
    let bare = Home::new();
    fs::create_dir(bare.path("data")).unwrap();
    let refused = bare.run(&["restore", file], &[]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(said(&refused).contains("no master key here"), "{}", said(&refused));
    assert!(!bare.path("data/master.key").exists(), "a new key would only mislead");
    let nothing = bare.run(&["backup", "x.backup"], &[]);
    assert_eq!(nothing.status.code(), Some(1), "{}", said(&nothing));
}

/// The files of a folder whose name begins like this.
fn named(home: &Home, begin: &str) -> Vec<String> {
    let names = fs::read_dir(home.path(".")).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
    names.filter(|name| name.starts_with(begin)).collect()
}

#[test]
fn a_backup_that_is_killed_while_it_writes_leaves_the_older_one_whole() {
    let home = Home::with_admin();
    let path = home.path("gatehouse.backup");
    let file = path.to_str().unwrap();
    assert!(home.run(&["backup", file], &[]).status.success());
    let before = fs::read(&path).unwrap();
    for _ in 0..10 {
        let mut writing = home.spawn(&["backup", file, "--replace"]);
        // As soon as it has begun to write, or has ended already.
        while named(&home, "gatehouse.backup.part").is_empty() && writing.try_wait().unwrap().is_none() {
            std::thread::yield_now();
        }
        let _ = writing.kill();
        writing.wait().unwrap();
        let checked = home.run(&["restore", file, "--check"], &[]);
        assert!(checked.status.success(), "{}", said(&checked));
    }
    assert!(home.run(&["backup", file, "--replace"], &[]).status.success());
    assert!(named(&home, "gatehouse.backup.part").is_empty(), "what was left is gone");
    assert_ne!(fs::read(&path).unwrap(), before, "a backup is sealed anew each time");
}
