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

use std::{fs, path::Path};

use texts::{generate, placeholders, read};

/// Generates from one file per language.
fn from(files: &[(&str, &str)]) -> Result<String, String> {
    let folder = tempfile::tempdir().unwrap();
    for (language, text) in files {
        fs::create_dir_all(folder.path().join(language)).unwrap();
        fs::write(folder.path().join(language).join("common.toml"), text).unwrap();
    }
    let languages = read(folder.path()).map_err(|error| error.to_string())?;
    generate(&languages).map_err(|error| error.to_string())
}

#[test]
fn the_languages_of_the_product_agree() {
    let languages = read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("locales")).unwrap();
    assert!(languages.contains_key("en"));
    generate(&languages).unwrap();
}

#[test]
fn a_text_becomes_a_function_with_its_placeholders_as_arguments() {
    let source = from(&[("en", "limit = \"{used} of {limit}, {used} in use\"")]).unwrap();
    assert!(source.contains("pub fn limit(used: impl Display, limit: impl Display) -> String"), "{source}");
    assert!(source.contains("\"{0} of {1}, {0} in use\""), "{source}");
}

#[test]
fn another_language_is_chosen_by_locale_and_falls_back_to_english() {
    let source = from(&[("en", "yes = \"Yes\"\nno = \"No\""), ("de", "yes = \"Ja\"")]).unwrap();
    assert!(source.contains("Locale::De => \"Ja\", _ => \"Yes\""), "{source}");
    assert!(source.contains("pub fn no() -> &'static str { \"No\" }"), "{source}");
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
