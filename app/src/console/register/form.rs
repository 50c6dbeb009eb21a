//! What kind of device it is and how the person is told.

use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
    params::ParamsMap,
};
use types::{
    CreateRegistration, DeliveryStatus, FieldCode, MessageChannel, Ownership, Permission, Platform,
    UserDetail, UserId,
};

use super::made::JustMade;
use crate::{
    console::{
        api::{registration::start_registration, settings::read_checklist},
        shared::{Sending, may},
    },
    shell::page_info,
    t::{self, console::register as words},
    ui::{
        Button, ButtonKind, Card, Checkbox, Choice, ErrorSummary, FormError, InputKind, LinkButton, Note,
        Segmented, SelectField, TextField, TileChoice, Tiles, Tone,
    },
    wording::{country_choices, language_choices, ownership, platform_icon},
};

/// What is filled in.
#[derive(Clone, Copy)]
struct Answers {
    platform: RwSignal<String>,
    no_number: RwSignal<bool>,
    phone_number: RwSignal<String>,
    country: RwSignal<String>,
    ownership: RwSignal<String>,
    language: RwSignal<String>,
    by_email: RwSignal<bool>,
    by_text: RwSignal<bool>,
    reason: RwSignal<String>,
    exceeds: bool,
}

impl Answers {
    /// What is known already stands in the address: platform, number, country (product.md 3.3, R7).
    fn new(user: &UserDetail, exceeds: bool, known: &ParamsMap) -> Self {
        let offered = page_info().platforms;
        let asked = known.get("platform").and_then(|word| Platform::from_word(&word));
        let platform = match asked {
            Some(platform) => offered.iter().find(|one| **one == platform),
            None => offered.first().filter(|_| offered.len() == 1),
        };
        let phone_number = known.get("phone").unwrap_or_default();
        Self {
            platform: RwSignal::new(
                platform.map(|platform| platform.as_str().to_owned()).unwrap_or_default(),
            ),
            no_number: RwSignal::new(phone_number.is_empty()),
            phone_number: RwSignal::new(phone_number),
            country: RwSignal::new(known.get("country").unwrap_or_default()),
            ownership: RwSignal::new(
                page_info().default_ownership.unwrap_or(Ownership::Company).as_str().to_owned(),
            ),
            language: RwSignal::new(user.row.language.clone()),
            by_email: RwSignal::new(user.row.email.is_some()),
            by_text: RwSignal::new(false),
            reason: RwSignal::new(String::new()),
            exceeds,
        }
    }

    /// Which ways are ticked.
    fn ways(self) -> Vec<MessageChannel> {
        let is_ticked = |way: &MessageChannel| match way {
            MessageChannel::Email => self.by_email.get_untracked(),
            MessageChannel::Sms => self.by_text.get_untracked(),
        };
        MessageChannel::ALL.iter().copied().filter(is_ticked).collect()
    }

    fn input(self, user_id: UserId) -> Option<CreateRegistration> {
        let filled = |text: RwSignal<String>| {
            let text = text.get_untracked();
            (!text.trim().is_empty()).then(|| text.trim().to_owned())
        };
        // A number that was left out is a missing answer, unless it was said that there is none.
        let phone_number = match self.no_number.get_untracked() {
            true => None,
            false => Some(self.phone_number.get_untracked()),
        };
        Some(CreateRegistration {
            user_id,
            platform: Platform::from_word(&self.platform.get_untracked())?,
            phone_number,
            country: filled(self.country),
            ownership: Ownership::from_word(&self.ownership.get_untracked()),
            language: filled(self.language),
            exceed_reason: self.exceeds.then(|| self.reason.get_untracked().trim().to_owned()),
            notify: self.ways(),
        })
    }
}

