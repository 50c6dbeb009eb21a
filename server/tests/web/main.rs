//! The web server in process: every route, as a browser, a script, a device and an attacker see it.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]
#![recursion_limit = "256"]

mod support;

mod account;
mod apple;
mod cookies;
mod csrf;
mod enumeration;
mod headers;
mod limits;
mod look;
mod malformed;
mod matrix;
mod me;
mod mutations;
mod next;
mod operations;
mod portal;
mod problems;
mod repeats;
mod routes;
mod scanners;
mod secrets;
