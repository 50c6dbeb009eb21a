//! The forms of `/account` and `/admin/account`: language and time zone, password, sessions, tokens, colours.

mod tokens;

use app::{
    account::{PASSWORD_FORM, PREFERENCES_FORM, SESSIONS_FORM, TOKENS_FORM},
    outcome::Outcome,
    shell::Theme,
};
use axum::{Form, response::Response};
use types::{ApiError, ErrorCode, Face, FieldCode, FieldError, Preferences, SessionId};

use crate::{
    http::{
        cookies, faces,
        page::{Page, WithHeaders},
    },
    router::{Access, Routes},
};

pub(super) fn routes() -> Routes {
    Face::ALL.iter().fold(Routes::new(), |routes, face| {
        routes.post(Access::Session(*face), app::routes::account(*face), submit)
    })
}

/// What was typed; each form has some of the fields.
#[derive(Default)]
struct Typed {
    intent: String,
    language: String,
    time_zone: String,
    current_password: String,
    password: String,
    session: String,
    theme: String,
    name: String,
    scopes: Vec<String>,
    token: String,
}

impl Typed {
    /// Boxes to tick come as one field each, which no derived reader of forms takes.
    fn of(fields: Vec<(String, String)>) -> Self {
        let mut typed = Self::default();
        for (name, value) in fields {
            let field = match name.as_str() {
                "intent" => &mut typed.intent,
                "language" => &mut typed.language,
                "time_zone" => &mut typed.time_zone,
                "current_password" => &mut typed.current_password,
                "password" => &mut typed.password,
                "session" => &mut typed.session,
                "theme" => &mut typed.theme,
                "name" => &mut typed.name,
                "token" => &mut typed.token,
                "scope" => {
                    typed.scopes.push(value);
                    continue;
                }
                _ => continue,
            };
            *field = value;
        }
        typed
    }
}

async fn submit(page: Page, Form(fields): Form<Vec<(String, String)>>) -> Response {
    let typed = Typed::of(fields);
    let here = app::routes::account(face_of(&page));
    let (form, done, outcome) = match typed.intent.as_str() {
        "preferences" => (PREFERENCES_FORM, "preferences", choose(&page, &typed).await),
        "password" => (PASSWORD_FORM, "password", change_password(&page, &typed).await),
        "session" => (SESSIONS_FORM, "session", end_session(&page, &typed.session).await),
        "others" => (SESSIONS_FORM, "others", end_others(&page).await),
        "token" => return tokens::create(page, &typed.name, &typed.scopes).await,
        "token-end" => (TOKENS_FORM, "token-ended", tokens::end(&page, &typed.token).await),
        "theme" => return choose_theme(page, &typed.theme).await,
        _ => return page.failure(ApiError::new(ErrorCode::InvalidInput)).await,
    };
    match outcome {
        Ok(()) => page.see_other(&format!("{here}?done={done}")),
        Err(error) => {
            let outcome = Outcome::refused(form, error)
                .with("language", typed.language)
                .with("time_zone", typed.time_zone);
            again(page, here, outcome).await
        }
    }
}

async fn choose(page: &Page, typed: &Typed) -> Result<(), ApiError> {
    let zone = Some(typed.time_zone.trim()).filter(|zone| !zone.is_empty()).map(str::to_owned);
    let input = Preferences { language: typed.language.clone(), time_zone: zone };
    Ok(page.domain().access().choose(&page.ctx, &input, None).await?)
}

async fn change_password(page: &Page, typed: &Typed) -> Result<(), ApiError> {
    let access = page.domain().access();
    let changed = access.change_password(&page.ctx, &typed.current_password, &typed.password).await;
    changed.map_err(|error| at_the_field(error.into()))
}

/// A wrong current password belongs to its field.
fn at_the_field(error: ApiError) -> ApiError {
    if error.code != ErrorCode::SignInRefused {
        return error;
    }
    let fields = vec![FieldError::new("current_password", FieldCode::Differs)];
    ApiError { code: ErrorCode::InvalidInput, fields, retry_after: None }
}

async fn end_session(page: &Page, session: &str) -> Result<(), ApiError> {
    let id = session.parse::<SessionId>().map_err(|_| ApiError::new(ErrorCode::NotFound))?;
    Ok(page.domain().access().end_session(&page.ctx, id).await?)
}

async fn end_others(page: &Page) -> Result<(), ApiError> {
    page.domain().access().end_other_sessions(&page.ctx).await?;
    Ok(())
}

/// Kept with the person and in this browser; an unknown word follows the system.
async fn choose_theme(page: Page, theme: &str) -> Response {
    let theme = Theme::from_cookie(theme).attribute();
    match page.domain().access().choose_theme(&page.ctx, theme).await {
        Ok(()) => page
            .see_other(app::routes::account(face_of(&page)))
            .with_cookie(cookies::theme(theme, page.state.is_https())),
        Err(error) => page.failure(error).await,
    }
}

fn face_of(page: &Page) -> Face {
    page.ctx.signed_in().map_or(Face::Portal, |me| me.face)
}

/// The page again, with what became of the form; faults and hidden things have pages of their own.
async fn again(page: Page, path: &str, outcome: Outcome) -> Response {
    let own_page =
        [ErrorCode::Internal, ErrorCode::Unavailable, ErrorCode::Unauthenticated, ErrorCode::NotFound];
    match outcome.error.clone() {
        Some(error) if own_page.contains(&error.code) => page.failure(error).await,
        _ => faces::again(page, path, outcome).await,
    }
}
