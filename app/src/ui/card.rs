//! Cards, and what lists of facts look like inside them.

use leptos::prelude::*;

use super::Icon;

/// A surface with one thing on it.
#[component]
pub fn Card(
    /// Heading.
    #[prop(optional, into)]
    title: Option<TextProp>,
    /// A sentence below the heading.
    #[prop(optional, into)]
    sub: Option<TextProp>,
    /// Small buttons or a link at the end of the head.
    #[prop(optional, into)]
    actions: Option<ViewFnOnce>,
    /// Level of the heading.
    #[prop(default = 2)]
    level: u8,
    /// The content reaches the edges: tables and lists.
    #[prop(optional)]
    flush: bool,
    /// Name of a card without a heading.
    #[prop(optional, into)]
    label: Option<TextProp>,
    /// Id, to be linked to.
    #[prop(optional, into)]
    id: Option<String>,
    /// The content.
    children: Children,
) -> impl IntoView {
    let headed = title.is_some();
    let head = title.map(|title| {
        let heading = if level == 3 {
            view! { <h3>{move || title.get()}</h3> }.into_any()
        } else {
            view! { <h2>{move || title.get()}</h2> }.into_any()
        };
        view! {
            <div class="card-head">
                {heading}
                {actions.map(|actions| view! { <span class="push row">{actions.run()}</span> })}
                {sub.map(|sub| view! { <p class="sub">{move || sub.get()}</p> })}
            </div>
        }
    });
    let body = match (flush, headed) {
        (true, _) => "card-flush",
        (false, true) => "card-body",
        (false, false) => "card-pad",
    };
    view! {
        <section class="card" id=id aria-label=label.map(|label| move || label.get())>
            {head}
            <div class=body>{children()}</div>
        </section>
    }
}

/// Facts as pairs of term and value.
#[component]
pub fn Facts(
    /// In two columns with lines between, for a card of its own.
    #[prop(optional)]
    wide: bool,
    /// [`Fact`]s.
    children: Children,
) -> impl IntoView {
    view! {
        <dl class="facts" class:facts-wide=wide>
            {children()}
        </dl>
    }
}

/// One fact.
#[component]
pub fn Fact(
    /// What it is.
    #[prop(into)]
    term: TextProp,
    /// The value; [`NoneCell`](super::NoneCell) when there is none.
    children: Children,
) -> impl IntoView {
    view! {
        <div>
            <dt>{move || term.get()}</dt>
            <dd>{children()}</dd>
        </div>
    }
}

/// A list of lines inside a card.
#[component]
pub fn List(
    /// Name, when there is no heading.
    #[prop(optional, into)]
    label: Option<TextProp>,
    /// `<li>`s; the part that grows has the class `grow`.
    children: Children,
) -> impl IntoView {
    view! {
        <ul class="list" role="list" aria-label=label.map(|label| move || label.get())>
            {children()}
        </ul>
    }
}

/// A card that opens, for what most people need not read.
#[component]
pub fn Disclosure(
    /// Before the text.
    #[prop(optional, into)]
    icon: Option<&'static str>,
    /// What is inside.
    #[prop(into)]
    summary: TextProp,
    /// Open from the start.
    #[prop(optional)]
    open: bool,
    /// What is shown when open.
    children: Children,
) -> impl IntoView {
    view! {
        <details class="card" open=open>
            <summary>
                {icon.map(|name| view! { <Icon name=name /> })}
                {move || summary.get()}
                <Icon name="chevron-down" />
            </summary>
            <div class="card-pad">{children()}</div>
        </details>
    }
}
