//! The shared vocabulary of Gatehouse: ids, states, inputs with their validation, rows and details
//! as pages and REST show them, and the codes of errors.
//!
//! This crate compiles for the server and for the browser, so it knows neither databases nor HTTP.
//! Every input type checks itself ([`Validate`]) and names what is wrong by field and code; texts
//! are looked up by whoever shows them.

mod accent;
pub mod access;
pub mod action;
pub mod apple;
pub mod audit;
mod audit_action;
mod colour;
pub mod command;
pub mod configuration;
pub mod contact;
pub mod device;
pub mod device_certificate;
pub mod dialling;
pub mod directory;
pub mod effective;
pub mod error;
pub mod group;
pub mod ids;
pub mod import;
pub mod invitation;
pub mod job;
pub mod label;
mod language;
pub mod leaving;
pub mod location;
pub mod logo;
pub mod mail_server;
pub mod many;
pub mod message;
pub mod mirp;
pub mod own_account;
pub mod own_device;
pub mod own_home;
pub mod page;
pub mod permission;
pub mod platform;
pub mod push;
pub mod registration;
pub mod role;
pub mod roles;
pub mod selection;
pub mod settings;
pub mod sign_in;
pub mod sms_gateway;
pub mod template;
pub mod terms;
pub mod text_message;
pub mod time;
pub mod tv;
pub mod user;
pub mod user_certificate;
pub mod validate;

