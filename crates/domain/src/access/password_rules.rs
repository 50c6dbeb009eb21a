//! Which passwords are accepted: long ones that are not among those that attackers try first
//! (NIST SP 800-63B-4: length and a blocklist, no rules about kinds of characters).

use std::sync::LazyLock;

use types::FieldCode;
use zxcvbn::{Score, zxcvbn};

use super::{Access, passwords::normalised};

/// Shortest password, in characters. It is the only factor (section 3.1.1.1).
const MIN: usize = 15;

/// Longest password, in characters: more than the 64 that must be accepted.
pub(super) const MAX: usize = 256;

/// How much of a password is weighed; the cost of weighing grows faster than the length.
const WEIGHED: usize = 100;

/// Guesses that a password must withstand, as a power of ten.
const MIN_GUESSES_LOG10: f64 = 10.0;

/// Words of the context shorter than this may be part of a password.
const MIN_CONTEXT: usize = 4;

/// What everybody knows of this service.
const PRODUCT: &str = "Gatehouse";

/// Passwords that were found in other people's leaks most often, in lower case and sorted: the 4,000
/// commonest, and of the 30,000 commonest all that have eight characters or more. From the list of the
/// crate `zxcvbn` (MIT).
const COMMON: &str = include_str!("common_passwords.txt");

static COMMON_SORTED: LazyLock<Vec<&str>> = LazyLock::new(|| COMMON.lines().collect());

impl Access<'_> {
    /// Whether `password` may be chosen. `context` is what anybody would try first: the user name, the
    /// e-mail address, the organisation's name and the like.
    ///
    /// # Errors
    /// `required`, `too_short`, `too_long`, `contains_context` or `too_common`.
    pub fn check_new_password(&self, password: &str, context: &[&str]) -> Result<(), FieldCode> {
        check(password, context)
    }
}

pub(super) fn check(password: &str, context: &[&str]) -> Result<(), FieldCode> {
    if password.chars().count() > MAX {
        return Err(FieldCode::TooLong);
    }
    let password = normalised(password);
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
    if is_common(&password) {
        return Err(FieldCode::TooCommon);
    }
    let context: Vec<&str> = context.iter().copied().chain([PRODUCT]).flat_map(parts).collect();
    let compact_password = compact(&password);
    let contains = |word: &&str| {
        let word = compact(word);
        word.chars().count() >= MIN_CONTEXT && compact_password.contains(&word)
    };
    if context.iter().any(contains) {
        return Err(FieldCode::ContainsContext);
    }
    let weighed: String = password.chars().take(WEIGHED).collect();
    let strength = zxcvbn(&weighed, &context);
    if strength.score() < Score::Three || strength.guesses_log10() < MIN_GUESSES_LOG10 {
        return Err(FieldCode::TooCommon);
    }
    Ok(())
}

/// A word of the context; of an e-mail address the mailbox and the name of the domain.
fn parts(word: &str) -> Vec<&str> {
    match word.split_once('@') {
        None => vec![word],
        Some((mailbox, domain)) => {
            let name = domain.rsplit('.').nth(1).unwrap_or(domain);
            vec![word, mailbox, name]
        }
    }
}

/// Whether the whole password is one that many have: as it is, written several times, or with digits
/// and signs around it.
fn is_common(password: &str) -> bool {
    let lower = password.to_lowercase();
    let is_listed = |text: &str| COMMON_SORTED.binary_search(&text).is_ok();
    let core = lower.trim_matches(|c: char| !c.is_alphabetic());
    [lower.as_str(), core].into_iter().any(|text| is_listed(text) || repeats_common(text, is_listed))
}

/// Whether a text is a common one, or a very short one, several times: `tram` in `tramtramtram`.
fn repeats_common(text: &str, is_listed: impl Fn(&str) -> bool) -> bool {
    let lengths = (1..=text.len() / 2).filter(|length| text.len().is_multiple_of(*length));
    let mut repeated = lengths.filter_map(|length| text.get(..length)).filter(|part| {
        let part = part.as_bytes();
        text.as_bytes().chunks(part.len()).all(|chunk| chunk == part)
    });
    repeated.any(|part| part.len() < MIN_CONTEXT || is_listed(part))
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

    /// NIST SP 800-63B-4 section 3.1.1.2 and ASVS 6.2.4: whatever shape a common password takes.
    #[test]
    fn the_commonest_passwords_are_refused_in_every_disguise() {
        assert!(COMMON_SORTED.len() > 10_000 && COMMON_SORTED.is_sorted());
        assert!(COMMON_SORTED.iter().filter(|word| word.len() >= 8).count() > 3_000);
        for word in COMMON_SORTED.iter() {
            assert!(is_common(word) && is_common(&word.to_uppercase()), "{word}");
            assert!(is_common(&word.repeat(4)), "{word} four times");
            if word.len() >= 4 && word.chars().all(char::is_alphabetic) {
                let padded = format!("{word}!{:0>15}", 2026);
                assert_eq!(check(&padded, &[]), Err(FieldCode::TooCommon), "{padded}");
            }
        }
    }

    #[test]
    fn at_least_sixty_four_characters_of_any_kind_are_accepted() {
        let printable: String =
            (0..95_u8).map(|n| char::from(b' ' + (u16::from(n) * 37 % 95) as u8)).collect();
        assert_eq!(check(&printable, &[]), Ok(()));
        assert_eq!(
            check(
                "\u{1f40c}\u{1f680} slow \u{442}\u{440}\u{430}\u{43c}\u{432}\u{430}\u{439} \u{6771}\u{4eac} rain",
                &[]
            ),
            Ok(())
        );
        assert_eq!(check("all lower case is no fault here", &[]), Ok(()), "no rules about kinds");
        let long: String = (0..32).map(|n: u32| format!("{:02x} tram ", n * 7 % 251)).collect();
        assert_eq!((long.chars().count(), check(&long, &[])), (256, Ok(())));
    }

    #[test]
    fn length_counts_code_points_after_they_were_normalised() {
        let apart = "a\u{30a}".repeat(14);
        assert_eq!((apart.chars().count(), check(&apart, &[])), (28, Err(FieldCode::TooShort)));
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
        for bad in [
            "my name is Amira Haddad 77",
            "vellmereworks-tram-anchor",
            "VELLMERE WORKS forever 3",
            "gatehouse of violet trams",
        ] {
            assert_eq!(check(bad, &context), Err(FieldCode::ContainsContext), "{bad}");
        }
        assert_eq!(check("violet anchor metal tram", &context), Ok(()), "short words may occur");
        let mail = ["a.haddad@vellmere.example"];
        for bad in ["tram vellmere mustard", "a haddad in a violet tram"] {
            assert_eq!(check(bad, &mail), Err(FieldCode::ContainsContext), "{bad}");
        }
    }

    #[test]
    fn weighing_the_longest_password_ends_soon() {
        assert_eq!(check(&"aB3".repeat(85), &[]), Err(FieldCode::TooCommon));
    }
}
