//! What a configuration says, and for which labels.

use leptos::prelude::*;
use types::{
    ConfigurationInput, ConfigurationKind, ConfigurationRow, ConfigurationSettings, FieldCode, LabelId,
    LabelRow, PasscodeSettings, ProfileSettings, WifiSecurity, WifiSettings,
};

use super::certificate;
use crate::{
    console::{
        labels::label_name,
        shared::{Sending, ticked},
    },
    t::configurations as words,
    ui::{
        Card, CheckGroup, Checkbox, Choice, Fact, Facts, FileContent, FileField, PasswordField, Segmented,
        SelectField, Stepper, Switch, TextField,
    },
    wording::configuration_kind,
};

/// What is filled in.
#[derive(Clone, Copy)]
pub(super) struct Answers {
    kind: ConfigurationKind,
    name: RwSignal<String>,
    description: RwSignal<String>,
    labels: RwSignal<Vec<LabelId>>,
    ssid: RwSignal<String>,
    security: RwSignal<String>,
    password: RwSignal<String>,
    hidden: RwSignal<bool>,
    auto_join: RwSignal<bool>,
    min_length: RwSignal<i32>,
    alphanumeric: RwSignal<bool>,
    lock_after: RwSignal<String>,
    wipe_after: RwSignal<String>,
    history: RwSignal<String>,
    file: RwSignal<Option<String>>,
    certificate: certificate::Answers,
}

impl Answers {
    /// For a new configuration of a kind, or for one that is there.
    pub(super) fn of(kind: ConfigurationKind, row: Option<&ConfigurationRow>) -> Self {
        let (mut wifi, mut passcode) =
            (WifiSettings { auto_join: true, ..WifiSettings::default() }, PasscodeSettings::default());
        match row.map(|row| &row.settings) {
            Some(ConfigurationSettings::Wifi(stored)) => wifi = stored.clone(),
            Some(ConfigurationSettings::Passcode(stored)) => passcode = stored.clone(),
            Some(ConfigurationSettings::Profile(_) | ConfigurationSettings::Certificate(_)) | None => {}
        }
        let number =
            |number: Option<u8>| RwSignal::new(number.map(|number| number.to_string()).unwrap_or_default());
        let labels = row.map(|row| row.labels.iter().map(|label| label.id).collect());
        Self {
            kind,
            name: RwSignal::new(row.map(|row| row.name.clone()).unwrap_or_default()),
            description: RwSignal::new(row.map(|row| row.description.clone()).unwrap_or_default()),
            labels: RwSignal::new(labels.unwrap_or_default()),
            ssid: RwSignal::new(wifi.ssid),
            security: RwSignal::new(wifi.security.unwrap_or(WifiSecurity::Wpa2).as_str().to_owned()),
            password: RwSignal::new(String::new()),
            hidden: RwSignal::new(wifi.hidden),
            auto_join: RwSignal::new(wifi.auto_join),
            min_length: RwSignal::new(i32::from(passcode.min_length)),
            alphanumeric: RwSignal::new(passcode.alphanumeric),
            lock_after: number(passcode.lock_after_min),
            wipe_after: number(passcode.wipe_after_tries),
            history: number(passcode.history),
            file: RwSignal::new(None),
            certificate: certificate::Answers::of(row.map(|row| &row.settings)),
        }
    }

    /// What is sent.
    pub(super) fn input(self) -> ConfigurationInput {
        let number = |text: RwSignal<String>| text.get().parse::<u8>().ok();
        let settings = match self.kind {
            ConfigurationKind::Wifi => ConfigurationSettings::Wifi(WifiSettings {
                ssid: self.ssid.get(),
                security: WifiSecurity::from_word(&self.security.get()),
                hidden: self.hidden.get(),
                auto_join: self.auto_join.get(),
            }),
            ConfigurationKind::Passcode => ConfigurationSettings::Passcode(PasscodeSettings {
                min_length: u8::try_from(self.min_length.get()).unwrap_or_default(),
                alphanumeric: self.alphanumeric.get(),
                lock_after_min: number(self.lock_after),
                wipe_after_tries: number(self.wipe_after),
                history: number(self.history),
            }),
            ConfigurationKind::Profile => ConfigurationSettings::Profile(ProfileSettings::default()),
            ConfigurationKind::Certificate => ConfigurationSettings::Certificate(self.certificate.settings()),
        };
        ConfigurationInput {
            name: self.name.get(),
            description: self.description.get(),
            settings,
            network_password: Some(self.password.get()).filter(|password| !password.is_empty()),
            file: self.file.get(),
            labels: self.labels.get(),
        }
    }
}

/// The fields.
pub(super) fn fields(
    answers: Answers,
    sending: Sending,
    labels: Vec<LabelRow>,
    stored: Option<&ConfigurationRow>,
) -> AnyView {
    let settings = match answers.kind {
        ConfigurationKind::Wifi => wifi(answers, sending, stored.is_some_and(|row| row.has_password)),
        ConfigurationKind::Passcode => passcode(answers, sending),
        ConfigurationKind::Profile => profile(answers, sending, stored),
        ConfigurationKind::Certificate => certificate::fields(answers.certificate, sending, stored.is_some()),
    };
    view! {
        <Card title=words::details()>
            <div class="stack">
                <TextField
                    label=words::name()
                    name="name"
                    bind=answers.name
                    error=sending.field("name")
                    autocomplete="off"
                    maxlength=80_u32
                />
                <TextField
                    label=words::description()
                    name="description"
                    bind=answers.description
                    error=sending.field("description")
                    autocomplete="off"
                    maxlength=200_u32
                    optional=true
                />
            </div>
        </Card>
        {settings}
        <Card title=words::labels() sub=words::labels_sub()>
            <CheckGroup legend="" id="f-labels" error=sending.field("labels")>
                {labels.iter().map(|label| label_tick(answers.labels, label)).collect_view()}
            </CheckGroup>
        </Card>
    }
    .into_any()
}