pub use accent::{Accent, DARK, Ground, LIGHT, Tones};
pub use access::{Face, Preferences, SessionRow, SessionTime, SetUp, SignInMethod, Viewer};
pub use action::{Action, LockParams, NoAction, Order, RefusedAction, RenameParams};
pub use apple::AppleFacts;
pub use audit::{AuditQuery, AuditRow, HistoryKind, HistoryQuery, Outcome};
pub use audit_action::AuditAction;
pub use colour::Colour;
pub use command::{CommandRow, CommandState, CreateCommand, NewPin};
pub use configuration::{
    ChangeOwnership, ConfigurationCounts, ConfigurationInput, ConfigurationKind, ConfigurationResult,
    ConfigurationRow, ConfigurationSettings, ConfigurationState, DeliveredConfiguration, DeviceConfiguration,
    DeviceSetup, OwnershipChange, PasscodeSettings, ProfileSettings, WifiSecurity, WifiSettings,
};
pub use contact::{CountryCode, EmailAddress, Language, PhoneNumber, TimeZone, Username};
pub use device::{
    Attention, CheckIn, CheckInAnswer, DeliveredCommand, DeviceDetail, DeviceFacts, DeviceNotice,
    DeviceQuery, DeviceRow, DeviceState, ResultState, SameSerial,
};
pub use device_certificate::{
    CertificateState, DeviceAuthorityDetail, DeviceAuthorityInput, DeviceCertificateQuery,
    DeviceCertificateRow,
};
pub use directory::{
    BindPassword, CertificateFacts, ChooseGroups, ChosenGroup, DirectoryAttributes, DirectoryDetail,
    DirectoryFault, DirectoryInput, DirectoryPreset, DirectoryRow, DirectorySecurity, DirectorySettings,
    DirectoryState, FindGroups, FoundGroup, FoundGroups, MembersFound, Membership, PeopleScope, Skip,
    SkipReason, SyncCounts, SyncInput, SyncReport, SyncRow, SyncState, TestReport, TestServer, TestStep,
    TestStepKind,
};
pub use effective::{Effective, EffectivePermission, EffectiveRight, EffectiveRole, GrantSource};
pub use error::{ApiError, ErrorCode, FieldCode, FieldError, Place};
pub use group::{ChangeMembers, CreateGroup, GroupDetail, GroupQuery, GroupRow, UpdateGroup};
pub use ids::{
    AuditEventId, AuthorityId, CertificateUploadId, CommandId, ConfigurationId, DeviceCertificateId,
    DeviceId, DirectoryId, GroupId, JobId, LabelId, MessageId, RegistrationId, RoleId, SessionId, TermsId,
    TokenId, TvEnrolmentId, UserCertificateId, UserId,
};
pub use import::{
    FoundColumn, ImportColumn, ImportDetail, ImportOptions, ImportRow, ImportRowQuery, RowPlan, UploadImport,
};
pub use invitation::{
    Candidate, CannotInvite, InvitationPreview, InvitationQuery, InvitationRow, Invite, LanguageShare,
    MessageSample, Reaction, RefusedShare, Withdraw,
};
pub use job::{ItemMessage, ItemOutcome, JobItem, JobItemQuery, JobKind, JobRow, JobState, MessageCounts};
pub use label::{BuiltInLabel, ChangeLabelDevices, LabelInput, LabelName, LabelRow, LabelRule};
pub use language::MessageLanguage;
pub use leaving::{
    DeleteUser, DeletionPreview, DeviceFate, DevicesInState, ExportedCertificate, ExportedRegistration,
    ExportedUse, PersonExport,
};
pub use location::DeviceLocation;
pub use logo::{LogoRow, LogoTheme, UploadLogo};
pub use mail_server::{MailEncryption, MailServer, MailServerDetail};
pub use many::{ChangeUsers, ManyChange};
pub use message::{
    DeliveryStatus, DeliveryTest, MessageChannel, MessageDetail, MessageKind, MessageQuery, MessageRow,
    MessageState,
};
pub use own_account::{OwnProfile, OwnToken};
pub use own_device::{OwnDevice, OwnDevicePage};
pub use own_home::{EndingCertificate, OwnHome};
pub use page::{Page, PageQuery};
pub use permission::{Permission, PermissionSet, Scope};
pub use platform::{Ownership, Platform};
pub use push::{
    PushCertificateRow, PushDetail, PushFailure, PushReach, PushState, PushWarning, UploadPushCertificate,
};
pub use registration::{
    CreateRegistration, DeviceLimit, Discovery, Handout, LimitSource, PinAlphabet, RegisterDevice,
    RegisterOwnDevice, Registered, RegistrationProgress, RegistrationStatus,
};
pub use role::{AdminRole, RoleKey};
pub use roles::{
    AssignResult, AssignRole, AssignedRole, CreateRole, HolderQuery, RoleChange, RoleDetail, RoleHolder,
    RoleRow, RoleSet, UpdateRole,
};
pub use selection::{Matching, Selection};
pub use settings::{
    AppSettings, Channel, GroupLimit, LimitOverride, Link, LookSettings, LookTexts, OrganisationSettings,
    PeopleSettings, PlatformFamily, ProofRule, RegistrationSettings, SetUpChecklist, Weekday, WorkingHours,
};
pub use sign_in::{
    AddAuthority, AuthorityFacts, AuthorityRow, CertificateField, MappingRule, PersonField,
    PutRevocationList, RevocationFacts, SignInDetail, SignInSettings, UpdateAuthority, UpdateSignIn, Ways,
};
pub use sms_gateway::{SmsAuth, SmsField, SmsFormat, SmsGateway, SmsGatewayDetail, SmsNumber, SmsPreset};
pub use template::{
    PreviewScheme, RestoreTemplate, TemplateDetail, TemplateKey, TemplatePart, TemplatePreview, TemplateRow,
    TemplateTexts, TemplateVariable, TemplateVersion,
};
pub use terms::{
    AcceptanceQuery, PublishTerms, TermsAcceptance, TermsBlock, TermsDetail, TermsKey, TermsRow, TermsText,
    TermsVersion,
};
pub use time::{Offset, Timestamp};
pub use tv::{CreateTvEnrolment, TvAccess, TvEnrolment};
pub use user::{CreateUser, PortalRight, Source, UpdateUser, UserDetail, UserQuery, UserRow, UserState};
pub use user_certificate::{
    CertificatePassword, CertificatePurpose, CertificateSettings, CertificateSlot, CertificateUpload,
    KeepCertificate, OwnCertificate, OwnCertificates, RemovedCertificate, UnlockCertificate,
    UploadCertificate, UserCertificateFacts, UserCertificateState,
};
pub use validate::Validate;
