//! What a label says: by rule or by hand, with how many devices that are now.

use leptos::prelude::*;
use types::{DeviceState, GroupId, GroupRow, LabelInput, LabelRow, LabelRule, Ownership, Platform, Validate};

use crate::{
    console::{
        api::setup::count_devices,
        shared::{Sending, ticked},
    },
    request::Failure,
    t::labels as words,
    ui::{Card, CheckGroup, Checkbox, Choice, Segmented, TextField},
    wording::{device_state, ownership},
};

/// States that a rule can ask for.
const STATES: [DeviceState; 3] = [DeviceState::Active, DeviceState::Enrolling, DeviceState::Lost];

/// What is filled in.
#[derive(Clone, Copy)]
pub(super) struct Answers {
    name: RwSignal<String>,
    description: RwSignal<String>,
    /// `rule` or `hand`.
    by: RwSignal<String>,
    platforms: RwSignal<Vec<Platform>>,
    ownerships: RwSignal<Vec<Ownership>>,
    states: RwSignal<Vec<DeviceState>>,
    groups: RwSignal<Vec<GroupId>>,
    model: RwSignal<String>,
    os_from: RwSignal<String>,
    os_below: RwSignal<String>,
}

impl Answers {
    /// For a new label, or for one that is there.
    pub(super) fn of(label: Option<&LabelRow>) -> Self {
        let rule = label.map_or_else(|| Some(LabelRule::default()), |label| label.rule.clone());
        let by = if rule.is_some() { "rule" } else { "hand" };
        let rule = rule.unwrap_or_default();
        let text = |text: Option<String>| RwSignal::new(text.unwrap_or_default());
        Self {
            name: text(label.map(|label| label.name.clone())),
            description: text(label.map(|label| label.description.clone())),
            by: RwSignal::new(by.to_owned()),
            platforms: RwSignal::new(rule.platforms),
            ownerships: RwSignal::new(rule.ownerships),
            states: RwSignal::new(rule.states),
            groups: RwSignal::new(rule.groups),
            model: text(rule.model),
            os_from: text(rule.os_from),
            os_below: text(rule.os_below),
        }
    }

    fn rule(self) -> LabelRule {
        let text = |text: RwSignal<String>| Some(text.get()).filter(|text| !text.trim().is_empty());
        LabelRule {
            platforms: self.platforms.get(),
            ownerships: self.ownerships.get(),
            states: self.states.get(),
            groups: self.groups.get(),
            model: text(self.model),
            os_from: text(self.os_from),
            os_below: text(self.os_below),
        }
    }

    /// What is sent.
    pub(super) fn input(self) -> LabelInput {
        LabelInput {
            name: self.name.get(),
            description: self.description.get(),
            rule: (self.by.get() == "rule").then(|| self.rule()),
        }
    }
}

/// The fields. A label that is there stays by rule or by hand.
pub(super) fn fields(answers: Answers, sending: Sending, groups: Vec<GroupRow>, is_new: bool) -> AnyView {
    let kinds =
        vec![Choice::new("rule", words::by_rule_choice()), Choice::new("hand", words::by_hand_choice())];
    view! {
        <Card title=words::details()>
            <div class="stack">
                <TextField
                    label=words::name()
                    name="name"
                    bind=answers.name
                    error=sending.field("name")
                    autocomplete="off"
                    maxlength=80_u32
                />
                <TextField
                    label=words::description()
                    name="description"
                    bind=answers.description
                    error=sending.field("description")
                    autocomplete="off"
                    maxlength=200_u32
                    optional=true
                />
                {is_new.then(|| view! { <Segmented label=words::kind() name="by" options=kinds bind=answers.by /> })}
            </div>
        </Card>
        <Show
            when=move || answers.by.get() == "rule"
            fallback=|| {
                view! {
                    <Card title=words::by_hand()>
                        <p class="sm muted">{words::by_hand_text()}</p>
                    </Card>
                }
            }
        >
            {rule_card(answers, sending, groups.clone())}
        </Show>
    }
    .into_any()
}

