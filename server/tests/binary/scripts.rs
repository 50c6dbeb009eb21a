//! What a script on the server does without a browser: the ways in that an administrator has (R1 to R3, R11).

use std::fs;

use crate::support::{Home, said};

/// Runs a command that must work and gives what it printed.
fn run(home: &Home, arguments: &[&str]) -> String {
    let output = home.run(arguments, &[]);
    assert!(output.status.success(), "{arguments:?}: {}", said(&output));
    String::from_utf8(output.stdout).unwrap()
}

/// The value behind a word at the beginning of a line.
fn value(text: &str, word: &str) -> String {
    let line = text.lines().find_map(|line| line.strip_prefix(word)?.strip_prefix('\t'));
    line.unwrap_or_else(|| panic!("no {word} in {text}")).to_owned()
}

fn person(home: &Home, name: &str) {
    let email = format!("{name}@vellmere.example");
    run(home, &["user", "create", name, "--name", name, "--email", &email]);
}

#[test]
fn a_device_is_registered_reissued_withdrawn_and_its_record_deleted() {
    let home = Home::with_admin();
    person(&home, "amira");
    let made = run(&home, &["registration", "create", "amira", "linux", "--notify"]);
    let (id, device, pin) = (value(&made, "registration"), value(&made, "device"), value(&made, "pin"));
    assert_eq!(pin.len(), 8);
    assert!(value(&made, "app").contains(&pin) && value(&made, "link").contains("/r/"));
    let again = run(&home, &["registration", "reissue", &id]);
    assert_ne!(value(&again, "pin"), pin);
    assert!(run(&home, &["device", "list", "--user", "amira"]).contains(&device));
    assert!(run(&home, &["message", "list", "--search", "amira"]).contains("registration"));
    run(&home, &["registration", "withdraw", &id]);
    let shown = home.run(&["device", "delete", &device], &[]);
    assert!(!shown.status.success() && said(&shown).contains("--yes"), "{}", said(&shown));
    run(&home, &["device", "delete", &device, "--yes"]);
    assert!(!run(&home, &["device", "list"]).contains(&device));
}

#[test]
fn a_file_is_looked_at_and_imported_and_people_are_invited() {
    let home = Home::with_admin();
    person(&home, "amira");
    let file = home.path("devices.csv");
    fs::write(&file, "user,platform\namira,linux\namira,toaster\n").unwrap();
    let file = file.display().to_string();
    let looked = home.run(&["import", &file], &[]);
    let text = said(&looked);
    assert!(!looked.status.success(), "{text}");
    assert!(
        text.contains(":3: amira: platform: unknown_value") && text.contains("1 register a device"),
        "{text}"
    );
    assert!(run(&home, &["job", "list"]).is_empty(), "a look leaves nothing behind");
    let imported = home.run(&["import", &file, "--yes"], &[]);
    let job = value(&String::from_utf8(imported.stdout).unwrap(), "job");
    assert!(run(&home, &["job", "show", &job]).contains("waiting"));
    run(&home, &["job", "pause", &job]);
    run(&home, &["job", "resume", &job]);
    assert!(run(&home, &["job", "result", &job]).starts_with("number,name,"));
    run(&home, &["job", "stop", &job]);

    let looked = home.run(&["invite", "send", "amira"], &[]);
    assert!(!looked.status.success() && said(&looked).contains("1\tin en"), "{}", said(&looked));
    run(&home, &["invite", "send", "--all", "--yes"]);
    assert!(run(&home, &["invite", "list"]).is_empty(), "the running server sends them");
    let nobody = home.run(&["invite", "withdraw", "amira"], &[]);
    assert!(said(&nobody).contains("wrong_state"), "{}", said(&nobody));
    for wrong in [
        &["import", "/nowhere.csv"][..],
        &["invite", "send"],
        &["registration", "create", "amira", "toaster"],
    ] {
        assert!(!home.run(wrong, &[]).status.success(), "{wrong:?}");
    }
}

#[test]
fn terms_of_use_are_published_shown_and_withdrawn() {
    let home = Home::with_admin();
    let file = home.path("terms.txt");
    fs::write(&file, "# Rules\nOne.\n").unwrap();
    let file = file.display().to_string();
    run(&home, &["terms", "publish", "de", "--country", "at", &file]);
    assert!(run(&home, &["terms", "list"]).contains("de/AT\t1\tin force\t0"));
    assert_eq!(run(&home, &["terms", "show", "de", "--country", "AT"]), "# Rules\nOne.\n");
    run(&home, &["terms", "withdraw", "de", "--country", "AT"]);
    assert_eq!(run(&home, &["terms", "show", "de", "--country", "AT", "--version", "1"]), "# Rules\nOne.\n");
    assert!(run(&home, &["terms", "history", "de", "--country", "AT"]).starts_with("2\t"));
    assert!(run(&home, &["terms", "accepted"]).starts_with("accepted_at,username,"));
    for wrong in [
        &["terms", "show", "de", "--country", "AT"][..],
        &["terms", "show", "de", "--country", "ZZ"],
        &["terms", "publish", "fr", "/nowhere.txt"],
        &["terms", "withdraw", "ja"],
    ] {
        assert!(!home.run(wrong, &[]).status.success(), "{wrong:?}");
    }
}

