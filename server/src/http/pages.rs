//! Handlers of plain pages and forms, one file per area. They need no script in the browser.

mod message_body;

use crate::router::Routes;

pub(crate) fn routes() -> Routes {
    Routes::new().merge(message_body::routes())
}
