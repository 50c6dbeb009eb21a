//! Whose a device is: what it is now, and the form that changes it after saying what follows.

use leptos::prelude::*;
use types::{OwnDevice, OwnDevicePage, Ownership, OwnershipChange, Permission};

use super::{
    ask::{Ask, AskForm, OWNERSHIP},
    seen,
};
use crate::{
    portal::{outcome::Outcome, shared::may},
    routes,
    shell::page_info,
    t::{common, portal::ownership as words},
    ui::{
        Button, ButtonKind, ButtonSize, Consequence, ConsequenceKind, Consequences, HiddenField, LinkButton,
    },
    wording::ownership,
};

fn question(wanted: Ownership) -> &'static str {
    match wanted {
        Ownership::Company => words::question_company(),
        Ownership::Employee => words::question_employee(),
    }
}

/// Whose it is, and from its next check-in on.
#[component]
pub(super) fn OwnershipCard(device: Memo<OwnDevice>) -> impl IntoView {
    let id = device.get_untracked().row.id;
    let stands = Memo::new(move |_| device.with(|device| (device.row.ownership, device.ownership_wanted)));
    let may_change = may(Permission::OwnChangeOwnership);
    let here = Memo::new(move |_| device.with(|device| device.row.state.takes_a_place()));
    let change = move || {
        (may_change && here.get() && stands.get().1.is_none()).then(|| {
            view! {
                <LinkButton
                    href=Ask::Ownership.address(id)
                    size=ButtonSize::Medium
                    label=words::change_named()
                >
                    {words::change()}
                </LinkButton>
            }
        })
    };
    let waits = move || {
        let (now, wanted) = stands.get();
        wanted.map(|wanted| {
            view! {
                <p class="sm muted">{words::waits(ownership(wanted))}</p>
                {may_change
                    .then(|| {
                        view! {
                            <form method="post" action=routes::device(id)>
                                <HiddenField name="intent" value=OWNERSHIP />
                                <HiddenField name="ownership" value=now.as_str() />
                                <Button kind=ButtonKind::Quiet submit=true size=ButtonSize::Medium>
                                    {words::take_back()}
                                </Button>
                            </form>
                        }
                    })}
            }
        })
    };
    view! {
        <section class="card card-pad stack stack-3">
            <h2 class="md">{words::title()}</h2>
            <p>{move || ownership(stands.get().0)}</p>
            {waits}
            {change}
        </section>
    }
}

/// Asks whether it shall be the other way round, with what comes and what goes.
#[component]
pub(super) fn OwnershipForm(
    page: RwSignal<OwnDevicePage>,
    device: Memo<OwnDevice>,
    outcome: Outcome,
) -> impl IntoView {
    let id = device.get_untracked().row.id;
    let wanted = device.get_untracked().row.ownership.other();
    let shown = move || {
        page.with(|page| page.ownership_change.as_ref().map(|change| difference(device, wanted, change)))
    };
    let button = || {
        view! {
            <Button kind=ButtonKind::Primary submit=true icon="user">
                {words::change_now()}
            </Button>
        }
    };
    view! {
        <AskForm
            id=id
            intent=OWNERSHIP
            title=Signal::stored(question(wanted).to_owned())
            text=words::text()
            outcome=outcome
            button=button
        >
            <HiddenField name="ownership" value=wanted.as_str() />
            {shown}
        </AskForm>
    }
}

/// What comes, what goes, and what the organisation sees then.
fn difference(device: Memo<OwnDevice>, wanted: Ownership, change: &OwnershipChange) -> AnyView {
    let line = |kind: ConsequenceKind, text: String| view! { <Consequence kind=kind>{text}</Consequence> };
    let removed = (!change.removed.is_empty())
        .then(|| line(ConsequenceKind::Lost, words::removed(change.removed.join(common::comma()))));
    let installed = (!change.installed.is_empty())
        .then(|| line(ConsequenceKind::Kept, words::installed(change.installed.join(common::comma()))));
    let nothing = (removed.is_none() && installed.is_none())
        .then(|| line(ConsequenceKind::Fact, words::no_difference().to_owned()));
    let then = OwnDevice {
        row: types::DeviceRow { ownership: wanted, ..device.get_untracked().row },
        ..device.get_untracked()
    };
    let organisation = page_info().organisation;
    view! {
        <Consequences>{removed} {installed} {nothing}</Consequences>
        <h3 class="sm semibold">{words::sees_then(organisation)}</h3>
        <Consequences>
            {seen::visible(&then)
                .into_iter()
                .map(|text| {
                    view! {
                        <Consequence kind=ConsequenceKind::Fact icon="eye">
                            {text}
                        </Consequence>
                    }
                })
                .collect_view()}
        </Consequences>
    }
    .into_any()
}
