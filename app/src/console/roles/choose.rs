//! The dialog in which roles are given to a person or a group, or taken.

use leptos::prelude::*;
use types::{RoleKey, RoleRow};

use super::words::{built_in, role_name};
use crate::{
    console::{
        api::roles::{Holder, list_roles, set_roles},
        shared::{Sending, may, ticked},
    },
    t::roles as words,
    ui::{Button, ButtonKind, CheckGroup, Checkbox, Dialog, FormError, Loading, use_toasts},
};

/// The button with its dialog. The roles to choose from are read when it is opened.
#[component]
pub(super) fn ChangeRoles(
    /// Whose roles.
    holder: Holder,
    /// Their name.
    #[prop(into)]
    name: Signal<String>,
    /// What they have by name now.
    #[prop(into)]
    held: Signal<Vec<RoleKey>>,
    /// After it was saved.
    done: Callback<()>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let sending = Sending::default();
    let toasts = use_toasts();
    let wanted = RwSignal::new(Vec::<RoleKey>::new());
    let roles = RwSignal::new(None::<Vec<RoleRow>>);
    let reading = Sending::default();
    let begin = move |_| {
        wanted.set(held.get_untracked());
        roles.set(None);
        sending.clear();
        open.set(true);
        reading.send(list_roles(), move |found: Vec<RoleRow>| roles.set(Some(found)));
    };
    let save = move |_| {
        sending.send(set_roles(holder, wanted.get_untracked()), move |()| {
            open.set(false);
            toasts.say(words::card::saved());
            done.run(());
        });
    };
    let is_group = matches!(holder, Holder::Group(_));
    let offered = move |role: &RoleRow| {
        role.permissions.iter().all(|one| may(*one)) && !(is_group && role.id == RoleKey::SUPER)
    };
    let ticks = move || {
        roles.with(|roles| {
            let offered = roles.as_ref()?.iter().filter(|role| offered(role));
            Some(offered.map(|role| tick(wanted, role)).collect::<Vec<_>>())
        })
    };
    view! {
        <Button size=crate::ui::ButtonSize::Small kind=ButtonKind::Quiet icon="edit" on:click=begin>
            {words::card::change()}
        </Button>
        <Dialog
            open=open
            id="change-roles"
            title=move || words::card::dialog_title(name.get())
            text=words::card::dialog_text()
            icon="shield"
            action=move || {
                view! {
                    <Button
                        kind=ButtonKind::Primary
                        busy=sending.busy()
                        busy_label=words::saving()
                        on:click=save
                    >
                        {words::save()}
                    </Button>
                }
            }
        >
            <FormError text=sending.general() />
            <FormError text=reading.general() />
            <CheckGroup legend=words::card::legend() id="f-roles" error=sending.field("roles")>
                {move || ticks().map_or_else(|| view! { <Loading /> }.into_any(), IntoAny::into_any)}
            </CheckGroup>
        </Dialog>
    }
}

fn tick(wanted: RwSignal<Vec<RoleKey>>, role: &RoleRow) -> AnyView {
    let key = role.id;
    let ticked = ticked(wanted, key);
    let hint = match key {
        RoleKey::BuiltIn(role) => built_in(role).1.to_owned(),
        RoleKey::Custom(_) => role.description.clone(),
    };
    view! { <Checkbox label=role_name(key, &role.name) name="role" value=key.to_string() bind=ticked hint=hint /> }
        .into_any()
}