/// The form.
#[component]
pub(super) fn RegisterForm(
    user: UserDetail,
    /// The person has no free place; a reason is asked for.
    exceeds: bool,
) -> impl IntoView {
    let answers = use_query_map().with_untracked(|known| Answers::new(&user, exceeds, known));
    let sending = Sending::default();
    let made = expect_context::<JustMade>();
    let navigate = use_navigate();
    let id = user.row.id;
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(input) = answers.input(id) else {
            sending.refuse("platform", FieldCode::Required);
            return;
        };
        if !sending.accepts(&input) {
            return;
        }
        let navigate = navigate.clone();
        sending.send(start_registration(input), move |handout| {
            let page = format!("/admin/registrations/{}", handout.id);
            made.keep(handout);
            navigate(&page, NavigateOptions::default());
        });
    };
    view! {
        <form method="post" class="stack" novalidate=true on:submit=submit>
            <ErrorSummary errors=sending.summary() />
            <FormError text=sending.general() />
            {exceeds
                .then(|| {
                    view! {
                        <Card title=words::exceed()>
                            <TextField
                                label=words::exceed_reason()
                                name="exceed_reason"
                                bind=answers.reason
                                hint=words::exceed_hint()
                                error=sending.field("exceed_reason")
                                maxlength=200_u32
                            />
                        </Card>
                    }
                })}
            <Device answers=answers sending=sending />
            <Tell answers=answers user=user />
            <div class="row">
                <Button
                    kind=ButtonKind::Primary
                    icon="register"
                    submit=true
                    busy=sending.busy()
                    busy_label=words::registering()
                >
                    {t::console::register_device()}
                </Button>
                <LinkButton href="/admin/devices" kind=ButtonKind::Quiet>
                    {t::common::cancel()}
                </LinkButton>
            </div>
        </form>
    }
}

#[component]
fn Device(answers: Answers, sending: Sending) -> impl IntoView {
    let tiles = page_info()
        .platforms
        .iter()
        .map(|platform| TileChoice {
            value: platform.as_str().to_owned(),
            label: platform.label().to_owned(),
            icon: platform_icon(*platform),
            note: None,
        })
        .collect::<Vec<_>>();
    let owners =
        Ownership::ALL.iter().map(|owner| Choice::new(owner.as_str(), ownership(*owner))).collect::<Vec<_>>();
    view! {
        <Card title=words::device()>
            <div class="stack">
                <Tiles
                    legend=words::platform()
                    name="platform"
                    options=tiles
                    bind=answers.platform
                    error=sending.field("platform")
                />
                <div class="stack stack-2">
                    <Checkbox label=words::no_number() name="no_number" bind=answers.no_number />
                    <Show when=move || !answers.no_number.get()>
                        <TextField
                            label=words::phone_number()
                            name="phone_number"
                            kind=InputKind::Tel
                            bind=answers.phone_number
                            hint=words::phone_number_hint()
                            error=sending.field("phone_number")
                            ltr=true
                        />
                    </Show>
                </div>
                <div class="grid cols-2">
                    <SelectField
                        label=words::country()
                        name="country"
                        options=country_choices()
                        bind=answers.country
                        error=sending.field("country")
                        optional=true
                    />
                    <Segmented
                        label=words::ownership()
                        name="ownership"
                        options=owners
                        bind=answers.ownership
                    />
                </div>
            </div>
        </Card>
    }
}

/// How the person hears of it.
#[component]
fn Tell(answers: Answers, user: UserDetail) -> impl IntoView {
    let (email, number) = (user.row.email, user.row.phone_number);
    let has_number = number.is_some();
    let any_number = move || has_number || !answers.no_number.get();
    let text_hint = number.map_or_else(|| words::by_text_hint().to_owned(), words::by_text_hint_person);
    view! {
        <Card title=words::tell()>
            <div class="stack">
                {match email {
                    Some(email) => {
                        view! {
                            <Checkbox
                                label=words::by_email(email)
                                name="by_email"
                                bind=answers.by_email
                                hint=words::by_email_hint()
                            />
                            <Show when=move || answers.by_email.get()>
                                <KeptNote />
                            </Show>
                        }
                            .into_any()
                    }
                    None => view! { <p class="sm muted">{words::no_email()}</p> }.into_any(),
                }}
                {page_info()
                    .text_messages
                    .then(|| {
                        view! {
                            <Show when=any_number>
                                <Checkbox
                                    label=words::by_text()
                                    name="by_text"
                                    bind=answers.by_text
                                    hint=text_hint.clone()
                                />
                            </Show>
                        }
                    })}
                <SelectField
                                label=words::language()
                                name="language"
                                options=language_choices(&answers.language.get_untracked())
                                bind=answers.language
                            />
            </div>
        </Card>
    }
}

/// Says that messages are kept while there is no mail server.
#[component]
fn KeptNote() -> impl IntoView {
    if !may(Permission::SettingsRead) {
        return None;
    }
    let checklist = Resource::new(|| (), |()| read_checklist());
    Some(view! {
        <Suspense>
            {move || Suspend::new(async move {
                let kept = checklist.await.is_ok_and(|list| list.mail == DeliveryStatus::NotConfigured);
                kept.then(|| view! { <Note tone=Tone::Info>{t::console::mail_is_kept()}</Note> })
            })}
        </Suspense>
    })
}
