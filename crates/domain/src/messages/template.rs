//! Templates: one per kind and language, filled by plain substitution of a closed list of variables
//! (product.md section 4). No expressions and no conditions: what differs is a value.
//!
//! The texts lie in `templates/<language>/<kind>/`; the HTML of all of them stands in one frame.

mod english;
mod fill;
mod frame;
mod language;
mod moment;
mod variable;

#[cfg(test)]
mod tests;

pub(super) use fill::{escape, one_line};
pub(super) use language::{Language, WayIn};
pub(super) use variable::{Value, Values, Variable};

use crate::error::{Error, Result};
use fill::{Form, fill};

/// The texts of one kind of message in one language.
#[derive(Debug, Clone, Copy)]
pub(super) struct Template {
    /// One line, without secrets.
    subject: &'static str,
    /// What mail programs show behind the subject in a list.
    preheader: &'static str,
    /// The inside of the card.
    body: &'static str,
    /// Below the card: why this came, and help.
    foot: &'static str,
    /// The plain-text part, with the same facts.
    text: &'static str,
}

impl Template {
    /// The subject line.
    ///
    /// # Errors
    /// When the template asks for what is not there.
    pub(super) fn subject(&self, values: &Values) -> Result<String> {
        fill(self.subject, values, Form::Line).map_err(Error::internal)
    }

    /// The plain-text part.
    ///
    /// # Errors
    /// When the template asks for what is not there.
    pub(super) fn text(&self, values: &Values) -> Result<String> {
        fill(self.text, values, Form::Text).map_err(Error::internal)
    }

    /// The HTML document. `mark` is the address of the product's mark; `owner` the line beside it.
    ///
    /// # Errors
    /// When the template asks for what is not there.
    pub(super) fn html(
        &self,
        language: &Language,
        values: &Values,
        mark: &str,
        owner: &str,
    ) -> Result<String> {
        let document = frame::around(self, language, mark, owner);
        fill(&document, values, Form::Html).map_err(Error::internal)
    }
}
