//! Whose a device is: a dialog that shows what changes with it.

use leptos::prelude::*;
use types::{ChangeOwnership, DeviceDetail, Ownership, OwnershipChange, Permission};

use crate::{
    console::{
        api::setup::{change_owner, preview_owner},
        labels::label_name,
        shared::{Sending, may},
    },
    t::console::ownership as words,
    ui::{
        Button, ButtonKind, ButtonSize, Consequence, ConsequenceKind, Consequences, Dialog, FormError,
        SkeletonRows, use_toasts,
    },
    wording::{error_text, ownership},
};

fn question(wanted: Ownership) -> &'static str {
    match wanted {
        Ownership::Company => words::question_company(),
        Ownership::Employee => words::question_employee(),
    }
}

/// Whose it is now, from its next check-in on, and the button that changes it.
#[component]
pub(super) fn OwnershipFact(device: RwSignal<DeviceDetail>) -> impl IntoView {
    let open = RwSignal::new(false);
    let sending = Sending::default();
    let toasts = use_toasts();
    let now = Memo::new(move |_| device.with(|device| (device.row.ownership, device.ownership_wanted)));
    let here = Memo::new(move |_| {
        device.with(|device| device.row.state.takes_a_place() && may(Permission::DeviceWrite))
    });
    let set = move |wanted: Ownership, said: &'static str| {
        let id = device.with_untracked(|device| device.row.id);
        sending.send(change_owner(id, ChangeOwnership { ownership: wanted }), move |now: DeviceDetail| {
            device.set(now);
            open.set(false);
            toasts.say(said);
        });
    };
    let waits = move || {
        now.get().1.map(|wanted| {
            let stays = now.get_untracked().0;
            view! {
                <span class="muted xs">{words::waits(ownership(wanted))}</span>
                <Button
                    kind=ButtonKind::Quiet
                    size=ButtonSize::Small
                    busy=sending.busy()
                    on:click=move |_| set(stays, words::taken_back())
                >
                    {words::take_back()}
                </Button>
            }
        })
    };
    let change = move || {
        (here.get() && now.get().1.is_none()).then(|| {
            view! {
                <Button
                    kind=ButtonKind::Quiet
                    size=ButtonSize::Small
                    label=words::change_named()
                    on:click=move |_| open.set(true)
                >
                    {words::change()}
                </Button>
            }
        })
    };
    view! {
        <span class="row row-2 wrap">
            <span>{move || ownership(now.get().0)}</span>
            {waits}
            {change}
        </span>
        {may(Permission::DeviceWrite)
            .then(|| {
                view! {
                    <Ask
                        device=device
                        open=open
                        sending=sending
                        go=Callback::new(move |wanted| set(wanted, words::asked()))
                    />
                }
            })}
    }
}

#[component]
fn Ask(
    device: RwSignal<DeviceDetail>,
    open: RwSignal<bool>,
    sending: Sending,
    go: Callback<Ownership>,
) -> impl IntoView {
    let wanted = Memo::new(move |_| device.with(|device| device.row.ownership.other()));
    let preview = LocalResource::new(move || {
        let asked = open.get().then(|| (device.with_untracked(|device| device.row.id), wanted.get()));
        async move {
            match asked {
                Some((id, ownership)) => Some(preview_owner(id, ChangeOwnership { ownership }).await),
                None => None,
            }
        }
    });
    let shown = move || match preview.get().flatten() {
        None => view! { <SkeletonRows rows=2 /> }.into_any(),
        Some(Ok(change)) => difference(&change),
        Some(Err(failure)) => view! { <p class="sm">{error_text(&failure.0)}</p> }.into_any(),
    };
    view! {
        <Dialog
            open=open
            id="ownership-dialog"
            title=move || question(wanted.get())
            text=words::text()
            icon="user"
            action=move || {
                view! {
                    <Button
                        kind=ButtonKind::Primary
                        busy=sending.busy()
                        busy_label=words::changing()
                        on:click=move |_| go.run(wanted.get_untracked())
                    >
                        {words::change_now()}
                    </Button>
                }
            }
        >
            <FormError text=sending.general() />
            {shown}
        </Dialog>
    }
}

/// What comes and what goes.
fn difference(change: &OwnershipChange) -> AnyView {
    let names = |labels: &[types::LabelName]| {
        let names: Vec<String> = labels.iter().map(|label| label_name(label.built_in, &label.name)).collect();
        (!names.is_empty()).then(|| names.join(", "))
    };
    let list = |names: &[String]| (!names.is_empty()).then(|| names.join(", "));
    let lost =
        [list(&change.removed).map(words::removed), names(&change.labels_removed).map(words::labels_removed)];
    let kept =
        [list(&change.installed).map(words::installed), names(&change.labels_added).map(words::labels_added)];
    let nothing = change.installed.is_empty() && change.removed.is_empty();
    view! {
        <Consequences>
            {lost
                .into_iter()
                .flatten()
                .map(|text| view! { <Consequence kind=ConsequenceKind::Lost>{text}</Consequence> })
                .collect_view()}
            {kept
                .into_iter()
                .flatten()
                .map(|text| view! { <Consequence kind=ConsequenceKind::Kept>{text}</Consequence> })
                .collect_view()}
            {nothing.then(|| view! { <Consequence kind=ConsequenceKind::Fact>{words::no_difference()}</Consequence> })}
        </Consequences>
    }
    .into_any()
}
