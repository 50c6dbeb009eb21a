//! Apple's devices: the profile that brings them in, their check-in and their commands (Apple's MDM protocol).
//!
//! A device is known by the certificate that it signs every message with, and only by that: what a message says
//! about itself is compared, never believed.

mod ask;
mod check_in;
mod configure;
mod connect;
mod idle;
mod locate;
mod order;
mod profile;
mod renewal;
mod store;
mod tv;

pub(crate) use store::{enrolment_of, facts_of, forget_line, forget_tokens, push_magic};
pub(crate) use tv::Asked;

use apple::signature::{self, Signer};
use entity::device_certificate;
use sea_orm::ConnectionTrait;
use types::FieldCode;

use crate::{
    Domain, certificates,
    error::{Error, Result},
};

/// Apple's devices.
#[derive(Debug, Clone, Copy)]
pub struct Mdm<'a> {
    domain: &'a Domain,
}

/// What a device is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Nothing more.
    Empty,
    /// A property list.
    Plist(Vec<u8>),
    /// There is no channel for users.
    NoUsers,
    /// There is no such thing here.
    NotThere,
}

impl<'a> Mdm<'a> {
    pub(crate) fn new(domain: &'a Domain) -> Self {
        Self { domain }
    }

    /// The certificate that a message was signed with. Nothing of the message is read before.
    async fn who<C: ConnectionTrait>(
        &self,
        db: &C,
        header: Option<&str>,
        body: &[u8],
    ) -> Result<device_certificate::Model> {
        let signer = signature::verify(header.unwrap_or_default(), body).map_err(|_| unknown())?;
        self.certificate_of(db, &signer).await
    }

    async fn certificate_of<C: ConnectionTrait>(
        &self,
        db: &C,
        signer: &Signer,
    ) -> Result<device_certificate::Model> {
        certificates::find(db, &signer.fingerprint, self.domain.clock().now()).await?.ok_or_else(unknown)
    }
}

/// The one answer to whoever is not known, or says what does not fit.
fn unknown() -> Error {
    Error::invalid("signature", FieldCode::Malformed)
}
