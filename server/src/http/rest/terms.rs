//! `/api/v1/terms` and `/api/v1/terms-acceptances`: terms of use, and who has accepted them.

use axum::{
    Json,
    extract::{FromRequestParts, Path, Query},
    http::request::Parts,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use types::{
    AcceptanceQuery, CountryCode, ErrorCode, MessageLanguage, Page, Permission, PublishTerms,
    TermsAcceptance, TermsDetail, TermsKey, TermsRow,
};
use utoipa_axum::routes;

use super::{
    input::{Body, Call, IfMatch},
    output::versioned,
    query::List,
};
use crate::{
    AppState,
    http::problem::{self, Problem},
    router::{Access, Answer, Routes},
};

pub(super) fn routes() -> Routes {
    let (read, write) = (Access::Token(Permission::SettingsRead), Access::Token(Permission::SettingsWrite));
    Routes::new()
        .api(read, routes!(list_terms))
        .api(read, routes!(find_terms))
        .api(write, routes!(publish_terms))
        .api(write, routes!(withdraw_terms))
        .api(read, routes!(list_acceptances))
}

/// The text that path and query name. One that there cannot be names nothing.
#[derive(Debug, Clone)]
struct Key(TermsKey);

#[derive(Deserialize)]
struct OfCountry {
    country: Option<String>,
}

impl FromRequestParts<AppState> for Key {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        let missing = || Problem::from(ErrorCode::NotFound);
        let Path(language) = Path::<String>::from_request_parts(parts, state).await.map_err(|_| missing())?;
        let Query(OfCountry { country }) =
            Query::from_request_parts(parts, state).await.map_err(|_| missing())?;
        let language = MessageLanguage::from_word(&language).ok_or_else(missing)?;
        let country = country.filter(|code| !code.is_empty()).map(|code| CountryCode::parse(&code));
        let country = country.transpose().map_err(|_| missing())?.map(|code| code.as_str().to_owned());
        Ok(Self(TermsKey { language, country }))
    }
}

fn answer(detail: &TermsDetail) -> Response {
    versioned(Json(detail).into_response(), detail.version)
}

/// All texts that there ever were, in their newest version. Scope `settings:read`.
#[utoipa::path(
    get, path = "/api/v1/terms", tag = "terms", operation_id = "listTerms", security(("token" = [])),
    responses(
        (status = 200, body = Vec<TermsRow>),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn list_terms(call: Call) -> Answer {
    Ok(Json(call.domain.terms().list(&call.ctx).await?).into_response())
}

/// A text with all its versions. Scope `settings:read`.
#[utoipa::path(
    get, path = "/api/v1/terms/{language}", tag = "terms", operation_id = "findTerms",
    security(("token" = [])),
    params(
        ("language" = MessageLanguage, Path),
        ("country" = Option<String>, Query, description = "For devices of this country alone, ISO 3166-1 alpha-2"),
    ),
    responses(
        (status = 200, body = TermsDetail, headers(("ETag" = String))),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn find_terms(call: Call, Key(key): Key) -> Answer {
    Ok(answer(&call.domain.terms().find(&call.ctx, &key).await?))
}

/// Brings a text into force: whoever registers a device from now on is asked to accept it. The same text
/// changes nothing. Scope `settings:write`.
#[utoipa::path(
    put, path = "/api/v1/terms/{language}", tag = "terms", operation_id = "publishTerms",
    security(("token" = [])),
    params(
        ("language" = MessageLanguage, Path),
        ("country" = Option<String>, Query, description = "For devices of this country alone, ISO 3166-1 alpha-2"),
        ("If-Match" = Option<String>, Header, description = "The `ETag` of the version that the change was made on"),
    ),
    request_body = PublishTerms,
    responses(
        (status = 200, body = TermsDetail, headers(("ETag" = String))),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn publish_terms(
    call: Call,
    Key(key): Key,
    IfMatch(version): IfMatch,
    Body(input): Body<PublishTerms>,
) -> Answer {
    Ok(answer(&call.domain.terms().publish(&call.ctx, &key, &input, version).await?))
}

/// Takes a text out of force. Its versions, and who has accepted them, are kept. Scope `settings:write`.
#[utoipa::path(
    delete, path = "/api/v1/terms/{language}", tag = "terms", operation_id = "withdrawTerms",
    security(("token" = [])),
    params(
        ("language" = MessageLanguage, Path),
        ("country" = Option<String>, Query, description = "For devices of this country alone, ISO 3166-1 alpha-2"),
        ("If-Match" = Option<String>, Header, description = "The `ETag` of the version that the change was made on"),
    ),
    responses(
        (status = 200, body = TermsDetail, headers(("ETag" = String))),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn withdraw_terms(call: Call, Key(key): Key, IfMatch(version): IfMatch) -> Answer {
    Ok(answer(&call.domain.terms().withdraw(&call.ctx, &key, version).await?))
}

/// Who has accepted which text, the newest first. Scopes `settings:read` and `users:read`.
#[utoipa::path(
    get, path = "/api/v1/terms-acceptances", tag = "terms", operation_id = "listTermsAcceptances",
    security(("token" = [])),
    params(
        ("q" = Option<String>, Query, description = "Part of user name, name or e-mail address"),
        ("user_id" = Option<types::UserId>, Query, description = "Only of this person"),
        ("language" = Option<MessageLanguage>, Query, description = "Only texts in this language"),
        ("country" = Option<String>, Query, description = "Only texts for this country"),
        ("version" = Option<i64>, Query, description = "Only this version"),
        ("platform" = Option<types::Platform>, Query, description = "Only devices of this kind"),
        ("from" = Option<types::Timestamp>, Query, description = "Not earlier, RFC 3339"),
        ("until" = Option<types::Timestamp>, Query, description = "Earlier than this, RFC 3339"),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before"),
        ("limit" = Option<u32>, Query, description = "1 to 200, default 50"),
        ("total" = Option<bool>, Query, description = "Whether to count all that match"),
    ),
    responses(
        (status = 200, body = Page<TermsAcceptance>),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn list_acceptances(call: Call, List(query): List<AcceptanceQuery>) -> Answer {
    Ok(Json(call.domain.terms().list_acceptances(&call.ctx, &query).await?).into_response())
}
