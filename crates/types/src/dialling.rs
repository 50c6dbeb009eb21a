//! Phone numbers as they are dialled within a country, in E.164 form.
//!
//! Calling codes after ITU-T E.164 (List of assigned country codes); national prefixes after ITU Operational
//! Bulletin (Dialling procedures). A country that is not listed takes numbers with `+` alone.

use crate::{
    contact::{CountryCode, PhoneNumber},
    error::FieldCode,
};

/// Country, calling code, and the prefix that is dialled within the country and left out from abroad.
const CODES: &[(&str, &str, &str)] = &[
    ("AD", "376", ""),
    ("AE", "971", "0"),
    ("AF", "93", "0"),
    ("AL", "355", "0"),
    ("AM", "374", "0"),
    ("AO", "244", ""),
    ("AR", "54", "0"),
    ("AT", "43", "0"),
    ("AU", "61", "0"),
    ("AZ", "994", "0"),
    ("BA", "387", "0"),
    ("BD", "880", "0"),
    ("BE", "32", "0"),
    ("BF", "226", ""),
    ("BG", "359", "0"),
    ("BH", "973", ""),
    ("BI", "257", ""),
    ("BJ", "229", ""),
    ("BN", "673", ""),
    ("BO", "591", "0"),
    ("BR", "55", "0"),
    ("BT", "975", ""),
    ("BW", "267", ""),
    ("BY", "375", "8"),
    ("BZ", "501", ""),
    ("CA", "1", "1"),
    ("CD", "243", "0"),
    ("CG", "242", ""),
    ("CH", "41", "0"),
    ("CI", "225", ""),
    ("CL", "56", ""),
    ("CM", "237", ""),
    ("CN", "86", "0"),
    ("CO", "57", ""),
    ("CR", "506", ""),
    ("CU", "53", "0"),
    ("CV", "238", ""),
    ("CY", "357", ""),
    ("CZ", "420", ""),
    ("DE", "49", "0"),
    ("DJ", "253", ""),
    ("DK", "45", ""),
    ("DO", "1", "1"),
    ("DZ", "213", "0"),
    ("EC", "593", "0"),
    ("EE", "372", ""),
    ("EG", "20", "0"),
    ("ER", "291", "0"),
    ("ES", "34", ""),
    ("ET", "251", "0"),
    ("FI", "358", "0"),
    ("FJ", "679", ""),
    ("FO", "298", ""),
    ("FR", "33", "0"),
    ("GA", "241", ""),
    ("GB", "44", "0"),
    ("GE", "995", "0"),
    ("GG", "44", "0"),
    ("GH", "233", "0"),
    ("GI", "350", ""),
    ("GL", "299", ""),
    ("GM", "220", ""),
    ("GN", "224", ""),
    ("GQ", "240", ""),
    ("GR", "30", ""),
    ("GT", "502", ""),
    ("GW", "245", ""),
    ("GY", "592", ""),
    ("HK", "852", ""),
    ("HN", "504", ""),
    ("HR", "385", "0"),
    ("HT", "509", ""),
    ("HU", "36", "06"),
    ("ID", "62", "0"),
    ("IE", "353", "0"),
    ("IL", "972", "0"),
    ("IM", "44", "0"),
    ("IN", "91", "0"),
    ("IQ", "964", "0"),
    ("IR", "98", "0"),
    ("IS", "354", ""),
    ("IT", "39", ""),
    ("JE", "44", "0"),
    ("JM", "1", "1"),
    ("JO", "962", "0"),
    ("JP", "81", "0"),
    ("KE", "254", "0"),
    ("KG", "996", "0"),
    ("KH", "855", "0"),
    ("KM", "269", ""),
    ("KR", "82", "0"),
    ("KW", "965", ""),
    ("KZ", "7", "8"),
    ("LA", "856", "0"),
    ("LB", "961", "0"),
    ("LI", "423", ""),
    ("LK", "94", "0"),
    ("LR", "231", "0"),
    ("LS", "266", ""),
    ("LT", "370", "0"),
    ("LU", "352", ""),
    ("LV", "371", ""),
    ("LY", "218", "0"),
    ("MA", "212", "0"),
    ("MC", "377", ""),
    ("MD", "373", "0"),
    ("ME", "382", "0"),
    ("MG", "261", "0"),
    ("MK", "389", "0"),
    ("ML", "223", ""),
    ("MM", "95", "0"),
    ("MN", "976", "0"),
    ("MO", "853", ""),
    ("MR", "222", ""),
    ("MT", "356", ""),
    ("MU", "230", ""),
    ("MV", "960", ""),
    ("MW", "265", "0"),
    ("MX", "52", ""),
    ("MY", "60", "0"),
    ("MZ", "258", ""),
    ("NA", "264", "0"),
    ("NE", "227", ""),
    ("NG", "234", "0"),
    ("NI", "505", ""),
    ("NL", "31", "0"),
    ("NO", "47", ""),
    ("NP", "977", "0"),
    ("NZ", "64", "0"),
    ("OM", "968", ""),
    ("PA", "507", ""),
    ("PE", "51", "0"),
    ("PG", "675", ""),
    ("PH", "63", "0"),
    ("PK", "92", "0"),
    ("PL", "48", ""),
    ("PR", "1", "1"),
    ("PS", "970", "0"),
    ("PT", "351", ""),
    ("PY", "595", "0"),
    ("QA", "974", ""),
    ("RO", "40", "0"),
    ("RS", "381", "0"),
    ("RU", "7", "8"),
    ("RW", "250", "0"),
    ("SA", "966", "0"),
    ("SC", "248", ""),
    ("SD", "249", "0"),
    ("SE", "46", "0"),
    ("SG", "65", ""),
    ("SI", "386", "0"),
    ("SJ", "47", ""),
    ("SK", "421", "0"),
    ("SL", "232", "0"),
    ("SM", "378", ""),
    ("SN", "221", ""),
    ("SO", "252", "0"),
    ("SR", "597", "0"),
    ("SS", "211", "0"),
    ("SV", "503", ""),
    ("SY", "963", "0"),
    ("SZ", "268", ""),
    ("TD", "235", ""),
    ("TG", "228", ""),
    ("TH", "66", "0"),
    ("TJ", "992", ""),
    ("TM", "993", "8"),
    ("TN", "216", ""),
    ("TR", "90", "0"),
    ("TT", "1", "1"),
    ("TW", "886", "0"),
    ("TZ", "255", "0"),
    ("UA", "380", "0"),
    ("UG", "256", "0"),
    ("US", "1", "1"),
    ("UY", "598", "0"),
    ("UZ", "998", "8"),
    ("VA", "39", ""),
    ("VE", "58", "0"),
    ("VN", "84", "0"),
    ("YE", "967", "0"),
    ("ZA", "27", "0"),
    ("ZM", "260", "0"),
    ("ZW", "263", "0"),
];

