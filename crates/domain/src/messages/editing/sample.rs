//! Sample data: a person, a device and a time that there are not. What is made of it looks like what is
//! sent, and nothing in it works.

use std::time::Duration;

use entity::{device, registration, single_use_link, user};
use sea_orm::ConnectionTrait;
use types::{MessageKind, Ownership, Platform, RegistrationStatus, TemplateKey, Timestamp, UserState};
use uuid::Uuid;

use super::super::{
    facts::{Facts, Secrets, Subject, Waiting},
    queue::{Ending, Notice},
    render::values as values_of,
    template::{Template, Values},
};
use crate::{Domain, access::Browser, error::Result};

/// How long PIN and link work in a sample.
const LIFETIME: Duration = Duration::from_hours(24);

/// PIN and link of a sample.
pub(in crate::messages) fn secrets() -> Secrets {
    Secrets { pin: Some("48271936".to_owned()), link_token: "k7mq2vxdh4rz8wpc3tnb".to_owned() }
}

/// What a sample is about.
///
/// # Errors
/// When the database fails.
pub(in crate::messages) async fn facts<C: ConnectionTrait>(
    db: &C,
    now: Timestamp,
    key: TemplateKey,
    template: Template,
) -> Result<Facts> {
    let expires_at = now + LIFETIME;
    let subject = match key.kind {
        MessageKind::Registration | MessageKind::Reminder | MessageKind::PinEnded => {
            let device = device(now, key.platform.unwrap_or(Platform::Ios));
            let registration = registration(now, expires_at);
            Subject::Registration(Box::new(Waiting { registration, device, issued_at: now.as_millis() }))
        }
        MessageKind::SetPassword | MessageKind::ResetPassword => Subject::Link(Some(link(now, expires_at))),
        MessageKind::Invitation => Subject::Portal,
        MessageKind::PasswordChanged | MessageKind::UnfamiliarSignIn | MessageKind::ProfileMissing => {
            Subject::Notice(notice())
        }
        MessageKind::CertificateExpiring => {
            let ends_at = (now + Duration::from_hours(14 * 24)).as_millis();
            let certificate = Ending { name: "S/MIME (amira.haddad@vellmere.example)".to_owned(), ends_at };
            Subject::Notice(Notice { certificate: Some(certificate), ..notice() })
        }
    };
    Facts::of_sample(db, key, now, person(now), subject, template).await
}

/// What the variables stand for in a sample.
///
/// # Errors
/// When the database fails.
pub(super) async fn values(domain: &Domain, key: TemplateKey) -> Result<Values> {
    let facts = facts(domain.db().read(), domain.clock().now(), key, super::built_in(&key)).await?;
    let public_url = domain.settings().public_url().await?;
    values_of(&facts, &public_url, Some(&secrets()))
}

fn notice() -> Notice {
    let browser = Browser { name: Some("Firefox".to_owned()), system: Some("Windows".to_owned()) };
    Notice { browser, address: Some("203.0.113.44".to_owned()), certificate: None }
}

fn person(now: Timestamp) -> user::Model {
    user::Model {
        id: Uuid::nil(),
        username: "amira.haddad".to_owned(),
        username_key: "amira.haddad".to_owned(),
        display_name: "Amira Haddad".to_owned(),
        email: Some("amira.haddad@example.com".to_owned()),
        phone_number: Some("+4740055014".to_owned()),
        language: String::new(),
        state: UserState::Active.as_str().to_owned(),
        rights: String::new(),
        password_hash: None,
        version: 1,
        created_at: now.as_millis(),
        updated_at: now.as_millis(),
        last_sign_in_at: None,
        first_name: None,
        last_name: None,
        time_zone: None,
        directory_id: None,
        directory_key: None,
        directory_dn: None,
        gone_at: None,
        theme: None,
        deleted_at: None,
        search: String::new(),
    }
}

fn device(now: Timestamp, platform: Platform) -> device::Model {
    device::Model {
        id: Uuid::nil(),
        user_id: Uuid::nil(),
        state: types::DeviceState::Pending.as_str().to_owned(),
        platform: platform.as_str().to_owned(),
        ownership: Ownership::Company.as_str().to_owned(),
        name: None,
        model: None,
        os_version: None,
        serial_number: None,
        phone_number: Some("+4740055014".to_owned()),
        country: None,
        battery_percent: None,
        public_key: None,
        created_at: now.as_millis(),
        updated_at: now.as_millis(),
        registered_at: None,
        active_at: None,
        last_seen_at: None,
        serial_key: None,
        profile_at: None,
        profile_missing_at: None,
        os_key: None,
        ownership_wanted: None,
        compared_at: None,
    }
}

fn registration(now: Timestamp, expires_at: Timestamp) -> registration::Model {
    registration::Model {
        id: Uuid::nil(),
        device_id: Uuid::nil(),
        user_id: Uuid::nil(),
        status: RegistrationStatus::Pending.as_str().to_owned(),
        language: String::new(),
        pin_mac: None,
        link_hash: Vec::new(),
        envelope: None,
        redeemed_key: None,
        created_at: now.as_millis(),
        issued_at: now.as_millis(),
        expires_at: expires_at.as_millis(),
        opened_at: None,
        used_at: None,
        pin_ended_at: None,
        reminded: 0,
        reminded_issue: None,
        tv_enrolment_id: None,
    }
}

fn link(now: Timestamp, expires_at: Timestamp) -> single_use_link::Model {
    single_use_link::Model {
        id: Uuid::nil(),
        purpose: String::new(),
        user_id: None,
        token_hash: Vec::new(),
        envelope: None,
        created_at: now.as_millis(),
        expires_at: expires_at.as_millis(),
        used_at: None,
    }
}
