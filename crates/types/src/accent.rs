//! All accents of both themes from one colour, such that every contrast listed in `style/tokens.css` holds.
//!
//! The hue stays; lightness moves until the tone can be read, and colourfulness goes down where a screen
//! cannot show it (decision 28). A test derives from a grid of all colours and holds each against the list.

use crate::colour::{Colour, Oklab};

/// What text needs at least (WCAG 2.2, 1.4.3).
const TEXT: f64 = 4.5;
/// What controls, focus rings and icons need at least (WCAG 2.2, 1.4.11).
const SHAPE: f64 = 3.0;
/// The dark theme is looked at in the dark: an accent there stands out a little more than it must.
const GLOW: f64 = 5.0;
/// Less than this and the pointer seems to do nothing.
const APART: f64 = 1.06;
/// So far lightness moves from one try to the next.
const STEP: f64 = 0.005;
/// White words on a button are what people know; for them the colour gets so much darker and no more.
const FOR_WHITE: f64 = 0.06;

/// The accents of one theme, each named like its token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tones {
    /// Ground of primary buttons, marks of what is chosen.
    pub accent: Colour,
    /// The same below the pointer.
    pub accent_hover: Colour,
    /// The same while it is pressed.
    pub accent_active: Colour,
    /// Links and icons.
    pub accent_text: Colour,
    /// A quiet ground.
    pub accent_subtle: Colour,
    /// A quiet line.
    pub accent_border: Colour,
    /// Words on `accent`.
    pub on_accent: Colour,
    /// The ground of chosen rows.
    pub selected: Colour,
    /// The ring around what has the focus.
    pub focus: Colour,
    /// The arch around a QR code.
    pub gate: Colour,
}

impl Tones {
    /// Each with the name of its token.
    #[must_use]
    pub fn named(&self) -> [(&'static str, Colour); 10] {
        [
            ("accent", self.accent),
            ("accent-hover", self.accent_hover),
            ("accent-active", self.accent_active),
            ("accent-text", self.accent_text),
            ("accent-subtle", self.accent_subtle),
            ("accent-border", self.accent_border),
            ("on-accent", self.on_accent),
            ("selected", self.selected),
            ("focus", self.focus),
            ("gate", self.gate),
        ]
    }
}

/// The accents of both themes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accent {
    /// Those of the light theme.
    pub light: Tones,
    /// Those of the dark theme.
    pub dark: Tones,
}

/// What the accents of a theme stand on and beside, the mark among it; the same as in `style/tokens.css`.
#[derive(Debug, Clone, Copy)]
pub struct Ground {
    /// The page.
    pub canvas: Colour,
    /// Cards.
    pub surface: Colour,
    /// Dialogs and menus.
    pub raised: Colour,
    /// Sidebars and insets.
    pub sunken: Colour,
    /// Rows below the pointer.
    pub hover: Colour,
    /// The ground of what is dangerous.
    pub danger_subtle: Colour,
    /// Lines around cards.
    pub border: Colour,
    /// Lines around fields.
    pub border_control: Colour,
    /// Text.
    pub text: Colour,
    /// Text beside it.
    pub text_muted: Colour,
    /// The faintest text.
    pub text_subtle: Colour,
    /// The stone of the mark.
    pub brand_stone: Colour,
    /// Its lantern.
    pub brand_lantern: Colour,
}

/// The light theme.
pub const LIGHT: Ground = Ground {
    canvas: Colour::rgb(0xf3, 0xf7, 0xf5),
    surface: Colour::WHITE,
    raised: Colour::WHITE,
    sunken: Colour::rgb(0xeb, 0xf0, 0xee),
    hover: Colour::rgb(0xed, 0xf2, 0xf1),
    danger_subtle: Colour::rgb(0xff, 0xf0, 0xef),
    border: Colour::rgb(0xda, 0xe0, 0xde),
    border_control: Colour::rgb(0x7d, 0x8b, 0x86),
    text: Colour::rgb(0x16, 0x21, 0x1f),
    text_muted: Colour::rgb(0x4d, 0x5a, 0x57),
    text_subtle: Colour::rgb(0x61, 0x6e, 0x6b),
    brand_stone: Colour::rgb(0x03, 0x53, 0x4d),
    brand_lantern: Colour::rgb(0xf2, 0xb0, 0x36),
};

