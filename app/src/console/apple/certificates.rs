//! Certificates of devices, and taking one back.

use leptos::prelude::*;
use leptos_router::{hooks::use_query_map, params::ParamsMap};
use types::{CertificateState, DeviceCertificateQuery, DeviceCertificateRow, Page, Permission};

use crate::{
    console::{
        api::apple::{list_certificates, revoke_certificate},
        shared::{Extent, Foot, Paging, Sending, kept_fresh, loaded, may},
    },
    live::use_live,
    t::apple as words,
    ui::{
        Button, ButtonKind, ButtonSize, Choice, Column, Crumb, Crumbs, Day, Dialog, EmptyArt, EmptyState,
        FilterSelect, FormError, MainCell, PageHead, PageTitle, Priority, SkeletonRows, Status, Table,
        TableCard, Tone, Toolbar, use_toasts,
    },
};

/// The page.
#[component]
pub(in crate::console) fn CertificatesPage() -> impl IntoView {
    let query = use_query_map();
    let asked = Memo::new(move |_| query.with(read_query));
    let certificates = Resource::new(move || asked.get(), list_certificates);
    let states = vec![
        Choice::new(CertificateState::Valid.as_str(), words::valid()),
        Choice::new(CertificateState::Expired.as_str(), words::expired()),
        Choice::new(CertificateState::Revoked.as_str(), words::revoked()),
    ];
    let revoking = RwSignal::new(None::<DeviceCertificateRow>);
    view! {
        <PageTitle text=words::certificates() />
        <Crumbs
            items=vec![Crumb::new("/admin/settings/apple", words::title())]
            current=words::certificates()
        />
        <PageHead title=words::certificates() />
        <TableCard label=words::certificates()>
            <Toolbar>
                <FilterSelect
                    label=words::state()
                    name="state"
                    any=words::any_state()
                    options=states
                    value=MaybeProp::derive(move || query.with(|query| query.get("state")))
                />
            </Toolbar>
            {loaded(
                certificates,
                || view! { <SkeletonRows /> }.into_any(),
                move |page| rows(page, asked.get_untracked(), revoking),
            )}
        </TableCard>
        <Revoke revoking=revoking />
    }
}

fn read_query(query: &ParamsMap) -> DeviceCertificateQuery {
    let filled = |name: &str| query.get(name).filter(|text| !text.is_empty());
    DeviceCertificateQuery {
        state: filled("state").and_then(|word| CertificateState::from_word(&word)),
        device_id: filled("device").and_then(|id| id.parse().ok()),
        page: Paging::read(query).query(),
    }
}

fn rows(
    first: Page<DeviceCertificateRow>,
    asked: DeviceCertificateQuery,
    revoking: RwSignal<Option<DeviceCertificateRow>>,
) -> AnyView {
    let is_filtered = asked.state.is_some();
    let tick = use_live().topic("device");
    let page = kept_fresh(first, tick, move || list_certificates(asked.clone()));
    let is_empty = Memo::new(move |_| page.with(|page| page.items.is_empty()));
    let columns = || {
        vec![
            Column::new(words::device()),
            Column::new(words::state()),
            Column::new(words::serial()).priority(Priority::Lg),
            Column::new(words::issued()).priority(Priority::Md),
            Column::new(words::ends()).priority(Priority::Sm),
            Column::actions(),
        ]
    };
    let empty = move || match is_filtered {
        true => view! { <p class="pad-x muted sm mb-4">{words::nothing_found()}</p> }.into_any(),
        false => view! {
            <EmptyState art=EmptyArt::Open title=words::none()>
                <p>{words::none_text()}</p>
            </EmptyState>
        }
        .into_any(),
    };
    view! {
        <Show when=move || !is_empty.get() fallback=empty>
            <Table caption=words::certificates_caption() columns=columns()>
                {move || page.with(|page| page.items.iter().cloned().map(|item| row(item, revoking)).collect_view())}
            </Table>
            <Foot extent=Signal::derive(move || page.with(|page| Extent::from(page))) text=words::range />
        </Show>
    }
    .into_any()
}

fn row(certificate: DeviceCertificateRow, revoking: RwSignal<Option<DeviceCertificateRow>>) -> impl IntoView {
    let (tone, word) = match certificate.state {
        CertificateState::Valid if certificate.in_use => (Tone::Success, words::in_use()),
        CertificateState::Valid => (Tone::Info, words::valid()),
        CertificateState::Expired => (Tone::Off, words::expired()),
        CertificateState::Revoked => (Tone::Off, words::revoked()),
    };
    let can_revoke = certificate.state == CertificateState::Valid && may(Permission::DeviceRetire);
    let label = words::revoke_named(&certificate.device_name);
    let asked = certificate.clone();
    view! {
        <tr>
            <MainCell
                icon="certificate"
                tone=tone
                href=format!("/admin/devices/{}", certificate.device_id)
                name=certificate.device_name
            />
            <td>
                <Status tone=tone text=word />
            </td>
            <td class="c-lg faint mono xs">{certificate.serial}</td>
            <td class="c-md">
                <Day at=certificate.issued_at />
            </td>
            <td class="c-sm">
                <Day at=certificate.expires_at />
            </td>
            <td class="tight">
                {can_revoke
                    .then(|| {
                        view! {
                            <Button
                                size=ButtonSize::Small
                                kind=ButtonKind::Quiet
                                label=label
                                on:click=move |_| revoking.set(Some(asked.clone()))
                            >
                                {words::revoke()}
                            </Button>
                        }
                    })}
            </td>
        </tr>
    }
}

#[component]
fn Revoke(revoking: RwSignal<Option<DeviceCertificateRow>>) -> impl IntoView {
    let (open, sending) = (RwSignal::new(false), Sending::default());
    let toasts = use_toasts();
    Effect::new(move |_| {
        if revoking.with(Option::is_some) {
            sending.clear();
            open.set(true);
        }
    });
    Effect::new(move |was_open: Option<bool>| {
        let is_open = open.get();
        if was_open == Some(true) && !is_open {
            revoking.set(None);
        }
        is_open
    });
    let act = move |_| {
        let Some(id) = revoking.with_untracked(|asked| asked.as_ref().map(|asked| asked.id)) else { return };
        sending.send(revoke_certificate(id), move |_| {
            open.set(false);
            toasts.say(words::revoked_now());
        });
    };
    let text = move || {
        revoking.with(|asked| {
            words::revoke_text(asked.as_ref().map(|asked| asked.device_name.as_str()).unwrap_or_default())
        })
    };
    view! {
        <Dialog
            open=open
            id="revoke-certificate"
            title=words::revoke_question()
            text=text
            icon="certificate"
            tone=Tone::Danger
            action=move || {
                view! {
                    <Button
                        kind=ButtonKind::Danger
                        busy=sending.busy()
                        busy_label=words::revoking()
                        on:click=act
                    >
                        {words::revoke()}
                    </Button>
                }
            }
        >
            <FormError text=sending.general() />
        </Dialog>
    }
}
