//! The fields of a person, for creating and for changing.

use leptos::prelude::*;
use types::{CreateUser, PortalRight, UpdateUser, UserDetail};

use crate::{
    console::shared::{RightTicks, Sending},
    t::{console::user_form as words, people},
    ui::{Card, InputKind, SelectField, TextField},
    wording::language_choices,
};

/// What is filled in.
#[derive(Clone, Copy)]
pub(super) struct Answers {
    display_name: RwSignal<String>,
    first_name: RwSignal<String>,
    last_name: RwSignal<String>,
    time_zone: RwSignal<String>,
    username: RwSignal<String>,
    email: RwSignal<String>,
    phone_number: RwSignal<String>,
    language: RwSignal<String>,
    rights: RwSignal<Vec<PortalRight>>,
}

impl Answers {
    /// For a new person.
    pub(super) fn empty(rights: &[PortalRight]) -> Self {
        Self::with(None, rights)
    }

    /// For one who is there.
    pub(super) fn of(user: &UserDetail) -> Self {
        Self::with(Some(user), &user.row.rights)
    }

    fn with(user: Option<&UserDetail>, rights: &[PortalRight]) -> Self {
        let text =
            |read: fn(&UserDetail) -> Option<String>| RwSignal::new(user.and_then(read).unwrap_or_default());
        Self {
            display_name: text(|user| Some(user.row.display_name.clone())),
            first_name: text(|user| user.first_name.clone()),
            last_name: text(|user| user.last_name.clone()),
            time_zone: text(|user| user.time_zone.clone()),
            username: text(|user| Some(user.row.username.clone())),
            email: text(|user| user.row.email.clone()),
            phone_number: text(|user| user.row.phone_number.clone()),
            language: RwSignal::new(user.map_or_else(|| "en".to_owned(), |user| user.row.language.clone())),
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
            first_name: filled(self.first_name),
            last_name: filled(self.last_name),
            time_zone: filled(self.time_zone),
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
            first_name: Some(trimmed(self.first_name)),
            last_name: Some(trimmed(self.last_name)),
            time_zone: Some(trimmed(self.time_zone)),
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
                    {[
                        (people::first_name(), "first_name", answers.first_name),
                        (people::last_name(), "last_name", answers.last_name),
                        (people::time_zone(), "time_zone", answers.time_zone),
                    ]
                        .into_iter()
                        .map(|(label, name, bind)| {
                            view! {
                                <TextField
                                    label=label
                                    name=name
                                    bind=bind
                                    hint=if name == "time_zone" { people::time_zone_hint() } else { "" }
                                    error=sending.field(name)
                                    autocomplete="off"
                                    optional=true
                                />
                            }
                        })
                        .collect_view()}
                    <SelectField
                                    label=words::language()
                                    name="language"
                                    options=language_choices(&answers.language.get_untracked())
                                    bind=answers.language
                                />
                </div>
            </div>
        </Card>
        <Card title=words::rights() sub=words::rights_sub()>
            <RightTicks rights=answers.rights />
        </Card>
    }
}
