//! How people sign in at portal and console, and whose certificates count there.

mod authorities;
mod rules;

use leptos::prelude::*;
use types::{Face, MappingRule, Permission, SignInDetail, SignInSettings, UpdateSignIn, Ways};

use self::{authorities::Authorities, rules::Rules};
use super::form::{Answers, settings_form, settings_frame, settings_page};
use crate::{
    console::{
        api::{
            settings::Stored,
            sign_in::{SignInFound, read_sign_in, save_sign_in},
        },
        shared::{Sending, may},
    },
    request::Failure,
    t::sign_in as words,
    ui::{Card, CheckGroup, Checkbox, Note, Switch, Tone},
};

/// The sign-in settings.
#[component]
pub(in crate::console) fn SignInSettingsPage() -> impl IntoView {
    let found = Resource::new(|| (), |()| read_sign_in());
    settings_page(words::title(), words::sub(), "sign_in", found, |found| form(found).into_any())
}

/// What is filled in.
#[derive(Clone, Copy)]
struct Fields {
    ways: [[RwSignal<bool>; 2]; 2],
    rules: RwSignal<Vec<MappingRule>>,
    own_tokens: RwSignal<bool>,
}

impl Fields {
    fn empty() -> Self {
        let off = || RwSignal::new(false);
        Self { ways: [[off(), off()], [off(), off()]], rules: RwSignal::new(Vec::new()), own_tokens: off() }
    }
}

impl Answers<SignInSettings> for Fields {
    fn fill_in(self, settings: &SignInSettings) {
        for ([password, certificate], ways) in self.ways.into_iter().zip([settings.portal, settings.console])
        {
            password.set(ways.password);
            certificate.set(ways.certificate);
        }
        self.rules.set(settings.rules.clone());
        self.own_tokens.set(settings.own_tokens);
    }

    fn settings(self) -> SignInSettings {
        let ways = |[password, certificate]: [RwSignal<bool>; 2]| Ways {
            password: password.get(),
            certificate: certificate.get(),
        };
        let [portal, console] = self.ways;
        SignInSettings {
            portal: ways(portal),
            console: ways(console),
            rules: self.rules.get(),
            own_tokens: self.own_tokens.get(),
        }
    }
}

fn form(found: SignInFound) -> impl IntoView {
    let SignInFound { detail, authorities } = found;
    let answers = Fields::empty();
    let listens = detail.certificate_url.clone();
    let may_write = may(Permission::SignInWrite);
    let form = settings_form(stored(detail), answers, Permission::SignInWrite, save, move |sending| {
        view! {
            <Card id="ways" title=words::ways() sub=words::ways_sub()>
                <div class="stack">
                    <Listener url=listens />
                    <FaceWays face=Face::Portal ways=answers.ways[0] sending=sending />
                    <FaceWays face=Face::Console ways=answers.ways[1] sending=sending />
                </div>
            </Card>
            <Rules rules=answers.rules sending=sending may_write=may_write />
            <Card id="tokens" title=words::tokens() sub=words::tokens_sub()>
                <Switch
                    label=words::own_tokens()
                    name="own_tokens"
                    bind=answers.own_tokens
                    hint=words::own_tokens_hint()
                />
            </Card>
        }
        .into_any()
    });
    let sections = vec![
        ("ways", words::ways()),
        ("rules", words::rules()),
        ("tokens", words::tokens()),
        ("authorities", words::authorities()),
    ];
    settings_frame(
        sections,
        view! {
            {form}
            <Authorities found=authorities may_write=may_write />
        },
    )
}

async fn save(wanted: SignInSettings, version: Option<i64>) -> Result<Stored<SignInSettings>, Failure> {
    let SignInSettings { portal, console, rules, own_tokens } = wanted;
    let input = UpdateSignIn {
        portal: Some(portal),
        console: Some(console),
        rules: Some(rules),
        own_tokens: Some(own_tokens),
    };
    save_sign_in(input, version.unwrap_or_default()).await.map(stored)
}

fn stored(detail: SignInDetail) -> Stored<SignInSettings> {
    Stored {
        value: detail.settings,
        version: detail.version,
        changed: detail.updated_at.zip(detail.updated_by),
    }
}

/// Where certificates are asked for, or what to set so that they are.
#[component]
fn Listener(url: Option<String>) -> impl IntoView {
    match url {
        Some(url) => view! { <p class="sm muted">{words::listens(url)}</p> }.into_any(),
        None => view! { <Note tone=Tone::Info>{words::no_listener()}</Note> }.into_any(),
    }
}

#[component]
fn FaceWays(face: Face, ways: [RwSignal<bool>; 2], sending: Sending) -> impl IntoView {
    let (legend, id, names) = match face {
        Face::Portal => (words::portal(), "f-portal", ["portal_password", "portal_certificate"]),
        Face::Console => (words::console(), "f-console", ["console_password", "console_certificate"]),
    };
    let [password, certificate] = ways;
    let [password_name, certificate_name] = names;
    view! {
        <CheckGroup legend=legend id=id error=sending.field(face.as_str())>
            <Checkbox label=words::password() name=password_name bind=password />
            <Checkbox
                label=words::certificate()
                name=certificate_name
                bind=certificate
                hint=words::certificate_hint()
            />
        </CheckGroup>
    }
}
