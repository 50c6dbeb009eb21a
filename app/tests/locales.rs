//! The language files, and the generator that turns them into functions.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

#[path = "../build/texts.rs"]
#[allow(dead_code, reason = "the build script uses the rest")]
mod texts;

use std::{
    fs,
    path::{Path, PathBuf},
};

use app::text::plural_form;
use toml::{Table, Value};
use types::MessageLanguage;

use texts::{generate, placeholders, read};

fn locales() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("locales")
}

/// Names the keys of `english` that `other` lacks.
fn missing_keys(english: &Table, other: &Table, place: &str, missing: &mut Vec<String>) {
    for (key, value) in english {
        match (value, other.get(key)) {
            (_, None) => missing.push(format!("{place}.{key}")),
            (Value::Table(forms), _) if forms.contains_key("other") => {}
            (Value::Table(english), Some(Value::Table(other))) => {
                missing_keys(english, other, &format!("{place}.{key}"), missing);
            }
            _ => {}
        }
    }
}

/// Calls `see` with each plural.
fn plural_tables(table: &Table, see: &mut impl FnMut(&str, &Table)) {
    for (key, value) in table {
        match value {
            Value::Table(forms) if forms.contains_key("other") => see(key, forms),
            Value::Table(group) => plural_tables(group, see),
            _ => {}
        }
    }
}

/// Generates from one file per language.
fn from(files: &[(&str, &str)]) -> Result<String, String> {
    let folder = tempfile::tempdir().unwrap();
    for (language, text) in files {
        fs::create_dir_all(folder.path().join(language)).unwrap();
        fs::write(folder.path().join(language).join("common.toml"), text).unwrap();
    }
    let languages = read(folder.path()).map_err(|error| error.to_string())?;
    generate(&languages).map(|texts| texts.source).map_err(|error| error.to_string())
}

#[test]
fn every_language_that_messages_are_written_in_has_pages_and_no_other() {
    let languages = read(&locales()).unwrap();
    let mut known: Vec<&str> = MessageLanguage::ALL.iter().map(|language| language.as_str()).collect();
    known.sort_unstable();
    assert_eq!(languages.keys().map(String::as_str).collect::<Vec<_>>(), known);
    generate(&languages).unwrap();
}

#[test]
fn a_language_says_all_that_english_says_in_the_files_that_it_has() {
    let languages = read(&locales()).unwrap();
    let english = &languages["en"];
    let mut missing = Vec::new();
    for (code, files) in &languages {
        // What portal, public pages and the parts that they share with the console say.
        for stem in ["account", "common", "country", "place", "portal", "public", "right", "wording"] {
            assert!(files.contains_key(stem), "{code}/{stem}.toml is missing");
        }
        for (stem, table) in files {
            missing_keys(&english[stem], table, &format!("{code}/{stem}"), &mut missing);
        }
    }
    assert!(missing.is_empty(), "not translated: {missing:#?}");
}

#[test]
fn a_plural_has_the_forms_that_its_language_tells_apart() {
    let languages = read(&locales()).unwrap();
    for language in MessageLanguage::ALL {
        let mut wanted: Vec<&str> = (0..=102).map(|count| plural_form(*language, count)).collect();
        wanted.sort_unstable();
        wanted.dedup();
        for (stem, table) in &languages[language.as_str()] {
            plural_tables(table, &mut |key, forms| {
                let forms: Vec<&str> = forms.keys().map(String::as_str).collect();
                assert_eq!(forms, wanted, "{language}/{stem}: {key}");
            });
        }
    }
}

#[test]
fn a_text_becomes_a_function_with_its_placeholders_as_arguments() {
    let source = from(&[("en", "limit = \"{used} of {limit}, {used} in use\"")]).unwrap();
    assert!(source.contains("pub fn limit(used: impl Display, limit: impl Display) -> String"), "{source}");
    assert!(source.contains("\"{0} of {1}, {0} in use\""), "{source}");
}

#[test]
fn texts_have_numbers_and_another_language_leaves_empty_what_it_does_not_say() {
    let files = [("en", "yes = \"Yes\"\nno = \"No\""), ("de", "yes = \"Ja\"")];
    let source = from(&files).unwrap();
    assert!(source.contains("pub fn no() -> &'static str { look_up(0, \"No\") }"), "{source}");
    assert!(source.contains("pub fn yes() -> &'static str { look_up(1, \"Yes\") }"), "{source}");
    assert!(source.contains("\"de\" => &[\"\", \"Ja\"],"), "{source}");
}

#[test]
fn a_language_may_change_the_order_of_placeholders_but_not_their_names() {
    let english = ("en", "limit = \"{used} of {limit}\"");
    let source = from(&[english, ("de", "limit = \"von {limit} sind {used} belegt\"")]).unwrap();
    assert!(source.contains("\"von {1} sind {0} belegt\""), "{source}");
    let error = from(&[english, ("de", "limit = \"{benutzt} von {limit}\"")]).unwrap_err();
    assert!(error.contains("limit must use the placeholders"), "{error}");
}

#[test]
fn a_key_that_english_does_not_have_stops_the_build() {
    let error = from(&[("en", "yes = \"Yes\""), ("de", "ja = \"Ja\"")]).unwrap_err();
    assert!(error.contains("common.ja does not exist in English"), "{error}");
}

#[test]
fn a_plural_takes_its_count_first() {
    let source = from(&[("en", "[left]\none = \"{count} {what}\"\nother = \"{count} {what}s\"")]).unwrap();
    assert!(source.contains("pub fn left(count: impl Count, what: impl Display) -> String"), "{source}");
}

#[test]
fn placeholders_are_found_once_and_in_order() {
    assert_eq!(placeholders("{b} {a} {b}"), ["b", "a"]);
    assert!(placeholders("none").is_empty());
}
