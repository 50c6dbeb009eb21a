//! One configuration, to be changed where one may, and making one.

use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_params_map, use_query_map},
};
use types::{ConfigurationId, ConfigurationKind, ConfigurationRow, ErrorCode, LabelRow, Permission};

use super::{
    form::{Answers, fields},
    words::{progress, summary},
};
use crate::{
    console::{
        api::setup::{
            change_configuration, delete_configuration, find_configuration, list_labels, make_configuration,
        },
        labels::label_name,
        shared::{Ask, Sending, loaded, may},
    },
    request::Failure,
    t::{self, configurations as words},
    ui::{
        Button, ButtonKind, Card, Crumb, Crumbs, ErrorSummary, Fact, Facts, FormError, LinkButton, PageHead,
        PageTitle, SkeletonCard, use_toasts,
    },
    wording::configuration_kind,
};

const LIST: &str = "/admin/settings/configurations";

type Found = (ConfigurationKind, Option<ConfigurationRow>, Vec<LabelRow>);

/// Making a configuration of the kind in the address.
#[component]
pub(in crate::console) fn NewConfigurationPage() -> impl IntoView {
    let query = use_query_map();
    let kind = Memo::new(move |_| {
        let word = query.with(|query| query.get("kind"));
        word.and_then(|word| ConfigurationKind::from_word(&word)).unwrap_or(ConfigurationKind::Wifi)
    });
    let found = Resource::new(move || kind.get(), async |kind| Ok((kind, None, list_labels().await?)));
    loaded(found, || view! { <SkeletonCard /> }.into_any(), form)
}

/// One configuration, by its id in the address.
#[component]
pub(in crate::console) fn ConfigurationPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id")?.parse::<ConfigurationId>().ok()));
    let found = Resource::new(
        move || id.get(),
        async |id| match id {
            Some(id) => {
                let row = find_configuration(id).await?;
                Ok((row.settings.kind(), Some(row), list_labels().await?))
            }
            None => Err(Failure::from(ErrorCode::NotFound)),
        },
    );
    loaded(
        found,
        || view! { <SkeletonCard /> }.into_any(),
        |found: Found| match &found.1 {
            Some(row) if !may(Permission::ConfigurationWrite) => read(row.clone()),
            _ => form(found),
        },
    )
}

fn crumbs() -> Vec<Crumb> {
    vec![Crumb::new(LIST, words::title())]
}

/// What a configuration says, for those who may not change it.
fn read(row: ConfigurationRow) -> AnyView {
    let labels: Vec<String> =
        row.labels.iter().map(|label| label_name(label.built_in, &label.name)).collect();
    let (kind, says) = (configuration_kind(row.settings.kind()), summary(&row.settings));
    view! {
        <PageTitle text=row.name.clone() />
        <Crumbs items=crumbs() current=row.name.clone() />
        <PageHead title=row.name sub=row.description />
        <div class="narrow">
            <Card title=words::details()>
                <Facts>
                    <Fact term=words::kind()>{kind}</Fact>
                    <Fact term=words::says()>{says}</Fact>
                    <Fact term=words::labels()>{labels.join(", ")}</Fact>
                    <Fact term=words::on_devices()>{progress(row.counts)}</Fact>
                </Facts>
            </Card>
        </div>
    }
    .into_any()
}

fn form((kind, row, labels): Found) -> AnyView {
    let answers = Answers::of(kind, row.as_ref());
    let is_new = row.is_none();
    let stored = RwSignal::new(row.clone());
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
        let done = move |made: ConfigurationRow| {
            toasts.say(if is_new { words::created(&made.name) } else { words::saved().to_owned() });
            navigate(LIST, NavigateOptions::default());
        };
        match stored.get_untracked() {
            Some(row) => sending.send(change_configuration(row.id, input, row.version), done),
            None => sending.send(make_configuration(input), done),
        }
    };
    let title = row.as_ref().map_or_else(|| words::new_of(configuration_kind(kind)), |row| row.name.clone());
    let sub = row.as_ref().map_or_else(|| words::sub().to_owned(), |row| progress(row.counts));
    let fields = fields(answers, sending, labels, row.as_ref());
    view! {
        <PageTitle text=title.clone() />
        <Crumbs items=crumbs() current=title.clone() />
        <PageHead title=title sub=sub />
        <form method="post" class="stack narrow" novalidate=true on:submit=submit>
            <ErrorSummary errors=sending.summary() />
            <FormError text=sending.general() />
            {fields}
            <div class="row">
                <Button kind=ButtonKind::Primary submit=true busy=sending.busy() busy_label=words::saving()>
                    {if is_new { words::create() } else { words::save() }}
                </Button>
                <LinkButton href=LIST kind=ButtonKind::Quiet>
                    {t::common::cancel()}
                </LinkButton>
            </div>
        </form>
        {row.map(|row| view! { <Delete id=row.id kind=kind /> })}
    }
    .into_any()
}

#[component]
fn Delete(id: ConfigurationId, kind: ConfigurationKind) -> impl IntoView {
    let text = match kind {
        ConfigurationKind::Certificate => words::certificate::delete_text(),
        _ => words::delete_text(),
    };
    let open = RwSignal::new(false);
    let sending = Sending::default();
    let toasts = use_toasts();
    let navigate = use_navigate();
    let act = Callback::new(move |()| {
        let navigate = navigate.clone();
        sending.send(delete_configuration(id), move |()| {
            open.set(false);
            toasts.say(words::deleted());
            navigate(LIST, NavigateOptions::default());
        });
    });
    view! {
        <div class="mt-6">
            <Ask
                id="delete-configuration"
                label=words::delete()
                title=words::delete_question()
                text=text
                icon="configuration"
                danger=true
                busy_label=words::deleting()
                open=open
                sending=sending
                act=act
            />
        </div>
    }
}
