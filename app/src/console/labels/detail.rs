//! One label, to be changed where one may, and making one.

use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_params_map},
};
use types::{ErrorCode, GroupRow, LabelId, LabelRow, Permission};

use super::{
    form::{Answers, fields},
    words::{label_name, rule_text},
};
use crate::{
    console::{
        api::{
            groups::list_groups,
            setup::{change_label, delete_label, find_label, make_label},
        },
        shared::{Ask, Sending, loaded, may},
    },
    request::Failure,
    t::{self, labels as words},
    ui::{
        Button, ButtonKind, Card, Crumb, Crumbs, ErrorSummary, Fact, Facts, FormError, LinkButton, PageHead,
        PageTitle, SkeletonCard, use_toasts,
    },
};

const LIST: &str = "/admin/settings/labels";

/// Most groups that a rule offers.
const MOST_GROUPS: u32 = 200;

type Found = (Option<LabelRow>, Vec<GroupRow>);

async fn with_groups(label: Option<LabelRow>) -> Result<Found, Failure> {
    // Whoever may not see groups makes rules without them.
    if !may(Permission::UserRead) {
        return Ok((label, Vec::new()));
    }
    let page = types::PageQuery { limit: Some(MOST_GROUPS), ..types::PageQuery::default() };
    let query = types::GroupQuery { page, ..types::GroupQuery::default() };
    Ok((label, list_groups(query).await?.items))
}

/// Making a label.
#[component]
pub(in crate::console) fn NewLabelPage() -> impl IntoView {
    let found = Resource::new(|| (), |()| with_groups(None));
    loaded(found, || view! { <SkeletonCard /> }.into_any(), form)
}

/// One label, by its id in the address.
#[component]
pub(in crate::console) fn LabelPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id")?.parse::<LabelId>().ok()));
    let found = Resource::new(
        move || id.get(),
        async |id| match id {
            Some(id) => with_groups(Some(find_label(id).await?)).await,
            None => Err(Failure::from(ErrorCode::NotFound)),
        },
    );
    loaded(
        found,
        || view! { <SkeletonCard /> }.into_any(),
        |found: Found| match &found.0 {
            Some(label) if label.built_in.is_some() || !may(Permission::ConfigurationWrite) => {
                read(label.clone())
            }
            _ => form(found),
        },
    )
}

fn crumbs() -> Vec<Crumb> {
    vec![Crumb::new(LIST, words::title())]
}

/// What a label says, for those who may not change it.
fn read(label: LabelRow) -> AnyView {
    let name = label_name(label.built_in, &label.name);
    let sub = if label.built_in.is_some() { words::fixed_text() } else { words::kept_text() };
    let href = format!("/admin/devices?label={}", label.id);
    let rule = rule_text(label.rule.as_ref());
    view! {
        <PageTitle text=name.clone() />
        <Crumbs items=crumbs() current=name.clone() />
        <PageHead title=name sub=sub />
        <div class="narrow">
            <Card title=words::details()>
                <Facts>
                    <Fact term=words::rule()>{rule}</Fact>
                    <Fact term=words::devices()>
                        <a href=href>{label.device_count}</a>
                    </Fact>
                    <Fact term=words::configurations()>{label.configuration_count}</Fact>
                </Facts>
            </Card>
        </div>
    }
    .into_any()
}

fn form((label, groups): Found) -> AnyView {
    let answers = Answers::of(label.as_ref());
    let is_new = label.is_none();
    let stored = RwSignal::new(label.clone());
    let sending = Sending::default();
    let toasts = use_toasts();
    let navigate = use_navigate();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let input = untrack(|| answers.input());
        if !sending.accepts(&input) {
            return;
        }
        let navigate = navigate.clone();
        let done = move |made: LabelRow| {
            toasts.say(if is_new { words::created(&made.name) } else { words::saved().to_owned() });
            navigate(LIST, NavigateOptions::default());
        };
        match stored.get_untracked() {
            Some(label) => sending.send(change_label(label.id, input, label.version), done),
            None => sending.send(make_label(input), done),
        }
    };
    let title = label.as_ref().map_or_else(|| words::create_title().to_owned(), |label| label.name.clone());
    let current = if is_new { words::create().to_owned() } else { title.clone() };
    view! {
        <PageTitle text=title.clone() />
        <Crumbs items=crumbs() current=current />
        <PageHead title=title sub=words::sub() />
        <form method="post" class="stack narrow" novalidate=true on:submit=submit>
            <ErrorSummary errors=sending.summary() />
            <FormError text=sending.general() />
            {fields(answers, sending, groups, is_new)}
            <div class="row">
                <Button kind=ButtonKind::Primary submit=true busy=sending.busy() busy_label=words::saving()>
                    {if is_new { words::create() } else { words::save() }}
                </Button>
                <LinkButton href=LIST kind=ButtonKind::Quiet>
                    {t::common::cancel()}
                </LinkButton>
            </div>
        </form>
        {label.map(|label| view! { <Delete id=label.id /> })}
    }
    .into_any()
}

#[component]
fn Delete(id: LabelId) -> impl IntoView {
    let open = RwSignal::new(false);
    let sending = Sending::default();
    let toasts = use_toasts();
    let navigate = use_navigate();
    let act = Callback::new(move |()| {
        let navigate = navigate.clone();
        sending.send(delete_label(id), move |()| {
            open.set(false);
            toasts.say(words::deleted());
            navigate(LIST, NavigateOptions::default());
        });
    });
    view! {
        <div class="mt-6">
            <Ask
                id="delete-label"
                label=words::delete()
                title=words::delete_question()
                text=words::delete_text()
                icon="label"
                danger=true
                busy_label=words::deleting()
                open=open
                sending=sending
                act=act
            />
        </div>
    }
}
