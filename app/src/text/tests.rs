use super::*;

#[test]
fn arguments_stand_where_the_text_names_them() {
    assert_eq!(fill("{1} of {0}, {1} again", &[&5, &"two"]), "two of 5, two again");
    assert_eq!(fill("no argument {7}", &[]), "no argument ");
    assert_eq!(fill("an open { brace", &[]), "an open { brace");
}

#[test]
fn arguments_are_not_read_as_placeholders() {
    assert_eq!(fill("{0} and {1}", &[&"{1}", &"b"]), "{1} and b");
}

#[test]
fn english_says_one_for_exactly_one() {
    assert_eq!(common::errors(1), "1 answer needs a change");
    assert_eq!(common::errors(0), "0 answers need a change");
    assert_eq!(common::errors(2_usize), "2 answers need a change");
}

#[test]
fn plurals_follow_the_rules_of_their_language() {
    use MessageLanguage::{Arabic, English, French, Japanese};
    let forms = |language, counts: &[u64]| {
        counts.iter().map(|count| plural_form(language, *count)).collect::<Vec<_>>()
    };
    assert_eq!(forms(English, &[0, 1, 2]), ["other", "one", "other"]);
    assert_eq!(forms(French, &[0, 1, 2]), ["one", "one", "other"]);
    assert_eq!(forms(Japanese, &[0, 1, 2]), ["other", "other", "other"]);
    assert_eq!(
        forms(Arabic, &[0, 1, 2, 3, 10, 11, 99, 100, 102, 103, 111]),
        ["zero", "one", "two", "few", "few", "many", "many", "other", "other", "few", "many"]
    );
}
