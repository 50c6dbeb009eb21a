//! The audit log's words for actions.

use types::{Action, AuditAction};

/// What became of an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Requested,
    Done,
    Failed,
    Cancelled,
    Expired,
}

/// The word for a step of an action.
pub(super) fn word(action: Action, step: Step) -> AuditAction {
    use AuditAction as A;
    match (action, step) {
        (Action::Lock, Step::Requested) => A::DeviceLockRequested,
        (Action::Lock, Step::Done) => A::DeviceLockDone,
        (Action::Lock, Step::Failed) => A::DeviceLockFailed,
        (Action::Lock, Step::Cancelled) => A::DeviceLockCancelled,
        (Action::Lock, Step::Expired) => A::DeviceLockExpired,
        (Action::Unlock, Step::Requested) => A::DeviceUnlockRequested,
        (Action::Unlock, Step::Done) => A::DeviceUnlockDone,
        (Action::Unlock, Step::Failed) => A::DeviceUnlockFailed,
        (Action::Unlock, Step::Cancelled) => A::DeviceUnlockCancelled,
        (Action::Unlock, Step::Expired) => A::DeviceUnlockExpired,
        (Action::Locate, Step::Requested) => A::DeviceLocateRequested,
        (Action::Locate, Step::Done) => A::DeviceLocateDone,
        (Action::Locate, Step::Failed) => A::DeviceLocateFailed,
        (Action::Locate, Step::Cancelled) => A::DeviceLocateCancelled,
        (Action::Locate, Step::Expired) => A::DeviceLocateExpired,
        (Action::Restart, Step::Requested) => A::DeviceRestartRequested,
        (Action::Restart, Step::Done) => A::DeviceRestartDone,
        (Action::Restart, Step::Failed) => A::DeviceRestartFailed,
        (Action::Restart, Step::Cancelled) => A::DeviceRestartCancelled,
        (Action::Restart, Step::Expired) => A::DeviceRestartExpired,
        (Action::Rename, Step::Requested) => A::DeviceRenameRequested,
        (Action::Rename, Step::Done) => A::DeviceRenameDone,
        (Action::Rename, Step::Failed) => A::DeviceRenameFailed,
        (Action::Rename, Step::Cancelled) => A::DeviceRenameCancelled,
        (Action::Rename, Step::Expired) => A::DeviceRenameExpired,
        (Action::ResetPinPassword, Step::Requested) => A::DeviceResetPinPasswordRequested,
        (Action::ResetPinPassword, Step::Done) => A::DeviceResetPinPasswordDone,
        (Action::ResetPinPassword, Step::Failed) => A::DeviceResetPinPasswordFailed,
        (Action::ResetPinPassword, Step::Cancelled) => A::DeviceResetPinPasswordCancelled,
        (Action::ResetPinPassword, Step::Expired) => A::DeviceResetPinPasswordExpired,
        (Action::Retire, Step::Requested) => A::DeviceRetireRequested,
        (Action::Retire, Step::Done) => A::DeviceRetired,
        (Action::Retire, Step::Failed) => A::DeviceRetireFailed,
        (Action::Retire, Step::Cancelled) => A::DeviceRetireCancelled,
        (Action::Retire, Step::Expired) => A::DeviceRetireExpired,
        (Action::Wipe, Step::Requested) => A::DeviceWipeRequested,
        (Action::Wipe, Step::Done) => A::DeviceWiped,
        (Action::Wipe, Step::Failed) => A::DeviceWipeFailed,
        (Action::Wipe, Step::Cancelled) => A::DeviceWipeCancelled,
        (Action::Wipe, Step::Expired) => A::DeviceWipeExpired,
    }
}
