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
fn a_language_is_found_by_its_tag() {
    assert_eq!(Locale::from_tag("en"), Some(Locale::En));
    assert_eq!(Locale::from_tag("en_GB"), Some(Locale::En));
    assert_eq!(Locale::from_tag("EN-us"), Some(Locale::En));
    assert_eq!(Locale::from_tag("tlh"), None);
}
