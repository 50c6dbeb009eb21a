//! The organisation's accents as a sheet of their own, after `style.css`.

use std::fmt::Write as _;

use types::{Accent, Colour, Tones};

/// Takes the place of the accents of `style/tokens.css`, by the same selectors in the same layer: so the blocks for
/// forced colours and for more contrast still go before it.
#[must_use]
pub fn accent_sheet(colour: Colour) -> String {
    let Accent { light, dark } = Accent::of(colour);
    let (light, dark) = (declarations(&light), declarations(&dark));
    format!(
        "@layer tokens{{:root{{{light}}}\
         @media (prefers-color-scheme:dark){{:root:not([data-theme=\"light\"]){{{dark}}}}}\
         :root[data-theme=\"dark\"]{{{dark}}}}}\n"
    )
}

fn declarations(tones: &Tones) -> String {
    let mut out = String::new();
    for (name, colour) in tones.named() {
        _ = write!(out, "--{name}:{colour};");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sheet_says_each_theme_where_the_tokens_say_it() {
        let sheet = accent_sheet(Colour::rgb(0x8a, 0x15, 0x38));
        assert!(sheet.starts_with("@layer tokens{:root{--accent:#8a1538;"));
        assert_eq!(sheet.matches("--on-accent:").count(), 3);
        assert_eq!(sheet.matches('{').count(), sheet.matches('}').count());
        let tokens = include_str!("../../../style/tokens.css");
        for selector in [":root:not([data-theme=\"light\"])", ":root[data-theme=\"dark\"]"] {
            assert!(sheet.contains(selector) && tokens.contains(selector), "{selector}");
        }
    }
}
