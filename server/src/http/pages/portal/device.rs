//! The forms of `/devices/<id>`: tell it to do something, change whose it is, and take a command back.

use app::portal::{ASK_FORM, CANCEL_FORM, OWNERSHIP, Outcome, PIN_FORM};
use axum::{Form, extract::Path, response::Response};
use serde::Deserialize;
use types::{
    Action, ApiError, ChangeOwnership, CommandId, CreateCommand, DeviceId, ErrorCode, Face, LockParams,
    Ownership,
};
use url::form_urlencoded;

use super::{again, given, unknown};
use crate::{
    http::page::Page,
    router::{Access, Routes},
};

pub(super) fn routes() -> Routes {
    Routes::new().post(Access::Session(Face::Portal), "/devices/{id}", submit)
}

#[derive(Deserialize)]
struct Typed {
    #[serde(default)]
    intent: String,
    #[serde(default)]
    message: String,
    #[serde(default)]
    phone_number: String,
    #[serde(default)]
    confirm: String,
    #[serde(default)]
    ownership: String,
    #[serde(default)]
    command: String,
}

async fn submit(page: Page, Path(id): Path<String>, Form(typed): Form<Typed>) -> Response {
    let Ok(id) = id.parse::<DeviceId>() else {
        return page.failure(ErrorCode::NotFound).await;
    };
    match typed.intent.as_str() {
        "cancel" => take_back(page, id, &typed.command).await,
        "reveal" => reveal(page, id, &typed.command).await,
        OWNERSHIP => own(page, id, typed).await,
        intent => match Action::from_word(intent).filter(|action| action.own_permission().is_some()) {
            Some(action) => tell(page, id, action, typed).await,
            None => unknown(page).await,
        },
    }
}

async fn tell(page: Page, id: DeviceId, action: Action, typed: Typed) -> Response {
    let command = match action {
        Action::Lock => CreateCommand::lock(&LockParams {
            message: given(&typed.message),
            phone_number: given(&typed.phone_number),
        }),
        Action::Wipe => CreateCommand::wipe(&typed.confirm),
        action => CreateCommand::of(action),
    };
    match page.domain().devices().command(&page.ctx, id, &command).await {
        Ok(_) => page.see_other(&app::routes::device(id)),
        Err(error) if error.code() == ErrorCode::ReauthenticationRequired => {
            page.see_other(&confirmed_first(id, &typed))
        }
        Err(error) => refused(page, id, error.into(), typed).await,
    }
}

/// Whoever has signed in long ago says once more who they are, and comes back to the form as it was.
fn confirmed_first(id: DeviceId, typed: &Typed) -> String {
    let encoded = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let back =
        format!("{}&confirm={}", app::routes::ask_device(id, &typed.intent), encoded(typed.confirm.trim()));
    format!("{}?next={}", app::routes::CONFIRM, encoded(&back))
}

async fn own(page: Page, id: DeviceId, typed: Typed) -> Response {
    let changed = match Ownership::from_word(&typed.ownership) {
        Some(ownership) => {
            let input = ChangeOwnership { ownership };
            page.domain().devices().change_ownership(&page.ctx, id, &input).await.map_err(ApiError::from)
        }
        None => Err(ErrorCode::InvalidInput.into()),
    };
    match changed {
        Ok(_) => page.see_other(&app::routes::device(id)),
        Err(error) => refused(page, id, error, typed).await,
    }
}

async fn refused(page: Page, id: DeviceId, error: ApiError, typed: Typed) -> Response {
    let outcome = Outcome::refused(ASK_FORM, error)
        .with("intent", typed.intent)
        .with("message", typed.message)
        .with("phone_number", typed.phone_number)
        .with("confirm", typed.confirm);
    again(page, &app::routes::device(id), outcome).await
}

async fn take_back(page: Page, id: DeviceId, command: &str) -> Response {
    let here = app::routes::device(id);
    let cancelled = match command.parse::<CommandId>() {
        Ok(command) => {
            page.domain().devices().cancel_command(&page.ctx, command).await.map_err(ApiError::from)
        }
        Err(_) => Err(ErrorCode::NotFound.into()),
    };
    match cancelled {
        Ok(_) => page.see_other(&here),
        Err(error) => again(page, &here, Outcome::refused(CANCEL_FORM, error)).await,
    }
}

/// Shows the new PIN of the device, which is told once: in this answer, which no browser keeps.
async fn reveal(page: Page, id: DeviceId, command: &str) -> Response {
    let here = app::routes::device(id);
    let told = match command.parse::<CommandId>() {
        Ok(command) => page.domain().devices().reveal(&page.ctx, command).await.map_err(ApiError::from),
        Err(_) => Err(ErrorCode::NotFound.into()),
    };
    let outcome = match told {
        Ok(new) => Outcome::done(PIN_FORM).with("pin", new.pin),
        Err(error) => Outcome::refused(PIN_FORM, error),
    };
    again(page, &here, outcome).await
}
