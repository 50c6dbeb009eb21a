//! Which hardware a device says it is: its serial number as it is compared. A claim, never a proof
//! (product.md 3.4), so that it decides among one person's own records alone.

/// Shorter serial numbers say nothing.
const SHORTEST: usize = 4;

/// What makers write where no serial number was set.
const PLACEHOLDERS: &[&str] = &[
    "CHASSIS SERIAL NUMBER",
    "DEFAULT STRING",
    "INVALID",
    "NONE",
    "NOT APPLICABLE",
    "NOT AVAILABLE",
    "NOT SPECIFIED",
    "SERIAL NUMBER",
    "SYSTEM SERIAL NUMBER",
    "TO BE FILLED BY O.E.M.",
    "TO BE FILLED BY O.E.M",
    "UNKNOWN",
    "0123456789",
    "123456789",
    "1234567890",
];

/// The serial number in capitals; nothing when it says nothing about which device it is.
pub(crate) fn key(serial_number: Option<&str>) -> Option<String> {
    let key = serial_number?.trim().to_uppercase();
    let telling = key.chars().filter(|c| c.is_alphanumeric()).collect::<Vec<_>>();
    let all_alike = telling.iter().all(|c| telling.first() == Some(c));
    (telling.len() >= SHORTEST && !all_alike && !PLACEHOLDERS.contains(&key.as_str())).then_some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_serial_number_counts_in_any_case_and_a_placeholder_never() {
        assert_eq!(key(Some(" pf-1234 ")), Some("PF-1234".to_owned()));
        for nothing in ["", "s", "00000000", "xxxx-xxxx", "To be filled by O.E.M.", "None", "Default string"]
        {
            assert_eq!(key(Some(nothing)), None, "{nothing}");
        }
        assert_eq!(key(None), None);
    }
}
