//! What is filled in for a service.

use leptos::prelude::*;
use types::{SmsAuth, SmsField, SmsFormat, SmsGateway, SmsNumber};

use crate::{
    console::shared::Sending,
    t::text_messages as texts,
    ui::{Choice, PasswordField, Segmented, SelectField, Switch, TextArea, TextField},
};

/// The form.
#[derive(Clone, Copy)]
pub(super) struct Fields {
    url: RwSignal<String>,
    format: RwSignal<String>,
    number: RwSignal<String>,
    to_field: RwSignal<String>,
    text_field: RwSignal<String>,
    from_field: RwSignal<String>,
    from: RwSignal<String>,
    fields: RwSignal<String>,
    taken_field: RwSignal<String>,
    taken_value: RwSignal<String>,
    auth: RwSignal<String>,
    username: RwSignal<String>,
    auth_name: RwSignal<String>,
    secret: RwSignal<String>,
    signed: RwSignal<bool>,
    signing_secret: RwSignal<String>,
}

impl Fields {
    /// Shows what is set up, or an empty form.
    pub(super) fn of(gateway: &SmsGateway) -> Self {
        let empty = || RwSignal::new(String::new());
        let fields = Self {
            url: empty(),
            format: empty(),
            number: empty(),
            to_field: empty(),
            text_field: empty(),
            from_field: empty(),
            from: empty(),
            fields: empty(),
            taken_field: empty(),
            taken_value: empty(),
            auth: empty(),
            username: empty(),
            auth_name: empty(),
            secret: empty(),
            signed: RwSignal::new(false),
            signing_secret: empty(),
        };
        fields.fill(gateway);
        fields
    }

    /// Shows this one instead. Secrets that were typed stay.
    pub(super) fn fill(self, gateway: &SmsGateway) {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        self.url.set(gateway.url.clone());
        self.format.set(gateway.format.to_string());
        self.number.set(gateway.number.to_string());
        self.to_field.set(gateway.to_field.clone());
        self.text_field.set(gateway.text_field.clone());
        self.from_field.set(gateway.from_field.clone());
        self.from.set(text(&gateway.from));
        let lines = gateway.fields.iter().map(|field| format!("{}={}", field.name, field.value));
        self.fields.set(lines.collect::<Vec<_>>().join("\n"));
        self.taken_field.set(text(&gateway.taken_field));
        self.taken_value.set(text(&gateway.taken_value));
        self.auth.set(gateway.auth.to_string());
        self.username.set(text(&gateway.username));
        self.auth_name.set(text(&gateway.auth_name));
        self.signed.set(gateway.signed);
    }

    /// What is filled in. One field on each line that is not empty.
    pub(super) fn gateway(self) -> SmsGateway {
        let trimmed = |text: RwSignal<String>| text.with_untracked(|text| text.trim().to_owned());
        let filled = |text: RwSignal<String>| Some(trimmed(text)).filter(|text| !text.is_empty());
        let typed = |text: RwSignal<String>| Some(text.get_untracked()).filter(|text| !text.is_empty());
        let fields = self.fields.with_untracked(|text| {
            let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
            let field = |line: &str| {
                let (name, value) = line.split_once('=').unwrap_or((line, ""));
                SmsField { name: name.trim().to_owned(), value: value.trim().to_owned() }
            };
            lines.map(field).collect()
        });
        let auth = self.auth.with_untracked(|word| SmsAuth::from_word(word)).unwrap_or(SmsAuth::None);
        let takes_name = matches!(auth, SmsAuth::Header | SmsAuth::Field);
        let signed = self.signed.get_untracked();
        SmsGateway {
            url: trimmed(self.url),
            format: self.format.with_untracked(|word| SmsFormat::from_word(word)).unwrap_or(SmsFormat::Form),
            to_field: trimmed(self.to_field),
            text_field: trimmed(self.text_field),
            from_field: trimmed(self.from_field),
            from: filled(self.from),
            number: self.number.with_untracked(|word| SmsNumber::from_word(word)).unwrap_or(SmsNumber::Plus),
            fields,
            taken_field: filled(self.taken_field),
            taken_value: filled(self.taken_value),
            auth,
            username: filled(self.username).filter(|_| auth == SmsAuth::Basic),
            auth_name: filled(self.auth_name).filter(|_| takes_name),
            secret: typed(self.secret).filter(|_| auth != SmsAuth::None),
            signed,
            signing_secret: typed(self.signing_secret).filter(|_| signed),
        }
    }

    /// Whether the address still waits for the number of an account.
    fn waits_for_account(self) -> bool {
        self.url.with(|url| url.contains("/ACCOUNT/"))
    }
}

