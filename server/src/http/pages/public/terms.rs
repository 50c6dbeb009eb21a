//! `/r/<token>/terms`: the answer to the terms of use, which stand on the page of the link until somebody
//! has accepted them.

use app::public::TermsView;
use axum::{Form, extract::Path, http::StatusCode, response::Response};
use domain::registration::TermsPage;
use serde::Deserialize;
use types::{ErrorCode, TermsId};

use super::link::ended;
use crate::{
    http::page::Page,
    router::{Access, Routes},
};

pub(super) fn routes() -> Routes {
    Routes::new().post(Access::Public, "/r/{token}/terms", answer)
}

#[derive(Deserialize)]
struct Answered {
    terms: TermsId,
    /// The box is ticked.
    #[serde(default)]
    accept: bool,
    /// The button to decline was pressed.
    #[serde(default)]
    decline: bool,
}

/// The page with the terms, in front of the steps.
pub(super) async fn show(page: Page, token: &str, found: TermsPage, notice: Notice) -> Response {
    let status = match notice {
        Notice::NotTicked => StatusCode::UNPROCESSABLE_ENTITY,
        Notice::None | Notice::Changed => StatusCode::OK,
    };
    let view = TermsView {
        token: token.to_owned(),
        text: found.text,
        languages: found.languages,
        not_ticked: notice == Notice::NotTicked,
        changed: notice == Notice::Changed,
    };
    page.html(status, |context| app::public::terms(context, view)).await
}

/// What the page says beside the text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Notice {
    /// Nothing.
    None,
    /// The box has to be ticked.
    NotTicked,
    /// This is another text than the one that was read.
    Changed,
}

async fn answer(page: Page, Path(token): Path<String>, Form(typed): Form<Answered>) -> Response {
    let room = page.domain().registration();
    if !typed.accept && !typed.decline {
        return again(page, &token, typed.terms, Notice::NotTicked).await;
    }
    match room.answer_terms(&page.ctx, &token, typed.terms, !typed.decline).await {
        Ok(()) if typed.decline => {
            let again = format!("/r/{token}?device");
            page.html(StatusCode::OK, |context| app::public::declined(context, again)).await
        }
        Ok(()) => {
            // Whoever has read the terms is a person, not a mail scanner.
            match room.mark_opened(&page.ctx, &token).await {
                Ok(()) => page.see_other(&format!("/r/{token}?device")),
                Err(error) => page.failure(error).await,
            }
        }
        Err(error) if error.code() == ErrorCode::VersionConflict => {
            again(page, &token, typed.terms, Notice::Changed).await
        }
        Err(error) if error.code() == ErrorCode::LinkDead => ended(page, &token).await,
        Err(error) => page.failure(error).await,
    }
}

/// The terms once more, in the language that was read.
async fn again(page: Page, token: &str, read: TermsId, notice: Notice) -> Response {
    let language = page.domain().terms().find_text(&page.ctx, read).await.ok().map(|text| text.key.language);
    match page.domain().registration().terms_of_link(&page.ctx, token, language).await {
        Ok(Some(found)) => show(page, token, found, notice).await,
        // Accepted in another window, or withdrawn meanwhile.
        Ok(None) => page.see_other(&format!("/r/{token}?device")),
        Err(error) if error.code() == ErrorCode::LinkDead => ended(page, token).await,
        Err(error) => page.failure(error).await,
    }
}
