//! The organisation: its name and how its people get help; and what the configuration says.

use leptos::{ev::SubmitEvent, prelude::*};
use types::{MailStatus, OrganisationSettings, Permission};

use super::changed::LastChange;
use crate::{
    console::{
        api::settings::{Organisation, read_checklist, read_organisation, update_organisation},
        shared::{Sending, loaded, may},
    },
    shell::page_info,
    t::console::{organisation as words, settings},
    ui::{
        Button, ButtonKind, Card, ErrorSummary, Fact, Facts, FormError, InputKind, LinkButton, PageHead,
        PageTitle, SaveBar, SettingsFrame, SkeletonCard, Status, TextField, Tone, use_toasts,
    },
};

/// The organisation's settings.
#[component]
pub(in crate::console) fn OrganisationPage() -> impl IntoView {
    let stored = Resource::new(|| (), |()| read_organisation());
    view! {
        <PageTitle text=words::title() />
        <PageHead
            title=words::title()
            sub=words::sub()
            actions=|| {
                view! {
                    <LinkButton href="/admin/audit?target=organisation" kind=ButtonKind::Quiet icon="history">
                        {settings::history()}
                    </LinkButton>
                }
            }
        />
        {loaded(
            stored,
            || view! { <SkeletonCard /> }.into_any(),
            |found| view! { <Form found=found /> }.into_any(),
        )}
    }
}

#[derive(Clone, Copy)]
struct Answers {
    name: RwSignal<String>,
    contact: RwSignal<String>,
    email: RwSignal<String>,
}

impl Answers {
    fn of(settings: &OrganisationSettings) -> Self {
        let answers = Self {
            name: RwSignal::new(String::new()),
            contact: RwSignal::new(String::new()),
            email: RwSignal::new(String::new()),
        };
        answers.fill_in(settings);
        answers
    }

    fn fill_in(self, settings: &OrganisationSettings) {
        self.name.set(settings.name.clone());
        self.contact.set(settings.support_contact.clone().unwrap_or_default());
        self.email.set(settings.support_email.clone().unwrap_or_default());
    }

    fn settings(self) -> OrganisationSettings {
        let filled = |text: RwSignal<String>| {
            Some(text.with(|text| text.trim().to_owned())).filter(|text| !text.is_empty())
        };
        OrganisationSettings {
            name: self.name.with(|name| name.trim().to_owned()),
            support_contact: filled(self.contact),
            support_email: filled(self.email),
        }
    }
}

#[component]
fn Form(found: Organisation) -> impl IntoView {
    let Organisation { stored, public_url_is_configured } = found;
    let answers = Answers::of(&stored.value);
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
        sending.send(
            async move {
                update_organisation(input).await?;
                read_organisation().await
            },
            move |found| {
                saved.set(found.stored);
                toasts.say(settings::saved());
            },
        );
    };
    let discard = move |_| {
        saved.with_untracked(|saved| answers.fill_in(&saved.value));
        sending.clear();
    };
    let sections =
        vec![("organisation", words::name_section().to_owned()), ("system", words::system().to_owned())];
    view! {
        <form method="post" novalidate=true on:submit=submit>
            <SettingsFrame sections=sections>
                <ErrorSummary errors=sending.summary() />
                <FormError text=sending.general() />
                <Card id="organisation" title=words::name_section() sub=words::name_sub()>
                    <div class="stack">
                        <TextField
                            label=words::name()
                            name="name"
                            bind=answers.name
                            error=sending.field("name")
                            autocomplete="organization"
                            maxlength=80_u32
                        />
                        <TextField
                            label=words::contact()
                            name="support_contact"
                            bind=answers.contact
                            hint=words::contact_hint()
                            error=sending.field("support_contact")
                            maxlength=120_u32
                            optional=true
                        />
                        <TextField
                            label=words::email()
                            name="support_email"
                            kind=InputKind::Email
                            bind=answers.email
                            hint=words::email_hint()
                            error=sending.field("support_email")
                            optional=true
                            ltr=true
                        />
                    </div>
                </Card>
                <System public_url_is_configured=public_url_is_configured />
                {move || view! { <LastChange changed=saved.with(|saved| saved.changed.clone()) /> }}
                {may(Permission::SettingsWrite)
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
            </SettingsFrame>
        </form>
    }
}

/// What is said outside of these pages, and where.
#[component]
fn System(public_url_is_configured: bool) -> impl IntoView {
    let checklist = Resource::new(|| (), |()| read_checklist());
    let url_source =
        if public_url_is_configured { words::url_configured() } else { words::url_from_set_up() };
    view! {
        <Card id="system" title=words::system() sub=words::system_sub()>
            <Facts>
                <Fact term=words::public_url()>
                    <span class="mono ltr">{page_info().public_url}</span>
                    <small class="block muted">{url_source}</small>
                </Fact>
                <Fact term=words::mail_server()>
                    <Suspense>
                        {move || Suspend::new(async move {
                            checklist
                                .await
                                .ok()
                                .map(|list| {
                                    let (tone, word, text) = mail(list.mail);
                                    view! {
                                        <Status tone=tone text=word />
                                        <small class="block muted">{text}</small>
                                    }
                                })
                        })}
                    </Suspense>
                </Fact>
            </Facts>
        </Card>
    }
}

fn mail(status: MailStatus) -> (Tone, &'static str, &'static str) {
    match status {
        MailStatus::NotConfigured => (Tone::Off, words::mail_none(), words::mail_none_text()),
        MailStatus::Working => (Tone::Success, words::mail_working(), words::mail_text()),
        MailStatus::Failing => (Tone::Danger, words::mail_failing(), words::mail_failing_text()),
    }
}
