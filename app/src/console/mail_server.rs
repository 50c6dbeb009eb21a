//! The mail server: set up, tried, taken away.

use leptos::{ev::SubmitEvent, prelude::*};
use types::{
    DeliveryStatus, DeliveryTest, ErrorCode, MailEncryption, MailServer, MailServerDetail, Permission,
};

use crate::{
    console::{
        api::mail_server::{find_mail_server, save_mail_server, test_mail_server},
        shared::{Ask, OutletHead, Sending, changed_by, loaded, may, tested},
    },
    t::mail_server as texts,
    ui::{
        Button, ButtonKind, Card, Choice, ErrorSummary, FormError, InputKind, Note, PasswordField,
        SelectField, SettingsFrame, SkeletonCard, Status, TextField, Tone, use_toasts,
    },
};

const HISTORY: &str = "/admin/audit?target=mail_server";

/// The mail server.
#[component]
pub(super) fn MailServerPage() -> impl IntoView {
    let again = RwSignal::new(0_u32);
    let found = Resource::new(move || again.get(), |_| find_mail_server());
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

#[derive(Clone, Copy)]
struct Fields {
    host: RwSignal<String>,
    port: RwSignal<String>,
    encryption: RwSignal<String>,
    username: RwSignal<String>,
    password: RwSignal<String>,
    from: RwSignal<String>,
}

impl Fields {
    fn of(server: Option<&MailServer>) -> Self {
        let text = |text: Option<String>| RwSignal::new(text.unwrap_or_default());
        Self {
            host: text(server.map(|server| server.host.clone())),
            port: text(server.and_then(|server| server.port).map(|port| port.to_string())),
            encryption: text(Some(
                server.map_or(MailEncryption::StartTls, |server| server.encryption).to_string(),
            )),
            username: text(server.and_then(|server| server.username.clone())),
            password: text(None),
            from: text(server.and_then(|server| server.from.clone())),
        }
    }

    /// What is filled in. What is no port becomes one that is refused beside its field.
    fn server(self) -> MailServer {
        let filled = |text: RwSignal<String>| {
            Some(text.with_untracked(|text| text.trim().to_owned())).filter(|text| !text.is_empty())
        };
        let encryption = self.encryption.with_untracked(|word| MailEncryption::from_word(word));
        MailServer {
            host: filled(self.host).unwrap_or_default(),
            port: filled(self.port).map(|port| port.parse().unwrap_or_default()),
            encryption: encryption.unwrap_or(MailEncryption::StartTls),
            username: filled(self.username),
            password: Some(self.password.get_untracked()).filter(|password| !password.is_empty()),
            from: filled(self.from),
        }
    }
}

#[component]
fn Form(detail: MailServerDetail, #[prop(into)] reload: Callback<()>) -> impl IntoView {
    let version = detail.version;
    let fields = Fields::of(detail.server.as_ref());
    let (sending, trying) = (Sending::default(), Sending::default());
    let outcome = RwSignal::new(None::<DeliveryTest>);
    let toasts = use_toasts();
    let may_change = may(Permission::SettingsWrite) && may(Permission::MessageSecretRead);
    let is_configured = detail.is_configured;
    let is_set_up = detail.server.is_some();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let input = fields.server();
        if sending.accepts(&input) {
            sending.send(save_mail_server(Some(input), version), move |_| {
                toasts.say(texts::saved());
                reload.run(());
            });
        }
    };
    let test = move |_| {
        outcome.set(None);
        let input = (!is_configured).then(|| fields.server());
        if input.as_ref().is_none_or(|input| sending.accepts(input)) {
            trying.send(test_mail_server(input), move |test| outcome.set(Some(test)));
        }
    };
    let (tone, state) = match detail.status {
        DeliveryStatus::NotConfigured => (Tone::Off, texts::not_set_up()),
        DeliveryStatus::Working => (Tone::Success, texts::working()),
        DeliveryStatus::Failing => (Tone::Danger, texts::failing()),
    };
    let changed = detail.updated_at.zip(detail.updated_by).filter(|_| !is_configured);
    let has_password = detail.has_password;
    let body = view! {
        <form method="post" class="stack" novalidate=true on:submit=submit>
            <ErrorSummary errors=sending.summary() />
            <FormError text=sending.general() />
            <FormError text=trying.general_with(ErrorCode::WrongState, texts::no_address()) />
            <Card id="server" label=texts::title()>
                <div class="stack">
                    <Status tone=tone text=state />
                    {is_configured.then(|| view! { <Note tone=Tone::Info>{texts::configured()}</Note> })}
                    {(!is_configured && !may_change)
                        .then(|| view! { <Note tone=Tone::Off icon="shield">{texts::read_only()}</Note> })}
                    {(!is_configured).then(|| view! { <ServerFields fields=fields sending=sending has_password=has_password /> })}
                    {move || {
                        outcome
                            .get()
                            .map(|test| {
                                tested(
                                    test,
                                    "mail",
                                    texts::test_sent,
                                    texts::test_failed(),
                                    texts::test_failed_text(),
                                )
                            })
                    }}
                    {may_change
                        .then(|| {
                            view! {
                                <div class="row">
                                    {(!is_configured)
                                        .then(|| {
                                            view! {
                                                <Button
                                                    kind=ButtonKind::Primary
                                                    submit=true
                                                    busy=sending.busy()
                                                    busy_label=texts::saving()
                                                >
                                                    {texts::save()}
                                                </Button>
                                            }
                                        })}
                                    <Button icon="mail" busy=trying.busy() busy_label=texts::testing() on:click=test>
                                        {texts::test()}
                                    </Button>
                                    {is_set_up.then(|| view! { <Remove version=version reload=reload /> })}
                                </div>
                            }
                        })}
                    {changed.map(|(at, by)| changed_by(at, by))}
                </div>
            </Card>
        </form>
    };
    let sections = vec![("server", texts::title().to_owned())];
    view! { <SettingsFrame sections=sections>{body.into_any()}</SettingsFrame> }
}

