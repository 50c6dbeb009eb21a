//! Registration PINs: making and reading them (product.md section 3.2, trust.md PIN-1 and PIN-2).

use types::PinAlphabet;

use crate::{error::Result, secrets::random_bytes};

const DIGITS: &[u8] = b"0123456789";
/// Crockford's base 32: no I, L, O and U.
const LETTERS_AND_DIGITS: &[u8] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A new PIN of `length` symbols, each equally likely: a random byte that would favour the first
/// symbols is thrown away and drawn again.
pub(crate) fn generate(length: u8, alphabet: PinAlphabet) -> Result<String> {
    let symbols = match alphabet {
        PinAlphabet::Digits => DIGITS,
        PinAlphabet::LettersAndDigits => LETTERS_AND_DIGITS,
    };
    let fair = 256 - 256 % symbols.len();
    let mut pin = String::with_capacity(usize::from(length));
    while pin.len() < usize::from(length) {
        let drawn = random_bytes::<32>()?.map(usize::from);
        let missing = usize::from(length) - pin.len();
        let usable = drawn.into_iter().filter(|byte| *byte < fair);
        pin.extend(
            usable.filter_map(|byte| symbols.get(byte % symbols.len())).take(missing).map(|s| char::from(*s)),
        );
    }
    Ok(pin)
}

/// A typed PIN in the form that was made: without spaces, hyphens and the marks of writing direction
/// that come along when it is copied from a message, in capitals, look-alikes read as
/// the digits that they stand for (no alphabet has the letters I, L and O).
pub(super) fn normalise(typed: &str) -> String {
    typed
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}'))
        .filter(|c| !matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
        .flat_map(char::to_uppercase)
        .map(|c| match c {
            'I' | 'L' => '1',
            'O' => '0',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_has_the_length_and_the_symbols_that_were_asked_for() {
        for length in 6..=12 {
            let digits = generate(length, PinAlphabet::Digits).unwrap();
            assert_eq!(digits.len(), usize::from(length));
            assert!(digits.bytes().all(|b| DIGITS.contains(&b)));
            let letters = generate(length, PinAlphabet::LettersAndDigits).unwrap();
            assert_eq!(letters.len(), usize::from(length));
            assert!(letters.bytes().all(|b| LETTERS_AND_DIGITS.contains(&b)));
        }
    }

    /// Chi-squared over a million symbols. The bounds are far above p = 0.001 (27.9 for 9 degrees of
    /// freedom, 61.1 for 31), so that only a bias fails: taking a random byte modulo ten would favour
    /// 0 to 5 by 4 % and give about 380 here.
    #[test]
    fn every_symbol_is_equally_likely() {
        for (alphabet, symbols, bound) in
            [(PinAlphabet::Digits, DIGITS, 60.0), (PinAlphabet::LettersAndDigits, LETTERS_AND_DIGITS, 110.0)]
        {
            let mut seen = vec![0_u32; symbols.len()];
            for _ in 0..100_000 {
                for symbol in generate(10, alphabet).unwrap().bytes() {
                    seen[symbols.iter().position(|s| *s == symbol).unwrap()] += 1;
                }
            }
            let expected = 1_000_000.0 / symbols.len() as f64;
            let chi: f64 = seen.iter().map(|n| (f64::from(*n) - expected).powi(2) / expected).sum();
            assert!(chi < bound, "{alphabet}: chi-squared is {chi}");
        }
    }

    #[test]
    fn a_typed_pin_may_be_grouped_small_and_misread() {
        assert_eq!(normalise(" 4827 1936\t"), "48271936");
        assert_eq!(normalise("4827-1936"), "48271936");
        assert_eq!(normalise("ab\u{2013}cd"), "ABCD");
        assert_eq!(normalise("iLoO"), "1100");
    }
}
