//! Commands, which work before `serve`.

use sea_orm::{ConnectionTrait as _, DbBackend, Statement};
use testkit::pki::Authority;

use crate::support::{ADMIN, Home, http, said};

#[test]
fn an_administrator_made_by_command_completes_the_set_up() {
    let home = Home::with_admin();
    let mut server = home.serve(&[]);
    let (status, page) = http(&server.address(), "GET", "/admin/sign-in", &[], None).unwrap();
    assert_eq!(status, 200, "{page}");
    assert_eq!(http(&server.address(), "GET", "/readyz", &[], None).unwrap().0, 200);
    server.child.kill().unwrap();
    let mut rest = String::new();
    std::io::Read::read_to_string(&mut server.stdout, &mut rest).unwrap();
    assert!(!rest.contains("/set-up/"), "nobody needs a set-up link any more: {rest}");
}

#[test]
fn before_the_set_up_a_link_is_printed_that_opens_it() {
    let home = Home::new();
    let mut server = home.serve(&[]);
    let lines: Vec<String> =
        std::io::BufRead::lines(&mut server.stdout).take(2).map(Result::unwrap).collect();
    let path = lines[1].strip_prefix(&server.url).unwrap_or_else(|| panic!("no link: {lines:?}"));
    assert!(path.starts_with("/set-up/"), "{path}");
    assert_eq!(http(&server.address(), "GET", "/readyz", &[], None).unwrap().0, 200);
    assert_eq!(http(&server.address(), "GET", path, &[], None).unwrap().0, 200);
    assert_eq!(http(&server.address(), "GET", "/set-up/wrong", &[], None).unwrap().0, 404);
}

#[test]
fn a_password_that_cannot_be_used_says_why() {
    let home = Home::new();
    for (password, reason) in
        [("too short", "too short"), ("", "no password"), ("jonas.weber jonas.weber", "user name")]
    {
        let made =
            home.run_with(&["admin", "create", "--username", ADMIN, "--password-stdin"], &[], password);
        assert_eq!(made.status.code(), Some(1), "{password}");
        let said = said(&made);
        assert!(said.contains(reason), "{password}: {said}");
        assert!(password.len() < 12 || !said.contains(password), "a password is repeated");
    }
}

#[test]
fn a_token_is_printed_alone_and_an_unknown_scope_exits_2() {
    let home = Home::with_admin();
    let token = home.token();
    assert!(token.starts_with("gh_") && !token.contains(char::is_whitespace), "{token}");
    let create = |user: &str, scope: &str| {
        home.run(
            &["token", "create", "--user", user, "--name", "n", "--scope", "users:read", "--scope", scope],
            &[],
        )
    };
    assert_eq!(create(ADMIN, "everything").status.code(), Some(2));
    let unknown = create("nobody", "audit:read");
    assert_eq!((unknown.status.code(), unknown.stdout.len()), (Some(1), 0));
    assert!(said(&unknown).contains("nobody with that user name"), "{}", said(&unknown));
    let server = home.serve(&[]);
    assert_eq!(server.rest(&token, "GET", "/api/v1/users", None)["items"][0]["username"], ADMIN);
}

#[test]
fn a_locked_out_administrator_gets_a_link() {
    let home = Home::with_admin();
    let reset = home.run(&["admin", "reset", "--username", ADMIN], &[]);
    let link = String::from_utf8(reset.stdout).unwrap();
    let (_, path) = link.trim().split_once("127.0.0.1:3000").expect("a link on the standard output");
    let server = home.serve(&[]);
    assert_eq!(http(&server.address(), "GET", path, &[], None).unwrap().0, 200);
    assert_eq!(home.run(&["admin", "reset", "--username", "nobody"], &[]).status.code(), Some(1));
}

#[test]
fn the_audit_log_is_verified_and_a_changed_row_is_found() {
    let home = Home::with_admin();
    let server = home.serve(&[]);
    let token = home.token();
    // The chain is linked in the background; the event that is waited for is the last one.
    loop {
        let verified = said(&home.run(&["audit", "verify"], &[]));
        assert!(verified.contains("whole"), "{verified}");
        if !verified.contains("checked: 0") {
            break;
        }
        server.rest(&token, "GET", "/api/v1/users", None);
    }
    server.kill();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let database = sea_orm::Database::connect(home.database_url()).await.unwrap();
        // Whoever can write the file can take away what guards the table.
        let query = Statement::from_string(
            DbBackend::Sqlite,
            "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        );
        for trigger in database.query_all_raw(query).await.unwrap() {
            let name: String = trigger.try_get("", "name").unwrap();
            database.execute_unprepared(&format!("DROP TRIGGER \"{name}\"")).await.unwrap();
        }
        let changed =
            database.execute_unprepared("UPDATE audit_events SET actor_name = 'somebody else'").await;
        assert!(changed.unwrap().rows_affected() > 0);
        database.close().await.unwrap();
    });
    let verified = home.run(&["audit", "verify"], &[]);
    assert_eq!(verified.status.code(), Some(1), "{}", said(&verified));
    assert!(said(&verified).contains("damaged"), "{}", said(&verified));
}

