//! After signing in nobody lands on another site (trust.md INJ-6).

use crate::support::{ADMIN, PASSWORD, Web, bare, form, own};

const FOREIGN: [&str; 22] = [
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/%2f%2fevil.example",
    "/%5cevil.example",
    "https://evil.example",
    "https:evil.example",
    "http:/evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "/\t/evil.example",
    "\t//evil.example",
    "/\r\nLocation: https://evil.example",
    "/%0d%0aLocation:%20https://evil.example",
    "user@evil.example",
    "@evil.example",
    "evil.example",
    " //evil.example",
    "/..//evil.example",
    "/.//evil.example/..",
    "?next=//evil.example",
];

testkit::both_engines! {
    async fn nobody_lands_on_another_site(web: Web) {
        for (sign_in, home) in [("/sign-in", "/"), ("/admin/sign-in", "/admin")] {
            for next in FOREIGN {
                let fields = [("username", ADMIN), ("password", PASSWORD), ("next", next)];
                let answer = web.send(form(sign_in, &fields)).await;
                assert_eq!(answer.status, 303, "{sign_in} {next:?}");
                let location = answer.header("location");
                assert_eq!(location, home, "{sign_in} {next:?}");
                let page = own("GET", &format!("{sign_in}{}", app::routes::with_query("", &[("next", Some(next))])));
                let page = web.send(bare(page)).await;
                assert!(!page.text.contains("evil.example"), "{sign_in} {next:?}");
            }
        }
    }

    async fn whoever_signs_in_lands_where_they_wanted_to_go(web: Web) {
        let wanted = "/admin/users?q=a%20b&state=active";
        let answer = web.send(bare(own("GET", wanted))).await;
        let sign_in = answer.header("location").to_owned();
        assert!(sign_in.starts_with("/admin/sign-in?next="), "{sign_in}");
        let (_, next) = url::form_urlencoded::parse(sign_in.split_once('?').unwrap().1.as_bytes()).next().unwrap();
        assert_eq!(next, wanted);
        let answer = web.send(form("/admin/sign-in", &[("username", ADMIN), ("password", PASSWORD), ("next", &next)])).await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (303, wanted));
    }
}
