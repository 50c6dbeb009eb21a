//! One group: what it gives, and who is in it.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use types::{ErrorCode, GroupDetail, GroupId, Permission, Source};

use super::{delete::DeleteGroup, form::EditGroup, members::Members};
use crate::{
    console::{
        api::groups::find_group,
        roles::GroupRoles,
        shared::{kept_fresh, loaded, may},
    },
    live::use_live,
    request::Failure,
    t::people::{self, group as words},
    ui::{Card, Crumb, Crumbs, Note, PageHead, PageTitle, SkeletonCard, Tone},
    wording::right_name,
};

/// One group, by the id in the address.
#[component]
pub(in crate::console) fn GroupPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id")?.parse::<GroupId>().ok()));
    let group = Resource::new(
        move || id.get(),
        async |id| match id {
            Some(id) => find_group(id).await,
            None => Err(Failure::from(ErrorCode::NotFound)),
        },
    );
    loaded(group, || view! { <SkeletonCard /> }.into_any(), show)
}

fn show(first: GroupDetail) -> AnyView {
    let id = first.row.id;
    let local = first.row.source == Source::Local;
    let directory = first.row.directory_name.clone().unwrap_or_default();
    let gone = first.row.gone_at.is_some();
    let group = kept_fresh(first, use_live().object("group", id), move || find_group(id));
    let name = Memo::new(move |_| group.with(|group| group.row.name.clone()));
    let writes = may(Permission::GroupWrite);
    view! {
        <PageTitle text=move || name.get() />
        <Crumbs items=vec![Crumb::new("/admin/groups", words::title())] current=move || name.get() />
        <PageHead
            title=move || name.get()
            sub=move || group.with(|group| group.row.description.clone())
            actions=move || { (writes && local).then(|| view! { <DeleteGroup group=group /> }) }
        />
        {(!local)
            .then(|| {
                let text = if gone { people::gone(&directory) } else { words::directory_note(&directory) };
                view! { <Note tone=if gone { Tone::Warning } else { Tone::Info }>{text}</Note> }
            })}
        <div class="split split-20">
            <div class="stack">
                <Members group=group changes=writes && local />
                <Card title=if local { words::edit() } else { words::rights() }>
                    {if writes {
                        view! { <EditGroup group=group /> }.into_any()
                    } else {
                        let rights = move || {
                            group.with(|group| {
                                let names = group.row.rights.iter().map(|right| right_name(*right));
                                names.map(|name| view! { <span class="line">{name}</span> }).collect_view()
                            })
                        };
                        view! { <p class="sm">{rights}</p> }.into_any()
                    }}
                </Card>
            </div>
            <aside class="stack" aria-label=words::details()>
                <GroupRoles id=id name=name />
                <Card title=words::history()>
                    <p class="sm">
                        <a href=format!("/admin/audit?target={id}")>{words::history_link()}</a>
                    </p>
                </Card>
            </aside>
        </div>
    }
    .into_any()
}
