//! Pages before signing in: sign-in, set-up, set-password, `/go` and `/r`. Plain forms that work
//! without any script, rendered on the server alone.
//!
//! # Adding a page
//! Write a function in `src/public/<page>.rs` that takes a [`PageContext`](crate::shell::PageContext)
//! and what the page shows, and gives a `String` through
//! [`render_document`](crate::shell::render_document). Put the content into a
//! [`GateFrame`](crate::ui::GateFrame); texts go to `locales/en/public.toml`. The server calls the
//! function from a handler of its own and sets the status.
