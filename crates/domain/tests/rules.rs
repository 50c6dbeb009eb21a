//! The rules, told as stories on both database engines: one module per room.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod access;
mod audit;
mod backup;
mod devices;
mod directories;
mod groups;
mod imports;
mod invitations;
mod jobs;
mod keys;
mod labels;
mod leaving;
mod look;
mod mdm;
mod messages;
mod people;
mod power;
mod registration;
mod roles;
mod settings;
mod terms;
mod user_certificates;
