//! All routes as a list, from which the router is built.

use std::time::Duration;

use axum::{
    Router,
    handler::Handler,
    http::Method,
    middleware::from_fn_with_state,
    routing::{MethodRouter, get, post},
};
use utoipa::openapi::{OpenApi, Paths};
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};

use super::{
    access::{Access, Answers},
    guard::{Gate, guard},
};
use crate::AppState;

/// How long a request may take.
const TIME_LIMIT: Duration = Duration::from_secs(30);
/// How large a body may be where nothing else is said.
const BODY_LIMIT: usize = 1024 * 1024;

/// One route: a path with one method.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The path, with `{name}` for a part that varies.
    pub path: String,
    /// The method; `GET` answers `HEAD`, too.
    pub method: Method,
    /// Who may use it.
    pub access: Access,
    /// How it answers.
    pub answers: Answers,
    /// How long it may take.
    pub(super) time_limit: Duration,
    /// How large its body may be, in bytes.
    pub(super) body_limit: usize,
    /// Whether its form may carry a file.
    pub takes_files: bool,
    handler: MethodRouter<AppState>,
    documented: Option<Documented>,
}

type Schemas = Vec<(String, utoipa::openapi::RefOr<utoipa::openapi::schema::Schema>)>;

#[derive(Clone)]
struct Documented {
    schemas: Schemas,
    paths: Paths,
}

impl std::fmt::Debug for Documented {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Documented")
    }
}

/// A list of routes.
#[derive(Debug, Clone, Default)]
pub struct Routes {
    entries: Vec<Entry>,
}

/// What a finished list is.
pub(super) struct Built {
    pub(super) router: Router<AppState>,
}

impl Routes {
    /// No routes.
    pub fn new() -> Self {
        Self::default()
    }

    /// All entries.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// A page.
    #[must_use]
    pub fn get<H, T>(self, access: Access, path: &str, handler: H) -> Self
    where
        H: Handler<T, AppState>,
        T: 'static,
    {
        self.with(Answers::Page, access, Method::GET, path, get(handler))
    }

    /// Takes the form of a page.
    #[must_use]
    pub fn post<H, T>(self, access: Access, path: &str, handler: H) -> Self
    where
        H: Handler<T, AppState>,
        T: 'static,
    {
        self.with(Answers::Page, access, Method::POST, path, post(handler))
    }

    /// A public page that is there before the set-up, too.
    #[must_use]
    pub fn get_before_set_up<H, T>(self, path: &str, handler: H) -> Self
    where
        H: Handler<T, AppState>,
        T: 'static,
    {
        self.with(Answers::PageBeforeSetUp, Access::Public, Method::GET, path, get(handler))
    }

    /// Takes the form of a public page that is there before the set-up, too.
    #[must_use]
    pub fn post_before_set_up<H, T>(self, path: &str, handler: H) -> Self
    where
        H: Handler<T, AppState>,
        T: 'static,
    {
        self.with(Answers::PageBeforeSetUp, Access::Public, Method::POST, path, post(handler))
    }

    /// Data for pages, answered by one method.
    #[must_use]
    pub(crate) fn data(
        self,
        access: Access,
        method: Method,
        path: &str,
        handler: MethodRouter<AppState>,
    ) -> Self {
        self.with(Answers::Data, access, method, path, handler)
    }

    /// A protocol of somebody else's, spoken by programs.
    #[must_use]
    pub(crate) fn protocol(
        self,
        access: Access,
        method: Method,
        path: &str,
        handler: MethodRouter<AppState>,
    ) -> Self {
        self.with(Answers::Api, access, method, path, handler)
    }

    /// One documented operation, as `routes!(handler)` gives it.
    #[must_use]
    pub(crate) fn api(mut self, access: Access, operation: UtoipaMethodRouter<AppState>) -> Self {
        let (schemas, paths, handler) = operation;
        for (path, item) in &paths.paths {
            let methods = [
                (Method::GET, item.get.is_some()),
                (Method::POST, item.post.is_some()),
                (Method::PUT, item.put.is_some()),
                (Method::PATCH, item.patch.is_some()),
                (Method::DELETE, item.delete.is_some()),
            ];
            for (method, _) in methods.into_iter().filter(|(_, there)| *there) {
                let documented = Documented { schemas: schemas.clone(), paths: paths.clone() };
                self = self.with(Answers::Api, access, method, path, handler.clone());
                if let Some(entry) = self.entries.last_mut() {
                    entry.documented = Some(documented);
                }
            }
        }
        self
    }

    /// Gives the last route other limits.
    #[must_use]
    pub(crate) fn limits(mut self, time: Duration, body: usize) -> Self {
        if let Some(entry) = self.entries.last_mut() {
            entry.time_limit = time;
            entry.body_limit = body;
        }
        self
    }

    /// The form of the last route carries a file (`multipart/form-data`, RFC 7578).
    #[must_use]
    pub(crate) fn with_file(mut self) -> Self {
        if let Some(entry) = self.entries.last_mut() {
            entry.takes_files = true;
        }
        self
    }

    /// These routes and those.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.entries.extend(other.entries);
        self
    }

    /// The documentation of all documented routes, added to `document`.
    pub(super) fn openapi(self, document: OpenApi) -> OpenApi {
        let mut router = OpenApiRouter::<AppState>::with_openapi(document);
        for documented in self.entries.into_iter().filter_map(|entry| entry.documented) {
            router = router.routes((documented.schemas, documented.paths, MethodRouter::new()));
        }
        router.into_openapi()
    }

    /// Builds the router, with a guard of its own in front of every route.
    pub(super) fn finish(self, state: &AppState) -> Built {
        let mut router = Router::new();
        for entry in self.entries {
            let gate = Gate {
                state: state.clone(),
                access: entry.access,
                answers: entry.answers,
                time_limit: entry.time_limit,
                body_limit: entry.body_limit,
                takes_files: entry.takes_files,
            };
            router = router.route(&entry.path, entry.handler.route_layer(from_fn_with_state(gate, guard)));
        }
        Built { router }
    }

    fn with(
        mut self,
        answers: Answers,
        access: Access,
        method: Method,
        path: &str,
        handler: MethodRouter<AppState>,
    ) -> Self {
        self.entries.push(Entry {
            path: path.to_owned(),
            method,
            access,
            answers,
            time_limit: TIME_LIMIT,
            body_limit: BODY_LIMIT,
            takes_files: false,
            handler,
            documented: None,
        });
        self
    }
}
