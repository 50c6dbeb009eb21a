//! Inviting people (product.md 3.3, R1): who was invited, choosing people, sending.

mod aside;
mod choose;
mod list;
mod new;
pub(super) mod words;

pub(super) use list::InvitationsPage;
pub(super) use new::InvitePage;
