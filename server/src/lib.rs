//! The process: command line, configuration, router, middleware, TLS, workers and embedded assets.
//!
//! [`router::app`] is the whole web server as one service; [`cli`] is the program around it.
#![recursion_limit = "256"]

pub mod assets;
pub mod cli;
pub mod config;
pub mod fault;
pub mod http;
pub mod logging;
mod middleware;
pub mod process;
pub mod router;
pub mod state;

pub use state::{AppState, Options};
