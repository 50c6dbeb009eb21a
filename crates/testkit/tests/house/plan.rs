//! Which room may lean on which.
//!
//! `types ← entity ← domain ← app (ssr) ← server` and `types ← app (hydrate) ← frontend`; a room that is not on this
//! list has no place in the plan yet.

/// A room and the rooms below it.
pub(crate) struct Room {
    pub(crate) name: &'static str,
    pub(crate) may_use: &'static [&'static str],
}

pub(crate) const ROOMS: &[Room] = &[
    Room { name: "types", may_use: &[] },
    Room { name: "signatures", may_use: &[] },
    Room { name: "apple", may_use: &[] },
    Room { name: "pkcs12", may_use: &[] },
    Room { name: "migrations", may_use: &[] },
    Room { name: "entity", may_use: &["types"] },
    Room { name: "domain", may_use: &["apple", "entity", "pkcs12", "signatures", "types"] },
    Room { name: "app", may_use: &["domain", "types"] },
    Room { name: "portal", may_use: &["app"] },
    Room { name: "portal-certificates", may_use: &["app"] },
    Room { name: "portal-device", may_use: &["app"] },
    Room { name: "portal-office", may_use: &["app"] },
    Room { name: "portal-registering", may_use: &["app"] },
    Room { name: "console", may_use: &["app"] },
    Room { name: "console-access", may_use: &["app"] },
    Room { name: "console-device", may_use: &["app"] },
    Room { name: "console-invite", may_use: &["app"] },
    Room { name: "console-look", may_use: &["app"] },
    Room { name: "console-register", may_use: &["app"] },
    Room { name: "console-setup", may_use: &["app"] },
    Room { name: "console-terms", may_use: &["app"] },
    Room { name: "console-office", may_use: &["app"] },
    Room { name: "console-people", may_use: &["app"] },
    Room { name: "console-messages", may_use: &["app"] },
    Room { name: "console-sign-in", may_use: &["app"] },
    Room { name: "agent", may_use: &["signatures", "types"] },
    Room { name: "server", may_use: &["app", "apple", "domain", "migrations", "signatures", "types"] },
    Room { name: "testkit", may_use: &["apple", "domain", "migrations", "pkcs12", "signatures", "types"] },
];

/// Only tests may use it, and any test may.
pub(crate) const FOR_TESTS: &str = "testkit";

/// Foreign crates that belong to some rooms alone.
pub(crate) const KEPT_TO: &[(&str, &[&str])] = &[
    ("leptos", &["app", "server", "portal", "console"]),
    ("leptos_axum", &["app", "server"]),
    ("axum", &["app", "server"]),
    ("sea-orm", &["entity", "domain", "server", "testkit"]),
    ("lettre", &["domain", "testkit"]),
    ("openssl", &["apple"]),
];
