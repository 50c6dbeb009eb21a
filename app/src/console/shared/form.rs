//! Forms that are sent to a server function.

use leptos::prelude::*;
use types::{ApiError, ErrorCode, FieldCode, FieldError, Validate};

use crate::{
    request::Failure,
    ui::FieldMessage,
    wording::{error_text, fault_text, field_messages},
};

/// The state of one form or button: whether it is being sent, and what was wrong last time.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sending {
    busy: RwSignal<bool>,
    error: RwSignal<Option<ApiError>>,
}

impl Sending {
    /// Whether an answer is awaited.
    pub(crate) fn busy(self) -> Signal<bool> {
        self.busy.into()
    }

    /// What was wrong last time, if anything.
    pub(crate) fn error(self) -> RwSignal<Option<ApiError>> {
        self.error
    }

    /// What is wrong with one field, in words.
    pub(crate) fn field(self, path: &'static str) -> MaybeProp<String> {
        MaybeProp::derive(move || self.error.with(|error| error.as_ref()?.fault(path).map(fault_text)))
    }

    /// What is wrong with the fields, for the summary.
    pub(crate) fn summary(self) -> Signal<Vec<FieldMessage>> {
        Signal::derive(move || {
            self.error.with(|error| error.as_ref().map(field_messages).unwrap_or_default())
        })
    }

    /// What went wrong as a whole, when no field is to blame.
    pub(crate) fn general(self) -> MaybeProp<String> {
        MaybeProp::derive(move || {
            self.error.with(|error| error.as_ref().filter(|error| error.fields.is_empty()).map(error_text))
        })
    }

    /// As [`Self::general`], with words of its own for one code that means something special here.
    pub(crate) fn general_with(self, code: ErrorCode, words: &'static str) -> MaybeProp<String> {
        let general = self.general();
        MaybeProp::derive(move || {
            let is_it = self.error.with(|error| error.as_ref().is_some_and(|error| error.code == code));
            if is_it { Some(words.to_owned()) } else { general.get() }
        })
    }

    /// Checks the input by the same rules as the server; what is wrong is shown at once.
    pub(crate) fn accepts(self, input: &impl Validate) -> bool {
        let outcome = input.validate();
        let accepted = outcome.is_ok();
        self.error.set(outcome.err());
        accepted
    }

    /// Says what is wrong with a field that no input type checks.
    pub(crate) fn refuse(self, path: &'static str, code: FieldCode) {
        let fields = vec![FieldError::new(path, code)];
        self.error.set(Some(ApiError { code: ErrorCode::InvalidInput, fields, retry_after: None }));
    }

    /// Forgets what was wrong last time.
    pub(crate) fn clear(self) {
        self.error.set(None);
    }

    /// Sends, unless an answer is awaited already, and goes on with `done` when it was accepted.
    pub(crate) fn send<T: 'static>(
        self,
        call: impl Future<Output = Result<T, Failure>> + 'static,
        done: impl FnOnce(T) + 'static,
    ) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.error.set(None);
        leptos::task::spawn_local(async move {
            let answer = call.await;
            _ = self.busy.try_set(false);
            match answer {
                Ok(value) => done(value),
                Err(Failure(error)) => {
                    // A taken user name is the fault of its field.
                    let error = match error.code {
                        ErrorCode::UsernameTaken if error.fields.is_empty() => {
                            ApiError { fields: vec![FieldError::new("username", FieldCode::Taken)], ..error }
                        }
                        _ => error,
                    };
                    _ = self.error.try_set(Some(error));
                }
            }
        });
    }
}
