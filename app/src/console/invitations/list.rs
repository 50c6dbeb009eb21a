//! Who was invited and what they have done since; sending again and taking back.

use leptos::prelude::*;
use leptos_router::{
    hooks::{use_navigate, use_query_map},
    params::ParamsMap,
};
use types::{
    InvitationQuery, InvitationRow, Invite, JobRow, Page, PageQuery, Reaction, Selection, UserId, Withdraw,
};

use super::words::reaction as told;
use crate::{
    console::{
        api::{
            invitations::{list_invitations, start_invitation, withdraw_invitations},
            jobs::list_jobs,
        },
        jobs::JobLine,
        messages::status,
        shared::{Extent, Foot, Paging, Sending, kept_fresh, loaded},
    },
    live::use_live,
    t::{console, invitations as words, people::many},
    ui::{
        Avatar, Button, ButtonKind, ButtonSize, Card, Choice, Column, Consequence, ConsequenceKind,
        Consequences, Dialog, EmptyArt, EmptyState, FilterSelect, FormError, LinkButton, MainCell, PageHead,
        PageTitle, Priority, SearchField, SelectPage, SelectionBar, SkeletonRows, Status, Table, TableCard,
        Time, Tone, Toolbar, use_toasts,
    },
};

/// How many of the latest jobs are shown.
const JOBS: u32 = 5;

/// All invitations.
#[component]
pub(in crate::console) fn InvitationsPage() -> impl IntoView {
    let query = use_query_map();
    let asked = Memo::new(move |_| query.with(read_query));
    let invitations = Resource::new(move || asked.get(), list_invitations);
    let selected = RwSignal::new(Vec::<UserId>::new());
    let part = move |name: &'static str| MaybeProp::derive(move || query.with(|query| query.get(name)));
    let reactions: Vec<Choice> =
        Reaction::ALL.iter().map(|one| Choice::new(one.as_str(), told(*one).1)).collect();
    view! {
        <PageTitle text=words::title() />
        <PageHead
            title=words::title()
            sub=words::sub()
            actions=|| {
                view! {
                    <LinkButton href="/admin/import" icon="upload">{words::import()}</LinkButton>
                    <LinkButton href="/admin/invitations/new" kind=ButtonKind::Primary icon="user-add">
                        {words::invite()}
                    </LinkButton>
                }
            }
        />
        <div class="stack">
            <TableCard label=words::label()>
                <Toolbar>
                    <SearchField label=words::search() value=part("q") placeholder=words::search_hint() />
                    <FilterSelect
                        label=words::reaction()
                        name="reaction"
                        any=words::any()
                        options=reactions
                        value=part("reaction")
                    />
                </Toolbar>
                {loaded(
                    invitations,
                    || view! { <SkeletonRows /> }.into_any(),
                    move |page| rows(page, asked.get_untracked(), selected),
                )}
            </TableCard>
            <Jobs />
        </div>
    }
}

fn read_query(query: &ParamsMap) -> InvitationQuery {
    let filled = |name: &str| query.get(name).filter(|text| !text.is_empty());
    InvitationQuery {
        q: filled("q"),
        reaction: filled("reaction").and_then(|word| Reaction::from_word(&word)),
        page: Paging::read(query).query(),
    }
}

/// The latest jobs, each leading to its results.
#[component]
fn Jobs() -> impl IntoView {
    let page = PageQuery { limit: Some(JOBS), ..PageQuery::default() };
    let reading = page.clone();
    let jobs = Resource::new(|| (), move |()| list_jobs(page.clone()));
    let show = move |first: Page<JobRow>| {
        let reading = reading.clone();
        let page = kept_fresh(first, use_live().topic("job"), move || list_jobs(reading.clone()));
        let any = Memo::new(move |_| page.with(|page| !page.items.is_empty()));
        view! {
            <Show when=move || any.get()>
                <Card title=words::job::past()>
                    <ul class="list" role="list">
                        {move || page.with(|page| page.items.iter().cloned().map(|job| view! { <JobLine job=job /> }).collect_view())}
                    </ul>
                </Card>
            </Show>
        }
        .into_any()
    };
    loaded(jobs, || ().into_any(), show)
}

fn rows(first: Page<InvitationRow>, asked: InvitationQuery, selected: RwSignal<Vec<UserId>>) -> AnyView {
    let reading = asked.clone();
    let page = kept_fresh(first, use_live().topic("invitation"), move || list_invitations(reading.clone()));
    let is_empty = Memo::new(move |_| page.with(|page| page.items.is_empty()));
    let on_page = move || page.with(|page| page.items.iter().map(|row| row.user_id).collect::<Vec<_>>());
    let here = Signal::derive(move || {
        let ids = on_page();
        selected.with(|selected| ids.iter().filter(|id| selected.contains(id)).count() as u64)
    });
    let turn_page = Callback::new(move |on: bool| {
        let ids = on_page();
        selected.update(|selected| {
            selected.retain(|id| !ids.contains(id));
            if on {
                selected.extend(ids);
            }
        });
    });
    view! {
        <Bar selected=selected here=here />
        <Show when=move || !is_empty.get() fallback=move || empty(&asked)>
            <Table
                caption=words::caption()
                columns=columns()
                select=move || {
                    view! {
                        <SelectPage
                            rows=Signal::derive(move || on_page().len() as u64)
                            here=here
                            on_turn=turn_page
                        />
                    }
                }
            >
                {move || page.with(|page| page.items.iter().cloned().map(|one| row(one, selected)).collect_view())}
            </Table>
            <Foot extent=Signal::derive(move || page.with(|page| Extent::from(page))) text=words::range />
        </Show>
    }
    .into_any()
}

