//! SeaORM entities only, one per table. Shapes, no rules: states are words, times are milliseconds
//! since the epoch, hashes and envelopes are bytes. Each table belongs to one room of `domain`.
#![expect(missing_docs, reason = "columns carry the names that migrations and docs explain")]

pub mod api_token;
pub mod apple_enrolment;
pub mod audit_chain;
pub mod audit_event;
pub mod audit_pending;
pub mod certificate_challenge;
pub mod certificate_handover;
pub mod command;
pub mod configuration;
pub mod configuration_label;
pub mod device;
pub mod device_certificate;
pub mod device_configuration;
pub mod device_nonce;
pub mod device_slot;
pub mod directory;
pub mod directory_sync;
pub mod familiar_browser;
pub mod group;
pub mod group_member;
pub mod idempotency_key;
pub mod import_key;
pub mod invitation;
pub mod job;
pub mod job_item;
pub mod label;
pub mod label_device;
pub mod lease;
pub mod message;
pub mod message_template;
pub mod reconciliation;
pub mod registration;
pub mod reset_request;
pub mod role;
pub mod role_assignment;
pub mod session;
pub mod session_certificate;
pub mod setting;
pub mod single_use_link;
pub mod terms;
pub mod terms_acceptance;
pub mod throttle;
pub mod trusted_authority;
pub mod user;
