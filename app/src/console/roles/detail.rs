//! One role: what it allows, to be changed where one may, and who has it; and making one.

use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_params_map},
};
use types::{ErrorCode, Page, Permission, RoleDetail, RoleHolder, RoleKey};

use super::{
    delete::DeleteRole,
    form::{Answers, fields},
    words::{areas, built_in, permission, role_href, role_name},
};
use crate::{
    console::{
        api::roles::{change_role, find_role, make_role},
        shared::{Sending, kept_fresh, loaded, may},
    },
    live::use_live,
    request::Failure,
    t::{self, roles as words},
    ui::{
        Badge, Button, ButtonKind, Card, Crumb, Crumbs, ErrorSummary, FormError, LinkButton, List, Note,
        PageHead, PageTitle, SaveBar, SkeletonCard, Tone, use_toasts,
    },
};

type Found = (RoleDetail, Page<RoleHolder>);

/// Making a role.
#[component]
pub(in crate::console) fn NewRolePage() -> impl IntoView {
    let answers = Answers::of(None);
    let sending = Sending::default();
    let toasts = use_toasts();
    let navigate = use_navigate();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let input = untrack(|| answers.create());
        if !sending.accepts(&input) {
            return;
        }
        let navigate = navigate.clone();
        sending.send(make_role(input), move |made: RoleDetail| {
            toasts.say(words::created(&made.row.name));
            navigate(&role_href(made.row.id), NavigateOptions::default());
        });
    };
    view! {
        <PageTitle text=words::create_title() />
        <Crumbs items=crumbs() current=words::create() />
        <PageHead title=words::create_title() />
        <form method="post" class="stack narrow" novalidate=true on:submit=submit>
            <ErrorSummary errors=sending.summary() />
            <FormError text=sending.general() />
            {fields(answers, sending)}
            <div class="row">
                <Button
                    kind=ButtonKind::Primary
                    submit=true
                    busy=sending.busy()
                    busy_label=words::creating()
                >
                    {words::create()}
                </Button>
                <LinkButton href="/admin/roles" kind=ButtonKind::Quiet>
                    {t::common::cancel()}
                </LinkButton>
            </div>
        </form>
    }
}

/// One role, by its word or id in the address.
#[component]
pub(in crate::console) fn RolePage() -> impl IntoView {
    let params = use_params_map();
    let key = Memo::new(move |_| params.with(|params| params.get("id")?.parse::<RoleKey>().ok()));
    let role = Resource::new(
        move || key.get(),
        async |key| match key {
            Some(key) => find_role(key).await,
            None => Err(Failure::from(ErrorCode::NotFound)),
        },
    );
    loaded(role, || view! { <SkeletonCard /> }.into_any(), show)
}

fn crumbs() -> Vec<Crumb> {
    vec![Crumb::new("/admin/roles", words::title())]
}

fn show(first: Found) -> AnyView {
    let key = first.0.row.id;
    let changeable = !first.0.row.built_in
        && may(Permission::RoleWrite)
        && first.0.row.permissions.iter().all(|one| may(*one));
    let found = kept_fresh(first, use_live().topic("role"), move || find_role(key));
    let name = Memo::new(move |_| found.with(|(role, _)| role_name(key, &role.row.name)));
    let sub = Memo::new(move |_| match key {
        RoleKey::BuiltIn(role) => built_in(role).1.to_owned(),
        RoleKey::Custom(_) => found.with(|(role, _)| role.row.description.clone()),
    });
    let kind = if matches!(key, RoleKey::BuiltIn(_)) { words::built_in() } else { words::own() };
    view! {
        <PageTitle text=move || name.get() />
        <Crumbs items=crumbs() current=move || name.get() />
        <div class="obj-head">
            <div class="t">
                <div class="row row-3">
                    <h1 tabindex="-1">
                        <bdi>{move || name.get()}</bdi>
                    </h1>
                    <Badge tone=Tone::Off text=kind />
                </div>
                <p class="muted">{move || sub.get()}</p>
            </div>
            <div class="row">{changeable.then(|| view! { <DeleteRole found=found /> })}</div>
        </div>
        <div class="split split-20">
            <div class="stack">{if changeable { edit(found) } else { read(found) }}</div>
            <aside class="stack" aria-label=words::holders::title()>
                <Card title=words::holders::title()>{move || found.with(|(_, page)| holders(page))}</Card>
                {may(Permission::AuditRead)
                    .then(|| {
                        view! {
                            <LinkButton
                                href=format!("/admin/audit?target={key}")
                                kind=ButtonKind::Quiet
                                icon="history"
                            >
                                {words::history()}
                            </LinkButton>
                        }
                    })}
            </aside>
        </div>
    }
    .into_any()
}

