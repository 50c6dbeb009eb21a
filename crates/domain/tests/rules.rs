//! The rules, told as stories on both database engines: one module per room.

mod audit;
mod settings;
