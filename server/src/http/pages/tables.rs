//! Tables to download from the console.

use axum::{
    extract::Path,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use domain::imports::Imports;
use types::{AcceptanceQuery, ErrorCode, Face, Permission};

use crate::{
    http::{page::Page, problem::Problem, rest::query::List},
    router::{Access, Routes},
};

pub(crate) fn routes() -> Routes {
    let access = Access::Session(Face::Console);
    Routes::new()
        .get(access, "/admin/import/template", template)
        .get(access, "/admin/jobs/{id}/result.csv", result)
        .get(access, "/admin/settings/terms/accepted.csv", acceptances)
}

/// The heads of a file for an import.
async fn template(page: Page) -> Response {
    let found = page.ctx.require(Permission::RegistrationWrite, &domain::access::policy::Resource::All);
    answer(page, found.and_then(|()| Imports::template()), "devices.csv").await
}

/// What became of each item of a job.
async fn result(page: Page, Path(id): Path<String>) -> Response {
    let found = match id.parse() {
        Ok(id) => page.domain().jobs().result_file(&page.ctx, id).await,
        Err(_) => Err(ErrorCode::NotFound.into()),
    };
    answer(page, found, "result.csv").await
}

/// Who has accepted which terms of use, by the filters of the list.
async fn acceptances(page: Page, query: Result<List<AcceptanceQuery>, Problem>) -> Response {
    let found = match query {
        Ok(List(query)) => page.domain().terms().acceptances_csv(&page.ctx, &query).await,
        Err(Problem(error)) => Err(error.into()),
    };
    answer(page, found, "accepted-terms.csv").await
}

async fn answer(page: Page, found: domain::Result<Vec<u8>>, name: &'static str) -> Response {
    let file = match found {
        Ok(file) => file,
        Err(error) => return page.failure(error).await,
    };
    let mut answer = file.into_response();
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answer
}