impl PhoneNumber {
    /// Reads a number as it is written in a country: `+47 400 55 014`, `0047 400 55 014`, and where a
    /// country is given `400 55 014`, too. Spaces and the usual separators are dropped.
    ///
    /// # Errors
    /// `required` or `malformed`.
    pub fn parse_in(text: &str, country: Option<&CountryCode>) -> Result<Self, FieldCode> {
        let compact: String = text
            .chars()
            .filter(|c| {
                !c.is_whitespace() && !matches!(c, '-' | '.' | '(' | ')' | '/' | '\u{2010}'..='\u{2015}')
            })
            .collect();
        if let Some(rest) = compact.strip_prefix('+') {
            // +49 (0)170 is written often, and the zero is not dialled.
            let number = if text.contains("(0)") { without_bracketed_zero(text) } else { rest.to_owned() };
            return Self::parse(&format!("+{number}"));
        }
        if let Some(rest) = compact.strip_prefix("00") {
            return Self::parse(&format!("+{rest}"));
        }
        let found = country.and_then(|country| CODES.iter().find(|(code, ..)| *code == country.as_str()));
        let Some((_, code, prefix)) = found else { return Self::parse(&compact) };
        let national = match prefix.is_empty() {
            true => compact.as_str(),
            false => compact.strip_prefix(prefix).unwrap_or(&compact),
        };
        if national.is_empty() && !compact.is_empty() {
            return Err(FieldCode::Malformed);
        }
        if compact.is_empty() {
            return Err(FieldCode::Required);
        }
        Self::parse(&format!("+{code}{national}"))
    }
}

fn without_bracketed_zero(text: &str) -> String {
    text.replace("(0)", "").chars().filter(char::is_ascii_digit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, country: &str) -> Result<String, FieldCode> {
        let country = CountryCode::parse(country).ok();
        PhoneNumber::parse_in(text, country.as_ref()).map(String::from)
    }

    #[test]
    fn numbers_are_read_as_their_country_writes_them() {
        for (text, country, number) in [
            ("+47 400 55 014", "", "+4740055014"),
            ("0047 400 55 014", "", "+4740055014"),
            ("400 55 014", "NO", "+4740055014"),
            ("0170 / 123 45 67", "DE", "+491701234567"),
            ("170-1234567", "DE", "+491701234567"),
            ("+49 (0)170 1234567", "", "+491701234567"),
            ("06 20 123 4567", "HU", "+36201234567"),
            ("8 912 345-67-89", "RU", "+79123456789"),
            ("06 1234 5678", "IT", "+390612345678"),
            ("(415) 555-2671", "US", "+14155552671"),
            ("1 415 555 2671", "US", "+14155552671"),
            ("070-123 45 67", "SE", "+46701234567"),
        ] {
            assert_eq!(read(text, country), Ok(number.to_owned()), "{text} in {country}");
        }
        for (text, country) in
            [("400 55 014", ""), ("0", "DE"), ("12", "DE"), ("+0 123 456 789", ""), ("call me", "DE")]
        {
            assert_eq!(read(text, country), Err(FieldCode::Malformed), "{text} in {country}");
        }
        assert_eq!(read(" ", "DE"), Err(FieldCode::Required));
    }

    #[test]
    fn the_table_names_countries_that_there_are_once_each() {
        let mut seen = std::collections::BTreeSet::new();
        for (country, code, _) in CODES {
            assert!(CountryCode::parse(country).is_ok(), "{country}");
            assert!(seen.insert(country), "{country}");
            assert!(code.chars().all(|c| c.is_ascii_digit()), "{country}");
        }
    }
}
