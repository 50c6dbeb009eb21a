//! Inviting people in three steps: choose them, check the message, send. What is chosen stays while
//! one goes back and forth.

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use types::{ErrorCode, InvitationPreview, Invite, MessageLanguage, Selection, UserId};

use super::{aside::Aside, choose::Choose};
use crate::{
    console::{
        api::invitations::{preview_invitation, sample_invitation, start_invitation, test_invitation},
        shared::Sending,
    },
    request::Failure,
    t::invitations::{self as texts, new as words},
    ui::{
        Button, ButtonKind, Card, Crumb, Crumbs, Fact, Facts, FormError, Note, PageHead, PageTitle, Step,
        StepState, Steps, Tone, use_toasts,
    },
    wording::error_text,
};

/// What the page is about, for its parts.
#[derive(Clone, Copy)]
pub(super) struct Draft {
    /// Who is selected.
    pub(super) selection: RwSignal<Selection>,
    /// What inviting them would do; nothing while nobody is selected.
    pub(super) preview: RwSignal<Option<InvitationPreview>>,
    /// Why that is not known.
    failure: RwSignal<Option<Failure>>,
    /// As whom the message is shown.
    pub(super) as_person: RwSignal<Option<UserId>>,
}

impl Draft {
    fn new() -> Self {
        let selection = RwSignal::new(Selection::none());
        let draft = Self {
            selection,
            preview: RwSignal::new(None),
            failure: RwSignal::new(None),
            as_person: RwSignal::new(None),
        };
        Effect::new(move |_| draft.follow(selection.get()));
        draft
    }

    /// Asks what inviting them would do. What was asked before and is answered late does not count.
    fn follow(self, selection: Selection) {
        if selection == Selection::none() {
            self.preview.set(None);
            return;
        }
        leptos::task::spawn_local(async move {
            let answer = preview_invitation(Invite { selection: selection.clone() }).await;
            if self.selection.try_with_untracked(|now| *now == selection) == Some(true) {
                self.failure.set(answer.as_ref().err().cloned());
                self.preview.set(answer.ok());
            }
        });
    }

    /// Who the message is shown as: who was chosen, or one of those in the commonest language.
    pub(super) fn example(self) -> Memo<Option<UserId>> {
        Memo::new(move |_| {
            self.preview.with(|preview| {
                let languages = &preview.as_ref()?.languages;
                let is_there = |id: &UserId| languages.iter().any(|share| share.example == *id);
                let chosen = self.as_person.get().filter(is_there);
                chosen.or_else(|| languages.first().map(|share| share.example))
            })
        })
    }
}

/// The page.
#[component]
pub(in crate::console) fn InvitePage() -> impl IntoView {
    let draft = Draft::new();
    let checks = RwSignal::new(false);
    let steps = move || {
        let (first, second) = match checks.get() {
            false => (StepState::Now, StepState::Next),
            true => (StepState::Done, StepState::Now),
        };
        vec![
            Step::new(words::choose(), first),
            Step::new(words::check(), second),
            Step::new(words::send(), StepState::Next),
        ]
    };
    view! {
        <PageTitle text=words::title() />
        <Crumbs items=vec![Crumb::new("/admin/invitations", texts::title())] current=words::title() />
        <PageHead title=words::title() sub=words::sub() />
        <div class="mb-4 steps-box">
            <Steps steps=Signal::derive(steps) wizard=true />
        </div>
        <div hidden=move || checks.get()>
            <div class="split split-23">
                <Choose draft=draft />
                <aside class="stack" aria-label=words::preview()>
                    <Aside draft=draft />
                </aside>
            </div>
        </div>
        <Show when=move || checks.get()>
            <Check draft=draft />
        </Show>
        <Foot draft=draft checks=checks />
    }
}