#[component]
fn ServerFields(fields: Fields, sending: Sending, has_password: bool) -> impl IntoView {
    let encryptions = MailEncryption::ALL.iter().map(|one| {
        Choice::new(
            one.as_str(),
            match one {
                MailEncryption::StartTls => texts::start_tls(),
                MailEncryption::Tls => texts::tls(),
                MailEncryption::None => texts::unencrypted(),
            },
        )
    });
    let encryptions: Vec<_> = encryptions.collect();
    let password_hint = if has_password { texts::password_kept() } else { texts::password_hint() };
    view! {
        <TextField
            label=texts::host()
            name="host"
            bind=fields.host
            error=sending.field("host")
            hint=texts::host_hint()
            maxlength=253_u32
            autocomplete="off"
            ltr=true
        />
        <div class="grid cols-2">
            <SelectField
                label=texts::encryption()
                name="encryption"
                options=encryptions
                bind=fields.encryption
                error=sending.field("encryption")
            />
            <TextField
                label=texts::port()
                name="port"
                bind=fields.port
                error=sending.field("port")
                hint=texts::port_hint()
                maxlength=5_u32
                autocomplete="off"
                optional=true
                ltr=true
            />
            <TextField
                label=texts::username()
                name="username"
                bind=fields.username
                error=sending.field("username")
                maxlength=200_u32
                autocomplete="off"
                optional=true
                ltr=true
            />
            <PasswordField
                label=texts::password()
                name="password"
                bind=fields.password
                error=sending.field("password")
                hint=password_hint
                new=true
            />
        </div>
        <TextField
            label=texts::from()
            name="from"
            kind=InputKind::Email
            bind=fields.from
            error=sending.field("from")
            hint=texts::from_hint()
            autocomplete="off"
            optional=true
            ltr=true
        />
    }
}

/// The button that takes the server away, with its question.
#[component]
fn Remove(version: i64, reload: Callback<()>) -> impl IntoView {
    let open = RwSignal::new(false);
    let sending = Sending::default();
    let toasts = use_toasts();
    let remove = move |()| {
        sending.send(save_mail_server(None, version), move |_| {
            open.set(false);
            toasts.say(texts::removed());
            reload.run(());
        });
    };
    view! {
        <Ask
            id="remove-mail-server"
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
