//! What the selected people would get, beside the list in which they are chosen.

use leptos::prelude::*;
use types::RefusedShare;

use super::{
    new::Draft,
    words::{language, why},
};
use crate::{
    t::invitations::new as words,
    ui::{Card, Choice, Note, SelectField, Tone},
};

/// A small preview, the languages, and who gets nothing.
#[component]
pub(super) fn Aside(draft: Draft) -> impl IntoView {
    let any = move || draft.preview.with(Option::is_some);
    let refused = Memo::new(move |_| {
        draft
            .preview
            .with(|preview| preview.as_ref().map(|preview| preview.refused.clone()))
            .unwrap_or_default()
    });
    view! {
        <Show when=any fallback=|| view! { <Note tone=Tone::Off>{words::nobody()}</Note> }>
            <Small draft=draft />
            <Show when=move || refused.with(|refused| !refused.is_empty())>
                <Refused refused=refused />
            </Show>
        </Show>
    }
}

/// The message as one of them gets it. It is loaded anew only for another person.
#[component]
fn Small(draft: Draft) -> impl IntoView {
    let example = draft.example();
    let source = move || example.get().map(|id| format!("/admin/invitations/sample/{id}"));
    let languages = Memo::new(move |_| {
        let shares = draft.preview.get().map(|preview| preview.languages).unwrap_or_default();
        let texts = shares.iter().map(|share| words::in_language(share.count, language(&share.language)));
        texts.collect::<Vec<_>>().join(", ")
    });
    view! {
        <Show when=move || example.with(Option::is_some)>
            <Card title=words::preview()>
                <div class="stack stack-3">
                    <As draft=draft />
                    <iframe class="mail-frame small" title=words::preview() src=source sandbox=""></iframe>
                    <p class="sm muted">{languages}</p>
                </div>
            </Card>
        </Show>
    }
}

/// As whom the message is shown.
#[component]
fn As(draft: Draft) -> impl IntoView {
    let choices = Memo::new(move |_| {
        let shares = draft.preview.get().map(|preview| preview.languages).unwrap_or_default();
        let choice = |share: types::LanguageShare| {
            let text = words::as_person(&share.example_name, language(&share.language));
            Choice::new(share.example.to_string(), text)
        };
        shares.into_iter().map(choice).collect::<Vec<_>>()
    });
    let bind = RwSignal::new(String::new());
    Effect::new(move |_| draft.as_person.set(bind.get().parse().ok()));
    view! { <SelectField label=words::preview_as() name="as" options=choices bind=bind /> }
}

/// Who gets nothing, and why.
#[component]
fn Refused(refused: Memo<Vec<RefusedShare>>) -> impl IntoView {
    let all = move || refused.with(|refused| refused.iter().map(|share| share.count).sum::<u64>());
    let line = |share: RefusedShare| view! { <li>{words::why(share.count, why(share.reason))}</li> };
    view! {
        <Note tone=Tone::Off>
            <p>{move || words::refused(all())}</p>
            <ul>{move || refused.get().into_iter().map(line).collect_view()}</ul>
        </Note>
    }
}
