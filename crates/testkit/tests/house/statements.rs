//! Numbers in statements say how wide they are. PostgreSQL keeps a statement with the types that it had the first
//! time: the same text with a number of another width later is refused.

use std::fs;

use crate::files::sources;

/// What puts a number into a statement.
const PLACES: [&str; 9] =
    ["Expr::value(", ".add(", ".sub(", ".eq(", ".ne(", ".gt(", ".gte(", ".lt(", ".lte("];

/// A bare number right behind one of [`PLACES`].
fn bare_number(line: &str) -> Option<&str> {
    PLACES.iter().find_map(|place| {
        line.match_indices(place).find_map(|(at, _)| {
            let (number, _) = line.get(at + place.len()..)?.split_once(')')?;
            let is_bare = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
            is_bare.then_some(number)
        })
    })
}

#[test]
fn numbers_in_statements_say_how_wide_they_are() {
    for path in sources("crates/domain/src") {
        let text = fs::read_to_string(&path).unwrap();
        for (number, line) in text.lines().enumerate() {
            let bare = bare_number(line);
            assert_eq!(
                bare,
                None,
                "{}:{}: write {}_i64",
                path.display(),
                number + 1,
                bare.unwrap_or_default()
            );
        }
    }
}

#[test]
fn a_bare_number_is_found() {
    assert_eq!(bare_number(".col_expr(Column::Tries, Expr::value(0))"), Some("0"));
    assert_eq!(bare_number(".filter(Column::Tries.eq(12))"), Some("12"));
    assert_eq!(bare_number("Expr::value(0_i64).add(1_i64).eq(count)"), None);
}
