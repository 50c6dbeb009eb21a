//! The changes of a template, each to be brought back.

use leptos::prelude::*;
use types::{Permission, TemplateKey, TemplateVersion};

use crate::{
    console::{
        api::templates::restore_template,
        shared::{Guard, Sending, may},
    },
    t::templates as texts,
    ui::{Badge, Button, ButtonSize, Card, FormError, Time, Tone, use_toasts},
};

/// All changes, newest first.
#[component]
pub(super) fn History(
    history: Vec<TemplateVersion>,
    version: i64,
    key: TemplateKey,
    reload: Callback<()>,
    guard: Guard,
) -> impl IntoView {
    let sending = Sending::default();
    let toasts = use_toasts();
    let restore = move |restored: i64| {
        sending.send(restore_template(key, Some(restored), version), move |_| {
            toasts.say(texts::restored());
            guard.let_go();
            reload.run(());
        });
    };
    let is_empty = history.is_empty();
    view! {
        <Card title=texts::history() sub=texts::history_sub()>
            <FormError text=sending.general() />
            {is_empty.then(|| view! { <p class="muted">{texts::never_changed()}</p> })}
            <ol class="tpl-history" reversed=true>
                {history
                    .into_iter()
                    .map(|change| entry(change, version, sending, restore))
                    .collect_view()}
            </ol>
        </Card>
    }
}

fn entry(
    change: TemplateVersion,
    version: i64,
    sending: Sending,
    restore: impl Fn(i64) + Copy + 'static,
) -> impl IntoView {
    let number = change.version;
    let is_now = number == version;
    let what = match (change.restored, &change.texts) {
        (Some(restored), _) => texts::was_restored(restored),
        (None, Some(_)) => texts::was_changed().to_owned(),
        (None, None) => texts::was_built_in().to_owned(),
    };
    let can_restore = !is_now && change.texts.is_some() && may(Permission::TemplateWrite);
    view! {
        <li class="row">
            <div class="fill">
                <p>
                    <b>{texts::version(number)}</b>
                    " "
                    {what}
                </p>
                <p class="xs muted">
                    <bdi>{change.changed_by}</bdi>
                    ", "
                    <Time at=change.changed_at />
                </p>
                {change.texts.map(|texts| view! { <p class="xs"><bdi>{texts.subject}</bdi></p> })}
            </div>
            {is_now.then(|| view! { <Badge tone=Tone::Success text=texts::now() /> })}
            {can_restore
                .then(|| {
                    view! {
                        <Button
                            size=ButtonSize::Small
                            label=texts::restore_version(number)
                            disabled=sending.busy()
                            on:click=move |_| restore(number)
                        >
                            {texts::restore()}
                        </Button>
                    }
                })}
        </li>
    }
}
