//! The steps of a registration, and the card that waits for a device.

use leptos::prelude::*;
use types::Timestamp;

use super::{ClockTime, Icon, Niche, Tone};

/// Where a step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepState {
    /// Behind.
    Done,
    /// Being waited for.
    Now,
    /// Ahead.
    Next,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What is done in it.
    pub label: String,
    /// When it was done.
    pub at: Option<Timestamp>,
    /// What it waits for.
    pub note: Option<String>,
    /// Where it stands.
    pub state: StepState,
}

impl Step {
    /// A step without a note.
    pub fn new(label: impl Into<String>, state: StepState) -> Self {
        Self { label: label.into(), at: None, note: None, state }
    }

    /// With the time at which it was done.
    #[must_use]
    pub fn at(mut self, at: Option<Timestamp>) -> Self {
        self.at = at;
        self
    }

    /// With a note.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }
}

/// Steps in a row, below each other on phones.
#[component]
pub fn Steps(
    /// The steps, in order; two to six.
    #[prop(into)]
    steps: Signal<Vec<Step>>,
    /// Changes are spoken: they come from outside.
    #[prop(optional)]
    live: bool,
    /// The person does them one after the other; nothing is waited for.
    #[prop(optional)]
    wizard: bool,
) -> impl IntoView {
    let item = |step: Step| {
        let (class, current) = match step.state {
            StepState::Done => ("done", None),
            StepState::Now => ("now", Some("step")),
            StepState::Next => ("", None),
        };
        view! {
            <li class=class aria-current=current>
                {(step.state == StepState::Done).then(|| view! { <Icon name="check" /> })}
                {step.label}
                {step.at.map(|at| view! { <small><ClockTime at=at /></small> })}
                {step.note.map(|note| view! { <small>{note}</small> })}
            </li>
        }
    };
    view! {
        <ol
            class=move || format!("steps steps-{}", steps.with(Vec::len))
            class:wizard=wizard
            role="list"
            aria-live=live.then_some("polite")
        >
            {move || steps.get().into_iter().map(item).collect_view()}
        </ol>
    }
}

/// First on the page while a registration runs: what is happening, the steps, how long the code is
/// valid, and what can be done.
#[component]
pub fn WaitingCard(
    /// What is happening.
    #[prop(into)]
    title: TextProp,
    /// What the person does now.
    #[prop(optional, into)]
    text: Option<TextProp>,
    /// Icon of the device.
    icon: &'static str,
    /// A [`Countdown`](super::Countdown).
    #[prop(optional, into)]
    countdown: Option<ViewFnOnce>,
    /// The steps.
    #[prop(into)]
    steps: Signal<Vec<Step>>,
    /// Unique in the document.
    #[prop(default = "waiting".to_owned(), into)]
    id: String,
    /// Buttons: show code again, send again, cancel.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let title_id = format!("{id}-title");
    let heading = title_id.clone();
    view! {
        <section class="card waiting" id=id aria-labelledby=title_id>
            <div class="waiting-in">
                <div class="waiting-top">
                    <Niche icon=icon tone=Tone::Waiting />
                    <div class="t">
                        <h2 class="lg" id=heading>
                            {move || title.get()}
                        </h2>
                        {text.map(|text| view! { <p>{move || text.get()}</p> })}
                    </div>
                    {countdown.map(ViewFnOnce::run)}
                </div>
                <Steps steps=steps live=true />
                {children.map(|children| view! { <div class="row">{children()}</div> })}
            </div>
        </section>
    }
}
