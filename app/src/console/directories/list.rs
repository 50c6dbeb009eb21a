//! All directories, a card each.

use leptos::prelude::*;
use types::{DirectoryRow, Permission};

use super::{HOME, actions::Actions, words};
use crate::{
    console::{
        api::directories::list_directories,
        shared::{kept_fresh, loaded, may},
    },
    live::use_live,
    t::directories as text,
    ui::{
        Badge, ButtonKind, Card, EmptyState, Fact, Facts, LinkButton, OptionTime, PageHead, PageTitle,
        SkeletonCard,
    },
};

/// All directories.
#[component]
pub(in crate::console) fn DirectoriesPage() -> impl IntoView {
    let rows = Resource::new(|| (), |()| list_directories());
    view! {
        <PageTitle text=text::title() />
        <PageHead title=text::title() sub=text::sub() actions=|| may(Permission::DirectoryWrite).then(connect) />
        {loaded(rows, || view! { <SkeletonCard /> }.into_any(), show)}
    }
}

fn connect() -> AnyView {
    view! {
        <LinkButton href=format!("{HOME}/new") kind=ButtonKind::Primary icon="plus">
            {text::connect()}
        </LinkButton>
    }
    .into_any()
}

fn show(first: Vec<DirectoryRow>) -> AnyView {
    let rows = kept_fresh(first, use_live().topic("settings"), list_directories);
    let ids = Memo::new(move |_| rows.with(|rows| rows.iter().map(|row| row.id).collect::<Vec<_>>()));
    view! {
        <Show when=move || ids.with(Vec::is_empty)>
            <EmptyState title=text::empty_title()>
                <p>{text::empty()}</p>
            </EmptyState>
        </Show>
        <div class="stack">
            <For each=move || ids.get() key=|id| *id let(id)>
                {
                    let row = Memo::new(move |_| {
                        rows.with(|rows| rows.iter().find(|row| row.id == id).cloned())
                    });
                    view! { <DirectoryCard row=row /> }
                }
            </For>
        </div>
    }
    .into_any()
}

#[component]
fn DirectoryCard(row: Memo<Option<DirectoryRow>>) -> impl IntoView {
    let first = row.get_untracked()?;
    let id = first.id;
    let state = Signal::derive(move || row.with(|row| row.as_ref().map_or(first.state, |row| row.state)));
    Some(view! {
        <Card
            title=move || row.with(|row| row.as_ref().map(|row| row.name.clone()).unwrap_or_default())
            actions=move || {
                view! {
                    <LinkButton href=format!("{HOME}/{id}") kind=ButtonKind::Quiet size=crate::ui::ButtonSize::Small>
                        {text::open()}
                    </LinkButton>
                }
            }
        >
            {move || row.with(|row| row.as_ref().map(facts))}
            <Actions id=id state=state />
        </Card>
    })
}

/// How it stands, in a few lines.
pub(super) fn facts(row: &DirectoryRow) -> AnyView {
    let (tone, word) = words::standing(row.state);
    let (url, people, groups, read_at) = (row.url.clone(), row.people, row.groups, row.last_read_at);
    let gone = (row.gone > 0).then(|| format!(" ({})", text::gone_note(row.gone)));
    let next = match row.next_sync_at {
        Some(at) => view! { <OptionTime at=Some(at) /> }.into_any(),
        None => text::on_demand().into_any(),
    };
    view! {
        <p><Badge tone=tone text=word /></p>
        <Facts>
            <Fact term=text::address()>
                <span class="mono ltr break">{url}</span>
            </Fact>
            <Fact term=text::people_word()>{people.to_string()} {gone}</Fact>
            <Fact term=text::groups_word()>{groups.to_string()}</Fact>
            <Fact term=text::read_at()>
                <OptionTime at=read_at />
            </Fact>
            <Fact term=text::next_at()>{next}</Fact>
        </Facts>
    }
    .into_any()
}
