//! Which routes there are, and which of them are open to everybody.

use axum::http::Method;
use server::router::{self, Access, Answers, Entry};

use crate::support::{FORM, Web, bare, own, path_of};

/// The public routes, looked over by a person. Whoever adds one says why in the review.
const PUBLIC: &str = include_str!("../public-routes.txt");

pub(crate) fn all(web: &Web) -> Vec<Entry> {
    router::routes(&web.state).entries().to_vec()
}

pub(crate) fn name(entry: &Entry) -> String {
    format!("{} {}", entry.method, entry.path)
}

testkit::both_engines! {
    async fn the_public_routes_are_those_on_the_list(web: Web) {
        let mut found: Vec<String> =
            all(&web).iter().filter(|entry| entry.access == Access::Public).map(name).collect();
        found.sort();
        let listed: Vec<&str> = PUBLIC.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
        assert_eq!(found, listed, "compare server/tests/public-routes.txt");
    }

    async fn no_route_but_the_public_ones_opens_without_a_session(web: Web) {
        let entries = all(&web);
        let protected: Vec<_> = entries.iter().filter(|entry| entry.access != Access::Public).collect();
        assert!(protected.len() > 40, "the walk found {} protected routes", protected.len());
        for entry in protected {
            let mut request = own(entry.method.as_str(), &path_of(&entry.path)).header("accept", "text/html");
            if !entry.method.is_safe() {
                request = request.header("content-type", FORM);
            }
            let answer = web.send(bare(request)).await;
            match entry.answers {
                Answers::Page | Answers::PageBeforeSetUp => {
                    assert_eq!(answer.status, 303, "{}", name(entry));
                    let face = if entry.path.starts_with("/admin") { "/admin/sign-in" } else { "/sign-in" };
                    assert_eq!(answer.header("location").split('?').next(), Some(face), "{}", name(entry));
                }
                Answers::Data | Answers::Api => assert_eq!(answer.problem().0, 401, "{}", name(entry)),
            }
            // A token is asked for where one would help, and nowhere else.
            let wants_token = entry.access.wants_token();
            assert_eq!(answer.header("www-authenticate"), if wants_token { "Bearer" } else { "" }, "{}", name(entry));
        }
    }

    async fn no_path_is_served_twice(web: Web) {
        let mut names: Vec<String> = all(&web).iter().map(name).collect();
        names.sort();
        let doubled: Vec<_> = names.windows(2).filter(|pair| pair[0] == pair[1]).collect();
        assert!(doubled.is_empty(), "{doubled:?}");
    }

    async fn routes_of_the_console_take_its_session_alone(web: Web) {
        let cookie = web.cookie(types::Face::Portal).await;
        let entries = all(&web);
        let consoles = entries.iter().filter(|entry| {
            matches!(entry.access, Access::Session(types::Face::Console) | Access::PassiveSession(types::Face::Console))
        });
        for entry in consoles {
            let request = own(entry.method.as_str(), &path_of(&entry.path)).header("cookie", &cookie);
            let answer = web.send(bare(request.header("content-type", FORM))).await;
            assert!([303, 401].contains(&answer.status.as_u16()), "{}: {}", name(entry), answer.status);
        }
    }

    async fn under_admin_and_fn_console_everything_needs_the_console(web: Web) {
        for entry in all(&web) {
            let consoles = entry.path.starts_with("/_fn/console/")
                || entry.path == "/admin"
                || entry.path.starts_with("/admin/") && entry.access != Access::Public;
            let portals = entry.path.starts_with("/_fn/portal/");
            let face = match entry.access {
                Access::Session(face) | Access::PassiveSession(face) => Some(face),
                _ => None,
            };
            if consoles {
                assert_eq!(face, Some(types::Face::Console), "{}", name(&entry));
            }
            if portals {
                assert_eq!(face, Some(types::Face::Portal), "{}", name(&entry));
            }
            assert!(!(entry.path.starts_with("/_fn/") && entry.method == Method::GET), "{}", name(&entry));
        }
    }
}

#[test]
fn before_the_set_up_pages_lead_to_it() {
    testkit::tell(testkit::Engine::Sqlite, async |_: testkit::TestDatabase| {
        let web = Web::before_set_up(testkit::Engine::Sqlite).await;
        for path in ["/", "/admin", "/sign-in", "/register", "/go", "/r/something"] {
            let answer = web.send(bare(own("GET", path))).await;
            assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/set-up"), "{path}");
        }
        for path in ["/healthz", "/readyz", "/set-up"] {
            assert_eq!(web.send(bare(own("GET", path))).await.status, 200, "{path}");
        }
    });
}
