//! How long a text message is, in the parts that it is sent in (3GPP TS 23.038 and 23.040).

/// What the basic character table holds; each takes one place.
const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿\
                     abcdefghijklmnopqrstuvwxyzäöñüà";
/// What its extension holds; each takes two places.
const EXTENSION: &str = "^{}\\[~]|€\u{c}";

/// How a text message is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parts {
    /// How many messages the network carries and bills.
    pub count: usize,
    /// Places taken: characters of the basic table, or UTF-16 units.
    pub places: usize,
    /// Whether a character outside the basic table makes every part shorter: 70 places, not 160.
    pub is_unicode: bool,
}

impl Parts {
    /// Counts the parts of a text; an empty one has none.
    pub fn of(text: &str) -> Self {
        let basic: Option<usize> = text.chars().map(places).sum();
        let (places, alone, joined) = match basic {
            Some(places) => (places, 160, 153),
            None => (text.encode_utf16().count(), 70, 67),
        };
        let count = match places {
            0 => 0,
            places if places <= alone => 1,
            places => places.div_ceil(joined),
        };
        Self { count, places, is_unicode: basic.is_none() }
    }
}

/// The places of a character in the basic table, if it is there.
fn places(c: char) -> Option<usize> {
    match c {
        c if BASIC.contains(c) => Some(1),
        c if EXTENSION.contains(c) => Some(2),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_counted_as_the_network_does() {
        let of = |text: &str| {
            let parts = Parts::of(text);
            (parts.count, parts.places, parts.is_unicode)
        };
        assert_eq!(of(""), (0, 0, false));
        assert_eq!(of(&"ü".repeat(160)), (1, 160, false));
        assert_eq!(of(&"a".repeat(161)), (2, 161, false));
        assert_eq!(of(&"a".repeat(306)), (2, 306, false));
        assert_eq!(of(&"a".repeat(307)), (3, 307, false));
        assert_eq!(of("10 €"), (1, 5, false));
        assert_eq!(of(&"あ".repeat(70)), (1, 70, true));
        assert_eq!(of(&"あ".repeat(71)), (2, 71, true));
        assert_eq!(of("👋"), (1, 2, true));
    }
}