#[test]
fn limits_and_settings_are_read_and_changed() {
    let home = Home::with_admin();
    person(&home, "amira");
    run(&home, &["limit", "standard", "3"]);
    for (group, limit) in [("Field sales", "8"), ("Everyone", "none")] {
        run(&home, &["group", "create", group]);
        run(&home, &["group", "add", group, "amira"]);
        run(&home, &["limit", "set", group, limit]);
    }
    assert!(run(&home, &["limit", "show", "amira"]).starts_with("amira\t8\t"));
    run(&home, &["limit", "move", "Everyone", "1"]);
    assert!(run(&home, &["limit", "show", "amira"]).starts_with("amira\tnone\t"));
    run(&home, &["limit", "override", "standard"]);
    assert!(run(&home, &["limit", "show", "amira"]).starts_with("amira\t3\t"));
    run(&home, &["limit", "delete", "Everyone"]);
    let list = run(&home, &["limit", "list"]);
    assert!(list.contains("standard\t3") && list.contains("1\tlocal\tField sales\t8"), "{list}");

    run(&home, &["settings", "set", "organisation", "name=Vellmere Works", "language=\"de\""]);
    let shown = run(&home, &["settings", "show", "organisation"]);
    assert!(shown.contains("Vellmere Works") && shown.contains("\"de\""), "{shown}");
    for wrong in [
        &["limit", "standard", "51"][..],
        &["limit", "set", "Nobody", "2"],
        &["limit", "show", "nobody"],
        &["settings", "set", "organisation", "colour=red"],
        &["settings", "set", "organisation", "name="],
    ] {
        assert!(!home.run(wrong, &[]).status.success(), "{wrong:?}");
    }
    assert!(run(&home, &["settings", "show", "organisation"]).contains("Vellmere Works"));
}

#[test]
fn a_service_for_text_messages_is_set_up_tried_used_and_taken_away() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let service = runtime.block_on(testkit::sms::SmsService::start());
    let home = Home::with_admin();
    person(&home, "amira");
    let preset = run(&home, &["sms-gateway", "preset", "json"]);
    let mut gateway: serde_json::Value = serde_json::from_str(&preset).unwrap();
    gateway["url"] = service.url().into();
    gateway["secret"] = "xyzzy".into();
    let file = home.path("gateway.json");
    fs::write(&file, gateway.to_string()).unwrap();
    let file = file.display().to_string();
    // The network of this computer is closed until the operator opens it.
    let closed = home.run(&["sms-gateway", "set", &file], &[]);
    assert!(!closed.status.success() && said(&closed).contains("url: inner_address"), "{}", said(&closed));
    let open = [("GATEHOUSE_SMS_NETWORKS", "127.0.0.1")];
    let set = home.run(&["sms-gateway", "set", &file], &open);
    assert!(set.status.success(), "{}", said(&set));
    let shown = run(&home, &["sms-gateway", "show"]);
    assert!(shown.contains("\"has_secret\": true") && !shown.contains("xyzzy"), "{shown}");
    let tested = home.run(&["sms-gateway", "test", "--to", "+4915112345678"], &open);
    assert!(tested.status.success(), "{}", said(&tested));
    assert_eq!(service.messages()[0].header("authorization"), Some("Bearer xyzzy"));
    let create =
        ["registration", "create", "amira", "linux", "--phone", "+4915112345678", "--notify=email,sms"];
    let made = run(&home, &create);
    let id = value(&made, "registration");
    assert!(run(&home, &["message", "list"]).contains("+4915112345678"));
    let soon = home.run(&["registration", "send", &id, "--by", "sms"], &[]);
    assert!(said(&soon).contains("too_many_requests") || said(&soon).contains("Too many"), "{}", said(&soon));
    run(&home, &["sms-gateway", "remove"]);
    let gone = home.run(&["sms-gateway", "test", "--to", "+4915112345678"], &open);
    assert!(said(&gone).contains("There is no service for text messages"), "{}", said(&gone));
    fs::write(home.path("gateway.json"), "{\"url\": \"xyzzy\" nonsense").unwrap();
    let broken = home.run(&["sms-gateway", "set", &file], &open);
    assert!(said(&broken).contains("line 1") && !said(&broken).contains("xyzzy"), "{}", said(&broken));
}
