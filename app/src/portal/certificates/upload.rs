//! The first step: a file and its password.

use leptos::prelude::*;
use types::{CertificatePassword, CertificateUpload, ConfigurationId, OwnCertificates};

use super::{FileRow, UPLOAD_FORM, here};
use crate::{
    outcome::Outcome,
    t::portal::certificates as words,
    ui::{Button, ButtonKind, ButtonSize, Card, HiddenField, Icon, PasswordField},
    wording::Problem,
};

/// The form that takes a file. The password is asked where some setting wants it here.
#[component]
pub(super) fn UploadCard(
    found: RwSignal<OwnCertificates>,
    wanted: Option<ConfigurationId>,
    outcome: Outcome,
) -> impl IntoView {
    let modes = move |mode: CertificatePassword| {
        found.with(|found| found.slots.iter().any(|slot| slot.password == mode))
    };
    let asks_here = Memo::new(move |_| modes(CertificatePassword::AtUpload));
    let asks_on_device = Memo::new(move |_| modes(CertificatePassword::OnDevice));
    let name = move || {
        let id = wanted?;
        found.with(|found| {
            let slot = found.slots.iter().find(|slot| slot.configuration_id == id)?;
            Some(words::for_setting(&slot.name))
        })
    };
    let file_error = outcome.field(UPLOAD_FORM, "file");
    let is_wrong = move || file_error.get().is_some().then_some("true");
    let described = move || if file_error.get().is_some() { "f-file-e f-file-h" } else { "f-file-h" };
    let password_error = outcome.field(UPLOAD_FORM, "password");
    let hint = move || match asks_on_device.get() {
        true => words::password_optional_hint(),
        false => words::password_hint(),
    };
    view! {
        <Card title=words::upload_title() id="upload">
            <form method="post" action=here(wanted) enctype="multipart/form-data" class="stack" novalidate>
                <Problem error=outcome.error_of(UPLOAD_FORM) />
                {move || name().map(|name| view! { <p class="sm muted">{name}</p> })}
                <div class="field" data-invalid=is_wrong>
                    <label for="f-file">{words::file()}</label>
                    <input
                        class="input drop"
                        type="file"
                        id="f-file"
                        name="file"
                        accept=".p12,.pfx,application/x-pkcs12"
                        aria-describedby=described
                        aria-invalid=is_wrong
                    />
                    {move || {
                        file_error
                            .get()
                            .map(|error| {
                                view! {
                                    <p class="err" id="f-file-e">
                                        <Icon name="error" />
                                        <span>{error}</span>
                                    </p>
                                }
                            })
                    }}
                    <p class="hint" id="f-file-h">
                        {words::file_hint()}
                    </p>
                </div>
                <Show when=move || asks_here.get()>
                    <PasswordField
                        label=words::password()
                        name="password"
                        hint=hint
                        error=password_error
                        foreign=true
                    />
                </Show>
                <Button kind=ButtonKind::Primary submit=true icon="upload" block=true size=ButtonSize::Large>
                    {words::look_inside()}
                </Button>
                <p class="xs muted">{words::look_inside_text()}</p>
            </form>
        </Card>
    }
}

/// The same file once more with another password: it need not be chosen again.
#[component]
pub(super) fn LockedCard(
    upload: CertificateUpload,
    wanted: Option<ConfigurationId>,
    outcome: Outcome,
) -> impl IntoView {
    let id = upload.id.to_string();
    view! {
        <Card title=words::upload_title() id="upload">
            <div class="stack">
                <FileRow upload=upload wanted=wanted />
                <form method="post" action=here(wanted) class="stack" novalidate>
                    <HiddenField name="intent" value="unlock" />
                    <HiddenField name="upload" value=id />
                    <Problem error=outcome.error_of(UPLOAD_FORM) />
                    <PasswordField
                        label=words::password()
                        name="password"
                        hint=words::password_hint()
                        error=outcome.field(UPLOAD_FORM, "password")
                        foreign=true
                    />
                    <Button kind=ButtonKind::Primary submit=true icon="upload" block=true size=ButtonSize::Large>
                        {words::look_inside()}
                    </Button>
                </form>
            </div>
        </Card>
    }
}
