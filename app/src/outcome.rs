//! What became of a form that was sent and could not be carried out.
//!
//! The server answers such a form with the page itself and status 422. What was typed and what is
//! wrong is in the context of that rendering, and travels with the page, so that both sides show it.

use std::collections::BTreeMap;

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use types::ApiError;

use crate::wording::problem_at;

/// A form as it was sent; never holds a password.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// Which form of the page.
    pub form: String,
    /// Why it was not carried out.
    pub error: Option<ApiError>,
    /// What was typed, by the name of the field.
    pub values: BTreeMap<String, String>,
}

impl Outcome {
    /// A form that was refused.
    pub fn refused(form: &str, error: ApiError) -> Self {
        Self { form: form.to_owned(), error: Some(error), values: BTreeMap::new() }
    }

    /// A form that was carried out, and shows what came of it this once.
    pub fn done(form: &str) -> Self {
        Self { form: form.to_owned(), error: None, values: BTreeMap::new() }
    }

    /// With what was typed into a field.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.values.insert(name.to_owned(), value.into());
        self
    }

    /// Why this form was not carried out.
    #[must_use]
    pub fn error_of(&self, form: &str) -> Option<ApiError> {
        self.error.clone().filter(|_| self.form == form)
    }

    /// What was typed into a field of this form.
    #[must_use]
    pub fn value_of(&self, form: &str, name: &str) -> Option<String> {
        self.values.get(name).filter(|_| self.form == form).cloned()
    }

    /// What is wrong with a field of this form.
    pub fn field(&self, form: &str, path: &str) -> MaybeProp<String> {
        problem_at(self.error_of(form).as_ref(), path)
    }
}

/// What became of the form that this page answers; called once by a page, while it is built.
pub(crate) fn use_outcome() -> Outcome {
    SharedValue::new(|| use_context::<Outcome>().unwrap_or_default()).into_inner()
}
