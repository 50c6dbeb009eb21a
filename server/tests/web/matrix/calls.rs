//! One call, from what an actor may show to what came back.

use axum::http::Request;
use domain::{
    Actor,
    access::policy::{self, Resource},
};
use server::router::{Answers, Entry};
use types::Face;

use super::{
    actors::{self, Credential},
    samples::Samples,
    things::{Kit, Things},
};
use crate::support::{Answer, FORM, JSON, own};

/// What a page says in place of what one may not see.
const NOT_ALLOWED: &str = "You are not allowed to do this";

/// What came back.
#[derive(Debug)]
pub(crate) struct Outcome {
    status: u16,
    text: String,
    location: String,
    answers: Answers,
}

/// Calls as one actor.
pub(crate) struct Caller<'a> {
    kit: &'a Kit<'a>,
    samples: &'a Samples,
    actor: &'a actors::Actor,
    session: Option<String>,
}

impl<'a> Caller<'a> {
    pub(crate) fn new(kit: &'a Kit<'a>, samples: &'a Samples, actor: &'a actors::Actor) -> Self {
        Self { kit, samples, actor, session: None }
    }

    /// Calls, signed in anew if an earlier call has ended the session.
    pub(crate) async fn call(&mut self, entry: &Entry, things: &Things) -> Outcome {
        if let (Credential::Session(face, username), Some(token)) = (&self.actor.credential, &self.session) {
            let access = self.kit.web.app.domain.access();
            if access.resolve_session(*face, token, true).await.unwrap().is_none() {
                self.session = Some(self.kit.sign_in(*face, username).await);
            }
        }
        self.call_as_is(entry, things).await
    }

    /// Whether the actor may see what the call names.
    pub(crate) async fn sees(&self, entry: &Entry) -> bool {
        let access = self.kit.web.app.domain.access();
        let actor = match (&self.actor.credential, &self.session) {
            (Credential::Token(token), _) => access.resolve_token(token).await.unwrap().map(Actor::ApiToken),
            (Credential::Session(face, _), Some(token)) => {
                access.resolve_session(*face, token, true).await.unwrap().map(Actor::User)
            }
            _ => None,
        };
        actor.is_some_and(|actor| policy::allows(&actor, self.samples.shown_by(entry), &Resource::All))
    }

    /// Calls with what is at hand.
    pub(crate) async fn call_as_is(&mut self, entry: &Entry, things: &Things) -> Outcome {
        let (path, body) = self.samples.fill(entry, things, self.kit.number());
        let web = self.kit.web;
        if let Credential::Device(device) = &self.actor.credential
            && entry.method == "POST"
        {
            let body = body.unwrap_or_else(|| serde_json::json!({}));
            return Outcome::of(entry, web.send(device.signed(web, &path, &body)).await);
        }
        let is_form = matches!(entry.answers, Answers::Page | Answers::PageBeforeSetUp);
        let mut request = match entry.answers {
            Answers::Api => Request::builder().method(entry.method.clone()).uri(&path),
            Answers::Data => own(entry.method.as_str(), &path),
            Answers::Page | Answers::PageBeforeSetUp => {
                own(entry.method.as_str(), &path).header("accept", "text/html")
            }
        };
        match &self.actor.credential {
            Credential::None | Credential::Device(_) => {}
            Credential::Token(token) => request = request.header("authorization", format!("Bearer {token}")),
            Credential::Cookie(face, token) => request = request.header("cookie", cookie(*face, token)),
            Credential::Session(face, username) => {
                if self.session.is_none() {
                    self.session = Some(self.kit.sign_in(*face, username).await);
                }
                let token = self.session.as_deref().unwrap_or_default();
                request = request.header("cookie", cookie(*face, token));
            }
        }
        let body = match body {
            Some(fields) if is_form => {
                request = request.header("content-type", FORM);
                let fields = fields.as_object().expect("the fields of a form");
                let pairs = fields.iter().map(|(name, value)| (name, value.as_str().expect("text")));
                url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
            }
            Some(body) => {
                request = request.header("content-type", JSON);
                body.to_string()
            }
            None => String::new(),
        };
        Outcome::of(entry, web.send(request.body(body.into()).unwrap()).await)
    }
}

fn cookie(face: Face, token: &str) -> String {
    format!("{}={token}", face.cookie())
}

impl Outcome {
    fn of(entry: &Entry, answer: Answer) -> Self {
        Self {
            status: answer.status.as_u16(),
            location: answer.header("location").to_owned(),
            text: answer.text,
            answers: entry.answers,
        }
    }

    /// How the table writes it: the status, or `refused` for a page that says so.
    pub(crate) fn word(&self) -> String {
        if self.status == 200 && self.is_page() && self.text.contains(NOT_ALLOWED) {
            return "refused".to_owned();
        }
        self.status.to_string()
    }

    /// Whether the actor was turned away.
    pub(crate) fn is_refused(&self) -> bool {
        matches!(self.status, 401 | 403 | 404)
    }

    /// Whether nobody was recognised.
    pub(crate) fn is_unknown(&self) -> bool {
        let to_sign_in = self.status == 303 && self.location.contains("/sign-in");
        to_sign_in || matches!(self.status, 401 | 429)
    }

    /// All that the actor learns. Pages hold nonces and the like, so of them the status alone counts.
    pub(crate) fn seen(&self) -> (u16, &str) {
        (self.status, if self.is_page() { "" } else { &self.text })
    }

    /// Whether something may be different now.
    pub(crate) fn changed(&self, entry: &Entry) -> bool {
        entry.method != "GET" && (200..400).contains(&self.status)
    }

    fn is_page(&self) -> bool {
        matches!(self.answers, Answers::Page | Answers::PageBeforeSetUp)
    }
}
