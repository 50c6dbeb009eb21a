//! Countries by name.

use crate::{t, ui::Choice};

/// All countries with their names, in the order of the language, for a select.
pub fn countries() -> impl Iterator<Item = (&'static str, &'static str)> {
    t::country::names().lines().filter_map(|line| line.trim().split_once(' '))
}

/// The name of a country; its code when it has none.
#[must_use]
pub fn country_name(code: &str) -> String {
    countries().find(|(known, _)| *known == code).map_or(code, |(_, name)| name).to_owned()
}

/// The countries as choices of a select, after one for "not given".
#[must_use]
pub fn country_choices() -> Vec<Choice> {
    let none = Choice::new("", t::wording::no_country());
    std::iter::once(none).chain(countries().map(|(code, name)| Choice::new(code, name))).collect()
}

#[cfg(test)]
mod tests {
    use types::CountryCode;

    use super::*;

    #[test]
    fn every_country_that_is_accepted_has_a_name() {
        let named: Vec<_> = countries().map(|(code, _)| code).collect();
        for code in CountryCode::all() {
            assert!(named.contains(&code), "{code} has no name");
        }
        assert_eq!(named.len(), CountryCode::all().count());
        assert_eq!(country_name("NO"), "Norway");
    }
}
