//! The program itself, as an administrator starts it and as the operating system ends it.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod backup;
mod certificates;
mod commands;
mod configuration;
mod crash;
mod crash_apple;
mod installs;
mod keys;
mod scep;
mod scripts;
mod serving;
mod support;
mod tls;
mod upgrade;
