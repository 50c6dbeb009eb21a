//! The forms of `/registrations/<id>`: send by e-mail or text message, make a new PIN, cancel.

use app::portal::{Outcome, REGISTRATION_FORM};
use axum::{Form, extract::Path, response::Response};
use serde::Deserialize;
use types::{ErrorCode, Face, MessageChannel, RegistrationId};

use super::{again, unknown};
use crate::{
    http::page::Page,
    router::{Access, Routes},
};

pub(super) fn routes() -> Routes {
    Routes::new().post(Access::Session(Face::Portal), "/registrations/{id}", submit)
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    intent: String,
}

async fn submit(page: Page, Path(id): Path<String>, Form(asked): Form<Asked>) -> Response {
    let Ok(id) = id.parse::<RegistrationId>() else {
        return page.failure(ErrorCode::NotFound).await;
    };
    let here = app::routes::registration(id);
    let room = page.domain().registration();
    let (done, next) = match asked.intent.as_str() {
        "send" => (room.send(&page.ctx, id, MessageChannel::Email).await, format!("{here}?done=sent")),
        "text" => (room.send(&page.ctx, id, MessageChannel::Sms).await, format!("{here}?done=texted")),
        "reissue" => (room.reissue(&page.ctx, id).await.map(|_| ()), here.clone()),
        "cancel" => (room.withdraw(&page.ctx, id).await, app::routes::PORTAL.to_owned()),
        _ => return unknown(page).await,
    };
    match done {
        Ok(()) => page.see_other(&next),
        Err(error) => again(page, &here, Outcome::refused(REGISTRATION_FORM, error.into())).await,
    }
}
