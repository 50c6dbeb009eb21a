//! Pages of a list by key: where the page begins is in the address, and the way back with it.

use leptos::prelude::*;
use leptos_router::{
    hooks::{use_location, use_query_map},
    params::ParamsMap,
};
use types::{Page, PageQuery};

use crate::{routes::with_query, ui::Pager};

/// Rows on a page.
pub(crate) const ROWS: u32 = 50;
/// How many pages the way back remembers; behind that it leads to the first page.
const WAY_BACK: usize = 20;

/// Which page of a list the address asks for: `cursor`, and in `back` the cursors of the pages
/// before it, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Paging {
    cursor: Option<String>,
    back: Vec<String>,
    skipped: u64,
}

impl Paging {
    /// From the address.
    pub(crate) fn read(query: &ParamsMap) -> Self {
        let filled = |name: &str| query.get(name).filter(|text| !text.is_empty());
        Self {
            cursor: filled("cursor"),
            back: filled("back").map(|back| back.split('~').map(str::to_owned).collect()).unwrap_or_default(),
            skipped: filled("skipped").and_then(|number| number.parse().ok()).unwrap_or_default(),
        }
    }

    /// For the server.
    pub(crate) fn query(&self) -> PageQuery {
        PageQuery { cursor: self.cursor.clone(), limit: Some(ROWS), total: true }
    }

    /// Numbers of the first and the last row on the page.
    pub(crate) fn range(&self, rows: usize) -> (u64, u64) {
        let before = self.skipped;
        let rows = u64::try_from(rows).unwrap_or_default();
        (before + u64::from(rows > 0), before + rows)
    }

    /// The link to the page before, if this is not the first.
    pub(crate) fn previous(&self, search: &str) -> Option<String> {
        self.cursor.as_ref()?;
        let skipped = self.skipped.saturating_sub(u64::from(ROWS));
        match self.back.split_last() {
            Some((cursor, earlier)) => Some(link(search, Some(cursor), earlier, skipped)),
            None => Some(link(search, None, &[], 0)),
        }
    }

    /// The link to the page after, if there is one.
    pub(crate) fn next(&self, search: &str, next_cursor: Option<&str>) -> Option<String> {
        let mut back = self.back.clone();
        back.extend(self.cursor.clone());
        let surplus = back.len().saturating_sub(WAY_BACK);
        back.drain(..surplus);
        Some(link(search, Some(next_cursor?), &back, self.skipped + u64::from(ROWS)))
    }
}

fn link(search: &str, cursor: Option<&str>, back: &[String], skipped: u64) -> String {
    let back = (!back.is_empty()).then(|| back.join("~"));
    let skipped = (skipped > 0 && cursor.is_some()).then(|| skipped.to_string());
    with_query(search, &[("cursor", cursor), ("back", back.as_deref()), ("skipped", skipped.as_deref())])
}

/// What the foot of a list knows about its page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Extent {
    rows: usize,
    total: Option<u64>,
    next_cursor: Option<String>,
}

impl<T> From<&Page<T>> for Extent {
    fn from(page: &Page<T>) -> Self {
        Self { rows: page.items.len(), total: page.total, next_cursor: page.next_cursor.clone() }
    }
}

/// The foot of a list: which rows of how many, and the ways to the pages around.
#[component]
pub(crate) fn Foot(
    /// The page that is shown.
    #[prop(into)]
    extent: Signal<Extent>,
    /// The words: all rows, the first and the last one shown.
    text: fn(u64, u64, u64) -> String,
) -> impl IntoView {
    let (query, search) = (use_query_map(), use_location().search);
    let paging = Memo::new(move |_| query.with(Paging::read));
    let text = move || {
        extent.with(|extent| {
            let (from, to) = paging.with(|paging| paging.range(extent.rows));
            text(extent.total.unwrap_or(to), from, to)
        })
    };
    let previous = move || search.with(|search| paging.with(|paging| paging.previous(search)));
    let next = move || {
        extent.with(|extent| {
            let cursor = extent.next_cursor.as_deref();
            search.with(|search| paging.with(|paging| paging.next(search, cursor)))
        })
    };
    view! { <Pager text=text previous=MaybeProp::derive(previous) next=MaybeProp::derive(next) /> }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(search: &str) -> Paging {
        let mut query = ParamsMap::new();
        for pair in search.trim_start_matches('?').split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap();
            query.insert(name.to_owned(), value.replace("%7E", "~"));
        }
        Paging::read(&query)
    }

    #[test]
    fn the_way_back_leads_over_the_same_pages_as_the_way_there() {
        let first = "?q=amira";
        assert_eq!(at(first).previous(first), None);
        let second = at(first).next(first, Some("b")).unwrap();
        assert_eq!(second, "?q=amira&cursor=b&skipped=50");
        let third = at(&second).next(&second, Some("c")).unwrap();
        assert_eq!(at(&third).range(7), (101, 107));
        assert_eq!(at(&third).previous(&third).unwrap(), second);
        assert_eq!(at(&second).previous(&second).unwrap(), first);
    }

    #[test]
    fn an_empty_page_has_no_first_row() {
        assert_eq!(Paging::default().range(0), (0, 0));
        assert_eq!(Paging::default().range(3), (1, 3));
    }
}
