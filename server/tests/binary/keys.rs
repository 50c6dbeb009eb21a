//! The master key is changed by command, while a server works and when the command is killed.

use std::{fs, time::Duration};

use serde_json::json;

use crate::support::{Home, said};

/// As if some minutes had gone by since the key was changed.
fn let_time_pass(home: &Home) {
    let file = fs::File::options().write(true).open(home.path("data/master.key")).unwrap();
    let written = file.metadata().unwrap().modified().unwrap();
    file.set_modified(written - Duration::from_secs(300)).unwrap();
}

fn lines(home: &Home) -> usize {
    fs::read_to_string(home.path("data/master.key")).unwrap().lines().count()
}

#[test]
fn the_master_key_is_changed_while_a_server_works() {
    const NETWORKS: usize = 300;
    let home = Home::with_admin();
    let token = home.token();
    let server = home.serve(&[]);
    let network = |number: usize| {
        let input = json!({
            "name": format!("Network {number}"),
            "settings": { "kind": "wifi", "ssid": format!("N{number}"), "security": "wpa2" },
            "network_password": format!("password {number}"),
        });
        server.rest(&token, "POST", "/api/v1/configurations", Some(&input));
    };
    (0..NETWORKS).for_each(network);
    let first = fs::read_to_string(home.path("data/master.key")).unwrap();

    // Killed as soon as the new key is there: some envelopes are under it, most are not.
    let mut rotating = home.spawn(&["keys", "rotate"]);
    while lines(&home) < 2 {
        std::thread::yield_now();
    }
    rotating.kill().unwrap();
    rotating.wait().unwrap();
    let second = fs::read_to_string(home.path("data/master.key")).unwrap();
    assert!(second.ends_with(&first) && second.len() == 2 * first.len());

    // The server goes on, and what it seals counts; the command goes on where it was.
    network(NETWORKS);
    let completed = home.run(&["keys", "rotate"], &[]);
    assert!(
        completed.status.success() && said(&completed).contains("it is completed"),
        "{}",
        said(&completed)
    );
    network(NETWORKS + 1);
    let early = home.run(&["keys", "forget-previous"], &[]);
    assert!(!early.status.success() && said(&early).contains("a moment ago"), "{}", said(&early));
    let_time_pass(&home);
    let forgotten = home.run(&["keys", "forget-previous"], &[]);
    assert!(forgotten.status.success(), "{}", said(&forgotten));
    assert_eq!(lines(&home), 1);
    assert!(second.starts_with(&fs::read_to_string(home.path("data/master.key")).unwrap()));

    // Once more, and all of it is there.
    network(NETWORKS + 2);
    let again = home.run(&["keys", "rotate"], &[]);
    assert!(again.status.success(), "{}", said(&again));
    let_time_pass(&home);
    assert!(home.run(&["keys", "forget-previous"], &[]).status.success());
    let none = home.run(&["keys", "forget-previous"], &[]);
    assert!(none.status.success() && said(&none).contains("nothing was changed"), "{}", said(&none));
    network(NETWORKS + 3);
    drop(server);
    assert!(home.run(&["doctor"], &[]).status.code().is_some());
    let server = home.serve(&[]);
    let kept = server.rest(&token, "GET", "/api/v1/configurations", None);
    let kept = kept["items"].as_array().or(kept.as_array()).unwrap().len();
    assert_eq!(kept, NETWORKS + 4);
    drop(server);

    // The key from before opens nothing.
    fs::write(home.path("data/master.key"), &first).unwrap();
    let refused = home.run(&["audit", "verify"], &[]);
    assert!(!refused.status.success() && said(&refused).contains("master key"), "{}", said(&refused));
}

#[test]
fn a_key_from_the_environment_is_changed_by_setting_both() {
    let home = Home::with_admin();
    let old = fs::read_to_string(home.path("data/master.key")).unwrap().trim().to_owned();
    fs::remove_file(home.path("data/master.key")).unwrap();
    let with = |key: &str, verb: &str| home.run(&["keys", verb], &[("GATEHOUSE_MASTER_KEY", key)]);
    let refused = with(&old, "rotate");
    assert!(!refused.status.success() && said(&refused).contains("NEW,OLD"), "{}", said(&refused));
    let new = String::from_utf8(home.run(&["keys", "make"], &[]).stdout).unwrap().trim().to_owned();
    let both = format!("{new},{old}");
    assert!(with(&both, "rotate").status.success());
    let forgotten = with(&both, "forget-previous");
    assert!(said(&forgotten).contains("the new one alone"), "{}", said(&forgotten));
    let alone = home.run(&["audit", "verify"], &[("GATEHOUSE_MASTER_KEY", &new)]);
    assert!(alone.status.success(), "{}", said(&alone));
    assert!(!home.path("data/master.key").exists());
}
