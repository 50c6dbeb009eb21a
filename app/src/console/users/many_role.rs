//! One role given to all selected people, or taken from them.

use leptos::prelude::*;
use types::{
    ApiError, AssignResult, AssignRole, ErrorCode, FieldCode, FieldError, RoleChange, RoleKey, RoleRow,
    UserId,
};

use crate::{
    console::{
        api::roles::{give_or_take_role, list_roles},
        roles::role_name,
        shared::{Sending, may},
    },
    t::people::many as words,
    ui::{Button, ButtonKind, ButtonSize, Choice, Dialog, FormError, Segmented, SelectField},
};

/// The button with its dialog. The roles to choose from are read when it is opened.
#[component]
pub(super) fn ManyRoles(
    /// Who is selected.
    selected: RwSignal<Vec<UserId>>,
    /// Called with what came of it.
    done: Callback<Vec<AssignResult>>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let (sending, reading) = (Sending::default(), Sending::default());
    let roles = RwSignal::new(Vec::<RoleRow>::new());
    let (role, change) = (RwSignal::new(String::new()), RwSignal::new(RoleChange::Grant.as_str().to_owned()));
    let begin = move |_| {
        sending.clear();
        open.set(true);
        reading.send(list_roles(), move |found| roles.set(found));
    };
    let offered = Signal::derive(move || {
        let choices = roles.with(|roles| {
            let mine = roles.iter().filter(|role| role.permissions.iter().all(|one| may(*one)));
            mine.map(|role| Choice::new(role.id.to_string(), role_name(role.id, &role.name)))
                .collect::<Vec<_>>()
        });
        std::iter::once(Choice::new("", crate::t::people::mine::choose())).chain(choices).collect::<Vec<_>>()
    });
    let ways = vec![
        Choice::new(RoleChange::Grant.as_str(), words::give()),
        Choice::new(RoleChange::Revoke.as_str(), words::take()),
    ];
    let save = move |_| {
        let change = change.with_untracked(|word| RoleChange::from_word(word));
        let Ok(role) = role.get_untracked().parse::<RoleKey>() else {
            let fields = vec![FieldError::new("role", FieldCode::Required)];
            sending.error().set(Some(ApiError { code: ErrorCode::InvalidInput, fields, retry_after: None }));
            return;
        };
        let input =
            AssignRole { role, change: change.unwrap_or(RoleChange::Grant), users: selected.get_untracked() };
        if sending.accepts(&input) {
            sending.send(give_or_take_role(input), move |results| {
                open.set(false);
                done.run(results);
            });
        }
    };
    view! {
        <Button size=ButtonSize::Small icon="shield" on:click=begin>
            {words::roles()}
        </Button>
        <Dialog
            open=open
            id="many-roles"
            title=words::roles_title()
            text=words::roles_text()
            icon="shield"
            action=move || {
                view! {
                    <Button
                        kind=ButtonKind::Primary
                        busy=sending.busy()
                        busy_label=words::working()
                        on:click=save
                    >
                        {words::roles_now()}
                    </Button>
                }
            }
        >
            <FormError text=sending.general() />
            <FormError text=reading.general() />
            <div class="stack stack-3">
                <Segmented label=words::roles_way() name="change" options=ways.clone() bind=change />
                <SelectField
                    label=words::role()
                    name="role"
                    options=offered
                    bind=role
                    error=sending.field("role")
                />
            </div>
        </Dialog>
    }
}
