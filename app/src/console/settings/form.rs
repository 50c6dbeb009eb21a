//! The one way in which settings are read, filled in, saved and discarded.

use leptos::{ev::SubmitEvent, prelude::*};
use serde::{Serialize, de::DeserializeOwned};
use types::{Permission, Validate};

use super::changed::LastChange;
use crate::{
    console::{
        api::settings::Stored,
        shared::{Sending, loaded, may},
    },
    request::Failure,
    t::console::settings as words,
    ui::{
        Button, ButtonKind, ErrorSummary, FormError, LinkButton, PageHead, PageTitle, SaveBar, SettingsFrame,
        SkeletonCard, use_toasts,
    },
};

/// What is filled in, as signals of the fields.
pub(super) trait Answers<T>: Copy + Send + Sync + 'static {
    /// Fills the fields in.
    fn fill_in(self, settings: &T);
    /// What would be saved.
    fn settings(self) -> T;
}

/// A page of settings: its head with the way to its history, and the form once they are read.
pub(super) fn settings_page<T>(
    title: &'static str,
    sub: &'static str,
    key: &str,
    stored: Resource<Result<T, Failure>>,
    form: impl Fn(T) -> AnyView + Copy + Send + Sync + 'static,
) -> impl IntoView
where
    T: Clone + Send + Sync + Serialize + DeserializeOwned + 'static,
{
    let history = format!("/admin/audit?target={key}");
    view! {
        <PageTitle text=title />
        <PageHead
            title=title
            sub=sub
            actions=move || {
                view! {
                    <LinkButton href=history.clone() kind=ButtonKind::Quiet icon="history">
                        {words::history()}
                    </LinkButton>
                }
            }
        />
        {loaded(stored, || view! { <SkeletonCard /> }.into_any(), form)}
    }
}

/// The form of a settings page with its save bar. `cards` shows the fields, `save` sends what was filled
/// in with the version that it was made on, `permission` lets save.
pub(super) fn settings_form<T, F>(
    stored: Stored<T>,
    answers: impl Answers<T>,
    permission: Permission,
    save: impl Fn(T, Option<i64>) -> F + Copy + 'static,
    cards: impl FnOnce(Sending) -> AnyView,
) -> impl IntoView
where
    T: Validate + Clone + PartialEq + Send + Sync + 'static,
    F: Future<Output = Result<Stored<T>, Failure>> + 'static,
{
    answers.fill_in(&stored.value);
    let saved = RwSignal::new(stored);
    let sending = Sending::default();
    let toasts = use_toasts();
    let changed = Memo::new(move |_| saved.with(|saved| saved.value != answers.settings()));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let input = untrack(|| answers.settings());
        if !sending.accepts(&input) {
            return;
        }
        let version = saved.with_untracked(|saved| saved.version);
        sending.send(save(input, Some(version)), move |stored| {
            answers.fill_in(&stored.value);
            saved.set(stored);
            toasts.say(words::saved());
        });
    };
    let discard = move |_| {
        saved.with_untracked(|saved| answers.fill_in(&saved.value));
        sending.clear();
    };
    view! {
        <form method="post" class="stack" novalidate=true on:submit=submit>
            <ErrorSummary errors=sending.summary() />
            <FormError text=sending.general() />
            {cards(sending)}
            {move || view! { <LastChange changed=saved.with(|saved| saved.changed.clone()) /> }}
            {may(permission)
                .then(|| {
                    view! {
                        <SaveBar changed=changed>
                            <Button kind=ButtonKind::Quiet on:click=discard>
                                {words::discard()}
                            </Button>
                            <Button
                                kind=ButtonKind::Primary
                                submit=true
                                busy=sending.busy()
                                busy_label=words::saving()
                            >
                                {words::save()}
                            </Button>
                        </SaveBar>
                    }
                })}
        </form>
    }
}

/// The list of sections beside the form and whatever follows it.
pub(super) fn settings_frame(
    sections: Vec<(&'static str, &'static str)>,
    body: impl IntoView + 'static,
) -> impl IntoView {
    let sections = sections.into_iter().map(|(id, name)| (id, name.to_owned())).collect();
    view! { <SettingsFrame sections=sections>{body.into_any()}</SettingsFrame> }
}
