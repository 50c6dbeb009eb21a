//! Handlers of plain pages and forms, one file per area. They need no script in the browser.

mod account;
mod apple;
mod apple_tv;
mod confirm;
mod export;
mod message_body;
mod portal;
mod public;
mod tables;
mod template_preview;

use crate::router::Routes;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .merge(account::routes())
        .merge(apple::routes())
        .merge(apple_tv::routes())
        .merge(confirm::routes())
        .merge(export::routes())
        .merge(message_body::routes())
        .merge(template_preview::routes())
        .merge(public::routes())
        .merge(tables::routes())
        .merge(portal::routes())
}
