//! Every table with envelopes is on the list by which the master key is changed.

use std::{collections::BTreeSet, fs};

use crate::files::sources;

/// The table that a text of the form `table/{…}/purpose` names.
fn table(line: &str) -> Option<&str> {
    let (before, _) = line.split_once("/{")?;
    let table = before.rsplit_once('"')?.1;
    let is_name = !table.is_empty() && table.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    is_name.then_some(table)
}

#[test]
fn every_table_with_envelopes_is_on_the_list_of_the_master_key() {
    let list = fs::read_to_string(crate::root().join("crates/domain/src/keys.rs")).unwrap();
    let mut found = BTreeSet::new();
    for path in sources("crates/domain/src") {
        let text = fs::read_to_string(&path).unwrap();
        let seals = text.contains(".seal(") || text.contains("fn binding") || text.contains("_binding(");
        for table in text.lines().filter(|_| seals).filter_map(table) {
            found.insert(table.to_owned());
        }
    }
    found.remove("settings");
    assert!(found.len() >= 9, "{found:?}");
    for table in found {
        assert!(
            list.contains(&format!("\"{table}\"")),
            "{table}: envelopes that a change of the key would lose"
        );
    }
}

#[test]
fn a_table_is_found_in_the_text_of_a_binding() {
    assert_eq!(table(r#"format!("commands/{}/secret", id.hyphenated())"#), Some("commands"));
    assert_eq!(table(r#"format!("{public_url}/r/{token}")"#), None);
}
