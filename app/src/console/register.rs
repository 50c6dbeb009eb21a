//! Registering a device for somebody: the form, and the result with PIN, QR code and link.

mod form;
mod made;
mod person;
mod result;

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use types::{Permission, UserDetail, UserId};

pub(super) use made::JustMade;
pub(super) use result::RegistrationPage;

use self::{form::RegisterForm, person::ChoosePerson};
use super::{
    api::users::find_user,
    shared::{LimitLine, loaded, may},
};
use crate::{
    t::console::register as words,
    ui::{
        Avatar, ButtonKind, Card, Crumb, Crumbs, EmptyState, LinkButton, Note, PageHead, PageTitle,
        SkeletonCard, Tone,
    },
};

/// Registers a device: first the person (in the address), then the device.
#[component]
pub(super) fn RegisterPage() -> impl IntoView {
    let query = use_query_map();
    let user = Memo::new(move |_| query.with(|query| query.get("user")?.parse::<UserId>().ok()));
    view! {
        <PageTitle text=words::title() />
        <Crumbs
            items=vec![Crumb::new("/admin/devices", crate::t::console::devices::title())]
            current=words::title()
        />
        <PageHead title=words::title() sub=words::sub() />
        {if may(Permission::RegistrationWrite) {
            view! {
                <div class="narrow">
                    {move || match user.get() {
                        Some(id) => view! { <ForPerson id=id /> }.into_any(),
                        None => view! { <ChoosePerson /> }.into_any(),
                    }}
                </div>
            }
                .into_any()
        } else {
            view! {
                <EmptyState title=words::not_allowed()>
                    <p>{words::not_allowed_text()}</p>
                </EmptyState>
            }
                .into_any()
        }}
    }
}

#[component]
fn ForPerson(id: UserId) -> impl IntoView {
    let user = Resource::new(move || id, find_user);
    loaded(user, || view! { <SkeletonCard /> }.into_any(), |user| view! { <Chosen user=user /> }.into_any())
}

#[component]
fn Chosen(user: UserDetail) -> impl IntoView {
    let has_room = user.device_limit.has_room();
    let (name, limit) = (user.row.display_name.clone(), user.device_limit.clone());
    let sub = user.row.email.clone().unwrap_or_else(|| user.row.username.clone());
    view! {
        <div class="stack">
            <Card
                title=words::person()
                actions=|| {
                    view! {
                        <LinkButton href="/admin/register" kind=ButtonKind::Quiet>
                            {words::change_person()}
                        </LinkButton>
                    }
                }
            >
                <div class="row row-4">
                    <div class="row row-3 no-wrap person">
                        <Avatar name=name.clone() />
                        <div class="grow">
                            <b>
                                <bdi>{name}</bdi>
                            </b>
                            <br />
                            <span class="muted xs ltr wrap-anywhere">{sub}</span>
                        </div>
                    </div>
                    <div>
                        <LimitLine limit=limit />
                    </div>
                </div>
            </Card>
            {if has_room {
                view! { <RegisterForm user=user exceeds=false /> }.into_any()
            } else {
                let exceeds = may(Permission::LimitExceed);
                view! {
                    <AtLimit user=user.clone() />
                    {exceeds.then(|| view! { <RegisterForm user=user exceeds=true /> })}
                }
                    .into_any()
            }}
        </div>
    }
}

/// Which limit is reached, and what to do about it.
#[component]
fn AtLimit(user: UserDetail) -> impl IntoView {
    let limit = user.device_limit.limit.unwrap_or_default();
    let name = user.row.display_name;
    let devices = format!("/admin/devices?user={}", user.row.id);
    view! {
        <Note tone=Tone::Warning>
            <p class="semibold">{words::at_limit(name, limit, limit)}</p>
            <p>{words::at_limit_rule()}</p>
            <div class="row mt-3">
                <LinkButton href=devices>{words::at_limit_devices()}</LinkButton>
                {may(Permission::SettingsWrite)
                    .then(|| {
                        view! {
                            <LinkButton href="/admin/settings/registration#limit" kind=ButtonKind::Quiet>
                                {words::at_limit_settings()}
                            </LinkButton>
                        }
                    })}
            </div>
        </Note>
    }
}
