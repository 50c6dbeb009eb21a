//! Labels and their rules in words.

use types::{BuiltInLabel, LabelRule};

use crate::{
    t::labels as words,
    wording::{device_state, ownership},
};

/// The name of a label: of one that is always there in the reader's language.
pub(in crate::console) fn label_name(built_in: Option<BuiltInLabel>, name: &str) -> String {
    use words::built_in as word;
    let word = match built_in {
        None => return name.to_owned(),
        Some(BuiltInLabel::All) => word::all(),
        Some(BuiltInLabel::CompanyOwned) => word::company_owned(),
        Some(BuiltInLabel::EmployeeOwned) => word::employee_owned(),
        // Names of products, the same in every language.
        Some(
            BuiltInLabel::Ios
            | BuiltInLabel::Ipados
            | BuiltInLabel::Macos
            | BuiltInLabel::Tvos
            | BuiltInLabel::Android
            | BuiltInLabel::Windows
            | BuiltInLabel::Linux,
        ) => name,
    };
    word.to_owned()
}

/// Which devices carry it: "iPhone or iPad · Company-owned · system 17.4 or newer".
pub(super) fn rule_text(rule: Option<&LabelRule>) -> String {
    let Some(rule) = rule else { return words::by_hand().to_owned() };
    let either = |names: Vec<String>| (!names.is_empty()).then(|| names.join(words::or()));
    let parts = [
        either(rule.platforms.iter().map(|platform| platform.label().to_owned()).collect()),
        either(rule.ownerships.iter().map(|owned| ownership(*owned).to_owned()).collect()),
        either(rule.states.iter().map(|state| device_state(*state).to_owned()).collect()),
        (!rule.groups.is_empty()).then(|| words::in_groups(rule.groups.len())),
        rule.model.as_deref().map(words::model_is),
        rule.os_from.as_deref().map(words::os_is_from),
        rule.os_below.as_deref().map(words::os_is_below),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { words::everything().to_owned() } else { parts.join(" · ") }
}
