//! Which passwords are accepted: long ones that are not among those that attackers try first
//! (NIST SP 800-63B-4: length and a blocklist, no rules about kinds of characters).

use types::FieldCode;
use zxcvbn::{Score, zxcvbn};

use super::Access;

/// Shortest password, in characters.
const MIN: usize = 15;

/// Longest password, in characters.
pub(super) const MAX: usize = 256;

/// How much of a password is weighed; the cost of weighing grows faster than the length.
const WEIGHED: usize = 100;

/// Guesses that a password must withstand, as a power of ten.
const MIN_GUESSES_LOG10: f64 = 10.0;

/// Words of the context shorter than this may be part of a password.
const MIN_CONTEXT: usize = 4;

impl Access<'_> {
    /// Whether `password` may be chosen. `context` is what anybody would try first: the user name, the
    /// organisation's name and the like.
    ///
    /// # Errors
    /// `required`, `too_short`, `too_long`, `contains_context` or `too_common`.
    pub fn check_new_password(&self, password: &str, context: &[&str]) -> Result<(), FieldCode> {
        check(password, context)
    }
}

pub(super) fn check(password: &str, context: &[&str]) -> Result<(), FieldCode> {
    let length = password.chars().count();
    if length == 0 {
        return Err(FieldCode::Required);
    }
    if length < MIN {
        return Err(FieldCode::TooShort);
    }
    if length > MAX {
        return Err(FieldCode::TooLong);
    }
    let compact_password = compact(password);
    let contains = |word: &&str| {
        let word = compact(word);
        word.chars().count() >= MIN_CONTEXT && compact_password.contains(&word)
    };
    if context.iter().any(contains) {
        return Err(FieldCode::ContainsContext);
    }
    let weighed: String = password.chars().take(WEIGHED).collect();
    let strength = zxcvbn(&weighed, context);
    if strength.score() < Score::Three || strength.guesses_log10() < MIN_GUESSES_LOG10 {
        return Err(FieldCode::TooCommon);
    }
    Ok(())
}

/// Letters and digits in lower case, so that spelling a name with dots or spaces does not hide it.
fn compact(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passphrase_of_four_words_is_enough() {
        for good in ["violet anchor mustard tram", "grønne skyer over kaia 9", "xkq7 wpv2 mzt4 rhd8 bnj3"] {
            assert_eq!(check(good, &["amira.haddad", "Vellmere Works"]), Ok(()), "{good}");
        }
    }

    #[test]
    fn what_attackers_try_first_is_refused() {
        for bad in [
            "passwordpassword1",
            "aaaaaaaaaaaaaaaa",
            "qwertyuiopasdfgh",
            "1234567890123456",
            "abcabcabcabcabcabc",
            "password1234567890",
            "iloveyouiloveyou",
        ] {
            assert_eq!(check(bad, &[]), Err(FieldCode::TooCommon), "{bad}");
        }
    }

    #[test]
    fn length_counts_characters_not_bytes() {
        assert_eq!(check("", &[]), Err(FieldCode::Required));
        assert_eq!(check("øøøøøøøø", &[]), Err(FieldCode::TooShort));
        assert_eq!(check(&"violet anchor ".repeat(19), &[]), Err(FieldCode::TooLong));
    }

    #[test]
    fn the_names_at_hand_are_no_secrets() {
        let context = ["amira.haddad", "Vellmere Works", "al"];
        for bad in ["my name is Amira Haddad 77", "vellmereworks-tram-anchor", "VELLMERE WORKS forever 3"] {
            assert_eq!(check(bad, &context), Err(FieldCode::ContainsContext), "{bad}");
        }
        assert_eq!(check("violet anchor metal tram", &context), Ok(()), "short words may occur");
    }

    #[test]
    fn weighing_the_longest_password_ends_soon() {
        assert_eq!(check(&"aB3".repeat(85), &[]), Err(FieldCode::TooCommon));
    }
}
