//! The fields of a person, for creating and for changing.

use leptos::prelude::*;
use types::{CreateUser, PortalRight, UpdateUser, UserRow};

use crate::{
    console::shared::{RightTicks, Sending},
    t::console::user_form as words,
    text::Locale,
    ui::{Card, Choice, InputKind, SelectField, TextField},
};

/// What is filled in.
#[derive(Clone, Copy)]
pub(super) struct Answers {
    display_name: RwSignal<String>,
    username: RwSignal<String>,
    email: RwSignal<String>,
    phone_number: RwSignal<String>,
    language: RwSignal<String>,
    rights: RwSignal<Vec<PortalRight>>,
}

impl Answers {
    /// For a new person.
    pub(super) fn empty() -> Self {
        Self::with(None, PortalRight::DEFAULT)
    }

    /// For one who is there.
    pub(super) fn of(user: &UserRow) -> Self {
        Self::with(Some(user), &user.rights)
    }

    fn with(user: Option<&UserRow>, rights: &[PortalRight]) -> Self {
        let text =
            |read: fn(&UserRow) -> Option<String>| RwSignal::new(user.and_then(read).unwrap_or_default());
        Self {
            display_name: text(|user| Some(user.display_name.clone())),
            username: text(|user| Some(user.username.clone())),
            email: text(|user| user.email.clone()),
            phone_number: text(|user| user.phone_number.clone()),
            language: RwSignal::new(user.map_or_else(|| "en".to_owned(), |user| user.language.clone())),
            rights: RwSignal::new(rights.to_vec()),
        }
    }

    /// What is sent for a new person.
    pub(super) fn create(self) -> CreateUser {
        CreateUser {
            username: trimmed(self.username),
            display_name: trimmed(self.display_name),
            email: trimmed(self.email),
            phone_number: filled(self.phone_number),
            language: filled(self.language),
            first_name: None,
            last_name: None,
            time_zone: None,
            rights: Some(self.rights.get_untracked()),
        }
    }

    /// What is sent to change a person: all that the form shows.
    pub(super) fn update(self) -> UpdateUser {
        UpdateUser {
            display_name: Some(trimmed(self.display_name)),
            email: filled(self.email),
            phone_number: Some(filled(self.phone_number)),
            language: filled(self.language),
            rights: Some(self.rights.get_untracked()),
            ..UpdateUser::default()
        }
    }
}

fn trimmed(text: RwSignal<String>) -> String {
    text.with_untracked(|text| text.trim().to_owned())
}

fn filled(text: RwSignal<String>) -> Option<String> {
    Some(trimmed(text)).filter(|text| !text.is_empty())
}

/// The fields. The user name is chosen once.
#[component]
pub(super) fn Fields(
    /// What is filled in.
    answers: Answers,
    /// Says what is wrong.
    sending: Sending,
    /// A person who is there.
    #[prop(optional)]
    existing: bool,
) -> impl IntoView {
    let languages =
        Locale::ALL.iter().map(|locale| Choice::new(locale.code(), locale.code())).collect::<Vec<_>>();
    let has_choice = languages.len() > 1;
    view! {
        <Card title=words::person()>
            <div class="stack">
                <div class="grid cols-2">
                    <TextField
                        label=words::display_name()
                        name="display_name"
                        bind=answers.display_name
                        error=sending.field("display_name")
                        autocomplete="off"
                        maxlength=120_u32
                    />
                    {if existing {
                        view! {
                            <TextField
                                label=words::username()
                                name="username"
                                bind=answers.username
                                hint=words::username_fixed()
                                readonly=true
                                ltr=true
                            />
                        }
                            .into_any()
                    } else {
                        view! {
                            <TextField
                                label=words::username()
                                name="username"
                                bind=answers.username
                                hint=words::username_hint()
                                error=sending.field("username")
                                autocomplete="off"
                                maxlength=64_u32
                                ltr=true
                            />
                        }
                            .into_any()
                    }}
                    <TextField
                        label=words::email()
                        name="email"
                        kind=InputKind::Email
                        bind=answers.email
                        hint=if existing { "" } else { words::email_hint() }
                        error=sending.field("email")
                        autocomplete="off"
                        ltr=true
                    />
                    <TextField
                        label=words::phone_number()
                        name="phone_number"
                        kind=InputKind::Tel
                        bind=answers.phone_number
                        error=sending.field("phone_number")
                        autocomplete="off"
                        optional=true
                        ltr=true
                    />
                    {has_choice
                        .then(|| {
                            view! {
                                <SelectField
                                    label=words::language()
                                    name="language"
                                    options=languages
                                    bind=answers.language
                                />
                            }
                        })}
                </div>
            </div>
        </Card>
        <Card title=words::rights() sub=words::rights_sub()>
            <RightTicks rights=answers.rights />
        </Card>
    }
}
