//! One text: language and country stand in the address.

use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::hooks::{use_params_map, use_query_map};
use types::{CountryCode, ErrorCode, MessageLanguage, Permission, PublishTerms, TermsDetail, TermsKey};

use super::{name, versions::Versions};
use crate::{
    console::{
        api::terms::{find_terms, put_terms_in_force, withdraw_terms},
        shared::{Ask, Guard, Leave, Sending, loaded, may},
    },
    request::Failure,
    t::terms as texts,
    ui::{
        BackLink, Button, ButtonKind, Card, Dialog, FormError, Note, PageHead, PageTitle, SkeletonCard,
        TermsBody, TextArea, Tone, use_toasts,
    },
};

const FORM: &str = "terms-form";

/// One text, by language and country in the address.
#[component]
pub(in crate::console) fn TermsTextPage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let key = Memo::new(move |_| {
        let country = query.with(|query| query.get("country").filter(|code| !code.is_empty()));
        Some(TermsKey {
            language: params.with(|params| MessageLanguage::from_word(&params.get("language")?))?,
            country: match country {
                Some(code) => Some(CountryCode::parse(&code).ok()?.as_str().to_owned()),
                None => None,
            },
        })
    });
    let again = RwSignal::new(0_u32);
    let opened = Resource::new(
        move || (key.get(), again.get()),
        async |(key, _)| match key {
            Some(key) => find_terms(key).await,
            None => Err(Failure::from(ErrorCode::NotFound)),
        },
    );
    view! {
        <BackLink href="/admin/settings/terms" text=texts::back() />
        {loaded(
            opened,
            || view! { <SkeletonCard /> }.into_any(),
            move |detail| {
                view! { <Editor detail=detail reload=move || again.update(|times| *times += 1) /> }.into_any()
            },
        )}
    }
}

#[component]
fn Editor(detail: TermsDetail, #[prop(into)] reload: Callback<()>) -> impl IntoView {
    let TermsDetail { key, version, text, versions } = detail;
    let first = StoredValue::new(text.clone().unwrap_or_default());
    let typed = RwSignal::new(first.get_value());
    let dirty = Memo::new(move |_| first.with_value(|first| typed.with(|typed| typed != first)));
    let guard = Guard::new(dirty);
    let sending = Sending::default();
    let asking = RwSignal::new(false);
    let done = move |text: &'static str| {
        use_toasts().say(text);
        guard.let_go();
        reload.run(());
    };
    // What was wrong with the text is no more once it is changed.
    Effect::new(move |before: Option<()>| {
        typed.track();
        if before.is_some() {
            sending.clear();
        }
    });
    // The way out of a conflict stands on the page, behind the question.
    let is_conflict = move || {
        let error = sending.error();
        error.with(|error| error.as_ref().is_some_and(|error| error.code == ErrorCode::VersionConflict))
    };
    Effect::new(move |_| {
        if is_conflict() {
            asking.set(false);
        }
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if sending.accepts(&PublishTerms { text: typed.get_untracked() }) {
            asking.set(true);
        }
    };
    let language = key.language;
    let may_write = may(Permission::SettingsWrite);
    let title = texts::heading(name(&key));
    let sub = match (&text, version) {
        (_, 0) => texts::never().to_owned(),
        (Some(_), version) => texts::version_in_force(version),
        (None, _) => texts::version_withdrawn().to_owned(),
    };
    let publishing = {
        let key = key.clone();
        move |_| {
            let input = PublishTerms { text: typed.get_untracked() };
            sending.send(put_terms_in_force(key.clone(), input, version), move |_| {
                asking.set(false);
                done(texts::published());
            });
        }
    };
    let (is_in_force, withdraw_key) = (text.is_some(), key.clone());
    let actions = move || {
        may_write.then(|| {
            view! {
                {is_in_force.then(|| view! { <Withdraw key=withdraw_key version=version done=done /> })}
                <Button kind=ButtonKind::Primary submit=true form=FORM>
                    {texts::publish()}
                </Button>
            }
        })
    };
    let publishing = StoredValue::new(publishing);
    view! {
        <PageTitle text=title.clone() />
        <PageHead title=title sub=sub actions=actions />
        {(!may_write).then(|| view! { <Note tone=Tone::Off icon="shield">{texts::read_only()}</Note> })}
        <div class="grid cols-2">
            <form id=FORM method="post" class="stack" novalidate=true on:submit=submit>
                <Trouble is_conflict=Signal::derive(is_conflict) reload=reload guard=guard />
                <Card title=texts::editor()>
                    <div lang=language.as_str() dir=language.direction()>
                        <TextArea
                            label=texts::text()
                            name="text"
                            bind=typed
                            hint=texts::text_hint()
                            error=sending.field("text")
                            rows=20
                        />
                    </div>
                </Card>
            </form>
            <Card title=texts::preview()>
                {move || view! { <TermsBody text=typed.get() language=language /> }}
            </Card>
        </div>
        <div class="mt-6">
            <Versions versions=versions language=language typed=typed />
        </div>
        <Dialog
            open=asking
            id="publish-terms"
            title=texts::publish_title(version + 1)
            text=texts::publish_text()
            icon="check-circle"
            action=move || {
                view! {
                    <Button
                        kind=ButtonKind::Primary
                        busy=sending.busy()
                        busy_label=texts::publishing()
                        on:click=move |press| publishing.with_value(|publish| publish(press))
                    >
                        {texts::publish()}
                    </Button>
                }
            }
        >
            <FormError text=sending.general() />
        </Dialog>
        <Leave guard=guard />
    }
}

/// The button that withdraws, with its question.
#[component]
fn Withdraw<F>(key: TermsKey, version: i64, done: F) -> impl IntoView
where
    F: Fn(&'static str) + Copy + Send + Sync + 'static,
{
    let open = RwSignal::new(false);
    let sending = Sending::default();
    let key = StoredValue::new(key);
    let withdraw = move |()| {
        sending.send(withdraw_terms(key.get_value(), version), move |_| {
            open.set(false);
            done(texts::withdrawn_done());
        });
    };
    view! {
        <Ask
            id="withdraw-terms"
            label=texts::withdraw()
            title=texts::withdraw_title()
            text=texts::withdraw_text()
            icon="warning"
            danger=true
            busy_label=texts::withdrawing()
            open=open
            sending=sending
            act=Callback::new(withdraw)
        />
    }
}

/// The way out where somebody else was faster.
#[component]
fn Trouble(is_conflict: Signal<bool>, reload: Callback<()>, guard: Guard) -> impl IntoView {
    let load = move |_| {
        guard.let_go();
        reload.run(());
    };
    view! {
        <Show when=move || is_conflict.get()>
            <Note tone=Tone::Warning live=true>
                <p>{texts::conflict()}</p>
                <Button on:click=load>{texts::load_newest()}</Button>
            </Note>
        </Show>
    }
}
