//! Finding one person while typing, in place.

use leptos::prelude::*;
use types::{PageQuery, UserQuery, UserRow, UserState};

use crate::{
    console::{api::users::list_users, shared::Sending},
    ui::{Avatar, Button, ButtonSize, FormError, List, TextField},
};

/// How many matches are shown.
const SHOWN: u32 = 6;

/// A field and the people who match, each with a button.
#[component]
pub(in crate::console) fn PickPerson(
    /// Above the field.
    label: &'static str,
    /// What can be typed.
    hint: &'static str,
    /// On the button of each match.
    verb: &'static str,
    /// Called with who was chosen.
    picked: Callback<UserRow>,
) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let found = RwSignal::new(Vec::<UserRow>::new());
    let sending = Sending::default();
    let look = move || {
        let q = typed.with_untracked(|typed| typed.trim().to_owned());
        if q.is_empty() {
            found.set(Vec::new());
            return;
        }
        let query = UserQuery {
            q: Some(q),
            state: Some(UserState::Active),
            page: PageQuery { limit: Some(SHOWN), ..PageQuery::default() },
            ..UserQuery::default()
        };
        sending.send(list_users(query), move |page| found.set(page.items));
    };
    Effect::watch(move || typed.get(), move |_, _, _| look(), false);
    let line = move |user: UserRow| {
        let (name, sub) = (user.display_name.clone(), user.username.clone());
        let choose = move |_| {
            found.set(Vec::new());
            typed.set(String::new());
            picked.run(user.clone());
        };
        view! {
            <li>
                <Avatar name=name.clone() small=true />
                <span class="grow">
                    <b>
                        <bdi>{name.clone()}</bdi>
                    </b>
                    <small class="ltr">{sub}</small>
                </span>
                <Button size=ButtonSize::Small label=format!("{verb}: {name}") on:click=choose>
                    {verb}
                </Button>
            </li>
        }
    };
    view! {
        <div class="stack stack-2">
            <TextField label=label name="person" bind=typed placeholder=hint autocomplete="off" />
            <FormError text=sending.general() />
            <Show when=move || found.with(|found| !found.is_empty())>
                <List>{move || found.get().into_iter().map(line).collect_view()}</List>
            </Show>
        </div>
    }
}