#[test]
fn the_openapi_document_needs_nothing() {
    let home = Home::new();
    let printed = home.run(&["openapi"], &[]);
    let document: serde_json::Value = serde_json::from_slice(&printed.stdout).unwrap();
    assert!(document["paths"]["/api/v1/users"]["post"].is_object());
    assert!(!home.path("data").exists());
}

#[test]
fn roles_are_made_given_and_taken_by_command() {
    let home = Home::with_admin();
    let ok = |arguments: &[&str]| {
        let done = home.run(arguments, &[]);
        assert_eq!(done.status.code(), Some(0), "{arguments:?}: {}", said(&done));
        String::from_utf8(done.stdout).unwrap()
    };
    let made = ok(&[
        "role",
        "create",
        "--name",
        "Night desk",
        "--permission",
        "user_read",
        "--permission",
        "device_lock",
    ]);
    let id = made.trim();
    assert!(ok(&["role", "list"]).contains(&format!("{id}\tNight desk\tpeople 0, groups 0")));
    assert!(ok(&["role", "grant", "night desk", "--user", ADMIN]).contains("has Night desk now"));
    assert!(ok(&["role", "grant", id, "--user", ADMIN]).contains("nothing to change"));
    let shown = ok(&["role", "show", "Night desk"]);
    assert!(shown.contains("  device_lock") && shown.contains(&format!("  {ADMIN} (")), "{shown}");
    let last = home.run(&["role", "revoke", "super_administrator", "--user", ADMIN], &[]);
    assert_eq!(last.status.code(), Some(1));
    assert!(said(&last).contains("The last administrator must stay"), "{}", said(&last));
    assert!(ok(&["role", "delete", "Night desk"]).contains("taken from people: 1"));
    assert_eq!(home.run(&["role", "show", "Night desk"], &[]).status.code(), Some(1));
    assert_eq!(home.run(&["role", "delete", "auditor"], &[]).status.code(), Some(1));
    let own = ["role", "create", "--name", "n", "--permission", "own_lock"];
    assert_eq!(home.run(&own, &[]).status.code(), Some(2));
}

#[test]
fn authorities_and_ways_in_are_chosen_by_command() {
    let home = Home::with_admin();
    let (root, other) = (Authority::new("Cards of Vellmere"), Authority::new("Elsewhere"));
    let (pem, der) = (home.path("root.pem"), home.path("other.der"));
    std::fs::write(&pem, root.pem()).unwrap();
    std::fs::write(&der, other.der()).unwrap();
    let list = home.path("list.pem");
    std::fs::write(&list, root.list(&[7, 8])).unwrap();
    let (pem, der, list) = (pem.to_str().unwrap(), der.to_str().unwrap(), list.to_str().unwrap());
    let trusted = home.run(&["sign-in", "trust", pem], &[]);
    assert!(trusted.status.success(), "{}", said(&trusted));
    let id = String::from_utf8(trusted.stdout).unwrap().trim().to_owned();
    assert!(home.run(&["sign-in", "trust", der, "--require-list"], &[]).status.success());
    let twice = home.run(&["sign-in", "trust", pem], &[]);
    assert_eq!(twice.status.code(), Some(1));
    assert!(said(&twice).contains("trusted already"), "{}", said(&twice));
    assert!(home.run(&["sign-in", "list", &id, list], &[]).status.success());
    assert!(home.run(&["sign-in", "require", &id], &[]).status.success());
    assert!(home.run(&["sign-in", "set", "--portal", "both", "--own-tokens", "true"], &[]).status.success());
    let shown = said(&home.run(&["sign-in", "show"], &[]));
    for part in [
        "portal: password, certificate",
        "console: password",
        "tokens of people: allowed",
        "Cards of Vellmere",
        "2 revoked, needed",
    ] {
        assert!(shown.contains(part), "{part} in {shown}");
    }
    let locked = home.run(&["sign-in", "set", "--console", "certificate"], &[]);
    assert_eq!(locked.status.code(), Some(1), "{}", said(&locked));
    assert!(home.run(&["sign-in", "distrust", &id], &[]).status.success());
    assert!(!said(&home.run(&["sign-in", "show"], &[])).contains("Cards of Vellmere"));
    assert_eq!(home.run(&["sign-in", "distrust", "nothing"], &[]).status.code(), Some(1));
    assert_eq!(home.run(&["sign-in", "set", "--portal", "hope"], &[]).status.code(), Some(2));
}
