//! How people are named and reached: user names, e-mail addresses, phone numbers, countries and
//! languages. Each type can only hold a valid value.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::error::FieldCode;

macro_rules! text_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = &'static str;
            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::parse(&text).map_err(FieldCode::as_str)
            }
        }
    };
}

text_type!(
    /// A user name: 1 to 64 letters, digits and `. _ - @ +`, beginning with a letter or digit. Kept
    /// as typed, unique without regard to case ([`Username::key`]).
    Username
);

impl Username {
    /// Longest user name, in characters.
    pub const MAX: usize = 64;

    /// Reads a user name.
    ///
    /// # Errors
    /// `required`, `too_long` or `forbidden_characters`.
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        let text = text.trim();
        let Some(first) = text.chars().next() else {
            return Err(FieldCode::Required);
        };
        if text.chars().count() > Self::MAX {
            return Err(FieldCode::TooLong);
        }
        let allowed = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '@' | '+');
        if !first.is_alphanumeric() || !text.chars().all(allowed) {
            return Err(FieldCode::ForbiddenCharacters);
        }
        Ok(Self(text.to_owned()))
    }

    /// The form that must be unique: lower case.
    pub fn key(&self) -> String {
        username_key(&self.0)
    }
}

/// The form of a typed user name under which people are looked up.
pub fn username_key(typed: &str) -> String {
    typed.trim().to_lowercase()
}

text_type!(
    /// A time zone by its name in the IANA database, such as `Europe/Oslo` or `UTC`. Only the form is
    /// checked: which zones there are depends on whoever shows a time.
    TimeZone
);

impl TimeZone {
    /// Longest name, in characters.
    pub const MAX: usize = 64;

    /// Reads the name of a time zone.
    ///
    /// # Errors
    /// `required`, `too_long` or `malformed`.
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        let text = text.trim();
        if text.is_empty() {
            return Err(FieldCode::Required);
        }
        if text.len() > Self::MAX {
            return Err(FieldCode::TooLong);
        }
        let part = |part: &str| {
            part.starts_with(|c: char| c.is_ascii_alphabetic())
                && part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '+'))
        };
        match text.split('/').all(part) {
            true => Ok(Self(text.to_owned())),
            false => Err(FieldCode::Malformed),
        }
    }
}

text_type!(
    /// An e-mail address, `local@domain`, at most 254 characters (RFC 5321), without display name,
    /// quoting or control characters.
    EmailAddress
);

impl EmailAddress {
    /// Longest address, in characters.
    pub const MAX: usize = 254;

    /// Reads an address.
    ///
    /// # Errors
    /// `required`, `too_long` or `malformed`.
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        let text = text.trim();
        if text.is_empty() {
            return Err(FieldCode::Required);
        }
        if text.chars().count() > Self::MAX {
            return Err(FieldCode::TooLong);
        }
        let Some((local, domain)) = text.rsplit_once('@') else {
            return Err(FieldCode::Malformed);
        };
        let local_ok = !local.is_empty()
            && local.len() <= 64
            && !local.starts_with('.')
            && !local.ends_with('.')
            && !local.contains("..")
            && local.chars().all(|c| c.is_alphanumeric() || ".!#$%&'*+/=?^_`{|}~-".contains(c));
        let label_ok = |label: &str| {
            !label.is_empty()
                && label.len() <= 63
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|c| c.is_alphanumeric() || c == '-')
        };
        if !local_ok || !domain.split('.').all(label_ok) {
            return Err(FieldCode::Malformed);
        }
        Ok(Self(text.to_owned()))
    }
}

text_type!(
    /// A phone number in E.164 form: `+` and 8 to 15 digits.
    PhoneNumber
);

impl PhoneNumber {
    /// Reads a number; spaces, hyphens, dots and brackets between the digits are dropped.
    ///
    /// # Errors
    /// `required` or `malformed`.
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        let compact: String = text
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '.' | '(' | ')' | '/'))
            .collect();
        if compact.is_empty() {
            return Err(FieldCode::Required);
        }
        let digits = compact.strip_prefix('+').ok_or(FieldCode::Malformed)?;
        let plausible = (8..=15).contains(&digits.len())
            && digits.chars().all(|c| c.is_ascii_digit())
            && !digits.starts_with('0');
        if !plausible {
            return Err(FieldCode::Malformed);
        }
        Ok(Self(compact))
    }
}

