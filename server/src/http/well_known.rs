//! `/.well-known/gatehouse`: where an app or agent finds this Gatehouse from an e-mail domain (R4), and what
//! it asks a person for. An organisation serves the same document at its e-mail domain, or redirects here.

use axum::{Json, extract::State, http::Method, response::IntoResponse, routing::get};
use types::{Channel, Discovery};

use crate::{
    AppState,
    router::{Access, Answer, Routes},
};

pub(crate) fn routes() -> Routes {
    Routes::new().data(Access::Public, Method::GET, types::Discovery::PATH, get(show))
}

async fn show(State(state): State<AppState>) -> Answer {
    let settings = state.domain().settings().registration().await?;
    let channels = Channel::BUILT.iter().map(|channel| (*channel, settings.proof_of(*channel)));
    Ok(Json(Discovery { base_url: state.public_url().await?, channels: channels.collect() }).into_response())
}
