//! All roles, and what each of them allows.

use leptos::prelude::*;
use types::{Permission, RoleKey, RoleRow};

use super::{
    matrix::matrix,
    words::{built_in, role_href, role_name},
};
use crate::{
    console::{
        api::roles::list_roles,
        shared::{kept_fresh, loaded, may},
    },
    live::use_live,
    t::roles as words,
    ui::{
        ButtonKind, Card, Column, LinkButton, MainCell, PageHead, PageTitle, Priority, SkeletonRows, Table,
        TableCard, Tag,
    },
};

/// All roles.
#[component]
pub(in crate::console) fn RolesPage() -> impl IntoView {
    let roles = Resource::new(|| (), |()| list_roles());
    view! {
        <PageTitle text=words::title() />
        <PageHead
            title=words::title()
            sub=words::sub()
            actions=|| {
                may(Permission::RoleWrite)
                    .then(|| {
                        view! {
                            <LinkButton href="/admin/roles/new" kind=ButtonKind::Primary icon="plus">
                                {words::create()}
                            </LinkButton>
                        }
                    })
            }
        />
        {loaded(roles, || view! { <SkeletonRows /> }.into_any(), show)}
    }
}

fn show(first: Vec<RoleRow>) -> AnyView {
    let roles = kept_fresh(first, use_live().topic("role"), list_roles);
    let columns = vec![
        Column::new(words::name()),
        Column::new(words::allows()).end().priority(Priority::Sm),
        Column::new(words::users()).end(),
        Column::new(words::groups()).end(),
    ];
    view! {
        <div class="stack">
            <TableCard label=words::list()>
                <Table caption=words::caption() columns=columns>
                    {move || roles.with(|roles| roles.iter().map(row).collect_view())}
                </Table>
            </TableCard>
            <Card title=words::roles_by_action() sub=words::roles_by_action_sub() flush=true>
                {move || roles.with(|roles| matrix(roles))}
            </Card>
        </div>
    }
    .into_any()
}

fn row(role: &RoleRow) -> impl IntoView + use<> {
    let sub = match role.id {
        RoleKey::BuiltIn(key) => built_in(key).1.to_owned(),
        RoleKey::Custom(_) => role.description.clone(),
    };
    let kind = (!role.built_in).then(|| view! { <Tag>{words::own()}</Tag> });
    view! {
        <tr>
            <MainCell
                icon="shield"
                href=role_href(role.id)
                name=role_name(role.id, &role.name)
                sub=Some(sub).filter(|sub| !sub.is_empty())
            >
                {kind}
            </MainCell>
            <td class="num c-sm">{role.permissions.len()}</td>
            <td class="num">{role.users}</td>
            <td class="num">{role.groups}</td>
        </tr>
    }
}
