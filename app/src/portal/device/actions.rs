//! What the person may do with a device: links to the forms that ask, and why some cannot be done.

use leptos::prelude::*;
use types::{Action, OwnDevice};

use super::ask::Ask;
use crate::{
    portal::shared::may,
    t::{common, portal::device as words},
    ui::{Button, ButtonKind, LinkButton},
    wording::{action_icon, action_name, no_own_action_reason},
};

/// What stands at the start of the line; what ends management stands at its end.
const FIRST: [Action; 4] = [Action::Lock, Action::Locate, Action::Unlock, Action::ResetPinPassword];
const LAST: [Action; 2] = [Action::Retire, Action::Wipe];

/// Whether the person may do this. Only for leaving things out: the server decides on every call.
pub(in crate::portal) fn may_do(action: Action) -> bool {
    action.own_permission().is_some_and(may)
}

/// A button for everything that the person may do.
#[component]
pub(super) fn Actions(device: Memo<OwnDevice>) -> impl IntoView {
    let allowed =
        |actions: &'static [Action]| actions.iter().copied().filter(|action| may_do(*action)).collect();
    let (first, last): (Vec<Action>, Vec<Action>) = (allowed(&FIRST), allowed(&LAST));
    let all: Vec<Action> = first.iter().chain(&last).copied().collect();
    let buttons = |actions: Vec<Action>| {
        actions.into_iter().map(|action| view! { <ActionLink device action /> }).collect_view()
    };
    let push = (!first.is_empty() && !last.is_empty()).then(|| view! { <span class="push"></span> });
    (!all.is_empty()).then(|| {
        view! {
            <div
                class="actions"
                role="group"
                aria-label=move || words::actions_for(device.with(|device| device.row.name.clone()))
            >
                {buttons(first)}
                {push}
                {buttons(last)}
            </div>
            <Reasons device=device actions=all />
        }
    })
}

/// Leads to the form; disabled where the device cannot.
#[component]
pub(in crate::portal) fn ActionLink(device: Memo<OwnDevice>, action: Action) -> impl IntoView {
    let id = device.get_untracked().row.id;
    let reason = Memo::new(move |_| device.with(|device| no_own_action_reason(device, action)));
    let name = Memo::new(move |_| device.with(|device| device.row.name.clone()));
    let named = move || words::named(action_name(action), name.get());
    let kind = if action == Action::Wipe { ButtonKind::DangerLine } else { ButtonKind::Plain };
    // An ellipsis where something is asked that destroys.
    let text = move || match action.ends_management() {
        true => format!("{}…", action_name(action)),
        false => action_name(action).to_owned(),
    };
    move || match reason.get() {
        Some(reason) => view! {
            <Button icon=action_icon(action) disabled=true label=move || words::cannot(named(), &reason)>
                {text}
            </Button>
        }
        .into_any(),
        None => view! {
            <LinkButton href=Ask::Action(action).address(id) icon=action_icon(action) kind=kind label=named>
                {text}
            </LinkButton>
        }
        .into_any(),
    }
}

/// Why some cannot be done, each reason once.
#[component]
fn Reasons(device: Memo<OwnDevice>, actions: Vec<Action>) -> impl IntoView {
    let reasons = Memo::new(move |_| {
        let mut reasons: Vec<(Vec<&'static str>, String)> = Vec::new();
        device.with(|device| {
            for action in &actions {
                let Some(reason) = no_own_action_reason(device, *action) else { continue };
                match reasons.iter_mut().find(|(_, other)| *other == reason) {
                    Some((names, _)) => names.push(action_name(*action)),
                    None => reasons.push((vec![action_name(*action)], reason)),
                }
            }
        });
        reasons
    });
    let line = |(names, reason): (Vec<&'static str>, String)| {
        view! { <p class="sm muted">{words::cannot(names.join(common::comma()), &reason)}</p> }
    };
    move || {
        let reasons = reasons.get();
        (!reasons.is_empty()).then(|| {
            view! { <div class="stack stack-1 mt-2">{reasons.into_iter().map(line).collect_view()}</div> }
        })
    }
}
