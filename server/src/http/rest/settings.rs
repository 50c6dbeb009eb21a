//! `/api/v1/settings/…`: values that are read and saved as one.

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use domain::settings::{Setting, Stored};
use types::{OrganisationSettings, PeopleSettings, Permission, RegistrationSettings};
use utoipa_axum::routes;

use super::{
    input::{Body, Call, IfMatch},
    output::versioned,
};
use crate::{
    http::problem,
    router::{Access, Answer, Routes},
};

pub(super) fn routes() -> Routes {
    let (read, write) = (Access::Token(Permission::SettingsRead), Access::Token(Permission::SettingsWrite));
    Routes::new()
        .api(read, routes!(read_registration_settings))
        .api(write, routes!(update_registration_settings))
        .api(read, routes!(read_organisation_settings))
        .api(write, routes!(update_organisation_settings))
        .api(read, routes!(read_people_settings))
        .api(write, routes!(update_people_settings))
}

/// A setting in the version that is there.
pub(super) async fn read<T: Setting>(call: Call) -> Answer {
    Ok(answer(&call.domain.settings().read::<T>(&call.ctx).await?))
}

/// Saves a setting as one; answers it as it is now.
pub(super) async fn update<T: Setting>(call: Call, version: Option<i64>, input: &T) -> Answer {
    Ok(answer(&call.domain.settings().update(&call.ctx, input, version).await?))
}

fn answer<T: Setting>(stored: &Stored<T>) -> Response {
    versioned(Json(&stored.value).into_response(), stored.version())
}

/// How devices register: channels, PIN, platforms, ownership, device limits. Scope `settings:read`.
#[utoipa::path(
    get, path = "/api/v1/settings/registration", tag = "settings", operation_id = "readRegistrationSettings",
    security(("token" = [])),
    responses(
        (status = 200, body = RegistrationSettings, headers(("ETag" = String))),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn read_registration_settings(call: Call) -> Answer {
    read::<RegistrationSettings>(call).await
}

/// Changes how devices register; what is not given is as shipped. Counts at once. Scope `settings:write`.
#[utoipa::path(
    put, path = "/api/v1/settings/registration", tag = "settings", operation_id = "updateRegistrationSettings",
    security(("token" = [])),
    params(("If-Match" = Option<String>, Header, description = "The `ETag` of the version that the change was made on")),
    request_body = RegistrationSettings,
    responses(
        (status = 200, body = RegistrationSettings, headers(("ETag" = String))),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn update_registration_settings(
    call: Call,
    IfMatch(version): IfMatch,
    Body(input): Body<RegistrationSettings>,
) -> Answer {
    update(call, version, &input).await
}

/// The organisation and how its people get help. Scope `settings:read`.
#[utoipa::path(
    get, path = "/api/v1/settings/organisation", tag = "settings", operation_id = "readOrganisationSettings",
    security(("token" = [])),
    responses(
        (status = 200, body = OrganisationSettings, headers(("ETag" = String))),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn read_organisation_settings(call: Call) -> Answer {
    read::<OrganisationSettings>(call).await
}

/// Changes the organisation’s name and contact. Counts at once. Scope `settings:write`.
#[utoipa::path(
    put, path = "/api/v1/settings/organisation", tag = "settings", operation_id = "updateOrganisationSettings",
    security(("token" = [])),
    params(("If-Match" = Option<String>, Header, description = "The `ETag` of the version that the change was made on")),
    request_body = OrganisationSettings,
    responses(
        (status = 200, body = OrganisationSettings, headers(("ETag" = String))),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn update_organisation_settings(
    call: Call,
    IfMatch(version): IfMatch,
    Body(input): Body<OrganisationSettings>,
) -> Answer {
    update(call, version, &input).await
}

/// What new people may do. Scope `settings:read`.
#[utoipa::path(
    get, path = "/api/v1/settings/people", tag = "settings", operation_id = "readPeopleSettings",
    security(("token" = [])),
    responses(
        (status = 200, body = PeopleSettings, headers(("ETag" = String))),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn read_people_settings(call: Call) -> Answer {
    read::<PeopleSettings>(call).await
}

/// Changes what new people may do. Counts at once. Scope `settings:write`.
#[utoipa::path(
    put, path = "/api/v1/settings/people", tag = "settings", operation_id = "updatePeopleSettings",
    security(("token" = [])),
    params(("If-Match" = Option<String>, Header, description = "The `ETag` of the version that the change was made on")),
    request_body = PeopleSettings,
    responses(
        (status = 200, body = PeopleSettings, headers(("ETag" = String))),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn update_people_settings(
    call: Call,
    IfMatch(version): IfMatch,
    Body(input): Body<PeopleSettings>,
) -> Answer {
    update(call, version, &input).await
}
