//! All that the audit log tells of.

use serde::{Deserialize, Serialize};

use crate::platform::words;

words! {
    /// What was done: kind of object, dot, verb in the past.
    AuditAction {
        /// What a trusted authority may do was changed.
        AuthorityChanged = "authority.changed",
        /// An authority is trusted no more.
        AuthorityRemoved = "authority.removed",
        /// A list of revoked certificates was uploaded.
        AuthorityRevocationListPut = "authority.revocation_list_put",
        /// An authority is trusted.
        AuthorityTrusted = "authority.trusted",
        /// Somebody was invited to register devices of their own.
        InvitationSent = "invitation.sent",
        /// An invitation was taken back.
        InvitationWithdrawn = "invitation.withdrawn",
        /// All that a job had to do is handled.
        JobDone = "job.done",
        /// Somebody was reminded of a device that waits for them.
        RegistrationReminded = "registration.reminded",
        /// A job ended: who began it may not do this any more.
        JobFailed = "job.failed",
        /// A job is held.
        JobPaused = "job.paused",
        /// A job goes on.
        JobResumed = "job.resumed",
        /// Long work was asked for.
        JobStarted = "job.started",
        /// A job was ended before all was handled.
        JobStopped = "job.stopped",
        /// The first valid check-in.
        DeviceActivated = "device.activated",
        /// The management was taken away on the device itself.
        DeviceLeft = "device.left",
        /// A device has got its certificate.
        DeviceCertificateIssued = "device.certificate_issued",
        /// The certificate of a device was followed by another.
        DeviceCertificateRenewed = "device.certificate_renewed",
        /// The certificate of a device was taken back.
        DeviceCertificateRevoked = "device.certificate_revoked",
        /// Another authority issues certificates to devices, or it takes other requests.
        DeviceAuthorityChanged = "certificate_authority.changed",
        /// A device that was here before registered again and continues its record.
        DeviceCameBack = "device.came_back",
        /// A record of a device that has left or never came was deleted.
        DeviceDeleted = "device.deleted",
        /// A device told other facts about itself.
        DeviceFactsChanged = "device.facts_changed",
        /// A device has another owner.
        DeviceHandedOver = "device.handed_over",
        /// A lock was cancelled before the device fetched it.
        DeviceLockCancelled = "device.lock_cancelled",
        /// The device is locked.
        DeviceLockDone = "device.lock_done",
        /// No device fetched the lock in time.
        DeviceLockExpired = "device.lock_expired",
        /// The device could not lock.
        DeviceLockFailed = "device.lock_failed",
        /// Somebody wants a device locked.
        DeviceLockRequested = "device.lock_requested",
        /// A passcode was not cleared: the command was cancelled before the device fetched it.
        DeviceUnlockCancelled = "device.unlock_cancelled",
        /// The passcode is cleared.
        DeviceUnlockDone = "device.unlock_done",
        /// No device fetched the command that clears its passcode in time.
        DeviceUnlockExpired = "device.unlock_expired",
        /// The device could not clear its passcode.
        DeviceUnlockFailed = "device.unlock_failed",
        /// Somebody wants a passcode cleared.
        DeviceUnlockRequested = "device.unlock_requested",
        /// Locating was cancelled before the device fetched it.
        DeviceLocateCancelled = "device.locate_cancelled",
        /// The device has told where it is.
        DeviceLocateDone = "device.locate_done",
        /// No device fetched the question where it is in time.
        DeviceLocateExpired = "device.locate_expired",
        /// The device could not tell where it is.
        DeviceLocateFailed = "device.locate_failed",
        /// Somebody wants to know where a device is.
        DeviceLocateRequested = "device.locate_requested",
        /// Another PIN was cancelled before the device fetched the command.
        DeviceResetPinPasswordCancelled = "device.reset_pin_password_cancelled",
        /// A device has another PIN.
        DeviceResetPinPasswordDone = "device.reset_pin_password_done",
        /// Another PIN was asked for, and the device did not come in time.
        DeviceResetPinPasswordExpired = "device.reset_pin_password_expired",
        /// A device has not taken another PIN.
        DeviceResetPinPasswordFailed = "device.reset_pin_password_failed",
        /// Another PIN was asked for.
        DeviceResetPinPasswordRequested = "device.reset_pin_password_requested",
        /// Somebody has read the new PIN of a device, which is told once.
        DevicePinPasswordRead = "device.pin_password_read",
        /// A restart was cancelled before the device fetched it.
        DeviceRestartCancelled = "device.restart_cancelled",
        /// The device restarts.
        DeviceRestartDone = "device.restart_done",
        /// No device fetched the restart in time.
        DeviceRestartExpired = "device.restart_expired",
        /// The device could not restart.
        DeviceRestartFailed = "device.restart_failed",
        /// Somebody wants a device restarted.
        DeviceRestartRequested = "device.restart_requested",
        /// A new name was cancelled before the device fetched it.
        DeviceRenameCancelled = "device.rename_cancelled",
        /// The device has its new name.
        DeviceRenameDone = "device.rename_done",
        /// No device fetched its new name in time.
        DeviceRenameExpired = "device.rename_expired",
        /// The device did not take its new name.
        DeviceRenameFailed = "device.rename_failed",
        /// Somebody wants a device renamed.
        DeviceRenameRequested = "device.rename_requested",
        /// A retirement was cancelled before the device fetched it.
        DeviceRetireCancelled = "device.retire_cancelled",
        /// No device fetched the retirement in time.
        DeviceRetireExpired = "device.retire_expired",
        /// The device could not give up its management.
        DeviceRetireFailed = "device.retire_failed",
        /// Somebody wants a device retired.
        DeviceRetireRequested = "device.retire_requested",
        /// Another administrator has agreed to a wipe.
        DeviceWipeApproved = "device.wipe_approved",
        /// A wipe was cancelled before the device fetched it.
        DeviceWipeCancelled = "device.wipe_cancelled",
        /// No device fetched the wipe in time.
        DeviceWipeExpired = "device.wipe_expired",
        /// The device could not be erased.
        DeviceWipeFailed = "device.wipe_failed",
        /// Somebody wants a device erased.
        DeviceWipeRequested = "device.wipe_requested",
        /// The device has taken the wipe.
        DeviceWiped = "device.wiped",
        /// A configuration is set up on a device.
        DeviceConfigurationInstalled = "device.configuration_installed",
        /// A device has refused a configuration.
        DeviceConfigurationFailed = "device.configuration_failed",
        /// A configuration was taken off a device.
        DeviceConfigurationRemoved = "device.configuration_removed",
        /// Somebody wants another ownership, from the next check-in on.
        DeviceOwnershipRequested = "device.ownership_requested",
        /// A device has another ownership.
        DeviceOwnershipChanged = "device.ownership_changed",
        /// Somebody has brought a certificate.
        UserCertificateAdded = "certificate.added",
        /// Another certificate took the place of one that somebody had brought.
        UserCertificateReplaced = "certificate.replaced",
        /// A certificate that somebody had brought was removed, with its private key.
        UserCertificateRemoved = "certificate.removed",
        /// Somebody was told that a certificate of theirs ends soon.
        UserCertificateExpiryAnnounced = "certificate.expiry_announced",
        /// All envelopes are under the current master key.
        MasterKeyChanged = "master_key.changed",
        /// A configuration was made.
        ConfigurationCreated = "configuration.created",
        /// A configuration or its labels were changed.
        ConfigurationChanged = "configuration.changed",
        /// A configuration was deleted.
        ConfigurationDeleted = "configuration.deleted",
        /// A label was made.
        LabelCreated = "label.created",
        /// A label was changed.
        LabelChanged = "label.changed",
        /// A label was deleted.
        LabelDeleted = "label.deleted",
        /// Devices were given a label by hand, or lost it.
        LabelDevicesChanged = "label.devices_changed",
        /// Apple TVs of somebody may come in.
        TvEnrolmentCreated = "tv_enrolment.created",
        /// No more Apple TVs come in by an enrolment.
        TvEnrolmentDeleted = "tv_enrolment.deleted",
        /// Somebody has got what lets Apple TVs in.
        TvEnrolmentRead = "tv_enrolment.read",
        /// A device has proved that it may come in.
        DeviceRegistered = "device.registered",
        /// A device that registered in an app checked in without its management profile.
        DeviceProfileMissing = "device.profile_missing",
        /// A device is managed no more.
        DeviceRetired = "device.retired",
        /// The person of a device that is expected has proved who they are.
        DeviceVerified = "device.verified",
        /// A directory's settings were changed.
        DirectoryChanged = "directory.changed",
        /// A directory was connected.
        DirectoryCreated = "directory.created",
        /// A directory was disconnected.
        DirectoryDeleted = "directory.deleted",
        /// A reading was ended before it was done.
        DirectorySyncCancelled = "directory.sync_cancelled",
        /// A reading failed; nothing was taken away.
        DirectorySyncFailed = "directory.sync_failed",
        /// Somebody wants a directory read now.
        DirectorySyncRequested = "directory.sync_requested",
        /// A directory was read.
        DirectorySynced = "directory.synced",
        /// A connection to a directory was tried.
        DirectoryTested = "directory.tested",
        /// A group's name, description or rights were changed.
        GroupChanged = "group.changed",
        /// A directory's group was chosen for import.
        GroupChosen = "group.chosen",
        /// A local group was made.
        GroupCreated = "group.created",
        /// A group was deleted.
        GroupDeleted = "group.deleted",
        /// The directory has this group no more.
        GroupGone = "group.gone",
        /// People joined or left a group.
        GroupMembersChanged = "group.members_changed",
        /// A group's members were read from its directory.
        GroupMembersRead = "group.members_read",
        /// The directory has this group again.
        GroupReturned = "group.returned",
        /// The roles of a group were changed.
        GroupRolesChanged = "group.roles_changed",
        /// A directory's group is imported no more.
        GroupUnchosen = "group.unchosen",
        /// Somebody tried the mail server.
        MailServerTested = "mail_server.tested",
        /// Somebody tried the service for text messages.
        SmsGatewayTested = "sms_gateway.tested",
        /// A message was not sent, since what it says counts no more.
        MessageCancelled = "message.cancelled",
        /// The mail server refused a message for good.
        MessageFailed = "message.failed",
        /// Kept messages were thrown away.
        MessageHeldDiscarded = "message.held_discarded",
        /// Kept messages were put into the queue.
        MessageHeldReleased = "message.held_released",
        /// A message was put into the queue once more.
        MessageResent = "message.resent",
        /// Somebody read PIN and link in another's message.
        MessageSecretsRead = "message.secrets_read",
        /// The mail server took a message.
        MessageSent = "message.sent",
        /// The old password was wrong.
        PasswordChangeRefused = "password.change_refused",
        /// Somebody changed their password.
        PasswordChanged = "password.changed",
        /// An administrator sent a link to choose a password.
        PasswordLinkSent = "password.link_sent",
        /// Somebody has forgotten their password.
        PasswordResetRequested = "password.reset_requested",
        /// Somebody chose a password under a link.
        PasswordSet = "password.set",
        /// Somebody read PIN and link of another's registration.
        RegistrationCodeRead = "registration.code_read",
        /// A registration was begun.
        RegistrationCreated = "registration.created",
        /// Nobody used the PIN in time.
        RegistrationExpired = "registration.expired",
        /// A device tried to register with a password that is not the person's.
        RegistrationPasswordRefused = "registration.password_refused",
        /// Wrong tries ended a PIN.
        RegistrationPinEnded = "registration.pin_ended",
        /// The profile of a registration was downloaded under its link.
        RegistrationProfileDownloaded = "registration.profile_downloaded",
        /// User name or PIN was wrong.
        RegistrationPinRefused = "registration.pin_refused",
        /// A new PIN replaced the old one.
        RegistrationReissued = "registration.reissued",
        /// A registration was sent by message.
        RegistrationSent = "registration.sent",
        /// A registration was taken back.
        RegistrationWithdrawn = "registration.withdrawn",
        /// A role's permissions were changed.
        RoleChanged = "role.changed",
        /// A role was made.
        RoleCreated = "role.created",
        /// A role was deleted.
        RoleDeleted = "role.deleted",
        /// Another push certificate counts.
        PushCertificateChanged = "push_certificate.changed",
        /// There is no push certificate any more.
        PushCertificateRemoved = "push_certificate.removed",
        /// A key and a request for a push certificate were made.
        PushCertificateRequested = "push_certificate.requested",
        /// A confirmation before something dangerous failed.
        SessionConfirmRefused = "session.confirm_refused",
        /// Somebody proved again who they are.
        SessionConfirmed = "session.confirmed",
        /// A sign-in failed.
        SessionSignInRefused = "session.sign_in_refused",
        /// Somebody signed in.
        SessionSignedIn = "session.signed_in",
        /// Somebody signed out.
        SessionSignedOut = "session.signed_out",
        /// All sessions of a person were ended.
        SessionSignedOutEverywhere = "session.signed_out_everywhere",
        /// Gatehouse was set up.
        SetUpCompleted = "set_up.completed",
        /// Settings were changed.
        SettingsChanged = "settings.changed",
        /// The texts of a message were changed.
        TemplateChanged = "template.changed",
        /// Earlier texts of a message were brought back.
        TemplateRestored = "template.restored",
        /// Somebody sent themselves a message to try its texts.
        TemplateTried = "template.tried",
        /// Somebody accepted the terms of use for a device.
        TermsAccepted = "terms.accepted",
        /// Somebody did not accept the terms of use.
        TermsDeclined = "terms.declined",
        /// A version of the terms of use came into force.
        TermsPublished = "terms.published",
        /// The terms of use are not asked for any more.
        TermsWithdrawn = "terms.withdrawn",
        /// A token for scripts was made.
        TokenCreated = "token.created",
        /// A token for scripts was ended.
        TokenRevoked = "token.revoked",
        /// A person's particulars were changed.
        UserChanged = "user.changed",
        /// A person was added.
        UserCreated = "user.created",
        /// A person was deleted, and their name taken out of the log.
        UserDeleted = "user.deleted",
        /// A person may sign in no more.
        UserDisabled = "user.disabled",
        /// A person may sign in again.
        UserEnabled = "user.enabled",
        /// All that is stored about a person was given out.
        UserExported = "user.exported",
        /// The directory has this person no more.
        UserGone = "user.gone",
        /// A person joined a group.
        UserGroupJoined = "user.group_joined",
        /// A person left a group.
        UserGroupLeft = "user.group_left",
        /// A locked-out administrator was let in from the command line.
        UserReset = "user.reset",
        /// The directory has this person again.
        UserReturned = "user.returned",
        /// The administrator roles of a person were changed.
        UserRolesChanged = "user.roles_changed",
    }
}
