//! Templates: one per kind and language, filled by plain substitution of a closed list of variables
//! (product.md section 4). No expressions, no conditions: what differs is a value.

mod english;
mod fill;
mod variable;

use types::MessageKind;

pub(super) use variable::{Value, Values, Variable};

use crate::error::{Error, Result};
use fill::{Form, fill};

/// The texts of one kind of message in one language.
#[derive(Debug, Clone, Copy)]
pub(super) struct Template {
    subject: &'static str,
}

impl Template {
    /// The subject: one line, without secrets.
    pub(super) fn subject(&self, values: &Values) -> Result<String> {
        fill(self.subject, values, Form::Line).map_err(Error::internal)
    }
}

/// The template of a kind in a language, or in English where Gatehouse does not speak it.
pub(super) fn find(kind: MessageKind, _language: &str) -> Template {
    english::template(kind)
}
