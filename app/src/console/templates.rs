//! Message templates: all of them, and one to be changed with a preview beside it.

mod editor;
mod head;
mod history;
mod list;
mod page;
mod preview;
mod variables;
mod words;

pub(super) use list::TemplatesPage;
pub(super) use page::TemplatePage;