fn edit(found: RwSignal<Found>) -> AnyView {
    let stored = move || found.with_untracked(|(role, _)| role.clone());
    // What was stored when the form was filled: what somebody else saves meanwhile is not overwritten.
    let basis = RwSignal::new(stored());
    let answers = Answers::of(Some(&stored()));
    let sending = Sending::default();
    let toasts = use_toasts();
    let changed = Memo::new(move |_| basis.with(|role| answers.differs(role)));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let input = untrack(|| answers.update());
        if !sending.accepts(&input) {
            return;
        }
        let (key, version) = basis.with_untracked(|role| (role.row.id, role.version));
        sending.send(change_role(key, input, version), move |role: RoleDetail| {
            basis.set(role.clone());
            found.update(|found| found.0 = role);
            toasts.say(words::saved());
        });
    };
    let discard = move |_| {
        basis.set(stored());
        answers.fill_in(&stored());
        sending.clear();
    };
    view! {
        <form method="post" class="stack" novalidate=true on:submit=submit>
            <ErrorSummary errors=sending.summary() />
            <FormError text=sending.general() />
            {fields(answers, sending)}
            <SaveBar changed=changed>
                <Button kind=ButtonKind::Quiet on:click=discard>
                    {words::discard()}
                </Button>
                <Button
                    kind=ButtonKind::Primary
                    submit=true
                    busy=sending.busy()
                    busy_label=words::saving()
                >
                    {words::save()}
                </Button>
            </SaveBar>
        </form>
    }
    .into_any()
}

/// What the role allows, each with its explanation.
fn read(found: RwSignal<Found>) -> AnyView {
    let built_in = found.with_untracked(|(role, _)| role.row.built_in);
    let note = if built_in { words::fixed() } else { words::beyond() };
    let has_note = built_in || may(Permission::RoleWrite);
    let listed = move || {
        let allowed = found.with(|(role, _)| role.row.permissions.clone());
        let area = |(area, permissions): (&'static str, Vec<Permission>)| {
            let lines: Vec<AnyView> = permissions
                .into_iter()
                .filter(|one| allowed.contains(one))
                .map(|one| {
                    let (name, hint) = permission(one);
                    view! {
                        <li>
                            <div>
                                <span class="semibold">{name}</span>
                                <p class="muted xs">{hint}</p>
                            </div>
                        </li>
                    }
                    .into_any()
                })
                .collect();
            (!lines.is_empty()).then(|| {
                view! {
                    <Card title=area flush=true>
                        <List>{lines}</List>
                    </Card>
                }
                .into_any()
            })
        };
        areas().into_iter().filter_map(area).collect::<Vec<AnyView>>()
    };
    view! {
        {has_note
            .then(|| {
                view! {
                    <Note>
                        <p>{note}</p>
                    </Note>
                }
            })}
        {listed}
    }
    .into_any()
}

fn holders(page: &Page<RoleHolder>) -> AnyView {
    use words::holders as text;
    if page.items.is_empty() {
        return view! { <p class="sm muted">{text::none()}</p> }.into_any();
    }
    let lines: Vec<AnyView> = page
        .items
        .iter()
        .map(|holder| {
            let (href, name, sub) = match holder {
                RoleHolder::User { id, name, username } => {
                    (format!("/admin/users/{id}"), name.clone(), username.clone())
                }
                RoleHolder::Group { id, name, members } => {
                    (format!("/admin/groups/{id}"), name.clone(), text::group(members))
                }
            };
            view! {
                <li>
                    <div>
                        <a class="name" href=href>
                            <bdi>{name}</bdi>
                        </a>
                        <p class="muted xs">{sub}</p>
                    </div>
                </li>
            }
            .into_any()
        })
        .collect();
    let shown = page.items.len() as u64;
    let more = page.total.filter(|total| *total > shown);
    view! {
        <ul class="stack stack-2" role="list">
            {lines}
        </ul>
        {more.map(|total| view! { <p class="xs muted mt-2">{text::more(shown, total)}</p> })}
    }
    .into_any()
}
