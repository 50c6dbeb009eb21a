//! Many devices from a CSV file (product.md 3.3, R3): choose a file, check the rows, import.

mod options;
mod preview;
mod rows;
mod upload;

pub(super) use preview::ImportPreviewPage;
pub(super) use rows::problem_text;
pub(super) use upload::ImportPage;

use leptos::prelude::*;

use crate::{
    t::imports as words,
    ui::{Step, StepState, Steps},
};

/// The three steps, at the one with this number.
#[component]
pub(super) fn ImportSteps(
    /// 0, 1 or 2; 3 when all are done.
    #[prop(into)]
    at: Signal<usize>,
) -> impl IntoView {
    let steps = move || {
        let state = |number: usize| match at.get() {
            now if number < now => StepState::Done,
            now if number == now => StepState::Now,
            _ => StepState::Next,
        };
        let labels = [words::choose(), words::check(), words::import()];
        labels.into_iter().enumerate().map(|(number, label)| Step::new(label, state(number))).collect()
    };
    view! {
        <div class="mb-4 steps-box">
            <Steps steps=Signal::derive(steps) wizard=true />
        </div>
    }
}
