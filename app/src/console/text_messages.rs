//! The service for text messages: set up, tried, taken away.

mod fields;

use leptos::{ev::SubmitEvent, prelude::*};
use types::{
    DeliveryStatus, DeliveryTest, ErrorCode, Permission, PhoneNumber, SmsGateway, SmsGatewayDetail, SmsPreset,
};

use self::fields::{AccountFields, Fields, RequestFields};
use crate::{
    console::{
        api::sms_gateway::{find_sms_gateway, save_sms_gateway, test_sms_gateway},
        shared::{Ask, OutletHead, Sending, changed_by, loaded, may, tested},
    },
    t::text_messages as texts,
    ui::{
        Button, ButtonKind, Card, Choice, ErrorSummary, FormError, InputKind, Note, SelectField,
        SettingsFrame, SkeletonCard, Status, TextField, Tone, use_toasts,
    },
};

const HISTORY: &str = "/admin/audit?target=sms_gateway";
/// No service is chosen: what is filled in stays.
const OWN: &str = "own";

/// The service for text messages.
#[component]
pub(super) fn TextMessagesPage() -> impl IntoView {
    let again = RwSignal::new(0_u32);
    let found = Resource::new(move || again.get(), |_| find_sms_gateway());
    view! {
        <OutletHead title=texts::title() sub=texts::sub() history=HISTORY />
        {loaded(
            found,
            || view! { <SkeletonCard /> }.into_any(),
            move |detail| {
                view! { <Form detail=detail reload=move || again.update(|times| *times += 1) /> }.into_any()
            },
        )}
    }
}

#[component]
fn Form(detail: SmsGatewayDetail, #[prop(into)] reload: Callback<()>) -> impl IntoView {
    let SmsGatewayDetail { gateway, has_secret, has_signing_secret, status, version, .. } = detail;
    let is_set_up = gateway.is_some();
    let fields = Fields::of(&gateway.unwrap_or_default());
    let sending = Sending::default();
    let toasts = use_toasts();
    let may_change = may(Permission::SettingsWrite) && may(Permission::MessageSecretRead);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let input = fields.gateway();
        if sending.accepts(&input) {
            sending.send(save_sms_gateway(Some(input), version), move |_| {
                toasts.say(texts::saved());
                reload.run(());
            });
        }
    };
    let (tone, state) = match status {
        DeliveryStatus::NotConfigured => (Tone::Off, texts::not_set_up()),
        DeliveryStatus::Working => (Tone::Success, texts::working()),
        DeliveryStatus::Failing => (Tone::Danger, texts::failing()),
    };
    let changed = detail.updated_at.zip(detail.updated_by);
    let buttons = may_change.then(|| {
        view! {
            <div class="stack stack-3">
                <div class="row">
                    <Button
                        kind=ButtonKind::Primary
                        submit=true
                        busy=sending.busy()
                        busy_label=texts::saving()
                    >
                        {texts::save()}
                    </Button>
                    {is_set_up.then(|| view! { <Remove version=version reload=reload /> })}
                </div>
                <hr />
                <Try fields=fields sending=sending />
            </div>
        }
    });
    let body = view! {
        <form method="post" class="stack" novalidate=true on:submit=submit>
            <ErrorSummary errors=sending.summary() />
            <FormError text=sending.general() />
            <Card id="request" title=texts::request() sub=texts::request_sub()>
                <div class="stack">
                    <Status tone=tone text=state />
                    {(!may_change)
                        .then(|| view! { <Note tone=Tone::Off icon="shield">{texts::read_only()}</Note> })}
                    <Presets fields=fields sending=sending />
                    <RequestFields fields=fields sending=sending />
                </div>
            </Card>
            <Card id="account" title=texts::account()>
                <div class="stack">
                    <AccountFields
                        fields=fields
                        sending=sending
                        has_secret=has_secret
                        has_signing_secret=has_signing_secret
                    />
                    {buttons}
                    {changed.map(|(at, by)| changed_by(at, by))}
                </div>
            </Card>
        </form>
    };
    let sections = vec![("request", texts::request().to_owned()), ("account", texts::account().to_owned())];
    view! { <SettingsFrame sections=sections>{body.into_any()}</SettingsFrame> }
}

/// Fills in the form of a service that is known.
#[component]
fn Presets(fields: Fields, sending: Sending) -> impl IntoView {
    let chosen = RwSignal::new(OWN.to_owned());
    let names = SmsPreset::ALL.iter().map(|preset| {
        Choice::new(
            preset.as_str(),
            match preset {
                SmsPreset::Form => texts::preset_form(),
                SmsPreset::Json => texts::preset_json(),
                // Names of companies, the same in every language.
                SmsPreset::Twilio => "Twilio",
                SmsPreset::Telnyx => "Telnyx",
                SmsPreset::Plivo => "Plivo",
                SmsPreset::Vonage => "Vonage",
            },
        )
    });
    let options: Vec<_> = std::iter::once(Choice::new(OWN, texts::preset_own())).chain(names).collect();
    Effect::new(move |before: Option<String>| {
        let word = chosen.get();
        if before.is_some_and(|before| before != word)
            && let Some(preset) = SmsPreset::from_word(&word)
        {
            fields.fill(&preset.gateway());
            sending.clear();
        }
        word
    });
    view! {
        <SelectField
            label=texts::begin()
            name="preset"
            options=options
            bind=chosen
            hint=texts::begin_hint()
        />
    }
}

/// Sends a message to a number by what is filled in.
#[component]
fn Try(fields: Fields, sending: Sending) -> impl IntoView {
    let trying = Sending::default();
    let to = RwSignal::new(String::new());
    let outcome = RwSignal::new(None::<DeliveryTest>);
    let test = move |_| {
        outcome.set(None);
        let (gateway, number) = (fields.gateway(), to.get_untracked());
        if let Err(code) = PhoneNumber::parse(&number) {
            return trying.refuse("to", code);
        }
        if sending.accepts(&gateway) {
            trying.send(test_sms_gateway(gateway, number), move |test| outcome.set(Some(test)));
        }
    };
    view! {
        <FormError text=trying.general_with(ErrorCode::WrongState, texts::no_service()) />
        <TextField
            label=texts::test_to()
            name="to"
            kind=InputKind::Tel
            bind=to
            error=trying.field("to")
            hint=texts::test_to_hint()
            ltr=true
            optional=true
        />
        <div class="row">
            <Button icon="sms" busy=trying.busy() busy_label=texts::testing() on:click=test>
                {texts::test()}
            </Button>
        </div>
        {move || {
            outcome
                .get()
                .map(|test| {
                    tested(test, "sms", texts::test_sent, texts::test_failed(), texts::test_failed_text())
                })
        }}
    }
}

/// The button that takes the service away, with its question.
#[component]
fn Remove(version: i64, reload: Callback<()>) -> impl IntoView {
    let open = RwSignal::new(false);
    let sending = Sending::default();
    let toasts = use_toasts();
    let remove = move |()| {
        sending.send(save_sms_gateway(None::<SmsGateway>, version), move |_| {
            open.set(false);
            toasts.say(texts::removed());
            reload.run(());
        });
    };
    view! {
        <Ask
            id="remove-sms-gateway"
            label=texts::remove()
            title=texts::remove_title()
            text=texts::remove_text()
            icon="warning"
            danger=true
            busy_label=texts::removing()
            open=open
            sending=sending
            act=Callback::new(remove)
        />
    }
}
