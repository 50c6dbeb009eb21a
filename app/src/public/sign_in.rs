//! Signing in to one of the two faces.

use leptos::prelude::*;
use types::{ApiError, Face};

use crate::{
    routes,
    shell::{PageContext, render_document},
    t::{self, public::sign_in as words},
    ui::{Button, ButtonKind, GateFrame, HiddenField, LinkButton, Note, PasswordField, TextField, Tone},
    wording::{Problem, problem_at},
};

/// What has just been done elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignInNotice {
    /// A password was set by a link.
    PasswordSet,
    /// The person signed out.
    SignedOut,
    /// The first set-up is complete.
    SetUp,
    /// The session ran out.
    Ended,
    /// A certificate was not accepted, or none was shown.
    CertificateRefused,
}

impl SignInNotice {
    /// The value of `done` in the address.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::PasswordSet => "password-set",
            Self::SignedOut => "signed-out",
            Self::SetUp => "set-up",
            Self::Ended => "ended",
            Self::CertificateRefused => "certificate-refused",
        }
    }

    /// Reads the value of `done`.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::PasswordSet, Self::SignedOut, Self::SetUp, Self::Ended, Self::CertificateRefused]
            .into_iter()
            .find(|notice| notice.as_str() == word)
    }

    fn text(self) -> &'static str {
        match self {
            Self::PasswordSet => words::notice::password_set(),
            Self::SignedOut => words::notice::signed_out(),
            Self::SetUp => words::notice::set_up(),
            Self::Ended => words::notice::ended(),
            Self::CertificateRefused => t::public::sign_in::card::refused(),
        }
    }
}

/// The form as it is shown; the password is never shown again.
#[derive(Clone, Debug, Default)]
pub struct SignIn {
    /// Whether there are passwords here.
    pub password: bool,
    /// Whether a certificate is offered here, in this browser.
    pub certificate: bool,
    /// What was typed.
    pub username: String,
    /// Where to go afterwards.
    pub next: Option<String>,
    /// What has just been done elsewhere.
    pub notice: Option<SignInNotice>,
    /// Why it was refused.
    pub error: Option<ApiError>,
}

/// The page `/sign-in` or `/admin/sign-in`.
#[must_use]
pub fn sign_in(page: PageContext, face: Face, form: SignIn) -> String {
    let title = match face {
        Face::Portal => words::title(),
        Face::Console => words::console_title(),
    };
    let welcome = page.welcome.clone();
    render_document(page, title, || view! { <SignInPage face=face form=form welcome=welcome /> })
}

#[component]
fn SignInPage(face: Face, form: SignIn, welcome: Option<String>) -> impl IntoView {
    let organisation = crate::shell::page_info().organisation;
    let (heading, sub) = match face {
        Face::Portal => (words::heading(), words::sub(organisation)),
        Face::Console => (words::console_heading(), words::console_sub(organisation)),
    };
    let (action, forgot) = match face {
        Face::Portal => (routes::SIGN_IN, routes::FORGOT),
        Face::Console => (routes::ADMIN_SIGN_IN, routes::ADMIN_FORGOT),
    };
    let error = form.error.as_ref();
    let (username_error, password_error) = (problem_at(error, "username"), problem_at(error, "password"));
    let notice = form.notice.filter(|_| form.error.is_none()).map(|notice| {
        let tone = match notice {
            SignInNotice::Ended => Tone::Info,
            SignInNotice::CertificateRefused => Tone::Danger,
            _ => Tone::Success,
        };
        view! { <Note tone=tone>{notice.text()}</Note> }
    });
    let by_certificate = form.certificate.then(|| by_certificate(face, form.next.as_deref(), form.password));
    let by_password = form.password.then(|| {
        view! {
            <form method="post" action=action>
                <Problem error=form.error />
                <TextField
                    label=words::username()
                    name="username"
                    value=form.username
                    autocomplete="username"
                    ltr=true
                    maxlength=254u32
                    error=username_error
                />
                <PasswordField
                    label=words::password()
                    name="password"
                    error=password_error
                    link=move || view! { <a href=forgot>{words::forgot()}</a> }
                />
                {form.next.map(|next| view! { <HiddenField name="next" value=next /> })}
                <Button kind=ButtonKind::Primary submit=true block=true>
                    {words::submit()}
                </Button>
            </form>
        }
    });
    let elsewhere = (!form.password && !form.certificate)
        .then(|| view! { <Note icon="laptop">{t::public::sign_in::card::on_a_computer()}</Note> });
    view! {
        <GateFrame title=heading sub=sub lead=welcome.unwrap_or_default() below=move || below(face)>
            {notice}
            {by_password}
            {by_certificate}
            {elsewhere}
        </GateFrame>
    }
}

/// The way to the listener that asks for certificates.
pub(super) fn by_certificate(face: Face, next: Option<&str>, beside_password: bool) -> impl IntoView + use<> {
    let href = match next {
        Some(_) => format!("{}{}", routes::certificate(face), routes::with_query("", &[("next", next)])),
        None => routes::certificate(face).to_owned(),
    };
    let kind = if beside_password { ButtonKind::Plain } else { ButtonKind::Primary };
    view! {
        <div class="mt-4">
            <LinkButton href=href kind=kind icon="smartcard" block=true external=true>
                {t::public::sign_in::card::offer()}
            </LinkButton>
            <p class="sm muted mt-2">{t::public::sign_in::card::offer_hint()}</p>
        </div>
    }
}

fn below(face: Face) -> AnyView {
    match face {
        Face::Portal => view! {
            <p>{words::have_pin()} " " <a href=routes::GO>{words::have_pin_link()}</a></p>
            <p class="mt-2">{words::to_console()} " " <a href=routes::ADMIN_SIGN_IN>{words::to_console_link()}</a></p>
        }
        .into_any(),
        Face::Console => view! {
            <p>{words::to_portal()} " " <a href=routes::SIGN_IN>{words::to_portal_link()}</a></p>
        }
        .into_any(),
    }
}
