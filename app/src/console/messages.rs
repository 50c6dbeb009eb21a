//! Messages: the outbox, and one message as its receiver sees it.

mod detail;
mod held;
mod list;
mod words;

pub(super) use detail::MessagePage;
pub(super) use list::MessagesPage;
pub(super) use words::status;
