//! Long work: how far it is and what became of each item.

mod detail;
mod items;
mod words;

pub(super) use detail::JobPage;
pub(super) use words::JobLine;
