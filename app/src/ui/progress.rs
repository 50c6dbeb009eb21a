//! Long work: how far it is, and what can be done about it.

use leptos::prelude::*;

use super::{Status, Tone};

/// Progress, numbers and buttons above the results.
#[component]
pub fn JobPanel(
    /// What is being done: "Sending 24 invitations".
    #[prop(into)]
    title: TextProp,
    /// What the bar measures: "Invitations sent".
    #[prop(into)]
    label: TextProp,
    /// How many are handled.
    #[prop(into)]
    handled: Signal<u64>,
    /// Of how many.
    #[prop(into)]
    total: Signal<u64>,
    /// "19 of 24 handled".
    #[prop(into)]
    text: Signal<String>,
    /// What became of them, in words.
    #[prop(into)]
    counts: Signal<Vec<(Tone, String)>>,
    /// How long it will take, or when it ended.
    #[prop(into)]
    when: Signal<Option<String>>,
    /// Pause, stop.
    #[prop(into)]
    actions: ViewFn,
    /// The results.
    children: Children,
) -> impl IntoView {
    view! {
        <section class="card">
            <div class="card-head">
                <h2>{move || title.get()}</h2>
                <span class="push row">{actions.run()}</span>
            </div>
            <div class="card-body stack stack-3">
                <progress
                    class="bar"
                    aria-label=move || label.get()
                    max=move || total.get().to_string()
                    value=move || handled.get().to_string()
                ></progress>
                <div class="row row-4">
                    <span class="sm">{text}</span>
                    {move || {
                        counts.get().into_iter().map(|(tone, text)| view! { <Status tone=tone text=text /> }).collect_view()
                    }}
                    <span class="push sm muted">{when}</span>
                </div>
            </div>
            {children()}
        </section>
    }
}
