//! `/help`: whom to ask, and answers to what people ask most. Nothing personal, and no sign-in: who cannot come in
//! needs it most.

use leptos::prelude::*;
use types::{Link, MessageLanguage};

use super::open_frame::OpenFrame;
use crate::{
    routes,
    shell::{PageContext, page_info, render_document},
    t::public::help as words,
    ui::{Card, Icon, LinkButton, Note, Tone},
};

/// What the page shows beside its own answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Help {
    /// What the organisation says, and in which language.
    pub text: Option<(MessageLanguage, String)>,
    /// Where to write.
    pub email: Option<String>,
    /// Where else to look.
    pub links: Vec<Link>,
}

/// The page `/help`.
#[must_use]
pub fn help(page: PageContext, help: Help) -> String {
    render_document(page, words::title(), || view! { <HelpPage help=help /> })
}

#[component]
fn HelpPage(help: Help) -> impl IntoView {
    let info = page_info();
    let organisation = info.organisation.clone();
    let end = move || {
        view! {
            <LinkButton href=routes::PORTAL external=true>
                {words::to_portal()}
            </LinkButton>
        }
    };
    view! {
        <OpenFrame end=end>
            <div class="p-head">
                <div>
                    <h1>{words::title()}</h1>
                    <p class="sub">{words::sub()}</p>
                </div>
            </div>
            <div class="split">
                <div class="stack">
                    {help.text.map(|(language, text)| view! { <OwnText language=language text=text /> })}
                    <Answers organisation=organisation.clone() />
                </div>
                <aside class="stack" aria-label=words::ask()>
                    <Ask organisation=organisation contact=info.help email=help.email />
                    {(!help.links.is_empty()).then(|| view! { <Links links=help.links /> })}
                </aside>
            </div>
        </OpenFrame>
    }
}

/// What the organisation says: paragraphs of plain text.
#[component]
fn OwnText(language: MessageLanguage, text: String) -> impl IntoView {
    let paragraphs =
        text.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty()).map(|paragraph| {
            view! { <p class="lines">{paragraph.to_owned()}</p> }
        });
    view! {
        <section
            class="card card-pad stack stack-3"
            lang=language.as_str()
            dir=language.direction()
            aria-label=words::from_organisation(page_info().organisation)
        >
            {paragraphs.collect_view()}
        </section>
    }
}

/// Whom to ask.
#[component]
fn Ask(organisation: String, contact: String, email: Option<String>) -> impl IntoView {
    let nobody = contact.is_empty() && email.is_none();
    let write = email.map(|email| {
        let href = format!("mailto:{}", routes::encode_address(&email));
        view! {
            <LinkButton href=href icon="mail" external=true block=true>
                {words::write()}
            </LinkButton>
            <p class="sm muted ltr">{email}</p>
        }
    });
    view! {
        <section class="card card-pad stack stack-3">
            <h2 class="md">{words::ask()}</h2>
            {(!contact.is_empty()).then(|| view! { <p>{contact}</p> })}
            {write}
            {nobody.then(|| view! { <p class="muted">{words::nobody(organisation)}</p> })}
            <Note tone=Tone::Off icon="shield">
                {words::never()}
            </Note>
        </section>
    }
}

#[component]
fn Links(links: Vec<Link>) -> impl IntoView {
    let line = |link: Link| {
        let icon = match link.url.split(':').next() {
            Some("mailto") => "mail",
            Some("tel") => "phone",
            _ => "external",
        };
        view! {
            <li class="row">
                <Icon name=icon />
                <a href=link.url rel="external noopener noreferrer">
                    {link.label}
                </a>
            </li>
        }
    };
    view! {
        <section class="card card-pad stack stack-3">
            <h2 class="md">{words::links()}</h2>
            <ul class="stack stack-3">{links.into_iter().map(line).collect_view()}</ul>
        </section>
    }
}

/// What people ask most. Each answer begins with what to do.
#[component]
fn Answers(organisation: String) -> impl IntoView {
    let answers = [
        (
            "lost",
            "locate",
            words::lost(),
            words::lost_answer().to_owned(),
            Some((routes::PORTAL, words::lost_link())),
        ),
        (
            "code",
            "pin",
            words::code(),
            words::code_answer().to_owned(),
            Some((routes::REGISTER, words::code_link())),
        ),
        (
            "limit",
            "phone",
            words::limit(),
            words::limit_answer().to_owned(),
            Some((routes::PORTAL, words::limit_link())),
        ),
        ("seen", "eye", words::seen(), words::seen_answer(organisation), None),
        ("leave", "retire", words::leave(), words::leave_answer().to_owned(), None),
    ];
    let answer =
        |(id, icon, question, text, link): (&'static str, _, _, String, Option<(&'static str, _)>)| {
            view! {
                <section class="answer" id=id>
                    <Icon name=icon />
                    <div class="stack stack-2">
                        <h3>{question}</h3>
                        {text.split("\n\n").map(|part| view! { <p>{part.to_owned()}</p> }).collect_view()}
                        {link
                            .map(|(href, name)| {
                                view! {
                                    <p>
                                        <a href=href rel="external">
                                            {name}
                                        </a>
                                    </p>
                                }
                            })}
                    </div>
                </section>
            }
        };
    view! { <Card title=words::answers()>{answers.map(answer).into_iter().collect_view()}</Card> }
}
