//! Name, purpose and ticks of a role, for making and changing one.

use leptos::prelude::*;
use types::{CreateRole, Permission, PermissionSet, RoleDetail, UpdateRole};

use super::words::{areas, permission};
use crate::{
    console::shared::{Sending, may},
    t::roles as words,
    ui::{Card, CheckGroup, Checkbox, TextField},
};

/// What is filled in.
#[derive(Clone, Copy)]
pub(super) struct Answers {
    name: RwSignal<String>,
    description: RwSignal<String>,
    permissions: RwSignal<PermissionSet>,
}

impl Answers {
    /// For a new role, or for one that is there.
    pub(super) fn of(role: Option<&RoleDetail>) -> Self {
        let answers = Self {
            name: RwSignal::new(String::new()),
            description: RwSignal::new(String::new()),
            permissions: RwSignal::new(PermissionSet::EMPTY),
        };
        if let Some(role) = role {
            answers.fill_in(role);
        }
        answers
    }

    /// What is stored.
    pub(super) fn fill_in(self, role: &RoleDetail) {
        self.name.set(role.row.name.clone());
        self.description.set(role.row.description.clone());
        self.permissions.set(role.row.permissions.iter().copied().collect());
    }

    /// What is sent for a new role.
    pub(super) fn create(self) -> CreateRole {
        CreateRole {
            name: self.name.with(|name| name.trim().to_owned()),
            description: self.description.with(|text| text.trim().to_owned()),
            permissions: self.permissions.with(|set| set.iter().collect()),
        }
    }

    /// What is sent to change a role.
    pub(super) fn update(self) -> UpdateRole {
        let CreateRole { name, description, permissions } = self.create();
        UpdateRole { name: Some(name), description: Some(description), permissions: Some(permissions) }
    }

    /// Whether it differs from what is stored.
    pub(super) fn differs(self, role: &RoleDetail) -> bool {
        let CreateRole { name, description, permissions } = self.create();
        name != role.row.name || description != role.row.description || permissions != role.row.permissions
    }
}

/// The fields.
pub(super) fn fields(answers: Answers, sending: Sending) -> AnyView {
    let areas: Vec<AnyView> = areas()
        .into_iter()
        .map(|(area, permissions)| {
            (area, permissions.into_iter().filter(|one| may(*one)).collect::<Vec<_>>())
        })
        .filter(|(_, permissions)| !permissions.is_empty())
        .map(|(area, permissions)| {
            let ticks: Vec<AnyView> =
                permissions.into_iter().map(|one| tick(answers.permissions, one)).collect();
            view! {
                <CheckGroup legend=area id=format!("f-{}", area.to_lowercase().replace(' ', "-"))>
                    {ticks}
                </CheckGroup>
            }
            .into_any()
        })
        .collect();
    view! {
        <Card title=words::details()>
            <div class="stack">
                <TextField
                    label=words::name()
                    name="name"
                    bind=answers.name
                    hint=words::name_hint()
                    error=sending.field("name")
                    autocomplete="off"
                    maxlength=60_u32
                />
                <TextField
                    label=words::description()
                    name="description"
                    bind=answers.description
                    error=sending.field("description")
                    autocomplete="off"
                    maxlength=200_u32
                    optional=true
                />
            </div>
        </Card>
        <Card title=words::allows() sub=words::only_yours()>
            <CheckGroup legend="" id="f-permissions" error=sending.field("permissions")>
                <div class="stack">{areas}</div>
            </CheckGroup>
        </Card>
    }
    .into_any()
}

fn tick(set: RwSignal<PermissionSet>, asked: Permission) -> AnyView {
    let ticked = RwSignal::new(set.with_untracked(|set| set.contains(asked)));
    // Discard fills the set, a tick changes it: each follows the other, and stops where they agree.
    Effect::new(move |_| {
        let holds = set.with(|set| set.contains(asked));
        if ticked.get_untracked() != holds {
            ticked.set(holds);
        }
    });
    Effect::new(move |_| {
        let wanted = ticked.get();
        if set.with_untracked(|set| set.contains(asked)) != wanted {
            set.update(|set| {
                let others = set.iter().filter(|one| *one != asked);
                *set = others.chain(wanted.then_some(asked)).collect();
            });
        }
    });
    let (name, hint) = permission(asked);
    view! { <Checkbox label=name name=asked.as_str() bind=ticked hint=hint /> }.into_any()
}
