//! What the person who looks may do.

use types::Permission;

use crate::shell::page_info;

/// Whether to show a control. The server decides again on every call.
pub(crate) fn may(permission: Permission) -> bool {
    page_info().viewer.is_some_and(|viewer| viewer.may(permission))
}
