//! Terms of use: all texts, one to be written, and who has accepted them.

mod acceptances;
mod list;
mod page;
mod versions;

pub(super) use acceptances::AcceptancesPage;
pub(super) use list::TermsPage;
pub(super) use page::TermsTextPage;

use types::TermsKey;

use crate::wording::country_name;

/// The page of a text.
fn href(key: &TermsKey) -> String {
    let country = key.country.as_deref().map(|code| format!("?country={code}")).unwrap_or_default();
    format!("/admin/settings/terms/{}{country}", key.language)
}

/// `Deutsch, Austria`.
fn name(key: &TermsKey) -> String {
    match &key.country {
        Some(code) => format!("{}, {}", key.language.name(), country_name(code)),
        None => key.language.name().to_owned(),
    }
}
