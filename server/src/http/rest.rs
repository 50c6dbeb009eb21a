//! REST under `/api/v1`: bearer tokens alone, JSON in and out, errors as problem documents.
//!
//! Every operation names the permission it needs; the guard in front of it refuses with 401 and then
//! 403 before anything of the request is parsed. Handlers call one method of the domain.

mod apple_tv;
mod audit_events;
mod commands;
mod configurations;
mod device_authority;
mod devices;
mod directories;
mod groups;
pub(crate) mod imports;
pub(crate) mod input;
mod invitations;
mod jobs;
mod labels;
mod leaving;
mod look;
mod mail_server;
mod me;
mod messages;
mod output;
mod parse;
mod push_certificate;
pub(crate) mod query;
mod registrations;
mod roles;
mod sessions;
mod settings;
mod sign_in;
mod sms_gateway;
mod templates;
mod terms;
mod users;

use axum::{Json, http::Method, routing::get};
use utoipa::{
    OpenApi,
    openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
};

use super::problem;
use crate::router::{Access, Routes, openapi};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Gatehouse",
        description = "Users, registrations, devices, commands and the audit log for scripts, and the interface of \
                       devices. Lists answer `{items, next_cursor}`; pass `next_cursor` as `cursor` to go on. Unknown \
                       fields are refused. Times are RFC 3339 in UTC. Every answer has an `X-Request-Id`."
    ),
    tags(
        (name = "users", description = "People and what they may do"),
        (name = "roles", description = "What administrators may do, and who may do it"),
        (name = "directories", description = "Where people and groups are read from by LDAP"),
        (name = "groups", description = "Groups of people, and what their members may do"),
        (name = "settings", description = "How devices register, the organisation and its look, new people"),
        (name = "sign-in", description = "How people sign in, and whose certificates count"),
        (name = "templates", description = "What messages say, in every language"),
        (name = "messages", description = "The outbox: what was written to people, and what became of it"),
        (name = "terms", description = "Terms of use, and who has accepted them"),
        (name = "registrations", description = "PINs, links and QR codes by which devices join"),
        (name = "invitations", description = "Taking people to the portal, where they register their own devices"),
        (name = "imports", description = "Registering many devices from a CSV file"),
        (name = "jobs", description = "Long work: its progress and the result of each item"),
        (name = "devices", description = "Devices and commands to them"),
        (name = "configurations", description = "What devices are set up with, and the labels that say which"),
        (name = "me", description = "One's own devices, registrations and certificates, with a token that a person has \
                                     made in the portal, where people may make any"),
        (name = "audit", description = "Who did what, and when"),
        (name = "device", description = "What devices call: register, check in, answer commands")
    ),
    components(schemas(problem::Body))
)]
struct Document;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .data(Access::Public, Method::GET, "/api/v1/openapi.json", get(async || Json(openapi())))
        .merge(users::routes())
        .merge(sessions::routes())
        .merge(roles::routes())
        .merge(leaving::routes())
        .merge(groups::routes())
        .merge(registrations::routes())
        .merge(apple_tv::routes())
        .merge(invitations::routes())
        .merge(imports::routes())
        .merge(jobs::routes())
        .merge(devices::routes())
        .merge(device_authority::routes())
        .merge(directories::routes())
        .merge(commands::routes())
        .merge(labels::routes())
        .merge(configurations::routes())
        .merge(settings::routes())
        .merge(look::routes())
        .merge(sign_in::routes())
        .merge(mail_server::routes())
        .merge(push_certificate::routes())
        .merge(sms_gateway::routes())
        .merge(messages::routes())
        .merge(templates::routes())
        .merge(terms::routes())
        .merge(audit_events::routes())
        .merge(me::routes())
}

/// The head of the OpenAPI document.
pub(crate) fn document() -> utoipa::openapi::OpenApi {
    let mut document = Document::openapi();
    let components = document.components.get_or_insert_default();
    let token = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some(
        "An API token, made by `gatehouse token create`; for `/api/v1/me`, by a person in the portal",
    ));
    components.add_security_scheme("token", SecurityScheme::Http(token.build()));
    let signature = utoipa::openapi::security::ApiKey::Header(
        utoipa::openapi::security::ApiKeyValue::with_description(
            "Signature",
            "An HTTP Message Signature (RFC 9421) with Ed25519 over at least @method, @target-uri and content-digest",
        ),
    );
    components.add_security_scheme("signature", SecurityScheme::ApiKey(signature));
    document
}
