//! Colours: how they are written, how bright they are, and how they differ to the eye.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::error::FieldCode;

/// A colour of a screen, written `#rrggbb`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Colour {
    channels: [u8; 3],
}

impl Colour {
    /// White.
    pub const WHITE: Self = Self::rgb(255, 255, 255);
    /// Black.
    pub const BLACK: Self = Self::rgb(0, 0, 0);

    /// A colour by its channels.
    #[must_use]
    pub const fn rgb(red: u8, green: u8, blue: u8) -> Self {
        Self { channels: [red, green, blue] }
    }

    /// Reads `#rrggbb` in small or capital letters.
    ///
    /// # Errors
    /// `required` or `malformed`.
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        let text = text.trim();
        if text.is_empty() {
            return Err(FieldCode::Required);
        }
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6).ok_or(FieldCode::Malformed)?;
        // A sign before the digits is a number to the parser, and no colour.
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(FieldCode::Malformed);
        }
        let number = u32::from_str_radix(digits, 16).map_err(|_| FieldCode::Malformed)?;
        let [_, red, green, blue] = number.to_be_bytes();
        Ok(Self::rgb(red, green, blue))
    }

    /// Relative luminance from 0 to 1 (WCAG 2.2).
    #[must_use]
    pub fn luminance(self) -> f64 {
        let [red, green, blue] = self.linear();
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// How much two colours stand out from each other, from 1 to 21 (WCAG 2.2).
    #[must_use]
    pub fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    /// Its channels in linear light.
    fn linear(self) -> [f64; 3] {
        self.channels.map(|channel| {
            let part = f64::from(channel) / 255.0;
            if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        })
    }

    /// From linear light; what a screen cannot show is cut off.
    fn from_linear(linear: [f64; 3]) -> Self {
        let channels = linear.map(|part| {
            let part = part.clamp(0.0, 1.0);
            let part = if part <= 0.003_130_8 { part * 12.92 } else { 1.055 * part.powf(1.0 / 2.4) - 0.055 };
            (part * 255.0).round() as u8
        });
        Self { channels }
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("#")?;
        self.channels.iter().try_for_each(|channel| write!(f, "{channel:02x}"))
    }
}

impl From<Colour> for String {
    fn from(colour: Colour) -> Self {
        colour.to_string()
    }
}

impl TryFrom<String> for Colour {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).map_err(FieldCode::as_str)
    }
}

/// A colour in OKLab (Björn Ottosson, 2020): equal steps look equal, and a change of lightness leaves the hue.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Oklab {
    /// Lightness from 0 (black) to 1 (white).
    pub(crate) lightness: f64,
    /// How colourful it is; 0 is grey.
    pub(crate) chroma: f64,
    /// The direction of the hue; nothing for grey.
    direction: [f64; 2],
}

impl From<Colour> for Oklab {
    fn from(colour: Colour) -> Self {
        let [red, green, blue] = colour.linear();
        let long = (0.412_221_470_8 * red + 0.536_332_536_3 * green + 0.051_445_992_9 * blue).cbrt();
        let middle = (0.211_903_498_2 * red + 0.680_699_545_1 * green + 0.107_396_956_6 * blue).cbrt();
        let short = (0.088_302_461_9 * red + 0.281_718_837_6 * green + 0.629_978_700_5 * blue).cbrt();
        let a = 1.977_998_495_1 * long - 2.428_592_205 * middle + 0.450_593_709_9 * short;
        let b = 0.025_904_037_1 * long + 0.782_771_766_2 * middle - 0.808_675_766 * short;
        let chroma = (a * a + b * b).sqrt();
        // Below this a colour is grey, and its hue is noise.
        let direction = if chroma < 1e-4 { [0.0, 0.0] } else { [a / chroma, b / chroma] };
        Self {
            lightness: 0.210_454_255_3 * long + 0.793_617_785 * middle - 0.004_072_046_8 * short,
            chroma,
            direction,
        }
    }
}

impl Oklab {
    /// The colour of this hue with another lightness, as colourful as `chroma` says or as a screen can show.
    pub(crate) fn tone(self, lightness: f64, chroma: f64) -> Colour {
        const SEARCH: u32 = 14;
        let lightness = lightness.clamp(0.0, 1.0);
        let linear = self.linear(lightness, chroma);
        if is_shown(linear) {
            return Colour::from_linear(linear);
        }
        let (mut least, mut most) = (0.0, chroma);
        for _ in 0..SEARCH {
            let middle = f64::midpoint(least, most);
            if is_shown(self.linear(lightness, middle)) { least = middle } else { most = middle }
        }
        Colour::from_linear(self.linear(lightness, least))
    }

    fn linear(self, lightness: f64, chroma: f64) -> [f64; 3] {
        let [a, b] = self.direction.map(|part| part * chroma);
        let long = (lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
        let middle = (lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
        let short = (lightness - 0.089_484_177_5 * a - 1.291_485_548 * b).powi(3);
        [
            4.076_741_662_1 * long - 3.307_711_591_3 * middle + 0.230_969_929_2 * short,
            -1.268_438_004_6 * long + 2.609_757_401_1 * middle - 0.341_319_396_5 * short,
            -0.004_196_086_3 * long - 0.703_418_614_7 * middle + 1.707_614_701 * short,
        ]
    }
}

/// Whether a screen can show it, but for what rounding takes.
fn is_shown(linear: [f64; 3]) -> bool {
    linear.iter().all(|part| (-0.000_5..=1.000_5).contains(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_read_in_one_form_alone() {
        assert_eq!(Colour::parse(" #03655D ").unwrap().to_string(), "#03655d");
        assert_eq!(Colour::parse(""), Err(FieldCode::Required));
        for bad in ["03655d", "#03655", "#03655dd", "#03655g", "#+3655d", "teal", "rgb(0,0,0)", "#äöü"] {
            assert_eq!(Colour::parse(bad), Err(FieldCode::Malformed), "{bad}");
        }
    }

    #[test]
    fn contrast_is_that_of_the_guideline() {
        assert!((Colour::WHITE.contrast(Colour::BLACK) - 21.0).abs() < 1e-9);
        let accent = Colour::parse("#03655d").unwrap();
        assert!((accent.contrast(Colour::WHITE) - 6.95).abs() < 0.01);
    }

    #[test]
    fn a_colour_comes_back_from_oklab() {
        for text in ["#000000", "#ffffff", "#ff0000", "#0000ff", "#ffff00", "#808080", "#03655d", "#e4572e"] {
            let colour = Colour::parse(text).unwrap();
            let lab = Oklab::from(colour);
            assert_eq!(lab.tone(lab.lightness, lab.chroma).to_string(), text);
        }
    }
}
