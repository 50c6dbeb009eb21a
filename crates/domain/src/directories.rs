//! Directories of people, read by LDAP: how they are connected, tested and read, and how their people
//! sign in (product.md section 2).
//!
//! A reading that fails, is cut off or comes back empty takes nothing from anybody: what was read
//! before stays, and the console says so.

mod away;
mod change;
mod client;
mod delete;
mod dn;
mod fault;
mod groups;
mod key;
mod list;
mod reader;
mod store;
mod sync;
mod test;
mod verify;

use types::{DirectoryDetail, DirectoryId, DirectoryRow, ErrorCode, Permission};

pub(crate) use away::Away;
pub use delete::Leftovers;
pub(crate) use verify::Verdict;

use crate::{Domain, access::policy::Resource, ctx::RequestCtx, error::Result};

/// Directories of people.
#[derive(Debug, Clone, Copy)]
pub struct Directories<'a> {
    domain: &'a Domain,
}

impl<'a> Directories<'a> {
    pub(crate) fn new(domain: &'a Domain) -> Self {
        Self { domain }
    }

    /// All directories, by name.
    ///
    /// # Errors
    /// Without `directory_read`.
    pub async fn list(&self, ctx: &RequestCtx) -> Result<Vec<DirectoryRow>> {
        ctx.require(Permission::DirectoryRead, &Resource::All)?;
        list::all(self.domain.db().read()).await
    }

    /// One directory, without its password.
    ///
    /// # Errors
    /// Without `directory_read`; `not_found`.
    pub async fn find(&self, ctx: &RequestCtx, id: DirectoryId) -> Result<DirectoryDetail> {
        ctx.require(Permission::DirectoryRead, &Resource::All)?;
        self.detail(id).await
    }

    async fn detail(&self, id: DirectoryId) -> Result<DirectoryDetail> {
        let db = self.domain.db().read();
        let row = store::find(db, id).await?.ok_or(ErrorCode::NotFound)?;
        list::detail(db, row).await
    }
}
