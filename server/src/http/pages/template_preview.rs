//! A message template as its receiver would see it, in a frame of the console: a document of its own,
//! without scripts or anything from elsewhere, made from texts that are not saved yet.

use axum::{Form, response::Response};
use serde::Deserialize;
use types::{Face, MessageKind, MessageLanguage, Platform, PreviewScheme, TemplateKey, TemplateTexts};

use super::message_body;
use crate::{
    http::page::Page,
    router::{Access, Routes},
};

const PATH: &str = "/admin/settings/templates/preview";

pub(crate) fn routes() -> Routes {
    Routes::new().post(Access::Session(Face::Console), PATH, show)
}

#[derive(Deserialize)]
struct Typed {
    kind: MessageKind,
    language: MessageLanguage,
    /// Empty for all platforms.
    #[serde(default)]
    platform: String,
    scheme: PreviewScheme,
    subject: String,
    preheader: String,
    body: String,
    foot: String,
    text: String,
    sms: Option<String>,
}

async fn show(page: Page, Form(typed): Form<Typed>) -> Response {
    let platform = Platform::from_word(&typed.platform);
    let key = TemplateKey { kind: typed.kind, language: typed.language, platform };
    let texts = TemplateTexts {
        subject: typed.subject,
        preheader: typed.preheader,
        body: typed.body,
        foot: typed.foot,
        text: typed.text,
        sms: typed.sms,
    };
    let found = page.domain().messages().preview_template(&page.ctx, key, &texts, typed.scheme).await;
    message_body::answer(page, found.map(|preview| preview.html)).await
}
