//! The rules of Gatehouse: one room per area, no HTTP, no Leptos.
//!
//! A room is a service with the domain's verbs. Every method that a request can reach takes a
//! [`RequestCtx`] and begins by asking the policy (`access/policy.rs`). Changes run in one
//! transaction ([`db::Tx`]) together with their audit event and their outgoing messages.

pub mod access;
pub mod audit;
pub mod backup;
pub mod certificates;
pub mod clock;
pub mod configurations;
pub mod csv;
pub mod ctx;
pub mod db;
pub mod devices;
pub mod directories;
pub mod error;
pub mod imports;
pub mod invitations;
pub mod jobs;
pub mod keys;
pub mod labels;
pub mod live;
pub mod look;
pub mod mdm;
pub mod messages;
pub mod network;
pub mod people;
pub mod push;
pub mod registration;
pub mod secrets;
pub mod settings;
pub mod terms;
pub mod time_zone;
pub mod user_certificates;

mod hex;
mod idempotency;
mod names;
mod x509;

use std::sync::Arc;

pub use clock::Clock;
pub use ctx::{Actor, RequestCtx};
pub use db::Db;
pub use error::{Error, Result};
pub use secrets::{KeySource, MasterKey, MasterKeys};

use access::{Limits, Passwords};
use live::Hub;
use messages::{Mailer, SmsSender};
use network::{Cidr, Outward};

/// What a Gatehouse is made of. Given once, at start.
#[derive(Debug)]
pub struct Parts {
    /// The database, migrated.
    pub db: Db,
    /// Where the time comes from.
    pub clock: Clock,
    /// The keys above all keys; never in the database.
    pub master_keys: MasterKeys,
    /// Where they are read again while this runs, where they can be.
    pub key_source: Option<KeySource>,
    /// The public URL when the configuration gives one; else the set-up decides.
    pub public_url: Option<String>,
    /// The mail server, `smtp://` or `smtps://`, when one is configured.
    pub smtp_url: Option<String>,
    /// Networks of one's own into which the requests that send text messages may go.
    pub sms_networks: Vec<Cidr>,
    /// Where Apple's devices are called.
    pub push_service: push::PushService,
}

/// The whole product behind its faces. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Domain {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    db: Db,
    clock: Clock,
    keys: secrets::Keys,
    hub: Hub,
    passwords: Passwords,
    limits: Limits,
    mailer: Mailer,
    sms_sender: SmsSender,
    outward: Outward,
    authority: certificates::AuthorityCell,
    push_line: push::Line,
    seen: devices::SeenCell,
    throttles: registration::Throttles,
    certificate_throttles: registration::Throttles,
    away: directories::Away,
    certificate_files: user_certificates::Opener,
    studio: look::Studio,
    configured_url: Option<String>,
    certificate_listener: std::sync::OnceLock<access::CertificateListener>,
}

impl Domain {
    /// Opens a Gatehouse on a migrated database.
    ///
    /// # Errors
    /// A wrong master key (nothing is overwritten), a mail server URL that cannot be read, or a
    /// database that does not answer.
    pub async fn open(parts: Parts) -> Result<Self> {
        let keys = secrets::Keys::new(parts.master_keys, parts.key_source);
        let mailer = Mailer::new(parts.smtp_url.as_deref())?;
        let limits = Limits::new(&parts.clock);
        let certificate_files = user_certificates::Opener::new(&parts.clock);
        let domain = Self {
            inner: Arc::new(Inner {
                db: parts.db,
                clock: parts.clock,
                keys,
                hub: Hub::default(),
                passwords: Passwords::default(),
                limits,
                mailer,
                sms_sender: SmsSender::default(),
                outward: Outward::new(&parts.sms_networks),
                authority: certificates::AuthorityCell::default(),
                push_line: push::Line::to(parts.push_service),
                seen: devices::SeenCell::default(),
                throttles: registration::Throttles::default(),
                certificate_throttles: registration::Throttles::default(),
                away: directories::Away::default(),
                certificate_files,
                studio: look::Studio::default(),
                configured_url: parts.public_url,
                certificate_listener: std::sync::OnceLock::new(),
            }),
        };
        domain.settings().check_master_key().await?;
        domain.messages().load_outlets().await?;
        Ok(domain)
    }

