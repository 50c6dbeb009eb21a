//! Every colour gives accents that can be read: held against the list in `style/tokens.css`, not against a copy.

use std::collections::BTreeMap;

use super::*;

const TOKENS: &str = include_str!("../../../../style/tokens.css");

type Values = BTreeMap<String, Colour>;

/// The colours of the block after a selector.
fn block(selector: &str) -> Values {
    let layer = TOKENS.split_once("@layer tokens {").unwrap().1;
    let body = layer.split_once(&format!("{selector} {{")).unwrap().1.split_once('}').unwrap().0;
    let colour = |line: &str| {
        let (name, value) = line.trim().strip_prefix("--")?.split_once(':')?;
        Some((name.to_owned(), Colour::parse(value.split(';').next()?).ok()?))
    };
    body.lines().filter_map(colour).collect()
}

/// Foreground, background and least contrast of every line of the list.
fn listed() -> Vec<(String, String, f64)> {
    let line = |line: &str| {
        let mut words = line.split_whitespace();
        let front = words.next()?.to_owned();
        (words.next()? == "on").then_some(())?;
        let back = words.next()?.to_owned();
        (words.next()? == ">=").then_some(())?;
        Some((front, back, words.next()?.parse().ok()?))
    };
    let found: Vec<_> = TOKENS.split_once("@layer").unwrap().0.lines().filter_map(line).collect();
    assert!(found.len() > 100, "the list of contrasts is not where it was");
    found
}

fn themes() -> [(&'static str, Values, Ground); 2] {
    [("light", block(":root"), LIGHT), ("dark", block(":root[data-theme=\"dark\"]"), DARK)]
}

/// Colours from all over the cube, every grey among them.
fn grid() -> impl Iterator<Item = Colour> {
    let steps = || (0..=255_u16).step_by(15).map(|step| step as u8);
    let greys = (0..=255_u8).map(|grey| Colour::rgb(grey, grey, grey));
    steps()
        .flat_map(move |red| steps().map(move |green| (red, green)))
        .flat_map(move |(red, green)| steps().map(move |blue| Colour::rgb(red, green, blue)))
        .chain(greys)
}

#[test]
fn grounds_and_shipped_accents_are_those_of_the_tokens() {
    let shipped = Accent::default();
    for ((theme, values, ground), tones) in themes().into_iter().zip([shipped.light, shipped.dark]) {
        for (name, colour) in ground.named().into_iter().chain(tones.named()) {
            assert_eq!(values.get(name), Some(&colour), "{theme}: {name}");
        }
    }
}

#[test]
fn every_listed_contrast_holds_for_every_colour() {
    let listed = listed();
    let themes = themes();
    for chosen in grid() {
        let accent = Accent::of(chosen);
        for ((theme, values, _), tones) in themes.iter().zip([accent.light, accent.dark]) {
            let derived: BTreeMap<&str, Colour> = tones.named().into_iter().collect();
            let find = |name: &str| derived.get(name).or_else(|| values.get(name)).copied().unwrap();
            let touched = listed.iter().filter(|(front, back, _)| {
                [front, back].iter().any(|name| derived.contains_key(name.as_str()))
            });
            for (front, back, least) in touched {
                let found = find(front).contrast(find(back));
                assert!(found >= *least, "{chosen}, {theme}: {front} on {back} is {found:.2}");
            }
        }
    }
}

#[test]
fn a_button_changes_below_the_pointer_and_when_pressed() {
    for chosen in grid() {
        let accent = Accent::of(chosen);
        for tones in [accent.light, accent.dark] {
            let three = [tones.accent, tones.accent_hover, tones.accent_active];
            assert!(
                three[0] != three[1] && three[1] != three[2] && three[0] != three[2],
                "{chosen}: {three:?}"
            );
        }
    }
}

#[test]
fn a_colour_that_can_be_used_is_used_as_it_is() {
    for text in ["#03655d", "#8a1538", "#1f4e8c", "#5b2d8e", "#2e7d32"] {
        let colour = Colour::parse(text).unwrap();
        let accent = Accent::of(colour);
        assert_eq!(accent.light.accent, colour);
        assert_eq!(accent.light.on_accent, Colour::WHITE, "{text}");
        assert_ne!(accent.dark.accent, colour, "{text} is too dark for the dark theme");
    }
    let orange = Colour::parse("#ff9900").unwrap();
    let accent = Accent::of(orange);
    assert_eq!(accent.dark.accent, orange);
    assert_ne!(accent.light.accent, orange, "too light for a white page");
    assert_eq!(accent.light.on_accent, Colour::BLACK);
}
