//! The second step: what is in the file, and what it is for.

use leptos::prelude::*;
use types::{
    CertificatePassword, CertificateSlot, CertificateUpload, ConfigurationId, OwnCertificates,
    UserCertificateFacts,
};

use super::{FileRow, KEEP_FORM, here, slots::details};
use crate::{
    outcome::Outcome,
    shell::page_info,
    t::portal::certificates as words,
    ui::{Button, ButtonKind, ButtonSize, Card, CheckGroup, Checkbox, HiddenField, Icon, Note, Status, Tone},
    wording::Problem,
};

/// What is in the file that waits, and the form that puts it to use.
#[component]
pub(super) fn ChosenCard(
    found: RwSignal<OwnCertificates>,
    upload: CertificateUpload,
    wanted: Option<ConfigurationId>,
    outcome: Outcome,
) -> impl IntoView {
    let slots = found.with_untracked(|found| found.slots.clone());
    let is_closed = upload.identities.is_empty();
    let error = outcome.error_of(KEEP_FORM);
    let typed = outcome.value_of(KEEP_FORM, "configurations");
    let only = slots.len() == 1;
    let is_ticked = move |slot: &CertificateSlot| match &typed {
        Some(typed) => typed.contains(&slot.configuration_id.to_string()),
        None => only || wanted == Some(slot.configuration_id),
    };
    let tick = move |slot: CertificateSlot| {
        let hint = if slot.certificate.is_some() { words::replaces() } else { words::nothing_yet() };
        let checked = is_ticked(&slot);
        // What was not looked into can go only where the device asks for the password.
        if is_closed && slot.password == CertificatePassword::AtUpload {
            return view! {
                <p class="sm muted">{words::needs_password(&slot.name)}</p>
            }
            .into_any();
        }
        view! {
            <Checkbox
                label=slot.name.clone()
                name="configuration"
                value=slot.configuration_id.to_string()
                checked=checked
                hint=hint
            />
        }
        .into_any()
    };
    let identity_error = outcome.field(KEEP_FORM, "identity");
    let chosen = outcome.value_of(KEEP_FORM, "identity").and_then(|text| text.parse::<usize>().ok());
    view! {
        <Card title=words::inside() id="upload">
            <div class="stack">
                <FileRow upload=upload.clone() wanted=wanted />
                <form method="post" action=here(wanted) class="stack" novalidate>
                    <HiddenField name="intent" value="keep" />
                    <HiddenField name="upload" value=upload.id.to_string() />
                    <Problem error=error />
                    <Identities identities=upload.identities chosen=chosen error=identity_error />
                    <CheckGroup
                        legend=words::use_for()
                        id="f-configurations"
                        error=outcome.field(KEEP_FORM, "configurations")
                    >
                        {slots.into_iter().map(tick).collect_view()}
                    </CheckGroup>
                    <Button kind=ButtonKind::Primary submit=true icon="upload" block=true size=ButtonSize::Large>
                        {words::keep()}
                    </Button>
                    <p class="xs muted">{words::keep_text()}</p>
                </form>
            </div>
        </Card>
    }
}

/// One certificate with all that it says, or several to choose from.
#[component]
fn Identities(
    identities: Vec<UserCertificateFacts>,
    chosen: Option<usize>,
    error: MaybeProp<String>,
) -> impl IntoView {
    let problem = move || {
        error.get().map(|error| {
            view! {
                <p class="err" id="f-identity-e">
                    <Icon name="error" />
                    <span>{error}</span>
                </p>
            }
        })
    };
    match identities.as_slice() {
        [] => view! { <Note tone=Tone::Info icon="lock">{words::closed_note()}</Note> }.into_any(),
        [one] => view! {
            <div class="stack stack-2">
                <HiddenField name="identity" value="0" />
                {one.alias.clone().map(|alias| view! { <b><bdi>{alias}</bdi></b> })}
                {details(one)}
                {problem}
            </div>
        }
        .into_any(),
        several => {
            let now = page_info().now;
            // The first that still counts.
            let first = several.iter().position(|facts| facts.not_after > now).unwrap_or_default();
            let chosen = chosen.unwrap_or(first);
            let choice = |(index, facts): (usize, &UserCertificateFacts)| {
                let name = facts.alias.clone().unwrap_or_else(|| facts.name.clone());
                let expired = (facts.not_after <= now)
                    .then(|| view! { " " <Status tone=Tone::Danger text=words::expired() /> });
                view! {
                    <div>
                        <label class="check">
                            <input
                                type="radio"
                                name="identity"
                                value=index.to_string()
                                checked=index == chosen
                            />
                            <span>
                                <bdi>{name}</bdi>
                                {expired}
                            </span>
                        </label>
                        <details class="indent">
                            <summary class="sm">{words::details()}</summary>
                            <div class="mt-2">{details(facts)}</div>
                        </details>
                    </div>
                }
            };
            view! {
                <fieldset class="field" id="f-identity" tabindex="-1">
                    <legend class="label">{words::certificate()}</legend>
                    <div class="stack stack-2">{several.iter().enumerate().map(choice).collect_view()}</div>
                    {problem}
                </fieldset>
            }
            .into_any()
        }
    }
}
