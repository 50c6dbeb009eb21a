//! All labels.

use leptos::prelude::*;
use types::{LabelRow, Permission};

use super::words::{label_name, rule_text};
use crate::{
    console::{
        api::setup::list_labels,
        shared::{kept_fresh, loaded, may},
    },
    live::use_live,
    t::labels as words,
    ui::{
        ButtonKind, Column, LinkButton, MainCell, PageHead, PageTitle, Priority, SkeletonRows, Table,
        TableCard, Tag,
    },
};

/// All labels.
#[component]
pub(in crate::console) fn LabelsPage() -> impl IntoView {
    let labels = Resource::new(|| (), |()| list_labels());
    view! {
        <PageTitle text=words::title() />
        <PageHead
            title=words::title()
            sub=words::sub()
            actions=|| {
                may(Permission::ConfigurationWrite)
                    .then(|| {
                        view! {
                            <LinkButton href="/admin/settings/labels/new" kind=ButtonKind::Primary icon="plus">
                                {words::create()}
                            </LinkButton>
                        }
                    })
            }
        />
        {loaded(labels, || view! { <SkeletonRows /> }.into_any(), show)}
    }
}

fn show(first: Vec<LabelRow>) -> AnyView {
    let labels = kept_fresh(first, use_live().topic("configurations"), list_labels);
    let columns = vec![
        Column::new(words::name()),
        Column::new(words::rule()).priority(Priority::Sm),
        Column::new(words::devices()).end(),
        Column::new(words::configurations()).end(),
    ];
    view! {
        <TableCard label=words::title()>
            <Table caption=words::caption() columns=columns>
                {move || labels.with(|labels| labels.iter().map(row).collect_view())}
            </Table>
        </TableCard>
    }
    .into_any()
}

fn row(label: &LabelRow) -> impl IntoView + use<> {
    let rule = rule_text(label.rule.as_ref());
    let small = rule.clone();
    let fixed = label.built_in.is_some().then(|| view! { <Tag>{words::fixed()}</Tag> });
    let id = label.id;
    view! {
        <tr>
            <MainCell
                icon=if label.rule.is_some() { "filter" } else { "label" }
                href=format!("/admin/settings/labels/{id}")
                name=label_name(label.built_in, &label.name)
                sub=Some(label.description.clone()).filter(|text| !text.is_empty())
            >
                {fixed}
                <small class="only-sm">{small}</small>
            </MainCell>
            <td class="c-sm muted">{rule}</td>
            <td class="num">
                <a href=format!("/admin/devices?label={id}")>{label.device_count}</a>
            </td>
            <td class="num">{label.configuration_count}</td>
        </tr>
    }
}
