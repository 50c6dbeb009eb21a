//! What new people may do.

use leptos::{ev::SubmitEvent, prelude::*};
use types::{PeopleSettings, Permission};

use crate::{
    console::{
        api::leaving::{read_people_settings, save_people_settings},
        shared::{RightTicks, Sending, loaded, may},
    },
    t::people::settings as words,
    ui::{
        Button, ButtonKind, Card, ErrorSummary, FormError, LinkButton, PageHead, PageTitle, SkeletonCard,
        use_toasts,
    },
};

/// The settings of people.
#[component]
pub(in crate::console) fn PeopleSettingsPage() -> impl IntoView {
    let stored = Resource::new(|| (), |()| read_people_settings());
    view! {
        <PageTitle text=words::title() />
        <PageHead
            title=words::title()
            sub=words::sub()
            actions=|| {
                view! {
                    <LinkButton href="/admin/audit?target=people" kind=ButtonKind::Quiet icon="history">
                        {words::history()}
                    </LinkButton>
                }
            }
        />
        {loaded(stored, || view! { <SkeletonCard /> }.into_any(), |found| view! { <Form found=found /> }.into_any())}
    }
}

#[component]
fn Form(found: PeopleSettings) -> impl IntoView {
    let rights = RwSignal::new(found.new_user_rights);
    let sending = Sending::default();
    let toasts = use_toasts();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let input = PeopleSettings { new_user_rights: rights.get_untracked() };
        if sending.accepts(&input) {
            sending.send(save_people_settings(input), move |()| toasts.say(words::saved()));
        }
    };
    view! {
        <form method="post" class="stack narrow" novalidate=true on:submit=submit>
            <ErrorSummary errors=sending.summary() />
            <FormError text=sending.general() />
            <Card title=words::rights() sub=words::rights_sub()>
                <RightTicks rights=rights />
            </Card>
            {may(Permission::SettingsWrite)
                .then(|| {
                    view! {
                        <div>
                            <Button
                                kind=ButtonKind::Primary
                                submit=true
                                busy=sending.busy()
                                busy_label=words::saving()
                            >
                                {words::save()}
                            </Button>
                        </div>
                    }
                })}
        </form>
    }
}