    /// People: users and their rights.
    pub fn people(&self) -> people::People<'_> {
        people::People::new(self)
    }

    /// Sign-in, sessions, tokens, set-up.
    pub fn access(&self) -> access::Access<'_> {
        access::Access::new(self)
    }

    /// Registrations: PINs, links, limits.
    pub fn registration(&self) -> registration::Registrations<'_> {
        registration::Registrations::new(self)
    }

    /// Devices and their commands.
    pub fn devices(&self) -> devices::Devices<'_> {
        devices::Devices::new(self)
    }

    /// Labels: named sets of devices.
    pub fn labels(&self) -> labels::Labels<'_> {
        labels::Labels::new(self)
    }

    /// Configurations: what devices are set up with.
    pub fn configurations(&self) -> configurations::Configurations<'_> {
        configurations::Configurations::new(self)
    }

    /// Messages: outbox and mail.
    pub fn messages(&self) -> messages::Messages<'_> {
        messages::Messages::new(self)
    }

    /// Many devices from a file.
    pub fn imports(&self) -> imports::Imports<'_> {
        imports::Imports::new(self)
    }

    /// Invitations.
    pub fn invitations(&self) -> invitations::Invitations<'_> {
        invitations::Invitations::new(self)
    }

    /// Long work that somebody asked for.
    pub fn jobs(&self) -> jobs::work::Jobs<'_> {
        jobs::work::Jobs::new(self)
    }

    /// Directories of people.
    pub fn directories(&self) -> directories::Directories<'_> {
        directories::Directories::new(self)
    }

    /// Apple's devices.
    pub fn mdm(&self) -> mdm::Mdm<'_> {
        mdm::Mdm::new(self)
    }

    /// The push certificate, and calls by it.
    pub fn push(&self) -> push::Push<'_> {
        push::Push::new(self)
    }

    /// Certificates of devices.
    pub fn certificates(&self) -> certificates::Certificates<'_> {
        certificates::Certificates::new(self)
    }

    /// Certificates that people bring along.
    pub fn user_certificates(&self) -> user_certificates::UserCertificates<'_> {
        user_certificates::UserCertificates::new(self)
    }

    /// The audit log.
    pub fn audit(&self) -> audit::Audit<'_> {
        audit::Audit::new(self)
    }

    /// Settings.
    pub fn settings(&self) -> settings::Settings<'_> {
        settings::Settings::new(self)
    }

    /// The organisation's look: logos, and what pages show of it.
    pub fn look(&self) -> look::Look<'_> {
        look::Look::new(self)
    }

    /// Terms of use.
    pub fn terms(&self) -> terms::Terms<'_> {
        terms::Terms::new(self)
    }

    /// What live pages and waiting devices listen to.
    pub fn hub(&self) -> &Hub {
        &self.inner.hub
    }

    /// Where the time comes from.
    pub fn clock(&self) -> &Clock {
        &self.inner.clock
    }

    /// The database, for health checks and migrations.
    pub fn db(&self) -> &Db {
        &self.inner.db
    }

    pub(crate) fn keys(&self) -> &secrets::Keys {
        &self.inner.keys
    }

    pub(crate) fn passwords(&self) -> &Passwords {
        &self.inner.passwords
    }

    /// Limits in front of every way to guess a password.
    pub(crate) fn limits(&self) -> &Limits {
        &self.inner.limits
    }

    pub(crate) fn mailer(&self) -> &Mailer {
        &self.inner.mailer
    }

    pub(crate) fn sms_sender(&self) -> &SmsSender {
        &self.inner.sms_sender
    }

    /// Where requests may go that administrators set up.
    pub(crate) fn outward(&self) -> &Outward {
        &self.inner.outward
    }

    /// Limits in front of those who ask for certificates; apart, so that they keep nobody from registering.
    pub(crate) fn certificate_throttles(&self) -> &registration::Throttles {
        &self.inner.certificate_throttles
    }

    /// Where pictures are made anew.
    pub(crate) fn studio(&self) -> &look::Studio {
        &self.inner.studio
    }

    pub(crate) fn push_line(&self) -> &push::Line {
        &self.inner.push_line
    }

    pub(crate) fn authority_cell(&self) -> &certificates::AuthorityCell {
        &self.inner.authority
    }

    /// Devices that were there and are not written yet.
    pub(crate) fn seen_cell(&self) -> &devices::SeenCell {
        &self.inner.seen
    }

    pub(crate) fn throttles(&self) -> &registration::Throttles {
        &self.inner.throttles
    }

    /// Which directories do not answer at the moment.
    pub(crate) fn away(&self) -> &directories::Away {
        &self.inner.away
    }

    pub(crate) fn configured_url(&self) -> Option<&str> {
        self.inner.configured_url.as_deref()
    }
}
