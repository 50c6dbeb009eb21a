//! How people sign in at portal and console, and whose certificates count there.

mod authorities;
mod file;
mod rules;

use leptos::{ev::SubmitEvent, prelude::*};
use types::{Face, MappingRule, Permission, SignInDetail, SignInSettings, UpdateSignIn, Ways};

use self::{authorities::Authorities, rules::Rules};
use super::changed::LastChange;
use crate::{
    console::{
        api::sign_in::{SignInFound, read_sign_in, save_sign_in},
        shared::{Sending, loaded, may},
    },
    t::{console::settings, sign_in as words},
    ui::{
        Button, ButtonKind, Card, CheckGroup, Checkbox, ErrorSummary, FormError, LinkButton, Note, PageHead,
        PageTitle, SaveBar, SettingsFrame, SkeletonCard, Tone, use_toasts,
    },
};

/// The sign-in settings.
#[component]
pub(in crate::console) fn SignInSettingsPage() -> impl IntoView {
    let found = Resource::new(|| (), |()| read_sign_in());
    view! {
        <PageTitle text=words::title() />
        <PageHead
            title=words::title()
            sub=words::sub()
            actions=|| {
                view! {
                    <LinkButton href="/admin/audit?target=sign_in" kind=ButtonKind::Quiet icon="history">
                        {settings::history()}
                    </LinkButton>
                }
            }
        />
        {loaded(
            found,
            || view! { <SkeletonCard /> }.into_any(),
            |found| view! { <Form found=found /> }.into_any(),
        )}
    }
}

/// What is filled in.
#[derive(Clone, Copy)]
struct Answers {
    ways: [[RwSignal<bool>; 2]; 2],
    rules: RwSignal<Vec<MappingRule>>,
}

impl Answers {
    fn of(settings: &SignInSettings) -> Self {
        let off = || RwSignal::new(false);
        let answers = Self { ways: [[off(), off()], [off(), off()]], rules: RwSignal::new(Vec::new()) };
        answers.fill_in(settings);
        answers
    }

    fn fill_in(self, settings: &SignInSettings) {
        for ([password, certificate], ways) in self.ways.into_iter().zip([settings.portal, settings.console])
        {
            password.set(ways.password);
            certificate.set(ways.certificate);
        }
        self.rules.set(settings.rules.clone());
    }

    fn settings(self) -> SignInSettings {
        let ways = |[password, certificate]: [RwSignal<bool>; 2]| Ways {
            password: password.get(),
            certificate: certificate.get(),
        };
        let [portal, console] = self.ways;
        SignInSettings { portal: ways(portal), console: ways(console), rules: self.rules.get() }
    }
}

#[component]
fn Form(found: SignInFound) -> impl IntoView {
    let SignInFound { detail, authorities } = found;
    let answers = Answers::of(&detail.settings);
    let listens = detail.certificate_url.clone();
    let saved = RwSignal::new(detail);
    let sending = Sending::default();
    let toasts = use_toasts();
    let changed = Memo::new(move |_| saved.with(|saved| saved.settings != answers.settings()));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let wanted = untrack(|| answers.settings());
        if !sending.accepts(&wanted) {
            return;
        }
        let SignInSettings { portal, console, rules } = wanted;
        let input = UpdateSignIn { portal: Some(portal), console: Some(console), rules: Some(rules) };
        let version = saved.with_untracked(|saved| saved.version);
        sending.send(save_sign_in(input, version), move |stored| {
            saved.set(stored);
            toasts.say(settings::saved());
        });
    };
    let discard = move |_| {
        saved.with_untracked(|saved| answers.fill_in(&saved.settings));
        sending.clear();
    };
    let sections = vec![
        ("ways", words::ways().to_owned()),
        ("rules", words::rules().to_owned()),
        ("authorities", words::authorities().to_owned()),
    ];
    let may_write = may(Permission::SignInWrite);
    let last = |saved: &SignInDetail| saved.updated_at.zip(saved.updated_by.clone());
    view! {
        <SettingsFrame sections=sections>
            <form method="post" novalidate=true on:submit=submit class="stack">
                <ErrorSummary errors=sending.summary() />
                <FormError text=sending.general() />
                <Card id="ways" title=words::ways() sub=words::ways_sub()>
                    <div class="stack">
                        <Listener url=listens />
                        <FaceWays face=Face::Portal ways=answers.ways[0] sending=sending />
                        <FaceWays face=Face::Console ways=answers.ways[1] sending=sending />
                    </div>
                </Card>
                <Rules rules=answers.rules sending=sending may_write=may_write />
                {move || view! { <LastChange changed=saved.with(last) /> }}
                {may_write
                    .then(|| {
                        view! {
                            <SaveBar changed=changed>
                                <Button kind=ButtonKind::Quiet on:click=discard>
                                    {settings::discard()}
                                </Button>
                                <Button
                                    kind=ButtonKind::Primary
                                    submit=true
                                    busy=sending.busy()
                                    busy_label=settings::saving()
                                >
                                    {settings::save()}
                                </Button>
                            </SaveBar>
                        }
                    })}
            </form>
            <Authorities found=authorities may_write=may_write />
        </SettingsFrame>
    }
}

/// Where certificates are asked for, or what to set so that they are.
#[component]
fn Listener(url: Option<String>) -> impl IntoView {
    match url {
        Some(url) => view! { <p class="sm muted">{words::listens(url)}</p> }.into_any(),
        None => view! { <Note tone=Tone::Info>{words::no_listener()}</Note> }.into_any(),
    }
}

#[component]
fn FaceWays(face: Face, ways: [RwSignal<bool>; 2], sending: Sending) -> impl IntoView {
    let (legend, id, names) = match face {
        Face::Portal => (words::portal(), "f-portal", ["portal_password", "portal_certificate"]),
        Face::Console => (words::console(), "f-console", ["console_password", "console_certificate"]),
    };
    let [password, certificate] = ways;
    let [password_name, certificate_name] = names;
    view! {
        <CheckGroup legend=legend id=id error=sending.field(face.as_str())>
            <Checkbox label=words::password() name=password_name bind=password />
            <Checkbox
                label=words::certificate()
                name=certificate_name
                bind=certificate
                hint=words::certificate_hint()
            />
        </CheckGroup>
    }
}
