//! What people see, and the server functions behind it.
//!
//! The crate is compiled twice: with `ssr` into the server, with `hydrate` into the bundles for browsers
//! (`frontend/`), one for each part of portal and console. [`portal`] and [`console`] never import each
//! other, so that each bundle holds its own face alone; [`public`] is rendered on the server only.
//!
//! * [`ui`] is the design system: components without knowledge of devices or people.
//! * [`shell`] is the document around a page and what the server tells it ([`shell::PageContext`]).
//! * [`wording`] has the words for states, platforms and errors, the same on every face.
//! * [`parts`] says which pages' code is loaded together; [`address`] where the page is, on both faces.
//! * [`reading`] and [`loading`] show what is read: with the document (the portal), or later (the console).
//! * [`text`] (also as `t`) holds the texts by key; [`routes`] the addresses; [`live`] the events.
#![recursion_limit = "256"]
#![expect(unreachable_pub, reason = "the component macro makes helpers public in private modules")]
#![allow(clippy::needless_pass_by_value, clippy::too_many_arguments, reason = "properties of components")]

pub mod account;
pub mod address;
pub mod browser;
pub mod codec;
pub mod console;
pub mod live;
pub mod loading;
pub mod outcome;
pub mod parts;
mod place;
pub mod portal;
#[cfg(feature = "ssr")]
pub mod public;
pub mod reading;
pub mod request;
pub mod routes;
pub mod shell;
pub mod text;
pub mod ui;
pub mod wording;

pub use text as t;