/// ISO 3166-1 alpha-2 codes.
const COUNTRIES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

text_type!(
    /// A country by its ISO 3166-1 alpha-2 code, in capitals.
    CountryCode
);

impl CountryCode {
    /// Reads a code; small letters are accepted.
    ///
    /// # Errors
    /// `required` or `unknown_value`.
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        let code = text.trim().to_ascii_uppercase();
        if code.is_empty() {
            return Err(FieldCode::Required);
        }
        if code.len() == 2 && Self::all().any(|known| known == code) {
            return Ok(Self(code));
        }
        Err(FieldCode::UnknownValue)
    }

    /// All codes in alphabetical order.
    pub fn all() -> impl Iterator<Item = &'static str> {
        COUNTRIES.split(' ')
    }
}

text_type!(
    /// A language by its BCP 47 tag, for example `en` or `pt-BR`. Messages and pages fall back to
    /// English where they do not speak it.
    Language
);

impl Language {
    /// Reads a tag: two or three letters, then optional subtags.
    ///
    /// # Errors
    /// `required` or `unknown_value`.
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        let tag = text.trim();
        if tag.is_empty() {
            return Err(FieldCode::Required);
        }
        let mut parts = tag.split('-');
        let primary = parts.next().unwrap_or_default();
        let primary_ok = (2..=3).contains(&primary.len()) && primary.chars().all(|c| c.is_ascii_alphabetic());
        let rest_ok = parts
            .all(|part| (2..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric()));
        if !primary_ok || !rest_ok || tag.len() > 35 {
            return Err(FieldCode::UnknownValue);
        }
        Ok(Self(tag.to_owned()))
    }

    /// English, the language that everything exists in.
    pub fn english() -> Self {
        Self("en".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn user_names_are_unique_without_regard_to_case() {
        assert_eq!(Username::parse(" Amira.Haddad ").unwrap().key(), "amira.haddad");
        assert_eq!(Username::parse(""), Err(FieldCode::Required));
        assert_eq!(Username::parse("a b"), Err(FieldCode::ForbiddenCharacters));
        assert_eq!(Username::parse("-a"), Err(FieldCode::ForbiddenCharacters));
        assert_eq!(Username::parse(&"a".repeat(65)), Err(FieldCode::TooLong));
    }

    #[test]
    fn addresses_that_could_break_a_mail_header_are_refused() {
        assert!(EmailAddress::parse("amira.haddad+x@vellmere.example").is_ok());
        for bad in [
            "amira",
            "a@",
            "@b",
            "a@b\r\nBcc: c@d",
            "a b@c",
            "a@b..c",
            ".a@b.c",
            "a@-b.c",
            "\"a\"@b.c",
            "<a@b.c>",
        ] {
            assert_eq!(EmailAddress::parse(bad), Err(FieldCode::Malformed), "{bad}");
        }
    }

    #[test]
    fn phone_numbers_become_e164() {
        assert_eq!(PhoneNumber::parse("+47 400 55 014").unwrap().as_str(), "+4740055014");
        for bad in ["40055014", "+0123456789", "+12", "+1234567890123456", "+47400x5014"] {
            assert_eq!(PhoneNumber::parse(bad), Err(FieldCode::Malformed), "{bad}");
        }
    }

    #[test]
    fn countries_and_languages_are_known_ones() {
        assert_eq!(CountryCode::parse("no").unwrap().as_str(), "NO");
        assert_eq!(CountryCode::parse("XX"), Err(FieldCode::UnknownValue));
        assert_eq!(CountryCode::all().count(), 249);
        assert!(Language::parse("pt-BR").is_ok());
        assert_eq!(Language::parse("english"), Err(FieldCode::UnknownValue));
    }
}
