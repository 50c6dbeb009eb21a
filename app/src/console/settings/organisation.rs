//! The organisation: its name and how its people get help; and what the configuration says.

use leptos::prelude::*;
use types::{DeliveryStatus, MessageLanguage, OrganisationSettings, Permission};

use super::form::{Answers, settings_form, settings_frame, settings_page};
use crate::{
    console::api::settings::{Stored, read_checklist, read_organisation, update_organisation},
    shell::page_info,
    t::console::organisation as words,
    ui::{Card, Fact, Facts, InputKind, SelectField, Status, TextField, Tone},
    wording::language_choices,
};

/// The organisation's settings.
#[component]
pub(in crate::console) fn OrganisationPage() -> impl IntoView {
    let stored = Resource::new(|| (), |()| read_organisation());
    settings_page(words::title(), words::sub(), "organisation", stored, |stored| form(stored).into_any())
}

#[derive(Clone, Copy)]
struct Fields {
    name: RwSignal<String>,
    contact: RwSignal<String>,
    email: RwSignal<String>,
    language: RwSignal<String>,
}

impl Fields {
    fn empty() -> Self {
        let text = || RwSignal::new(String::new());
        Self { name: text(), contact: text(), email: text(), language: text() }
    }
}

impl Answers<OrganisationSettings> for Fields {
    fn fill_in(self, settings: &OrganisationSettings) {
        self.name.set(settings.name.clone());
        self.contact.set(settings.support_contact.clone().unwrap_or_default());
        self.email.set(settings.support_email.clone().unwrap_or_default());
        self.language.set(settings.language.to_string());
    }

    fn settings(self) -> OrganisationSettings {
        let filled = |text: RwSignal<String>| {
            Some(text.with(|text| text.trim().to_owned())).filter(|text| !text.is_empty())
        };
        OrganisationSettings {
            name: self.name.with(|name| name.trim().to_owned()),
            support_contact: filled(self.contact),
            support_email: filled(self.email),
            language: self.language.with(|tag| MessageLanguage::from_word(tag)).unwrap_or_default(),
        }
    }
}

fn form(stored: Stored<OrganisationSettings>) -> impl IntoView {
    let answers = Fields::empty();
    let form =
        settings_form(stored, answers, Permission::SettingsWrite, update_organisation, move |sending| {
            view! {
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
                        <SelectField
                            label=words::language()
                            name="language"
                            options=language_choices(&answers.language.get_untracked())
                            bind=answers.language
                            hint=words::language_hint()
                            error=sending.field("language")
                        />
                    </div>
                </Card>
            }
            .into_any()
        });
    let sections = vec![("organisation", words::name_section()), ("system", words::system())];
    settings_frame(
        sections,
        view! {
            {form}
            <System />
        },
    )
}

/// What is said outside of these pages, and where.
#[component]
fn System() -> impl IntoView {
    let checklist = Resource::new(|| (), |()| read_checklist());
    view! {
        <Card id="system" title=words::system() sub=words::system_sub()>
            <Facts>
                <Fact term=words::public_url()>
                    <span class="mono ltr">{page_info().public_url}</span>
                    <Suspense>
                        {move || Suspend::new(async move {
                            checklist
                                .await
                                .ok()
                                .map(|list| {
                                    let source = if list.public_url_is_configured {
                                        words::url_configured()
                                    } else {
                                        words::url_from_set_up()
                                    };
                                    view! { <small class="block muted">{source}</small> }
                                })
                        })}
                    </Suspense>
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

fn mail(status: DeliveryStatus) -> (Tone, &'static str, &'static str) {
    match status {
        DeliveryStatus::NotConfigured => (Tone::Off, words::mail_none(), words::mail_none_text()),
        DeliveryStatus::Working => (Tone::Success, words::mail_working(), words::mail_text()),
        DeliveryStatus::Failing => (Tone::Danger, words::mail_failing(), words::mail_failing_text()),
    }
}
