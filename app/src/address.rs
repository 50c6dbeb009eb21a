//! The address of the page, for what does not care which face shows it: the console follows its links in the
//! browser, so that its address changes; the portal loads a document for each.

use leptos::prelude::*;

/// Path and query of the page that is shown.
#[derive(Clone, Copy, Debug)]
pub struct Address {
    /// The path, with its leading slash.
    pub path: Signal<String>,
    /// The query, with or without its question mark.
    pub search: Signal<String>,
}

impl Address {
    /// That of the document, which stays as it is.
    #[must_use]
    pub fn of_document() -> Self {
        let (path, search) = document_address();
        Self { path: Signal::stored(path), search: Signal::stored(search) }
    }

    /// That to which the router has come; inside a router alone.
    #[must_use]
    pub fn of_router() -> Self {
        let place = leptos_router::hooks::use_location();
        Self { path: place.pathname.into(), search: place.search.into() }
    }

    /// The first value of a parameter in the query.
    #[must_use]
    pub fn query(self, name: &str) -> Option<String> {
        self.search.with(|search| value_in(search, name))
    }

    /// What stands at a place of the path: `0` is the first step.
    #[must_use]
    pub fn step(self, place: usize) -> Option<String> {
        self.path.with(|path| path.split('/').filter(|step| !step.is_empty()).nth(place).map(str::to_owned))
    }
}

/// The address that the frame around has told of.
#[must_use]
pub fn use_address() -> Address {
    use_context().unwrap_or_else(Address::of_document)
}

#[cfg(feature = "ssr")]
fn document_address() -> (String, String) {
    let asked = use_context::<leptos_router::location::RequestUrl>();
    let asked = asked.as_ref().map_or("/", AsRef::as_ref);
    let (path, search) = asked.split_once('?').unwrap_or((asked, ""));
    (path.to_owned(), search.to_owned())
}

#[cfg(not(feature = "ssr"))]
fn document_address() -> (String, String) {
    let place = window().location();
    (place.pathname().unwrap_or_default(), place.search().unwrap_or_default())
}

/// The first value of a parameter, decoded as the URL standard says (application/x-www-form-urlencoded).
#[cfg(feature = "ssr")]
fn value_in(search: &str, name: &str) -> Option<String> {
    let search = search.trim_start_matches('?').as_bytes();
    url::form_urlencoded::parse(search).find(|(found, _)| found == name).map(|(_, value)| value.into_owned())
}

/// The first value of a parameter, decoded as the URL standard says (application/x-www-form-urlencoded).
#[cfg(not(feature = "ssr"))]
fn value_in(search: &str, name: &str) -> Option<String> {
    web_sys::UrlSearchParams::new_with_str(search).ok()?.get(name)
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use leptos_router::location::RequestUrl;

    use super::*;

    #[test]
    fn an_address_gives_its_steps_and_its_parameters() {
        Owner::new().with(|| {
            provide_context(RequestUrl::new("/devices/42/lost?done=a%20b&done=c&empty="));
            let address = Address::of_document();
            assert_eq!(address.path.get(), "/devices/42/lost");
            assert_eq!(address.step(1).as_deref(), Some("42"));
            assert_eq!(address.step(3), None);
            assert_eq!(address.query("done").as_deref(), Some("a b"));
            assert_eq!(address.query("empty").as_deref(), Some(""));
            assert_eq!(address.query("one"), None);
        });
    }
}
