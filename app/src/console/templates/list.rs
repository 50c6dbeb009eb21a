//! All templates: a row for each kind, a link for each language.

use leptos::prelude::*;
use types::{MessageKind, TemplateRow};

use super::words::{href, kind};
use crate::{
    console::{api::templates::list_templates, shared::loaded},
    t::templates as texts,
    ui::{Column, PageHead, PageTitle, SkeletonRows, Table, TableCard},
};

/// All templates.
#[component]
pub(in crate::console) fn TemplatesPage() -> impl IntoView {
    let rows = Resource::new(|| (), |()| list_templates());
    view! {
        <PageTitle text=texts::title() />
        <PageHead title=texts::title() sub=texts::sub() />
        <TableCard label=texts::list_label()>
            {loaded(rows, || view! { <SkeletonRows /> }.into_any(), |rows| show(&rows))}
        </TableCard>
    }
}

fn show(rows: &[TemplateRow]) -> AnyView {
    use texts::column as head;
    let columns = vec![Column::new(head::message()), Column::new(head::languages())];
    let lines = MessageKind::ALL.iter().map(|kind| {
        let of = rows.iter().filter(|row| row.key.kind == *kind);
        line(*kind, &of.collect::<Vec<_>>())
    });
    let lines = lines.collect_view();
    view! {
        <Table caption=texts::caption() columns=columns>
            {lines}
        </Table>
    }
    .into_any()
}

fn line(of: MessageKind, rows: &[&TemplateRow]) -> AnyView {
    let (name, sub) = kind(of);
    let changed = rows.iter().filter(|row| row.is_changed).count();
    let chips = rows.iter().map(|row| chip(name, row)).collect_view();
    let count = (changed > 0).then(|| texts::changed_count(changed));
    view! {
        <tr class="tpl-row">
            <td>
                <span class="name">{name}</span>
                <small>{sub}</small>
                {count.map(|count| view! { <small class="faint">{count}</small> })}
            </td>
            <td>
                <span class="row tpl-langs">{chips}</span>
            </td>
        </tr>
    }
    .into_any()
}

fn chip(kind: &'static str, row: &TemplateRow) -> AnyView {
    let language = row.key.language.name();
    let label = match row.is_changed {
        true => texts::open_changed(kind, language),
        false => texts::open_built_in(kind, language),
    };
    let shown = match row.key.platform {
        Some(platform) => texts::changed_for(language, platform.label()),
        None => language.to_owned(),
    };
    view! {
        <a class="tpl-lang" href=href(&row.key) aria-label=label data-changed=row.is_changed.then_some("")>
            <bdi lang=row.key.language.as_str()>{shown}</bdi>
        </a>
    }
    .into_any()
}