fn wifi(answers: Answers, sending: Sending, has_password: bool) -> AnyView {
    let kinds = vec![
        Choice::new("wpa2", words::wpa2()),
        Choice::new("wpa3", words::wpa3()),
        Choice::new("open", words::open()),
    ];
    let hint = if has_password { words::password_kept() } else { words::password_hint() };
    view! {
        <Card title=configuration_kind(ConfigurationKind::Wifi)>
            <div class="stack">
                <TextField
                    label=words::ssid()
                    name="ssid"
                    bind=answers.ssid
                    hint=words::ssid_hint()
                    error=sending.field("settings.ssid")
                    autocomplete="off"
                    maxlength=32_u32
                />
                <Segmented label=words::security() name="security" options=kinds bind=answers.security />
                <Show when=move || answers.security.get() != "open">
                    <PasswordField
                        label=words::password()
                        name="network_password"
                        new=true
                        bind=answers.password
                        hint=hint
                        error=sending.field("network_password")
                    />
                </Show>
                <Switch label=words::auto_join() name="auto_join" bind=answers.auto_join />
                <Switch
                    label=words::hidden()
                    name="hidden"
                    bind=answers.hidden
                    hint=words::hidden_hint()
                />
            </div>
        </Card>
    }
    .into_any()
}

fn passcode(answers: Answers, sending: Sending) -> AnyView {
    let numbers = |none: &'static str, values: &[u8], text: fn(u8) -> String| {
        let first = std::iter::once(Choice::new("", none));
        first
            .chain(values.iter().map(|value| Choice::new(value.to_string(), text(*value))))
            .collect::<Vec<_>>()
    };
    view! {
        <Card title=configuration_kind(ConfigurationKind::Passcode)>
            <div class="stack">
                <Stepper
                    label=words::min_length()
                    name="min_length"
                    value=6
                    min=4
                    max=16
                    bind=answers.min_length
                    error=sending.field("settings.min_length")
                />
                <Switch label=words::alphanumeric() name="alphanumeric" bind=answers.alphanumeric />
                <SelectField
                    label=words::lock_after()
                    name="lock_after_min"
                    options=numbers(words::not_set(), &[1, 2, 5, 10, 15], words::minutes)
                    bind=answers.lock_after
                    error=sending.field("settings.lock_after_min")
                />
                <SelectField
                    label=words::wipe_after()
                    name="wipe_after_tries"
                    hint=words::wipe_after_hint()
                    options=numbers(words::never(), &[4, 6, 8, 10], words::tries)
                    bind=answers.wipe_after
                    error=sending.field("settings.wipe_after_tries")
                />
                <SelectField
                    label=words::history()
                    name="history"
                    options=numbers(words::not_set(), &[1, 3, 5, 10, 20, 50], words::earlier)
                    bind=answers.history
                    error=sending.field("settings.history")
                />
            </div>
        </Card>
    }
    .into_any()
}

fn profile(answers: Answers, sending: Sending, stored: Option<&ConfigurationRow>) -> AnyView {
    let known = stored.and_then(|row| match &row.settings {
        ConfigurationSettings::Profile(profile) => Some(profile.clone()),
        _ => None,
    });
    let taken = Callback::new(move |content: FileContent| match content {
        FileContent::TooLarge => sending.refuse("file", FieldCode::TooLong),
        FileContent::Bytes(base64) => {
            sending.clear();
            answers.file.set(Some(base64));
        }
        FileContent::Text(text) => {
            sending.clear();
            // The browser's function takes Latin letters alone: the bytes of the text, one by one.
            let bytes: String = text.into_bytes().into_iter().map(char::from).collect();
            answers.file.set(window().btoa(&bytes).ok());
        }
    });
    let error = sending.field("file");
    // What was refused is not sent again; another file is chosen.
    let is_chosen = move || error.get().is_none() && answers.file.with(Option::is_some);
    view! {
        <Card title=configuration_kind(ConfigurationKind::Profile)>
            <div class="stack">
                {known
                    .map(|known| {
                        view! {
                            <Facts>
                                <Fact term=words::called()>{known.display_name}</Fact>
                                <Fact term=words::identifier()>
                                    <span class="mono">{known.identifier}</span>
                                </Fact>
                                <Fact term=words::payloads()>{known.payloads.join(", ")}</Fact>
                            </Facts>
                        }
                    })}
                <FileField
                    id="f-file".to_owned()
                    label=words::file()
                    accept=".mobileconfig,application/x-apple-aspen-config"
                    hint=words::file_hint()
                    max=ConfigurationInput::MAX_FILE
                    error=error
                    taken=taken
                />
                <p class="sm" role="status" aria-live="polite">
                    {move || is_chosen().then(words::file_chosen)}
                </p>
            </div>
        </Card>
    }
    .into_any()
}

fn label_tick(chosen: RwSignal<Vec<LabelId>>, label: &LabelRow) -> AnyView {
    let id = label.id;
    let ticked = ticked(chosen, id);
    let name = label_name(label.built_in, &label.name);
    let hint = words::label_devices(label.device_count);
    view! { <Checkbox label=name name="label" value=id.to_string() bind=ticked hint=hint /> }.into_any()
}
