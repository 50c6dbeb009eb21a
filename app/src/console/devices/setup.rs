//! What labels a device carries, and what is set up on it.

use leptos::{ev::SubmitEvent, prelude::*};
use types::{
    ChangeLabelDevices, ConfigurationState, DeviceConfiguration, DeviceId, DeviceSetup, LabelId, LabelName,
    LabelRow, Permission,
};

use crate::{
    console::{
        api::setup::{change_labelled, find_setup, list_labels, retry_on_device},
        labels::label_name,
        shared::{Sending, kept_fresh, loaded, may, ticked},
    },
    live::use_live,
    request::Failure,
    t::console::setup as words,
    ui::{
        Button, ButtonKind, ButtonSize, Card, CheckGroup, Checkbox, Dialog, FormError, Icon, IconSize,
        SkeletonRows, Status, Tag, use_toasts,
    },
    wording::{configuration_icon, configuration_kind, configuration_state},
};

/// Labels and configurations of a device, live.
#[component]
pub(super) fn SetupCards(id: DeviceId) -> impl IntoView {
    let setup = Resource::new(move || id, find_setup);
    loaded(
        setup,
        || view! { <SkeletonRows rows=2 /> }.into_any(),
        move |first: DeviceSetup| {
            let live = use_live().topics(["configurations", "device"]);
            let setup = kept_fresh(first, live, move || find_setup(id));
            view! {
                <LabelsCard id=id setup=setup />
                <ConfigurationsCard id=id setup=setup />
            }
            .into_any()
        },
    )
}

#[component]
fn LabelsCard(id: DeviceId, setup: RwSignal<DeviceSetup>) -> impl IntoView {
    let open = RwSignal::new(false);
    let tag = |label: &LabelName| {
        let icon = if label.by_hand { "label" } else { "filter" };
        let name = label_name(label.built_in, &label.name);
        view! {
            <Tag>
                <Icon name=icon size=IconSize::Small />
                {name}
            </Tag>
        }
    };
    let edit = move || {
        may(Permission::ConfigurationWrite).then(|| {
            view! {
                <Button
                    kind=ButtonKind::Quiet
                    size=ButtonSize::Small
                    icon="edit"
                    label=words::edit_named()
                    on:click=move |_| open.set(true)
                >
                    {words::edit()}
                </Button>
            }
        })
    };
    view! {
        <Card title=words::labels() actions=edit>
            <div class="row row-1 wrap">
                {move || setup.with(|setup| setup.labels.iter().map(tag).collect_view())}
            </div>
            <p class="xs muted mt-2">{words::by_rule()}</p>
        </Card>
        {may(Permission::ConfigurationWrite).then(|| view! { <LabelsDialog id=id setup=setup open=open /> })}
    }
}

