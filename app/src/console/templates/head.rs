//! The head of a template's page, and the choice of another one.

use leptos::prelude::*;
use types::{ErrorCode, MessageKind, MessageLanguage, Permission, Platform, TemplateKey, TemplateRow};

use super::{
    editor::{Fields, SaveButton},
    words::{href, kind},
};
use crate::{
    console::{
        api::templates::{restore_template, try_template},
        shared::{Ask, Guard, Sending, may},
    },
    t::templates as texts,
    ui::{Button, Choice, Crumb, Crumbs, FormError, PageHead, PageTitle, SelectField, Tab, Tabs, use_toasts},
};

/// Title, actions.
#[component]
pub(super) fn Head(
    key: TemplateKey,
    is_changed: bool,
    version: i64,
    fields: Fields,
    sending: Sending,
    reload: Callback<()>,
    guard: Guard,
) -> impl IntoView {
    let (name, sub) = kind(key.kind);
    let title = format!("{name}, {}", key.language.name());
    let writes = may(Permission::TemplateWrite);
    let trying = Sending::default();
    let toasts = use_toasts();
    let test = move |_| {
        let texts = untrack(|| fields.texts());
        trying.send(try_template(key, texts), move |()| toasts.say(texts::tested()));
    };
    let trouble = trying.general_with(ErrorCode::WrongState, texts::no_address());
    view! {
        <PageTitle text=title.clone() />
        <Crumbs items=vec![Crumb::new("/admin/settings/templates", texts::title())] current=title />
        <PageHead
            title=name
            sub=sub
            actions=move || {
                writes
                    .then(|| {
                        view! {
                            {is_changed
                                .then(|| {
                                    view! { <RestoreDefault key=key version=version reload=reload guard=guard /> }
                                })}
                            <Button icon="mail" busy=trying.busy() busy_label=texts::testing() on:click=test>
                                {texts::test()}
                            </Button>
                            <SaveButton sending=sending />
                        }
                    })
            }
        />
        <FormError text=trouble />
    }
}

/// The button that brings the built-in text back, with its question.
#[component]
fn RestoreDefault(key: TemplateKey, version: i64, reload: Callback<()>, guard: Guard) -> impl IntoView {
    let open = RwSignal::new(false);
    let sending = Sending::default();
    let toasts = use_toasts();
    let restore = move |()| {
        sending.send(restore_template(key, None, version), move |_| {
            open.set(false);
            toasts.say(texts::restored());
            guard.let_go();
            reload.run(());
        });
    };
    let text = match key.platform {
        Some(_) => texts::restore_platform_text(),
        None => texts::restore_built_in_text(),
    };
    view! {
        <Ask
            id="restore-default"
            label=texts::restore_built_in()
            button_icon="history"
            title=texts::restore_built_in_title()
            text=text
            icon="history"
            confirm=texts::restore()
            busy_label=texts::restoring()
            open=open
            sending=sending
            act=Callback::new(restore)
        />
    }
}

/// Languages as tabs, kinds and platforms to choose from.
#[component]
pub(super) fn Which(key: TemplateKey, rows: Vec<TemplateRow>, guard: Guard) -> impl IntoView {
    let is_changed = move |key: TemplateKey| rows.iter().any(|row| row.key == key && row.is_changed);
    let tabs: Vec<Tab> = MessageLanguage::ALL
        .iter()
        .map(|language| {
            let other = TemplateKey { language: *language, ..key };
            let tab = Tab::new(href(&other), language.name());
            if is_changed(other) { tab.note(texts::changed()) } else { tab }
        })
        .collect();
    let kinds: Vec<Choice> =
        MessageKind::ALL.iter().map(|of| Choice::new(of.as_str(), kind(*of).0)).collect();
    let mut platforms = vec![Choice::new("", texts::all_platforms())];
    platforms.extend(Platform::ALL.iter().map(|platform| {
        let name = platform.label();
        let shown = match is_changed(TemplateKey { platform: Some(*platform), ..key }) {
            true => texts::changed_of(name),
            false => name.to_owned(),
        };
        Choice::new(platform.as_str(), shown)
    }));
    let chosen_kind = RwSignal::new(key.kind.to_string());
    let chosen_platform = RwSignal::new(key.platform.map(|it| it.to_string()).unwrap_or_default());
    let has_platforms = key.kind.is_about_a_registration();
    Effect::new(move |before: Option<()>| {
        let (kind, platform) = (chosen_kind.get(), chosen_platform.get());
        let Some(kind) = MessageKind::from_word(&kind) else { return };
        let platform = Platform::from_word(&platform).filter(|_| kind.is_about_a_registration());
        let wanted = TemplateKey { kind, platform, ..key };
        if before.is_some() && wanted != key {
            guard.go(&href(&wanted), move || {
                chosen_kind.set(key.kind.to_string());
                chosen_platform.set(key.platform.map(|it| it.to_string()).unwrap_or_default());
            });
        }
    });
    view! {
        <Tabs label=texts::languages() tabs=tabs />
        <div class="card-body row tpl-which">
            <SelectField label=texts::message() name="template-kind" options=kinds bind=chosen_kind />
            {has_platforms
                .then(|| {
                    view! {
                        <SelectField
                            label=texts::platform()
                            name="template-platform"
                            options=platforms
                            bind=chosen_platform
                        />
                    }
                })}
        </div>
    }
}
