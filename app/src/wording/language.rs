//! Languages to choose from.

use types::MessageLanguage;

use crate::ui::Choice;

/// The languages that Gatehouse speaks, each in its own words, and the one that is chosen, should it be another: it
/// is kept until somebody chooses.
#[must_use]
pub fn language_choices(chosen: &str) -> Vec<Choice> {
    let spoken = MessageLanguage::ALL.iter().map(|language| Choice::new(language.as_str(), language.name()));
    let mut choices: Vec<Choice> = spoken.collect();
    if !chosen.is_empty() && !choices.iter().any(|choice| choice.value == chosen) {
        choices.push(Choice::new(chosen, chosen));
    }
    choices
}
