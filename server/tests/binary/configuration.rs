//! What stops the program is said, with what to do about it.

use std::{fs, net::TcpListener};

use crate::support::{Home, said};

/// Starts to serve, which must fail, and gives what was said.
fn refused(home: &Home, environment: &[(&str, &str)]) -> String {
    let output = home.run(&["serve"], environment);
    assert!(!output.status.success(), "it served");
    let said = said(&output);
    assert!(said.contains("gatehouse: ") && said.trim().lines().count() >= 2, "no remedy: {said}");
    said
}

#[test]
fn a_public_url_of_plain_http_is_refused_with_the_reason() {
    let home = Home::new();
    let said = refused(&home, &[("GATEHOUSE_PUBLIC_URL", "http://gate.vellmere.example")]);
    assert!(said.contains("GATEHOUSE_PUBLIC_URL") && said.contains("https://"), "{said}");
    for wrong in [
        "gate.vellmere.example",
        "https://gate.vellmere.example/path",
        "https://gate.vellmere.example/",
        "ftp://gate",
    ] {
        refused(&home, &[("GATEHOUSE_PUBLIC_URL", wrong)]);
    }
    assert!(!home.path("data").exists(), "a refused start leaves nothing behind");
}

#[test]
fn a_data_folder_that_cannot_be_used_is_named() {
    let home = Home::new();
    fs::write(home.path("file"), "").unwrap();
    let below = home.path("file/data").display().to_string();
    for folder in [below.as_str(), "/proc"] {
        let said = refused(&home, &[("GATEHOUSE_DATA_DIR", folder)]);
        assert!(said.contains(folder) && said.contains("GATEHOUSE_DATA_DIR"), "{said}");
    }
}

#[test]
fn a_port_that_is_taken_is_named() {
    let other = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = other.local_addr().unwrap().to_string();
    let said = refused(&Home::new(), &[("GATEHOUSE_LISTEN", &address)]);
    assert!(said.contains(&address) && said.contains("GATEHOUSE_LISTEN"), "{said}");
}

#[test]
fn a_database_of_a_newer_program_is_left_alone() {
    let home = Home::with_admin();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let database = sea_orm::Database::connect(home.database_url()).await.unwrap();
        let statement =
            "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m20990101_1_tomorrow', 0)";
        sea_orm::ConnectionTrait::execute_unprepared(&database, statement).await.unwrap();
        database.close().await.unwrap();
    });
    for verb in [&["serve"][..], &["migrate"], &["audit", "verify"]] {
        let output = home.run(verb, &[]);
        assert!(!output.status.success(), "{verb:?}");
        let said = said(&output);
        assert!(
            said.contains("newer") && said.contains("m20990101_1_tomorrow") && said.contains("backup"),
            "{said}"
        );
    }
}

#[test]
fn a_wrong_master_key_is_told_and_changes_nothing() {
    let (home, other) = (Home::with_admin(), Home::with_admin());
    let (own, foreign) = (home.path("data/master.key"), other.path("data/master.key"));
    let right = fs::read(&own).unwrap();
    fs::copy(&foreign, &own).unwrap();
    let said = refused(&home, &[]);
    assert!(said.contains("master key") && said.contains("master.key"), "{said}");
    // Without the file a new key is made, which does not fit, and is taken away again.
    fs::remove_file(&own).unwrap();
    refused(&home, &[]);
    assert!(!own.exists(), "a key that fits nothing was left behind");
    refused(&home, &[("GATEHOUSE_MASTER_KEY", "half a key")]);
    fs::write(&own, &right).unwrap();
    assert!(home.run(&["audit", "verify"], &[]).status.success(), "the right key opens it still");
}

#[test]
fn a_database_that_does_not_answer_is_told_without_its_password() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let url = format!("postgres://gatehouse:hunter2@{free}/gatehouse");
    let said = refused(&Home::new(), &[("GATEHOUSE_DATABASE_URL", &url), ("RUST_LOG", "info")]);
    assert!(said.contains("GATEHOUSE_DATABASE_URL") && !said.contains("hunter2"), "{said}");
}

#[test]
fn flags_win_over_the_environment_and_that_over_the_file() {
    let home = Home::new();
    fs::write(home.path("gatehouse.toml"), "public_url = \"http://file.example\"\n").unwrap();
    assert!(refused(&home, &[]).contains("file.example") || refused(&home, &[]).contains("plain http"));
    let environment = [("GATEHOUSE_PUBLIC_URL", "https://environment.example")];
    let server = home.serve(&environment);
    drop(server);
    let output = home.run(&["serve", "--public-url", "http://flag.example"], &environment);
    assert!(!output.status.success(), "the flag was not heard");
    fs::write(home.path("gatehouse.toml"), "public_ulr = \"https://file.example\"\n").unwrap();
    assert!(refused(&home, &[]).contains("public_ulr"), "a misspelt setting is named");
}
