//! Labels: the list, one label, and making one.

mod detail;
mod form;
mod list;
mod words;

pub(super) use detail::{LabelPage, NewLabelPage};
pub(super) use list::LabelsPage;
pub(super) use words::label_name;
