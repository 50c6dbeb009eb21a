//! The rules, told as stories on both database engines: one module per room.

mod access;
mod audit;
mod devices;
mod jobs;
mod messages;
mod people;
mod registration;
mod settings;
