//! One person: who they are, what they may do, their devices.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use types::{ErrorCode, Permission, UserDetail, UserId};

use super::{
    devices::Devices,
    groups::Groups,
    leave::LeaveCard,
    sessions::Sessions,
    state::{PasswordLinkButton, StateButton},
};
use crate::{
    console::{
        api::users::{find_user, user_history},
        roles::PersonStanding,
        shared::{LimitLine, history, kept_fresh, loaded, may, user_status},
    },
    live::{either, use_live},
    request::Failure,
    t::{
        self,
        console::{user as words, user_form},
        people::{self, filter},
    },
    ui::{
        Avatar, Badge, ButtonKind, Card, Crumb, Crumbs, Day, Fact, Facts, LinkButton, NoneCell, OptionTime,
        PageTitle, SkeletonCard, Tag,
    },
    wording::right_name,
};

/// One person, by the id in the address.
#[component]
pub(in crate::console) fn UserPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id")?.parse::<UserId>().ok()));
    let user = Resource::new(
        move || id.get(),
        async |id| match id {
            Some(id) => find_user(id).await,
            None => Err(Failure::from(ErrorCode::NotFound)),
        },
    );
    loaded(user, || view! { <SkeletonCard /> }.into_any(), show)
}

fn show(first: UserDetail) -> AnyView {
    let id = first.row.id;
    let live = use_live();
    let (of_user, of_devices) = (live.object("user", id), live.topic("device"));
    let tick = either([of_user, of_devices]);
    let user = kept_fresh(first, tick, move || find_user(id));
    let name = Memo::new(move |_| user.with(|user| user.row.display_name.clone()));
    let limit = Memo::new(move |_| user.with(|user| user.device_limit.clone()));
    view! {
        <PageTitle text=move || name.get() />
        <Crumbs items=vec![Crumb::new("/admin/users", t::console::users::title())] current=move || name.get() />
        <Head user=user />
        <div class="split split-20">
            <div class="stack">
                <Card
                    title=words::details()
                    actions=move || {
                        may(Permission::UserWrite)
                            .then(|| {
                                view! {
                                    <LinkButton
                                        href=format!("/admin/users/{id}/edit")
                                        kind=ButtonKind::Quiet
                                        size=crate::ui::ButtonSize::Small
                                        icon="edit"
                                    >
                                        {user_form::edit()}
                                    </LinkButton>
                                }
                            })
                    }
                >
                    {move || user.with(facts)}
                </Card>
                <Devices id=id />
                <Groups id=id />
                {may(Permission::DeviceRead).then(|| history(tick, move |page| user_history(id, page)))}
            </div>
            <aside class="stack" aria-label=words::aside()>
                <Card title=words::limit()>
                    {move || view! { <LimitLine limit=limit.get() /> }}
                </Card>
                <SignIn user=user />
                <Sessions id=id />
                <PersonStanding id=id name=name />
                <LeaveCard id=id />
            </aside>
        </div>
    }
    .into_any()
}

#[component]
fn Head(user: RwSignal<UserDetail>) -> impl IntoView {
    let id = user.with_untracked(|user| user.row.id);
    let status = Memo::new(move |_| user.with(|user| user_status(&user.row)));
    let name = Memo::new(move |_| user.with(|user| user.row.display_name.clone()));
    let admin = Memo::new(move |_| user.with(|user| !user.row.roles.is_empty()));
    let active = Memo::new(move |_| user.with(|user| user.row.state == types::UserState::Active));
    view! {
        <div class="obj-head">
            {move || view! { <Avatar name=name.get() /> }}
            <div class="t">
                <div class="row row-3">
                    <h1 tabindex="-1">
                        <bdi>{move || name.get()}</bdi>
                    </h1>
                    <Badge tone=Signal::derive(move || status.get().0) text=move || status.get().1 />
                    <Show when=move || admin.get()>
                        <Tag icon="shield">{t::console::users::administrator()}</Tag>
                    </Show>
                </div>
                <p class="muted ltr">{move || user.with(|user| user.row.username.clone())}</p>
            </div>
            <div class="row">
                <StateButton user=user />
                <Show when=move || active.get() && may(Permission::RegistrationWrite)>
                    <LinkButton
                        href=format!("/admin/register?user={id}")
                        kind=ButtonKind::Primary
                        icon="register"
                    >
                        {t::console::register_device()}
                    </LinkButton>
                </Show>
            </div>
        </div>
    }
}

fn facts(user: &UserDetail) -> AnyView {
    use words::fact;
    let row = user.row.clone();
    let names = [user.first_name.clone(), user.last_name.clone()];
    let names: Vec<_> = names.into_iter().flatten().collect();
    let source = match (&user.directory_name, user.gone_at) {
        (Some(name), Some(_)) => people::gone(name),
        (Some(name), None) => name.clone(),
        (None, _) => people::local().to_owned(),
    };
    let zone = user.time_zone.clone();
    let text = |text: Option<String>| match text {
        Some(text) => view! { <span class="ltr">{text}</span> }.into_any(),
        None => view! { <NoneCell /> }.into_any(),
    };
    let rights: Vec<_> = row.rights.iter().map(|right| right_name(*right)).collect();
    view! {
        <Facts wide=true>
            <Fact term=user_form::display_name()>
                <bdi>{row.display_name}</bdi>
            </Fact>
            {(!names.is_empty())
                .then(|| {
                    view! {
                        <Fact term=fact::full_name()>
                            <bdi>{names.join(" ")}</bdi>
                        </Fact>
                    }
                })}
            <Fact term=user_form::username()>{text(Some(row.username))}</Fact>
            <Fact term=user_form::email()>{text(row.email)}</Fact>
            <Fact term=user_form::phone_number()>{text(row.phone_number)}</Fact>
            <Fact term=people::time_zone()>{text(zone)}</Fact>
            <Fact term=filter::source()>{source}</Fact>
            <Fact term=fact::rights()>
                {if rights.is_empty() {
                    view! { <NoneCell /> }.into_any()
                } else {
                    rights.into_iter().map(|right| view! { <span class="line">{right}</span> }).collect_view().into_any()
                }}
            </Fact>
            <Fact term=fact::created()>
                <Day at=row.created_at />
            </Fact>
        </Facts>
    }
    .into_any()
}

/// Whether they can sign in, and the link that lets them choose a password.
#[component]
fn SignIn(user: RwSignal<UserDetail>) -> impl IntoView {
    let has_password = Memo::new(move |_| user.with(|user| user.row.has_password));
    let seen = Signal::derive(move || user.with(|user| user.row.last_sign_in_at));
    view! {
        <Card title=words::sign_in()>
            <div class="stack stack-3">
                <Facts>
                    <Fact term=words::fact::password()>
                        {move || if has_password.get() { words::password_set() } else { words::password_missing() }}
                    </Fact>
                    <Fact term=words::fact::last_sign_in()>
                        <OptionTime at=seen />
                    </Fact>
                </Facts>
                <PasswordLinkButton user=user />
            </div>
        </Card>
    }
}
