//! Certificates that people bring along (product.md section 7).
//!
//! An administrator asks for one by a configuration of that kind. A person uploads a file, which is opened once,
//! within limits ([`pkcs12`]), and sealed at once; they see what is inside, say what it is for, and it goes to their
//! devices as that configuration. The private key lives in one envelope, which no method of this room gives out but
//! to a device of its owner, and is gone as soon as nothing uses it.

mod deliver;
mod ending;
mod facts;
mod keep;
mod list;
mod material;
mod notices;
mod opener;
mod remove;
mod store;
mod upload;

pub(crate) use deliver::{Given, issues_of, material_of, people_with};
pub(crate) use list::{all_of, count_keys};
pub(crate) use material::Identity;
pub(crate) use opener::Opener;
pub(crate) use remove::{end_all_of_configuration, forget_person};

use types::{Permission, UserId};

use crate::{Domain, access::policy::Resource, ctx::RequestCtx, error::Result};

/// Certificates that people bring along.
#[derive(Debug, Clone, Copy)]
pub struct UserCertificates<'a> {
    domain: &'a Domain,
}

impl<'a> UserCertificates<'a> {
    pub(crate) fn new(domain: &'a Domain) -> Self {
        Self { domain }
    }

    /// Whether somebody may change their certificates: asked before a file of theirs is read.
    ///
    /// # Errors
    /// `unauthenticated`; `forbidden` without `own_upload_certificates`.
    pub fn require(&self, ctx: &RequestCtx) -> Result<()> {
        own(ctx).map(drop)
    }
}

/// Whose certificates somebody may change: their own.
fn own(ctx: &RequestCtx) -> Result<UserId> {
    let me = ctx.person()?;
    ctx.require(Permission::OwnUploadCertificates, &Resource::OwnedBy(me))?;
    Ok(me)
}
