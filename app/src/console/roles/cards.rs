//! Cards on the pages of people and groups: administrator roles, and what counts in the end with where
//! each part of it comes from.

use leptos::prelude::*;
use types::{Effective, GrantSource, GroupId, Permission, RoleKey, UserId};

use super::{
    choose::ChangeRoles,
    words::{permission, role_href, role_name},
};
use crate::{
    console::{
        api::roles::{Holder, find_effective, roles_of_group},
        shared::{kept_fresh, loaded, may},
    },
    live::use_live,
    shell::page_info,
    t::roles::card as words,
    ui::{Card, Disclosure, Note, SkeletonCard},
    wording::right_name,
};

/// Roles of a person, and all that they may do with its sources.
#[component]
pub(in crate::console) fn PersonStanding(
    /// The person.
    id: UserId,
    /// Their name.
    #[prop(into)]
    name: Signal<String>,
) -> impl IntoView {
    let found = Resource::new(|| (), move |()| find_effective(id));
    loaded(
        found,
        || view! { <SkeletonCard /> }.into_any(),
        move |first| {
            let live = use_live();
            let (of_user, of_roles) = (live.object("user", id), live.topic("role"));
            let read = RwSignal::new(0_u32);
            let tick =
                Memo::new(move |_| of_user.get().wrapping_add(of_roles.get()).wrapping_add(read.get()));
            let found = kept_fresh(first, tick, move || find_effective(id));
            let held = Signal::derive(move || {
                let by_name = |sources: &[GrantSource]| sources.contains(&GrantSource::Name);
                found.with(|found| {
                    found.roles.iter().filter(|role| by_name(&role.sources)).map(|role| role.role).collect()
                })
            });
            let own = page_info().viewer.is_some_and(|viewer| viewer.user_id == id);
            let assigns = may(Permission::RoleAssign);
            view! {
                <Card
                    title=words::roles()
                    actions=move || {
                        (assigns && !own)
                            .then(|| {
                                let done = Callback::new(move |()| read.update(|read| *read += 1));
                                view! { <ChangeRoles holder=Holder::User(id) name=name held=held done=done /> }
                            })
                    }
                >
                    {move || found.with(roles)}
                    {(assigns && own).then(|| view! { <p class="xs muted mt-2">{words::own()}</p> })}
                </Card>
                <section class="stack stack-3" aria-label=words::effective()>
                    {move || found.with(effective)}
                </section>
            }
            .into_any()
        },
    )
}

/// Roles that a group gives to its members.
#[component]
pub(in crate::console) fn GroupRoles(
    /// The group.
    id: GroupId,
    /// Its name.
    #[prop(into)]
    name: Signal<String>,
) -> impl IntoView {
    let found = Resource::new(|| (), move |()| roles_of_group(id));
    loaded(
        found,
        || view! { <SkeletonCard /> }.into_any(),
        move |first| {
            let found = kept_fresh(first, use_live().topic("role"), move || roles_of_group(id));
            let held =
                Signal::derive(move || found.with(|found| found.iter().map(|(key, _)| *key).collect()));
            let names = move || {
                let line = |(key, name): &(RoleKey, String)| role_link(*key, name);
                found.with(|found| match found.is_empty() {
                    true => view! { <p class="sm muted">{words::none()}</p> }.into_any(),
                    false => found.iter().map(line).collect::<Vec<_>>().into_any(),
                })
            };
            view! {
                <Card
                    title=words::roles()
                    sub=words::members()
                    actions=move || {
                        may(Permission::RoleAssign)
                            .then(|| {
                                let done = Callback::new(|()| ());
                                view! { <ChangeRoles holder=Holder::Group(id) name=name held=held done=done /> }
                            })
                    }
                >
                    <div class="stack stack-2">{names}</div>
                </Card>
            }
            .into_any()
        },
    )
}

fn roles(found: &Effective) -> AnyView {
    if found.roles.is_empty() {
        return view! { <p class="sm muted">{words::none()}</p> }.into_any();
    }
    let line = |role: &types::EffectiveRole| {
        view! { <div>{role_link(role.role, &role.name)} {sources(&role.sources)}</div> }.into_any()
    };
    view! { <div class="stack stack-2">{found.roles.iter().map(line).collect::<Vec<_>>()}</div> }.into_any()
}

fn effective(found: &Effective) -> AnyView {
    let right = |found: &types::EffectiveRight| {
        view! {
            <div>
                <span class="sm">{right_name(found.right)}</span>
                {sources(&found.sources)}
            </div>
        }
        .into_any()
    };
    let rights: Vec<AnyView> = found.rights.iter().map(right).collect();
    let allowed = |one: &types::EffectivePermission| {
        let names: Vec<AnyView> = found
            .roles
            .iter()
            .filter(|role| one.roles.contains(&role.role))
            .map(|role| role_line(role_name(role.role, &role.name)))
            .collect();
        view! {
            <div>
                <span class="sm">{permission(one.permission).0}</span>
                {names}
            </div>
        }
        .into_any()
    };
    let allowed: Vec<AnyView> = found.permissions.iter().map(allowed).collect();
    let (no_rights, none_allowed) = (rights.is_empty(), allowed.is_empty());
    view! {
        {(!found.active)
            .then(|| {
                view! {
                    <Note>
                        <p>{words::disabled()}</p>
                    </Note>
                }
            })}
            <Disclosure summary=words::rights() open=true>
                <div class="stack stack-2">
                    {rights} {no_rights.then(|| view! { <p class="sm muted">{words::no_rights()}</p> })}
                </div>
            </Disclosure>
            <Disclosure summary=words::permissions()>
                <div class="stack stack-2">
                    {allowed}
                    {none_allowed.then(|| view! { <p class="sm muted">{words::no_permissions()}</p> })}
                </div>
            </Disclosure>
    }
    .into_any()
}

fn sources(sources: &[GrantSource]) -> Vec<AnyView> {
    let line = |source: &GrantSource| match source {
        GrantSource::Name => role_line(words::by_name().to_owned()),
        GrantSource::Group { id, name } => view! {
            <p class="xs muted">
                <a href=format!("/admin/groups/{id}")>
                    <bdi>{words::through(name)}</bdi>
                </a>
            </p>
        }
        .into_any(),
    };
    sources.iter().map(line).collect()
}

fn role_line(text: String) -> AnyView {
    view! {
        <p class="xs muted">
            <bdi>{text}</bdi>
        </p>
    }
    .into_any()
}

fn role_link(key: RoleKey, name: &str) -> AnyView {
    view! {
        <a class="name" href=role_href(key)>
            <bdi>{role_name(key, name)}</bdi>
        </a>
    }
    .into_any()
}
