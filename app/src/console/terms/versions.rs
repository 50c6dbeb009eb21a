//! The versions of a text, each to be read and taken over.

use leptos::prelude::*;
use types::{MessageLanguage, Permission, TermsVersion};

use crate::{
    console::shared::may,
    t::terms as texts,
    ui::{Badge, Button, ButtonSize, Card, Disclosure, TermsBody, Time, Tone},
};

/// All versions, newest first.
#[component]
pub(super) fn Versions(
    versions: Vec<TermsVersion>,
    language: MessageLanguage,
    /// What is being written.
    typed: RwSignal<String>,
) -> impl IntoView {
    if versions.is_empty() {
        return ().into_any();
    }
    let newest = versions.first().map(|version| version.version);
    let entries = versions.into_iter().map(|version| {
        let is_newest = Some(version.version) == newest;
        entry(version, is_newest, language, typed)
    });
    let entries: Vec<_> = entries.collect();
    view! {
        <Card title=texts::versions() sub=texts::versions_sub()>
            <ol class="stack" reversed=true role="list">
                {entries}
            </ol>
        </Card>
    }
    .into_any()
}

fn entry(
    version: TermsVersion,
    is_newest: bool,
    language: MessageLanguage,
    typed: RwSignal<String>,
) -> impl IntoView {
    let number = version.version;
    let state = match (&version.text, is_newest) {
        (None, _) => Some((Tone::Off, texts::withdrawn())),
        (Some(_), true) => Some((Tone::Success, texts::in_force())),
        (Some(_), false) => None,
    };
    let accepted = version.text.is_some().then(|| texts::accepted_times(version.accepted));
    let text = StoredValue::new(version.text);
    let take = move |_| typed.set(text.get_value().unwrap_or_default());
    let can_take = text.with_value(Option::is_some) && may(Permission::SettingsWrite);
    view! {
        <li class="stack stack-2">
            <div class="row">
                <div class="grow">
                    <p>
                        <b>{texts::version(number)}</b>
                        " "
                        <span class="muted">{accepted}</span>
                    </p>
                    <p class="xs muted">
                        <bdi>{version.changed_by}</bdi>
                        ", "
                        <Time at=version.changed_at />
                    </p>
                </div>
                {state.map(|(tone, text)| view! { <Badge tone=tone text=text /> })}
                {can_take
                    .then(|| {
                        view! {
                            <Button size=ButtonSize::Small label=texts::use_version(number) on:click=take>
                                {texts::use_again()}
                            </Button>
                        }
                    })}
            </div>
            {text
                .get_value()
                .map(|text| {
                    view! {
                        <Disclosure icon="eye" summary=texts::show_version(number)>
                            <TermsBody text=text language=language />
                        </Disclosure>
                    }
                })}
        </li>
    }
}