/// Ticks for the labels that are put on by hand.
#[component]
fn LabelsDialog(id: DeviceId, setup: RwSignal<DeviceSetup>, open: RwSignal<bool>) -> impl IntoView {
    const FORM: &str = "labels-form";
    let sending = Sending::default();
    let toasts = use_toasts();
    let chosen = RwSignal::new(Vec::<LabelId>::new());
    let labels = LocalResource::new(move || {
        let is_open = open.get();
        async move { if is_open { list_labels().await } else { Ok(Vec::new()) } }
    });
    let carried = move || {
        setup.with_untracked(|setup| {
            setup.labels.iter().filter(|label| label.by_hand).map(|label| label.id).collect::<Vec<_>>()
        })
    };
    Effect::new(move |_| {
        if open.get() {
            chosen.set(carried());
        }
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let (before, after) = (carried(), chosen.get_untracked());
        sending.send(put_on(id, before, after), move |now: DeviceSetup| {
            setup.set(now);
            open.set(false);
            toasts.say(words::labels_saved());
        });
    };
    let ticks = move |labels: Vec<LabelRow>| {
        let by_hand: Vec<LabelRow> = labels.into_iter().filter(|label| label.rule.is_none()).collect();
        match by_hand.is_empty() {
            true => view! {
                <p class="sm muted">
                    {words::none_by_hand()} " " <a href="/admin/settings/labels/new">{words::make_one()}</a>
                </p>
            }
            .into_any(),
            false => view! {
                <CheckGroup legend=words::labels() id="f-labels">
                    {by_hand.into_iter().map(|label| tick(chosen, &label)).collect_view()}
                </CheckGroup>
            }
            .into_any(),
        }
    };
    view! {
        <Dialog
            open=open
            id="labels-dialog"
            title=words::edit_labels()
            icon="label"
            action=move || {
                view! {
                    <Button
                        kind=ButtonKind::Primary
                        submit=true
                        form=FORM.to_owned()
                        busy=sending.busy()
                        busy_label=words::saving()
                    >
                        {words::save()}
                    </Button>
                }
            }
        >
            <form method="post" id=FORM class="stack" on:submit=submit novalidate=true>
                <FormError text=sending.general() />
                {move || labels.get().map(|found| ticks(found.unwrap_or_default()))}
            </form>
        </Dialog>
    }
}

/// Each label on its own: all that can be chosen here are few.
async fn put_on(id: DeviceId, before: Vec<LabelId>, after: Vec<LabelId>) -> Result<DeviceSetup, Failure> {
    for label in after.iter().filter(|label| !before.contains(label)) {
        change_labelled(*label, ChangeLabelDevices { add: vec![id], remove: Vec::new() }).await?;
    }
    for label in before.iter().filter(|label| !after.contains(label)) {
        change_labelled(*label, ChangeLabelDevices { add: Vec::new(), remove: vec![id] }).await?;
    }
    find_setup(id).await
}

fn tick(chosen: RwSignal<Vec<LabelId>>, label: &LabelRow) -> AnyView {
    let id = label.id;
    let ticked = ticked(chosen, id);
    view! { <Checkbox label=label.name.clone() name="label" value=id.to_string() bind=ticked /> }.into_any()
}

#[component]
fn ConfigurationsCard(id: DeviceId, setup: RwSignal<DeviceSetup>) -> impl IntoView {
    let sending = Sending::default();
    let is_empty = Memo::new(move |_| setup.with(|setup| setup.configurations.is_empty()));
    let line = move |one: &DeviceConfiguration| {
        let (tone, word) = configuration_state(one.state);
        let of = one.id;
        let detail = one.detail.clone().filter(|_| one.state == ConfigurationState::Failed);
        let again =
            (one.state == ConfigurationState::Failed && may(Permission::ConfigurationWrite)).then(|| {
                let label = words::retry_named(&one.name);
                view! {
                    <Button
                        kind=ButtonKind::Quiet
                        size=ButtonSize::Small
                        icon="refresh"
                        busy=sending.busy()
                        label=label
                        on:click=move |_| sending.send(retry_on_device(id, of), move |now| setup.set(now))
                    >
                        {words::retry()}
                    </Button>
                }
            });
        view! {
            <li class="row row-3 row-top">
                <Icon name=configuration_icon(one.kind) />
                <div class="grow">
                    <a class="name" href=format!("/admin/settings/configurations/{of}")>
                        <bdi>{one.name.clone()}</bdi>
                    </a>
                    <p class="muted xs">{configuration_kind(one.kind)}</p>
                    <Status tone=tone text=word />
                    {detail.map(|detail| view! { <p class="xs"><bdi>{detail}</bdi></p> })}
                </div>
                {again}
            </li>
        }
    };
    view! {
        <Card title=words::configurations()>
            <FormError text=sending.general() />
            <Show when=move || !is_empty.get() fallback=|| view! { <p class="sm muted">{words::nothing()}</p> }>
                <ul class="stack stack-3" role="list" aria-live="polite">
                    {move || setup.with(|setup| setup.configurations.iter().map(line).collect_view())}
                </ul>
            </Show>
        </Card>
    }
}
