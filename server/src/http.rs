//! What is answered: pages, files, live events, REST and the device API. Thin: typed input, one method
//! of the domain, the answer.

pub(crate) mod apple;
pub(crate) mod branding;
mod caching;
pub(crate) mod certificates;
pub mod cookies;
pub(crate) mod device;
pub(crate) mod faces;
pub(crate) mod failed;
pub(crate) mod fallback;
pub(crate) mod files;
pub(crate) mod health;
pub(crate) mod live;
pub mod next;
pub(crate) mod page;
pub(crate) mod pages;
pub(crate) mod problem;
pub(crate) mod rest;
pub(crate) mod scep;
pub(crate) mod security_txt;
pub(crate) mod session;
pub(crate) mod set_up;
pub(crate) mod tries;
pub(crate) mod web_app;
pub(crate) mod well_known;
