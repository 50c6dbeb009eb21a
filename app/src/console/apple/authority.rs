//! The authority of devices: what it is, and one of one's own.

use leptos::{ev::SubmitEvent, prelude::*};
use types::{DeviceAuthorityDetail, DeviceAuthorityInput, Permission};

use super::PemField;
use crate::{
    console::{
        api::apple::save_authority,
        shared::{Sending, changed_by, may},
    },
    t::apple as words,
    ui::{
        Button, ButtonKind, Card, CopyField, Day, Disclosure, Fact, Facts, FormError, LinkButton,
        PasswordField, Switch, use_toasts,
    },
};

/// The card, from what was read; `again` grows when it is to be read again.
pub(super) fn card(detail: DeviceAuthorityDetail, again: RwSignal<u32>) -> AnyView {
    let origin = if detail.is_uploaded { words::made_elsewhere() } else { words::made_here() };
    let changed = detail.updated_at.zip(detail.updated_by.clone());
    let change = may(Permission::SettingsWrite).then({
        let detail = detail.clone();
        move || view! { <Change detail=detail again=again /> }
    });
    view! {
        <Card id="authority" title=words::authority() sub=words::authority_sub()>
            <div class="stack">
                <Facts>
                    <Fact term=words::name()>
                        <bdi>{detail.name.clone()}</bdi>
                    </Fact>
                    <Fact term=words::origin()>{origin}</Fact>
                    <Fact term=words::expires()>
                        <Day at=detail.expires_at />
                    </Fact>
                    <Fact term=words::fingerprint()>
                        <code class="xs wrap-anywhere">{detail.fingerprint.clone()}</code>
                    </Fact>
                </Facts>
                <div class="stack stack-1">
                    <p class="label">{words::scep_url()}</p>
                    <CopyField text=detail.scep_url.clone() label=words::copy_scep() copied=words::copied() />
                </div>
                <div class="stack stack-1">
                    <p class="label">{words::crl_url()}</p>
                    <CopyField text=detail.crl_url.clone() label=words::copy_crl() copied=words::copied() />
                </div>
                <div class="row">
                    <LinkButton href="/admin/device-authority/certificate" external=true icon="download">
                        {words::download_authority()}
                    </LinkButton>
                    {may(Permission::DeviceRead)
                        .then(|| {
                            view! {
                                <LinkButton href="/admin/settings/apple/certificates" icon="certificate">
                                    {words::certificates()}
                                </LinkButton>
                            }
                        })}
                </div>
                {change}
                {changed.map(|(at, by)| changed_by(at, by))}
            </div>
        </Card>
    }
    .into_any()
}

#[component]
fn Change(detail: DeviceAuthorityDetail, again: RwSignal<u32>) -> impl IntoView {
    let version = detail.version;
    let old_clients = RwSignal::new(detail.accepts_old_clients);
    let (certificate, key) = (RwSignal::new(None::<String>), RwSignal::new(None::<String>));
    let password = RwSignal::new(String::new());
    let sending = Sending::default();
    let toasts = use_toasts();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let input = DeviceAuthorityInput {
            certificate: certificate.get_untracked(),
            private_key: key.get_untracked(),
            password: Some(password.get_untracked()).filter(|password| !password.is_empty()),
            accepts_old_clients: old_clients.get_untracked(),
        };
        if sending.accepts(&input) {
            sending.send(save_authority(input, version), move |_| {
                toasts.say(words::saved());
                again.update(|times| *times += 1);
            });
        }
    };
    view! {
        <form method="post" class="stack" novalidate=true on:submit=submit>
            <FormError text=sending.general() />
            <Switch
                label=words::old_clients()
                name="accepts_old_clients"
                bind=old_clients
                hint=words::old_clients_hint()
            />
            <Disclosure summary=words::other_authority() icon="certificate">
                <div class="stack">
                    <p class="sm muted">{words::other_authority_text()}</p>
                    <PemField
                        id="f-authority-certificate"
                        label=words::authority_certificate()
                        hint=words::authority_certificate_hint()
                        path="certificate"
                        bind=certificate
                        sending=sending
                    />
                    <PemField
                        id="f-authority-key"
                        label=words::authority_key()
                        hint=words::authority_key_hint()
                        path="private_key"
                        bind=key
                        sending=sending
                    />
                    <PasswordField
                        label=words::password()
                        name="authority_password"
                        hint=words::password_hint()
                        bind=password
                        error=sending.field("password")
                    />
                </div>
            </Disclosure>
            <div class="row">
                <Button kind=ButtonKind::Primary submit=true busy=sending.busy() busy_label=words::saving()>
                    {words::save()}
                </Button>
            </div>
        </form>
    }
}
