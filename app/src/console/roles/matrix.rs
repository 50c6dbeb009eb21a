//! The table of roles by action. On a phone, where columns have no room, each action names its roles.

use leptos::prelude::*;
use types::{Permission, RoleRow};

use super::words::{areas, permission, role_name};
use crate::{
    t::roles as words,
    ui::{Column, Icon, Priority, Table},
};

/// All roles by all actions.
pub(super) fn matrix(roles: &[RoleRow]) -> AnyView {
    let names: Vec<String> = roles.iter().map(|role| role_name(role.id, &role.name)).collect();
    let heads = names.iter().map(|name| Column::new(name.clone()).priority(Priority::Sm));
    let columns = std::iter::once(Column::new(words::action())).chain(heads).collect();
    let rows: Vec<AnyView> = areas()
        .into_iter()
        .flat_map(|(area, permissions)| {
            let head = view! {
                <tr>
                    <th scope="rowgroup" colspan=roles.len() + 1>
                        {area}
                    </th>
                </tr>
            };
            let rows: Vec<AnyView> =
                permissions.into_iter().map(|permission| row(permission, roles, &names)).collect();
            std::iter::once(head.into_any()).chain(rows)
        })
        .collect();
    view! {
        <Table caption=words::roles_by_action() columns=columns>
            {rows}
        </Table>
    }
    .into_any()
}

fn row(asked: Permission, roles: &[RoleRow], names: &[String]) -> AnyView {
    let cells: Vec<AnyView> = roles
        .iter()
        .map(|role| {
            let allowed = role.permissions.contains(&asked).then(|| {
                view! {
                    <Icon name="check" />
                    <span class="sr">{words::may()}</span>
                }
            });
            view! { <td class="c-sm">{allowed}</td> }.into_any()
        })
        .collect();
    let allowing: Vec<AnyView> = roles
        .iter()
        .zip(names)
        .filter(|(role, _)| role.permissions.contains(&asked))
        .map(|(_, name)| {
            view! {
                <li>
                    <bdi>{name.clone()}</bdi>
                </li>
            }
            .into_any()
        })
        .collect();
    view! {
        <tr>
            <td>
                {permission(asked).0} <ul class="only-sm xs muted" role="list">
                    {allowing}
                </ul>
            </td>
            {cells}
        </tr>
    }
    .into_any()
}
