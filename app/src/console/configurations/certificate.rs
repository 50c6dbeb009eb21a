//! What certificates people are asked for.

use leptos::prelude::*;
use types::{
    CertificatePassword, CertificatePurpose, CertificateSettings, ConfigurationKind, ConfigurationSettings,
    Platform,
};

use crate::{
    console::shared::{Sending, ticked},
    t::configurations::certificate as words,
    ui::{Card, CheckGroup, Checkbox, Choice, Fact, Facts, Segmented, SelectField, Switch},
    wording::{certificate_purpose, configuration_kind},
};

/// What is filled in.
#[derive(Clone, Copy)]
pub(super) struct Answers {
    purpose: RwSignal<String>,
    password: RwSignal<String>,
    platforms: RwSignal<Vec<Platform>>,
    notices: RwSignal<bool>,
}

impl Answers {
    /// For a new one, or for one that is there.
    pub(super) fn of(settings: Option<&ConfigurationSettings>) -> Self {
        let stored = match settings {
            Some(ConfigurationSettings::Certificate(stored)) => stored.clone(),
            _ => CertificateSettings::default(),
        };
        Self {
            purpose: RwSignal::new(stored.purpose.as_str().to_owned()),
            password: RwSignal::new(stored.password.as_str().to_owned()),
            platforms: RwSignal::new(stored.platforms),
            notices: RwSignal::new(stored.notices),
        }
    }

    /// What is sent.
    pub(super) fn settings(self) -> CertificateSettings {
        let default = CertificateSettings::default();
        CertificateSettings {
            purpose: CertificatePurpose::from_word(&self.purpose.get()).unwrap_or(default.purpose),
            password: CertificatePassword::from_word(&self.password.get()).unwrap_or(default.password),
            platforms: self.platforms.get(),
            notices: self.notices.get(),
        }
    }
}

/// The fields. Who asks for the password stays as it was made: devices know the certificate by it.
pub(super) fn fields(answers: Answers, sending: Sending, is_stored: bool) -> AnyView {
    let purposes: Vec<Choice> = CertificatePurpose::ALL
        .iter()
        .map(|purpose| Choice::new(purpose.as_str(), certificate_purpose(*purpose)))
        .collect();
    let asked = vec![
        Choice::new(CertificatePassword::AtUpload.as_str(), words::at_upload()),
        Choice::new(CertificatePassword::OnDevice.as_str(), words::on_device()),
    ];
    let is_on_device = move || answers.password.get() == CertificatePassword::OnDevice.as_str();
    let hint = move || if is_on_device() { words::on_device_hint() } else { words::at_upload_hint() };
    let password = match is_stored {
        true => view! {
            <Facts>
                <Fact term=words::password()>
                    {move || if is_on_device() { words::on_device() } else { words::at_upload() }}
                </Fact>
            </Facts>
        }
        .into_any(),
        false => view! {
            <div class="stack stack-2">
                <Segmented label=words::password() name="password" options=asked bind=answers.password />
            </div>
        }
        .into_any(),
    };
    let platform = move |platform: Platform| {
        view! {
            <Checkbox
                label=platform.label()
                name="platform"
                value=platform.as_str()
                bind=ticked(answers.platforms, platform)
            />
        }
    };
    view! {
        <Card title=configuration_kind(ConfigurationKind::Certificate) sub=words::sub()>
            <div class="stack">
                <SelectField label=words::purpose() name="purpose" options=purposes bind=answers.purpose />
                {password}
                <p class="sm muted" aria-live="polite">
                    {hint}
                </p>
                <CheckGroup
                    legend=words::platforms()
                    id="f-platforms"
                    error=sending.field("settings.platforms")
                >
                    {CertificateSettings::platforms().map(platform).collect_view()}
                </CheckGroup>
                <Switch
                    label=words::notices()
                    name="notices"
                    bind=answers.notices
                    hint=words::notices_hint()
                />
            </div>
        </Card>
    }
    .into_any()
}
