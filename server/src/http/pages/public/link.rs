//! `/r/<token>`: the personal link of a registration. Asking for it changes nothing, since mail
//! scanners open links; only the button "this is the device" notes that a person has opened it.

use app::public::{DeadLink, LinkView, ProfilePassword, ShownOn};
use axum::{
    extract::{Path, Query},
    http::{HeaderMap, StatusCode, header},
    response::Response,
};
use domain::registration::LinkPage;
use serde::Deserialize;
use types::{Channel, ErrorCode, MessageLanguage, PlatformFamily, RegistrationStatus};

use super::terms;
use crate::{
    http::page::{Page, WithHeaders},
    router::{Access, Routes},
};

const PATH: &str = "/r/{token}";

pub(super) fn routes() -> Routes {
    Routes::new().get(Access::Public, PATH, show).post(Access::Public, PATH, here)
}

#[derive(Deserialize)]
struct Asked {
    /// There, with any value: the person is on the device.
    device: Option<String>,
    /// There, with any value: the password that came with the profile was wrong.
    wrong: Option<String>,
    /// The language to read the terms of use in.
    lang: Option<MessageLanguage>,
}

async fn show(
    page: Page,
    Path(token): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    match page.domain().registration().open_link(&page.ctx, &token).await {
        Ok(LinkPage { handout, progress, server }) => {
            let shown_on = match asked.device {
                _ if is_handheld(&headers) => ShownOn::Phone,
                Some(_) => ShownOn::Device,
                None => ShownOn::Computer,
            };
            if shown_on != ShownOn::Computer {
                match page.domain().registration().terms_of_link(&page.ctx, &token, asked.lang).await {
                    Ok(Some(found)) => return terms::show(page, &token, found, terms::Notice::None).await,
                    Ok(None) => {}
                    Err(error) => return page.failure(error).await,
                }
            }
            let settings = match page.domain().settings().registration().await {
                Ok(settings) => settings,
                Err(error) => return page.failure(error).await,
            };
            let app = settings.app.for_family(PlatformFamily::of(progress.platform));
            let app = app.map(|(name, link)| (name.to_owned(), link.to_owned()));
            let shows_pin = settings.link_shows_pin;
            // An organisation with an app of its own means that one.
            let takes_profile = app.is_none() && settings.takes_profile(progress.platform);
            let asks = settings.proof_of(Channel::WebApple).asks_for_password();
            let wrong = asked.wrong.is_some();
            let profile_password =
                asks.then_some(if wrong { ProfilePassword::Wrong } else { ProfilePassword::Asked });
            let view = LinkView {
                handout,
                progress,
                server,
                shown_on,
                app,
                takes_profile,
                profile_password,
                shows_pin,
            };
            page.html(StatusCode::OK, |context| app::public::link(context, view)).await.with_camera()
        }
        Err(error) if error.code() == ErrorCode::LinkDead => ended(page, &token).await,
        Err(error) => page.failure(error).await,
    }
}

/// "This is the device."
async fn here(page: Page, Path(token): Path<String>) -> Response {
    match page.domain().registration().mark_opened(&page.ctx, &token).await {
        Ok(()) => page.see_other(&format!("/r/{token}?device")),
        Err(error) if error.code() == ErrorCode::LinkDead => ended(page, &token).await,
        Err(error) => page.failure(error).await,
    }
}

/// A link that has brought its device in says so until its time is over; any other is dead.
pub(super) async fn ended(page: Page, token: &str) -> Response {
    match page.domain().registration().follow_link(&page.ctx, token).await {
        Ok(progress) if progress.status == RegistrationStatus::Used => {
            page.html(StatusCode::OK, |context| app::public::joined(context, progress)).await
        }
        Ok(_) => {
            page.html(StatusCode::NOT_FOUND, |context| {
                app::public::dead_link(context, DeadLink::Registration)
            })
            .await
        }
        Err(error) if error.code() == ErrorCode::LinkDead => {
            page.html(StatusCode::NOT_FOUND, |context| {
                app::public::dead_link(context, DeadLink::Registration)
            })
            .await
        }
        Err(error) => page.failure(error).await,
    }
}

/// Whether a phone or tablet asks.
fn is_handheld(headers: &HeaderMap) -> bool {
    let user_agent =
        headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    ["iPhone", "iPad", "Android", "Mobile"].iter().any(|mark| user_agent.contains(mark))
}