fn rule_card(answers: Answers, sending: Sending, groups: Vec<GroupRow>) -> AnyView {
    let platforms = ticks(answers.platforms, Platform::ALL, |one| (one.as_str(), one.label().to_owned()));
    let owned = ticks(answers.ownerships, Ownership::ALL, |one| (one.as_str(), ownership(one).to_owned()));
    let states = ticks(answers.states, &STATES, |one| (one.as_str(), device_state(one).to_owned()));
    let group_ids: Vec<GroupId> = groups.iter().map(|group| group.id).collect();
    let named = move |id: GroupId| {
        let name = groups.iter().find(|group| group.id == id).map(|group| group.name.clone());
        ("group", name.unwrap_or_default())
    };
    let has_groups = !group_ids.is_empty();
    let members = ticks(answers.groups, &group_ids, named);
    view! {
        <Card title=words::rule_title() sub=words::rule_sub()>
            <div class="stack">
                <CheckGroup legend=words::platform() id="f-platforms">
                    {platforms}
                </CheckGroup>
                <CheckGroup legend=words::ownership() id="f-ownerships">
                    {owned}
                </CheckGroup>
                <CheckGroup legend=words::state() id="f-states">
                    {states}
                </CheckGroup>
                {has_groups
                    .then(|| {
                        view! {
                            <CheckGroup legend=words::group() id="f-groups">
                                {members}
                            </CheckGroup>
                        }
                    })}
                <TextField
                    label=words::model()
                    name="model"
                    bind=answers.model
                    hint=words::model_hint()
                    error=sending.field("rule.model")
                    autocomplete="off"
                    maxlength=80_u32
                    optional=true
                />
                <div class="row row-4 row-top">
                    <TextField
                        label=words::os_from()
                        name="os_from"
                        bind=answers.os_from
                        hint=words::os_hint()
                        error=sending.field("rule.os_from")
                        autocomplete="off"
                        maxlength=32_u32
                        optional=true
                        ltr=true
                    />
                    <TextField
                        label=words::os_below()
                        name="os_below"
                        bind=answers.os_below
                        error=sending.field("rule.os_below")
                        autocomplete="off"
                        maxlength=32_u32
                        optional=true
                        ltr=true
                    />
                </div>
                {counted(answers)}
            </div>
        </Card>
    }
    .into_any()
}

/// How many devices the rule applies to now, while it is typed.
fn counted(answers: Answers) -> AnyView {
    let rule = Memo::new(move |_| answers.rule());
    let count = Resource::new(
        move || rule.get(),
        async |rule| match rule.validate() {
            Ok(()) => count_devices(rule).await,
            Err(error) => Err(Failure(error)),
        },
    );
    view! {
        <p class="sm" role="status" aria-live="polite">
            <Transition fallback=|| {
                view! { <span class="muted">{words::counting()}</span> }
            }>
                {move || Suspend::new(async move {
                    match count.await {
                        Ok(count) => view! { <b>{words::applies_to(count)}</b> }.into_any(),
                        // What is wrong stands beside its field once the form is sent.
                        Err(_) => view! { <span class="muted">{words::not_counted()}</span> }.into_any(),
                    }
                })}
            </Transition>
        </p>
    }
    .into_any()
}

/// A tick for each value of a list.
fn ticks<T: Copy + PartialEq + Send + Sync + 'static>(
    chosen: RwSignal<Vec<T>>,
    all: &[T],
    named: impl Fn(T) -> (&'static str, String),
) -> Vec<AnyView> {
    all.iter()
        .map(|value| {
            let value = *value;
            let ticked = ticked(chosen, value);
            let (name, label) = named(value);
            view! { <Checkbox label=label name=name bind=ticked /> }.into_any()
        })
        .collect()
}
