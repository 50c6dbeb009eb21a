//! One change to all selected people.

use leptos::prelude::*;
use types::{AssignResult, ChangeUsers, GroupRow, ManyChange, Permission, PortalRight, Source, UserId};

use super::many_role::ManyRoles;
use crate::{
    console::{
        api::leaving::change_selected,
        shared::{RightTicks, Sending, may},
    },
    t::people::many as words,
    ui::{
        Button, ButtonKind, ButtonSize, Choice, Consequence, ConsequenceKind, Consequences, Dialog,
        FormError, SelectField, Tone, use_toasts,
    },
};

/// The bar that says how many are selected and what can be done to them.
#[component]
pub(super) fn ManyBar(
    /// Who is selected.
    selected: RwSignal<Vec<UserId>>,
    /// All groups.
    groups: Vec<GroupRow>,
) -> impl IntoView {
    let (group, rights) = (RwSignal::new(String::new()), RwSignal::new(Vec::<PortalRight>::new()));
    let (sets_rights, disables) = (RwSignal::new(false), RwSignal::new(false));
    let sending = Sending::default();
    let toasts = use_toasts();
    // Those who were refused stay selected.
    let told = Callback::new(move |results: Vec<AssignResult>| {
        let refused: Vec<_> =
            results.iter().filter(|result| result.refused.is_some()).map(|result| result.user_id).collect();
        toasts.say(words::result(results.len() - refused.len(), refused.len()));
        selected.set(refused);
        sets_rights.set(false);
        disables.set(false);
    });
    let change = move |change: ManyChange| {
        let input = ChangeUsers { users: selected.get_untracked(), change };
        if sending.accepts(&input) {
            sending.send(change_selected(input), move |results| told.run(results));
        }
    };
    let join = move |_| {
        if let Ok(id) = group.get_untracked().parse() {
            change(ManyChange::JoinGroup(id));
        }
    };
    let local = groups.iter().filter(|group| group.source == Source::Local);
    let choices: Vec<Choice> = std::iter::once(Choice::new("", crate::t::people::mine::choose()))
        .chain(local.map(|group| Choice::new(group.id.to_string(), group.name.clone())))
        .collect();
    let joins = may(Permission::GroupWrite) && choices.len() > 1;
    view! {
        <Show when=move || selected.with(|selected| !selected.is_empty())>
            <div class="toolbar" role="group">
                <b class="sm" role="status">
                    {move || words::selected(selected.with(Vec::len))}
                </b>
                {joins
                    .then(|| {
                        view! {
                            <SelectField label=words::group() name="join" options=choices.clone() bind=group />
                            <Button size=ButtonSize::Small busy=sending.busy() busy_label=words::working() on:click=join>
                                {words::add()}
                            </Button>
                        }
                    })}
                {may(Permission::RoleAssign).then(|| view! { <ManyRoles selected=selected done=told /> })}
                {may(Permission::UserWrite)
                    .then(|| {
                        view! {
                            <Button size=ButtonSize::Small on:click=move |_| sets_rights.set(true)>
                                {words::rights()}
                            </Button>
                            <Button size=ButtonSize::Small on:click=move |_| change(ManyChange::Enable)>
                                {words::enable()}
                            </Button>
                            <Button
                                size=ButtonSize::Small
                                kind=ButtonKind::DangerLine
                                on:click=move |_| disables.set(true)
                            >
                                {words::disable()}
                            </Button>
                        }
                    })}
                <Button size=ButtonSize::Small kind=ButtonKind::Quiet on:click=move |_| selected.set(Vec::new())>
                    {words::clear()}
                </Button>
            </div>
            <FormError text=sending.general() />
        </Show>
        <Dialog
            open=sets_rights
            id="many-rights"
            title=words::rights_title()
            text=words::rights_text()
            action=move || {
                view! {
                    <Button
                        kind=ButtonKind::Primary
                        busy=sending.busy()
                        busy_label=words::working()
                        on:click=move |_| change(ManyChange::SetRights(rights.get_untracked()))
                    >
                        {words::rights_now()}
                    </Button>
                }
            }
        >
            <RightTicks rights=rights />
        </Dialog>
        <Dialog
            open=disables
            id="many-disable"
            title=words::disable_title()
            text=words::disable_text()
            icon="group"
            tone=Tone::Danger
            action=move || {
                view! {
                    <Button
                        kind=ButtonKind::Danger
                        busy=sending.busy()
                        busy_label=words::working()
                        on:click=move |_| change(ManyChange::Disable)
                    >
                        {words::disable_now()}
                    </Button>
                }
            }
        >
            <Consequences>
                <Consequence kind=ConsequenceKind::Lost>{words::disable_lost()}</Consequence>
                <Consequence kind=ConsequenceKind::Kept>{words::disable_kept()}</Consequence>
            </Consequences>
        </Dialog>
    }
}
