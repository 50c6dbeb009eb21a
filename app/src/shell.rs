//! The document around a page, and what the server tells a page before it is rendered.
//!
//! The server makes one [`PageContext`] per request. For the portal and the console it calls
//! [`provide_page`] in the additional context of the Leptos route and renders [`portal_shell`] or
//! [`console_shell`] in async mode; for a public page it calls [`render_document`]. In the browser
//! the same facts come back as [`PageInfo`], which travels with the page.

mod page;
pub use page::{PageInfo, Theme, page_info, provide_page_info};

#[cfg(feature = "ssr")]
mod accent;
#[cfg(feature = "ssr")]
mod assets;
#[cfg(feature = "ssr")]
mod document;
#[cfg(feature = "ssr")]
mod logo;
#[cfg(feature = "ssr")]
mod session;
#[cfg(feature = "ssr")]
pub use accent::accent_sheet;
#[cfg(feature = "ssr")]
pub use assets::Assets;
#[cfg(all(feature = "ssr", debug_assertions))]
pub use document::gallery_shell;
#[cfg(feature = "ssr")]
pub use document::{PageContext, console_shell, escape_text, portal_shell, provide_page, render_document};
#[cfg(feature = "ssr")]
pub use logo::{Picture, logo};