/// The message in full.
#[component]
fn Check(draft: Draft) -> impl IntoView {
    let example = draft.example();
    let sample = Resource::new(
        move || example.get(),
        |example| async move {
            let example = example?;
            sample_invitation(example).await.ok().map(|sample| (example, sample))
        },
    );
    view! {
        <div class="split split-23">
            <Transition>
                {move || Suspend::new(async move {
                    sample
                        .await
                        .map(|(example, sample)| {
                            view! {
                                <Card title=words::preview()>
                                    <div class="stack stack-3">
                                        <Facts>
                                            <Fact term=words::subject()>{sample.subject}</Fact>
                                            <Fact term=words::to()>
                                                <span class="ltr wrap-anywhere">{sample.to}</span>
                                            </Fact>
                                        </Facts>
                                        <iframe
                                            class="mail-frame"
                                            title=words::preview()
                                            src=format!("/admin/invitations/sample/{example}")
                                            sandbox=""
                                        ></iframe>
                                    </div>
                                </Card>
                                <aside class="stack" aria-label=words::text()>
                                    <Test draft=draft example=example />
                                    <Card title=words::text()>
                                        <pre class="mail-text" tabindex="0">
                                            {sample.text}
                                        </pre>
                                    </Card>
                                </aside>
                            }
                        })
                })}
            </Transition>
        </div>
    }
}

/// Sends the message that is shown, with sample data, to whoever looks at it.
#[component]
fn Test(draft: Draft, example: UserId) -> impl IntoView {
    let sending = Sending::default();
    let toasts = use_toasts();
    let test = move |_| {
        let language = draft.preview.with_untracked(|preview| {
            let share = preview.as_ref()?.languages.iter().find(|share| share.example == example)?;
            MessageLanguage::of_tag(&share.language)
        });
        sending.send(test_invitation(language.unwrap_or_default()), move |()| toasts.say(words::tested()));
    };
    view! {
        <div>
            <FormError text=sending.general_with(ErrorCode::WrongState, words::no_address()) />
            <Button icon="mail" busy=sending.busy() busy_label=words::testing() on:click=test>
                {words::test()}
            </Button>
        </div>
    }
}

/// How many get a message, and the way on.
#[component]
fn Foot(draft: Draft, checks: RwSignal<bool>) -> impl IntoView {
    let sending = Sending::default();
    let navigate = use_navigate();
    let send = Callback::new(move |()| {
        let input = Invite { selection: draft.selection.get_untracked() };
        let navigate = navigate.clone();
        if sending.accepts(&input) {
            sending.send(start_invitation(input), move |job| {
                navigate(&format!("/admin/jobs/{job}"), Default::default());
            });
        }
    });
    let invited = Memo::new(move |_| {
        draft.preview.with(|preview| preview.as_ref().map(InvitationPreview::invited)).unwrap_or_default()
    });
    let any = move || draft.preview.with(Option::is_some);
    let failure = move || draft.failure.with(|failure| failure.as_ref().map(|failure| error_text(failure)));
    view! {
        <FormError text=MaybeProp::derive(failure) />
        <FormError text=sending.general() />
            <Show when=any>
                <div class="savebar" role="region" aria-label=words::send()>
                    <Show
                        when=move || invited.get() != 0
                        fallback=|| view! { <Note tone=Tone::Warning>{words::none_left::title()}</Note> }
                    >
                        <b class="sm" role="status">
                            {move || words::gets(invited.get())}
                        </b>
                        <span class="push row">
                            <Show
                                when=move || checks.get()
                                fallback=move || {
                                    view! {
                                        <Button
                                            kind=ButtonKind::Primary
                                            end_icon="arrow-end"
                                            on:click=move |_| checks.set(true)
                                        >
                                            {words::next()}
                                        </Button>
                                    }
                                }
                            >
                                <Button on:click=move |_| checks.set(false)>{words::back()}</Button>
                                <Button
                                    kind=ButtonKind::Primary
                                    busy=sending.busy()
                                    busy_label=words::sending()
                                    on:click=move |_| send.run(())
                                >
                                    {move || words::send_many(invited.get())}
                                </Button>
                            </Show>
                        </span>
                    </Show>
                </div>
            </Show>
    }
}