/// Where requests go and what is in them.
#[component]
pub(super) fn RequestFields(fields: Fields, sending: Sending) -> impl IntoView {
    let formats = vec![
        Choice::new(SmsFormat::Form.as_str(), texts::format_form()),
        Choice::new(SmsFormat::Json.as_str(), texts::format_json()),
    ];
    let numbers = vec![
        Choice::new(SmsNumber::Plus.as_str(), texts::number_plus()),
        Choice::new(SmsNumber::Digits.as_str(), texts::number_digits()),
    ];
    let name = move |label, name: &'static str, bind| {
        view! {
            <TextField
                label=label
                name=name
                bind=bind
                error=sending.field(name)
                maxlength=64_u32
                autocomplete="off"
                ltr=true
            />
        }
    };
    view! {
        <div class="stack">
            <TextField
                label=texts::url()
                name="url"
                bind=fields.url
                error=sending.field("url")
                hint=move || if fields.waits_for_account() { texts::url_account() } else { texts::url_hint() }
                maxlength=500_u32
                autocomplete="off"
                ltr=true
            />
            <div class="grid cols-2">
                <Segmented label=texts::format() name="format" options=formats bind=fields.format />
                <Segmented label=texts::number() name="number" options=numbers bind=fields.number />
                {name(texts::to_field(), "to_field", fields.to_field)}
                {name(texts::text_field(), "text_field", fields.text_field)}
                <TextField
                    label=texts::from()
                    name="from"
                    bind=fields.from
                    error=sending.field("from")
                    hint=texts::from_hint()
                    maxlength=40_u32
                    autocomplete="off"
                    optional=true
                    ltr=true
                />
                {name(texts::from_field(), "from_field", fields.from_field)}
                <TextField
                    label=texts::taken_field()
                    name="taken_field"
                    bind=fields.taken_field
                    error=sending.field("taken_field")
                    hint=texts::taken_field_hint()
                    maxlength=64_u32
                    autocomplete="off"
                    optional=true
                    ltr=true
                />
                <TextField
                    label=texts::taken_value()
                    name="taken_value"
                    bind=fields.taken_value
                    error=sending.field("taken_value")
                    maxlength=100_u32
                    autocomplete="off"
                    optional=true
                    ltr=true
                />
            </div>
            <TextArea
                label=texts::fields()
                name="fields"
                bind=fields.fields
                error=sending.field("fields")
                hint=texts::fields_hint()
                rows=3
                optional=true
            />
        </div>
    }
}

/// How Gatehouse proves to be the account's owner.
#[component]
pub(super) fn AccountFields(
    fields: Fields,
    sending: Sending,
    has_secret: bool,
    has_signing_secret: bool,
) -> impl IntoView {
    let ways = SmsAuth::ALL.iter().map(|auth| {
        Choice::new(
            auth.as_str(),
            match auth {
                SmsAuth::None => texts::auth_none(),
                SmsAuth::Basic => texts::auth_basic(),
                SmsAuth::Bearer => texts::auth_bearer(),
                SmsAuth::Header => texts::auth_header(),
                SmsAuth::Field => texts::auth_field(),
            },
        )
    });
    let auth = Memo::new(move |_| fields.auth.with(|word| SmsAuth::from_word(word)).unwrap_or(SmsAuth::None));
    let ways: Vec<_> = ways.collect();
    let hint = |kept: bool, fresh: &'static str| if kept { texts::secret_kept() } else { fresh };
    let name = move || match auth.get() {
        SmsAuth::Header => texts::auth_name_header(),
        _ => texts::auth_name_field(),
    };
    view! {
        <div class="stack">
            <div class="grid cols-2">
                <SelectField
                    label=texts::auth()
                    name="auth"
                    options=ways
                    bind=fields.auth
                    error=sending.field("auth")
                />
                <Show when=move || auth.get() == SmsAuth::Basic>
                    <TextField
                        label=texts::username()
                        name="username"
                        bind=fields.username
                        error=sending.field("username")
                        maxlength=200_u32
                        autocomplete="off"
                        ltr=true
                    />
                </Show>
                <Show when=move || matches!(auth.get(), SmsAuth::Header | SmsAuth::Field)>
                    <TextField
                        label=name
                        name="auth_name"
                        bind=fields.auth_name
                        error=sending.field("auth_name")
                        maxlength=64_u32
                        autocomplete="off"
                        ltr=true
                    />
                </Show>
            </div>
            <Show when=move || auth.get() != SmsAuth::None>
                <PasswordField
                    label=texts::secret()
                    name="secret"
                    bind=fields.secret
                    error=sending.field("secret")
                    hint=hint(has_secret, texts::secret_hint())
                    new=true
                />
            </Show>
            <Switch label=texts::signed() name="signed" bind=fields.signed hint=texts::signed_hint() />
            <Show when=move || fields.signed.get()>
                <PasswordField
                    label=texts::signing_secret()
                    name="signing_secret"
                    bind=fields.signing_secret
                    error=sending.field("signing_secret")
                    hint=hint(has_signing_secret, texts::signing_secret_hint())
                    new=true
                />
            </Show>
        </div>
    }
}
