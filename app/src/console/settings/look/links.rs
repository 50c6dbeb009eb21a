//! Links on the page with help, and the one about privacy.

use leptos::prelude::*;
use types::LookSettings;

use super::fields::Fields;
use crate::{
    console::shared::Sending,
    t::look as words,
    ui::{Card, FormError, InputKind, TextField},
    wording::fault_text,
};

/// The links. One more row is there than is filled in, until there are six.
#[component]
pub(super) fn LinksCard(answers: Fields, sending: Sending) -> impl IntoView {
    let rows = answers.links.get_value();
    let is_blank = move |at: usize| {
        answers.links.with_value(|links| {
            links.get(at).is_none_or(|(label, url)| {
                label.with(|text| text.trim().is_empty()) && url.with(|text| text.trim().is_empty())
            })
        })
    };
    let is_shown = move |at: usize| at == 0 || (at - 1..LookSettings::MOST_LINKS).any(|at| !is_blank(at));
    // What is sent leaves out rows that are blank, so that an error counts the others alone.
    let wrong = move |at: usize, part: &'static str| {
        MaybeProp::derive(move || {
            let place = (0..at).filter(|before| !is_blank(*before)).count();
            let path = format!("links[{place}].{part}");
            sending
                .error()
                .with(|error| error.as_ref()?.fault(&path).map(fault_text))
                .filter(|_| !is_blank(at))
        })
    };
    let row = move |(at, (label, url)): (usize, (RwSignal<String>, RwSignal<String>))| {
        view! {
            <Show when=move || is_shown(at)>
                <div class="grid cols-2" role="group" aria-label=words::link(at + 1)>
                    <TextField
                        label=words::label()
                        name="label"
                        id=format!("f-label-{at}")
                        bind=label
                        error=wrong(at, "label")
                        maxlength=60_u32
                        optional=true
                    />
                    <TextField
                        label=words::url()
                        name="url"
                        kind=InputKind::Url
                        id=format!("f-url-{at}")
                        bind=url
                        error=wrong(at, "url")
                        maxlength=500_u32
                        optional=true
                        ltr=true
                    />
                </div>
            </Show>
        }
    };
    view! {
        <Card id="links" title=words::links() sub=words::links_sub()>
            <div class="stack">
                <TextField
                    label=words::privacy()
                    name="privacy_url"
                    kind=InputKind::Url
                    bind=answers.privacy_url
                    hint=words::privacy_hint()
                    error=sending.field("privacy_url")
                    maxlength=500_u32
                    optional=true
                    ltr=true
                />
                <hr />
                <FormError text=sending.field("links") />
                {rows.into_iter().enumerate().map(row).collect_view()}
            </div>
        </Card>
    }
}