/// What can be done to those who are selected.
#[component]
fn Bar(selected: RwSignal<Vec<UserId>>, here: Signal<u64>) -> impl IntoView {
    let asks = RwSignal::new(false);
    let (reminding, withdrawing) = (Sending::default(), Sending::default());
    let (toasts, navigate) = (use_toasts(), use_navigate());
    let count = Signal::derive(move || selected.with(|selected| selected.len() as u64));
    let remind = Callback::new(move |()| {
        let input = Invite { selection: Selection::People(selected.get_untracked()) };
        let navigate = navigate.clone();
        if reminding.accepts(&input) {
            reminding.send(start_invitation(input), move |job| {
                navigate(&format!("/admin/jobs/{job}"), Default::default());
            });
        }
    });
    let withdraw = move |_| {
        let input = Withdraw { people: selected.get_untracked() };
        if !withdrawing.accepts(&input) {
            return;
        }
        withdrawing.send(withdraw_invitations(input), move |results| {
            let refused: Vec<_> =
                results.iter().filter(|one| one.refused.is_some()).map(|one| one.user_id).collect();
            toasts.say(words::withdrawn(results.len() - refused.len()));
            if !refused.is_empty() {
                toasts.say(words::not_withdrawn(refused.len()));
            }
            selected.set(refused);
            asks.set(false);
        });
    };
    view! {
        <SelectionBar
            selected=count
            here=here
            matching=count
            on_all=Callback::new(|()| {})
            on_clear=Callback::new(move |()| selected.set(Vec::new()))
        >
            <Button
                size=ButtonSize::Small
                busy=reminding.busy()
                busy_label=words::reminding()
                on:click=move |_| remind.run(())
            >
                {words::remind()}
            </Button>
            <Button size=ButtonSize::Small kind=ButtonKind::DangerLine on:click=move |_| asks.set(true)>
                {words::withdraw()}
            </Button>
        </SelectionBar>
        <FormError text=reminding.general() />
        <Dialog
            open=asks
            id="withdraw-invitations"
            title=words::withdraw_title()
            text=words::withdraw_text()
            icon="mail"
            tone=Tone::Danger
            action=move || {
                view! {
                    <Button
                        kind=ButtonKind::Danger
                        busy=withdrawing.busy()
                        busy_label=words::withdrawing()
                        on:click=withdraw
                    >
                        {words::withdraw_now()}
                    </Button>
                }
            }
        >
            <Show when=move || { count.get() > Withdraw::MAX as u64 }>
                <p class="sm">{words::too_many()}</p>
            </Show>
            <FormError text=withdrawing.general() />
            <Consequences>
                <Consequence kind=ConsequenceKind::Lost>{words::withdraw_lost()}</Consequence>
                <Consequence kind=ConsequenceKind::Kept>{words::withdraw_kept()}</Consequence>
            </Consequences>
        </Dialog>
    }
}

fn columns() -> Vec<Column> {
    use words::column as head;
    vec![
        Column::new(head::person()),
        Column::new(head::reaction()),
        Column::new(head::message()).priority(Priority::Sm),
        Column::new(head::written()).priority(Priority::Md),
    ]
}

fn row(row: InvitationRow, selected: RwSignal<Vec<UserId>>) -> impl IntoView {
    let (id, name) = (row.user_id, row.name.clone());
    let turn = move |_| {
        selected.update(|selected| match selected.iter().position(|other| *other == id) {
            Some(index) => _ = selected.remove(index),
            None => selected.push(id),
        });
    };
    let (tone, reaction) = told(row.reaction);
    let failed = row.last_error.filter(|_| row.message_state != Some(types::MessageState::Sent));
    view! {
        <tr>
            <td class="sel">
                <input
                    type="checkbox"
                    aria-label=many::select(&name)
                    prop:checked=move || selected.with(|selected| selected.contains(&id))
                    on:change=turn
                />
            </td>
            <MainCell
                lead=move || view! { <Avatar name=name.clone() small=true /> }
                href=format!("/admin/users/{id}")
                name=row.name
                sub=row.email.unwrap_or_default()
            />
            <td>
                <Status tone=tone text=reaction />
                {row.reacted_at.map(|at| view! { <small><Time at=at /></small> })}
            </td>
            <td class="c-sm">
                {row
                    .message_state
                    .map(|state| {
                        let (tone, text) = status(state);
                        view! { <Status tone=tone text=text /> }
                    })}
                {failed.map(|error| view! { <small class="wrap-anywhere">{error}</small> })}
            </td>
            <td class="c-md faint nowrap">
                <Time at=row.written_at />
                {(row.times > 1).then(|| view! { <small>{words::times(row.times)}</small> })}
            </td>
        </tr>
    }
}

fn empty(asked: &InvitationQuery) -> AnyView {
    if asked.q.is_some() || asked.reaction.is_some() {
        return view! {
            <EmptyState
                title=words::none_found()
                actions=|| view! { <LinkButton href="/admin/invitations">{console::clear_filters()}</LinkButton> }
            >
                <p>{words::none_text()}</p>
            </EmptyState>
        }
        .into_any();
    }
    view! {
        <EmptyState
            title=words::none_yet()
            art=EmptyArt::Open
            actions=|| {
                view! {
                    <LinkButton href="/admin/invitations/new" kind=ButtonKind::Primary icon="user-add">
                        {words::invite()}
                    </LinkButton>
                }
            }
        >
            <p>{words::none_yet_text()}</p>
        </EmptyState>
    }
    .into_any()
}
