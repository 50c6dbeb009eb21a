//! People leave: what would go with them is shown, what becomes of their devices is asked, and their
//! name is taken out of what stays.

mod belongings;
mod delete;
mod export;
mod preview;

use uuid::Uuid;

/// What stands in place of the name of somebody who was deleted: the same wherever records of theirs
/// stay, and telling nothing about them.
fn pseudonym(id: Uuid) -> String {
    let text = id.simple().to_string();
    format!("Former user {}", text.get(26..).unwrap_or_default())
}
