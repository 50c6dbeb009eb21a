//! The terms of use, in front of the steps on the device; and what follows when they are declined.

use leptos::prelude::*;
use types::{MessageLanguage, TermsText};

use super::open_frame::OpenFrame;
use crate::{
    shell::{PageContext, page_info, render_document},
    t::public::terms as words,
    ui::{
        Button, ButtonKind, Checkbox, EmptyArt, EmptyState, HiddenField, LinkButton, Note, TermsBody, Tone,
    },
};

/// What the page shows.
#[derive(Clone, Debug)]
pub struct TermsView {
    /// The token of the link.
    pub token: String,
    /// The text.
    pub text: TermsText,
    /// The languages that there are.
    pub languages: Vec<MessageLanguage>,
    /// It was sent without a tick.
    pub not_ticked: bool,
    /// This is another text than the one that was read.
    pub changed: bool,
}

/// The terms of use. Their form posts to `/r/<token>/terms`.
#[must_use]
pub fn terms(page: PageContext, view: TermsView) -> String {
    render_document(page, words::title(), || view! { <TermsStep shown=view /> })
}

#[component]
fn TermsStep(shown: TermsView) -> impl IntoView {
    let TermsView { token, text, languages, not_ticked, changed } = shown;
    let (key, action) = (text.key.clone(), format!("/r/{token}/terms"));
    let others = languages.into_iter().filter(|language| *language != key.language);
    let others: Vec<_> = others
        .map(|language| {
            let href = format!("/r/{token}?device&lang={language}");
            view! { <a href=href lang=language.as_str() hreflang=language.as_str()>{language.name()}</a> }
        })
        .collect();
    let languages = (!others.is_empty()).then(|| {
        view! { <nav class="row sm mt-3" aria-label=words::languages()>{others}</nav> }
    });
    view! {
        <OpenFrame>
            <div class="phone-flow">
                <h1>{words::heading()}</h1>
                <p class="muted mt-1">{words::sub(page_info().organisation)}</p>
                {changed.then(|| view! { <div class="mt-4"><Note tone=Tone::Warning>{words::changed()}</Note></div> })}
                {languages}
                <section class="card card-pad mt-4" aria-label=words::text() tabindex="0">
                    <TermsBody text=text.text language=key.language />
                </section>
                <form method="post" action=action.clone() class="stack mt-4" novalidate>
                    <HiddenField name="terms" value=text.id.to_string() />
                    {not_ticked
                        .then(|| view! { <Note tone=Tone::Danger live=true>{words::not_ticked()}</Note> })}
                    <Checkbox label=words::accept() name="accept" />
                    <Button kind=ButtonKind::Primary submit=true block=true end_icon="arrow-end">
                        {words::submit()}
                    </Button>
                </form>
                <form method="post" action=action class="mt-3">
                    <HiddenField name="terms" value=text.id.to_string() />
                    <HiddenField name="decline" value="true" />
                    <Button kind=ButtonKind::Quiet submit=true block=true>
                        {words::decline()}
                    </Button>
                </form>
            </div>
        </OpenFrame>
    }
}

/// They were declined: nothing has happened, and there is a way back to `again`.
#[must_use]
pub fn declined(page: PageContext, again: String) -> String {
    render_document(page, words::declined_title(), || {
        let actions = move || {
            view! {
                <LinkButton href=again kind=ButtonKind::Primary>
                    {words::read_again()}
                </LinkButton>
            }
        };
        view! {
            <OpenFrame centred=true>
                <EmptyState title=words::declined_title() art=EmptyArt::Barred heading_level=1 actions=actions>
                    <p>{words::declined_text()}</p>
                </EmptyState>
            </OpenFrame>
        }
    })
}
