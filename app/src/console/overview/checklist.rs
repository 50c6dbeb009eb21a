//! What a new Gatehouse still needs; gone when nothing is left.

use leptos::prelude::*;
use types::{DeliveryStatus, PushWarning, SetUpChecklist};

use crate::{
    console::{api::settings::read_checklist, shared::kept_fresh},
    live::use_live,
    t::{self, console::checklist as words},
    ui::{Banner, Card, Icon, LinkButton, Tone},
};

/// The card, until everything is done.
#[component]
pub(super) fn Checklist() -> impl IntoView {
    let checklist = Resource::new(|| (), |()| read_checklist());
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                // A page without this card is still a page: the figures below say what is wrong.
                checklist
                    .await
                    .ok()
                    .map(|first| {
                        let tick = use_live().topics(["user", "device", "settings"]);
                        let list = kept_fresh(first, tick, read_checklist);
                        let open = Memo::new(move |_| list.with(|list| !list.is_complete()));
                        view! {
                            {move || list.with(|list| list.push_warning).map(warning)}
                            <Show when=move || open.get()>
                                <div class="mb-4">
                                    <Card title=words::title() sub=words::sub()>
                                        <ul class="list checklist" role="list">
                                            {move || items(&list.get())}
                                        </ul>
                                    </Card>
                                </div>
                            </Show>
                        }
                    })
            })}
        </Suspense>
    }
}

/// What will keep devices from coming, above everything else.
fn warning(warning: PushWarning) -> AnyView {
    use t::console::push_warning as words;
    let (tone, text) = match warning {
        PushWarning::EndsSoon => (Tone::Warning, words::ends_soon()),
        PushWarning::Ended => (Tone::Danger, words::ended()),
        PushWarning::Refused => (Tone::Danger, words::refused()),
        PushWarning::Away => (Tone::Warning, words::away()),
    };
    view! {
        <div class="mb-4">
            <Banner tone=tone>
                <span>{text}</span>
                <a href="/admin/settings/apple">{words::look()}</a>
            </Banner>
        </div>
    }
    .into_any()
}

fn items(list: &SetUpChecklist) -> AnyView {
    let mail = list.mail != DeliveryStatus::NotConfigured;
    view! {
        {item(
            mail,
            words::mail(),
            words::mail_text(),
            (!mail).then(|| ("/admin/settings/mail-server", words::mail_set_up())),
        )}
        {item(
            list.has_user,
            words::user(),
            words::user_text(),
            (!list.has_user).then(|| ("/admin/users/new", t::console::create_user())),
        )}
        {item(
            list.has_device,
            words::device(),
            words::device_text(),
            (!list.has_device && list.has_user).then(|| ("/admin/register", t::console::register_device())),
        )}
    }
    .into_any()
}

fn item(
    done: bool,
    title: &'static str,
    text: &'static str,
    link: Option<(&'static str, &'static str)>,
) -> impl IntoView {
    view! {
        <li class:done=done>
            <span class="tick">
                {done.then(|| view! { <Icon name="check" /> })}
                <span class="sr">{if done { words::done() } else { words::to_do() }}</span>
            </span>
            <span class="grow">
                <b class="medium">{title}</b>
                {(!done).then(|| view! { <small>{text}</small> })}
            </span>
            {link.map(|(href, label)| view! { <LinkButton href=href>{label}</LinkButton> })}
        </li>
    }
}
