//! All configurations, with how far each has come.

use leptos::prelude::*;
use types::{ConfigurationKind, ConfigurationRow, Permission};

use super::words::{progress, summary};
use crate::{
    console::{
        api::setup::list_configurations,
        labels::label_name,
        shared::{kept_fresh, loaded, may},
    },
    live::use_live,
    t::configurations as words,
    ui::{
        ButtonKind, Column, EmptyArt, EmptyState, Icon, LinkButton, MainCell, Menu, MenuLink, PageHead,
        PageTitle, Priority, SkeletonRows, Table, TableCard, Tag,
    },
    wording::{configuration_icon, configuration_kind},
};

/// All configurations.
#[component]
pub(in crate::console) fn ConfigurationsPage() -> impl IntoView {
    let configurations = Resource::new(|| (), |()| list_configurations());
    view! {
        <PageTitle text=words::title() />
        <PageHead title=words::title() sub=words::sub() actions=|| may(Permission::ConfigurationWrite).then(create) />
        {loaded(configurations, || view! { <SkeletonRows /> }.into_any(), show)}
    }
}

/// One of each kind.
fn create() -> AnyView {
    let kinds = ConfigurationKind::ALL.iter().map(|kind| {
        let href = format!("/admin/settings/configurations/new?kind={kind}");
        view! {
            <MenuLink href=href icon=configuration_icon(*kind)>
                {configuration_kind(*kind)}
            </MenuLink>
        }
    });
    let kinds = kinds.collect_view();
    view! {
        <Menu
            id="create-configuration"
            label=words::create()
            kind=ButtonKind::Primary
            trigger=|| {
                view! {
                    <Icon name="plus" />
                    <span aria-hidden="true">{words::create()}</span>
                }
            }
        >
            {kinds}
        </Menu>
    }
    .into_any()
}

fn show(first: Vec<ConfigurationRow>) -> AnyView {
    let rows = kept_fresh(first, use_live().topics(["configurations", "device"]), list_configurations);
    let is_empty = Memo::new(move |_| rows.with(Vec::is_empty));
    let columns = move || {
        vec![
            Column::new(words::name()),
            Column::new(words::kind()).priority(Priority::Sm),
            Column::new(words::labels()).priority(Priority::Sm),
            Column::new(words::on_devices()),
        ]
    };
    view! {
        <Show when=move || !is_empty.get() fallback=empty>
            <TableCard label=words::title()>
                <Table caption=words::caption() columns=columns()>
                    {move || rows.with(|rows| rows.iter().map(row).collect_view())}
                </Table>
            </TableCard>
        </Show>
    }
    .into_any()
}

fn empty() -> AnyView {
    view! {
        <EmptyState
            art=EmptyArt::Open
            title=words::none()
            actions=|| {
                may(Permission::ConfigurationWrite)
                    .then(|| {
                        view! {
                            <LinkButton
                                href="/admin/settings/configurations/new?kind=wifi"
                                kind=ButtonKind::Primary
                                icon="plus"
                            >
                                {words::create_first()}
                            </LinkButton>
                        }
                    })
            }
        >
            <p>{words::none_text()}</p>
        </EmptyState>
    }
    .into_any()
}

fn row(row: &ConfigurationRow) -> impl IntoView + use<> {
    let kind = row.settings.kind();
    let labels: Vec<AnyView> = row
        .labels
        .iter()
        .map(|label| {
            let name = label_name(label.built_in, &label.name);
            view! { <Tag>{name}</Tag> }.into_any()
        })
        .collect();
    let labels = match labels.is_empty() {
        true => view! { <span class="muted">{words::no_labels()}</span> }.into_any(),
        false => view! { <span class="row row-1 wrap">{labels}</span> }.into_any(),
    };
    view! {
        <tr>
            <MainCell
                icon=configuration_icon(kind)
                href=format!("/admin/settings/configurations/{}", row.id)
                name=row.name.clone()
                sub=summary(&row.settings)
            />
            <td class="c-sm">{configuration_kind(kind)}</td>
            <td class="c-sm">{labels}</td>
            <td>{progress(row.counts)}</td>
        </tr>
    }
}