/// The dark theme.
pub const DARK: Ground = Ground {
    canvas: Colour::rgb(0x0b, 0x11, 0x11),
    surface: Colour::rgb(0x12, 0x19, 0x18),
    raised: Colour::rgb(0x19, 0x21, 0x20),
    sunken: Colour::rgb(0x08, 0x0c, 0x0c),
    hover: Colour::rgb(0x1a, 0x23, 0x22),
    danger_subtle: Colour::rgb(0x3a, 0x1b, 0x19),
    border: Colour::rgb(0x24, 0x2d, 0x2c),
    border_control: Colour::rgb(0x61, 0x71, 0x70),
    text: Colour::rgb(0xe9, 0xee, 0xec),
    text_muted: Colour::rgb(0xa8, 0xb2, 0xae),
    text_subtle: Colour::rgb(0x8f, 0x9a, 0x96),
    brand_stone: Colour::rgb(0x75, 0xcb, 0xc1),
    brand_lantern: Colour::rgb(0xf8, 0xbc, 0x49),
};

impl Ground {
    /// Each with the name of its token.
    #[must_use]
    pub fn named(&self) -> [(&'static str, Colour); 13] {
        [
            ("canvas", self.canvas),
            ("surface", self.surface),
            ("raised", self.raised),
            ("sunken", self.sunken),
            ("hover", self.hover),
            ("danger-subtle", self.danger_subtle),
            ("border", self.border),
            ("border-control", self.border_control),
            ("text", self.text),
            ("text-muted", self.text_muted),
            ("text-subtle", self.text_subtle),
            ("brand-stone", self.brand_stone),
            ("brand-lantern", self.brand_lantern),
        ]
    }

    /// Everything that links stand on, beside the tinted grounds.
    fn plain(&self) -> [Colour; 5] {
        [self.canvas, self.surface, self.raised, self.sunken, self.hover]
    }
}

/// Verdigris, as shipped: drawn by hand in `style/tokens.css`, not derived.
impl Default for Accent {
    fn default() -> Self {
        let light = Tones {
            accent: Colour::rgb(0x03, 0x65, 0x5d),
            accent_hover: Colour::rgb(0x04, 0x52, 0x4c),
            accent_active: Colour::rgb(0x01, 0x43, 0x3e),
            accent_text: Colour::rgb(0x04, 0x5e, 0x57),
            accent_subtle: Colour::rgb(0xe2, 0xf5, 0xf2),
            accent_border: Colour::rgb(0x92, 0xcb, 0xc3),
            on_accent: Colour::WHITE,
            selected: Colour::rgb(0xe5, 0xf5, 0xf2),
            focus: Colour::rgb(0x01, 0x7a, 0x71),
            gate: Colour::rgb(0x03, 0x53, 0x4d),
        };
        let dark = Tones {
            accent: Colour::rgb(0x52, 0xbe, 0xb3),
            accent_hover: Colour::rgb(0x65, 0xd0, 0xc4),
            accent_active: Colour::rgb(0x49, 0xae, 0xa4),
            accent_text: Colour::rgb(0x6c, 0xd6, 0xca),
            accent_subtle: Colour::rgb(0x12, 0x30, 0x2d),
            accent_border: Colour::rgb(0x21, 0x5a, 0x55),
            on_accent: Colour::rgb(0x02, 0x12, 0x10),
            selected: Colour::rgb(0x14, 0x2c, 0x29),
            focus: Colour::rgb(0x5b, 0xd5, 0xc8),
            gate: Colour::rgb(0x0c, 0x4a, 0x45),
        };
        Self { light, dark }
    }
}

impl Accent {
    /// The accents that one colour gives.
    #[must_use]
    pub fn of(colour: Colour) -> Self {
        Self { light: light(colour), dark: dark(colour) }
    }
}

fn light(colour: Colour) -> Tones {
    let chosen = Oklab::from(colour);
    let (ground, chroma) = (LIGHT, chosen.chroma);
    let tinted = |lightness, most: f64| chosen.tone(lightness, chroma.min(most));

    let stands_out = |tone: Colour| reaches(tone, &[ground.canvas, ground.surface], SHAPE);
    let (lightest, as_is) = settle(chosen, chosen.lightness, -STEP, chroma, stands_out);
    let (for_white, below_white) =
        settle(chosen, lightest, -STEP, chroma, |tone| tone.contrast(Colour::WHITE) >= TEXT);
    let (lightness, accent, on_accent) = if lightest - for_white <= FOR_WHITE {
        (for_white, below_white, Colour::WHITE)
    } else {
        (lightest, as_is, Colour::BLACK)
    };
    let pressed = [(-0.06, -0.11), (-0.035, -0.06), (0.05, 0.1), (0.17, 0.25)];
    let (accent_hover, accent_active) = moved(chosen, lightness, chroma, on_accent, &pressed);

    let accent_subtle = tinted(0.957, 0.022);
    let (_, selected) =
        settle(chosen, 0.957, STEP, chroma.min(0.018), |tone| tone.contrast(ground.text_subtle) >= TEXT);
    let is_read = |tone: Colour| reads(tone, &ground, [accent_subtle, selected]);
    let (_, accent_text) = settle(chosen, lightness - 0.015, -STEP, chroma, is_read);
    let (_, focus) = settle(chosen, (lightness + 0.06).min(0.6), -STEP, chroma, |tone| {
        is_seen(tone, &ground, [accent_subtle, selected])
    });
    Tones {
        accent,
        accent_hover,
        accent_active,
        accent_text,
        accent_subtle,
        accent_border: tinted(0.79, 0.07),
        on_accent,
        selected,
        focus,
        gate: tinted(0.39, 0.1),
    }
}

fn dark(colour: Colour) -> Tones {
    let chosen = Oklab::from(colour);
    let ground = DARK;
    let on_accent = chosen.tone(0.16, chosen.chroma.min(0.025));
    let stands_out = |tone: Colour| {
        reaches(tone, &[ground.canvas, ground.surface], GLOW) && tone.contrast(on_accent) >= GLOW
    };
    // What has to glow in the dark is less colourful.
    let chroma = if stands_out(colour) { chosen.chroma } else { chosen.chroma.min(0.17) };
    let tinted = |lightness, most: f64| chosen.tone(lightness, chroma.min(most));

    let (lightness, accent) = settle(chosen, chosen.lightness, STEP, chroma, stands_out);
    let pressed = [(0.055, -0.03), (0.055, 0.03), (-0.05, -0.09)];
    let (accent_hover, accent_active) = moved(chosen, lightness, chroma, on_accent, &pressed);

    let accent_subtle = tinted(0.285, 0.035);
    let (_, selected) =
        settle(chosen, 0.27, -STEP, chroma.min(0.03), |tone| tone.contrast(ground.text_subtle) >= TEXT);
    let is_read = |tone: Colour| reads(tone, &ground, [accent_subtle, selected]);
    let (_, accent_text) = settle(chosen, (lightness + 0.06).clamp(0.78, 0.93), STEP, chroma, is_read);
    let (_, focus) = settle(chosen, (lightness + 0.04).clamp(0.72, 0.93), STEP, chroma, |tone| {
        is_seen(tone, &ground, [accent_subtle, selected])
    });
    Tones {
        accent,
        accent_hover,
        accent_active,
        accent_text,
        accent_subtle,
        accent_border: tinted(0.43, 0.06),
        on_accent,
        selected,
        focus,
        gate: tinted(0.37, 0.08),
    }
}

/// The first tone from a lightness on that does; at the end of the scale there is one for every ground.
fn settle(chosen: Oklab, from: f64, step: f64, chroma: f64, does: impl Fn(Colour) -> bool) -> (f64, Colour) {
    let mut lightness = from;
    loop {
        let tone = chosen.tone(lightness, chroma);
        if does(tone) || !(0.0..=1.0).contains(&lightness) {
            return (lightness, tone);
        }
        lightness += step;
    }
}

/// The tones below the pointer and while pressed: the first two moves that keep the words readable and can be
/// told from the tone at rest.
fn moved(
    chosen: Oklab,
    lightness: f64,
    chroma: f64,
    words: Colour,
    moves: &[(f64, f64)],
) -> (Colour, Colour) {
    let at = |by: f64| chosen.tone(lightness + by, chroma);
    let there = |by: f64| (0.0..=1.0).contains(&(lightness + by));
    let is_told_apart = |one: f64, two: f64| at(one).contrast(at(two)) >= APART;
    let does = |(hover, active): &(f64, f64)| {
        [*hover, *active].iter().all(|by| there(*by) && at(*by).contrast(words) >= TEXT)
            && is_told_apart(0.0, *hover)
            && is_told_apart(*hover, *active)
            && is_told_apart(0.0, *active)
    };
    let (hover, active) = moves.iter().copied().find(does).unwrap_or_default();
    (at(hover), at(active))
}

/// Whether text of this tone can be read on every ground of links.
fn reads(tone: Colour, ground: &Ground, tinted: [Colour; 2]) -> bool {
    reaches(tone, &ground.plain(), TEXT) && reaches(tone, &tinted, TEXT)
}

/// Whether a ring of this tone is seen on every ground of controls.
fn is_seen(tone: Colour, ground: &Ground, tinted: [Colour; 2]) -> bool {
    reaches(tone, &ground.plain(), SHAPE)
        && reaches(tone, &tinted, SHAPE)
        && tone.contrast(ground.danger_subtle) >= SHAPE
}

fn reaches(tone: Colour, grounds: &[Colour], least: f64) -> bool {
    grounds.iter().all(|ground| tone.contrast(*ground) >= least)
}

#[cfg(test)]
mod tests;
