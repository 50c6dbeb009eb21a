//! The language that a browser asks for.

use axum::http::{HeaderMap, header};
use types::MessageLanguage;

/// Languages looked at: browsers send fewer than ten.
const MOST: usize = 20;

/// The one of our languages that is wanted most (`Accept-Language`, RFC 9110, section 12.5.4), the first of
/// those that are wanted alike; English where none is.
pub(super) fn wanted(headers: &HeaderMap) -> MessageLanguage {
    let lines = headers.get_all(header::ACCEPT_LANGUAGE).iter().filter_map(|line| line.to_str().ok());
    let ranges = lines.flat_map(|line| line.split(',')).take(MOST);
    let mut best = (0.0, MessageLanguage::English);
    for range in ranges {
        let (tag, parameter) = range.split_once(';').unwrap_or((range, ""));
        let weight = match parameter.trim().strip_prefix("q=") {
            Some(weight) => weight.parse::<f32>().unwrap_or_default(),
            None => 1.0,
        };
        if let Some(language) = MessageLanguage::of_tag(tag.trim()).filter(|_| weight > best.0) {
            best = (weight, language);
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wants(line: &str) -> MessageLanguage {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_LANGUAGE, line.parse().unwrap());
        wanted(&headers)
    }

    #[test]
    fn the_heaviest_of_our_languages_is_taken_and_the_first_of_equals() {
        assert_eq!(wants("de-AT,de;q=0.9,en;q=0.8"), MessageLanguage::German);
        assert_eq!(wants("nb, ja;q=0.3, ar;q=0.7"), MessageLanguage::Arabic);
        assert_eq!(wants("fr, es"), MessageLanguage::French);
        assert_eq!(wants("en;q=0.2, es ; q=0.1"), MessageLanguage::English);
    }

    #[test]
    fn what_is_not_wanted_or_not_written_is_english() {
        assert_eq!(wants("nb, pt-BR"), MessageLanguage::English);
        assert_eq!(wants("de;q=0"), MessageLanguage::English);
        assert_eq!(wants("*"), MessageLanguage::English);
        assert_eq!(wants("de;q=nonsense"), MessageLanguage::English);
        assert_eq!(wanted(&HeaderMap::new()), MessageLanguage::English);
    }
}
