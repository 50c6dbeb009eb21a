//! The audit log: one event per change, written in the change's own transaction, and linked into a
//! hash chain within a second by one leased chainer (a chain inside each transaction would make all
//! writers wait for one another).

mod chain;
mod erase;
mod of_person;
mod parts;
mod record;
mod store;

pub use chain::{ChainFault, Verified};
pub(crate) use erase::Erasure;
pub use record::{Event, Target};

use types::{AuditQuery, AuditRow, HistoryKind, Page, PageQuery, Permission, Validate};

use crate::{Domain, access::policy::Resource, ctx::RequestCtx, error::Result};

/// How the log names who asks.
pub(crate) fn actor_name(ctx: &RequestCtx) -> String {
    record::actor_name(&ctx.actor)
}

/// The audit log.
#[derive(Debug, Clone, Copy)]
pub struct Audit<'a> {
    domain: &'a Domain,
}

impl<'a> Audit<'a> {
    pub(crate) fn new(domain: &'a Domain) -> Self {
        Self { domain }
    }

    /// Lists entries, newest first.
    ///
    /// # Errors
    /// Without `audit_read`, or a query that breaks a rule.
    pub async fn list(&self, ctx: &RequestCtx, query: &AuditQuery) -> Result<Page<AuditRow>> {
        ctx.require(Permission::AuditRead, &Resource::All)?;
        query.validate()?;
        store::list(self.domain.db().read(), self.domain.keys(), query).await
    }

    /// The entries about one object, newest first, for rooms that have asked the policy themselves.
    pub(crate) async fn about(&self, target_id: &str, page: &PageQuery) -> Result<Page<AuditRow>> {
        let query = AuditQuery { q: None, target_id: Some(target_id.to_owned()), page: page.clone() };
        store::list(self.domain.db().read(), self.domain.keys(), &query).await
    }

    /// The entries about any of several objects, of one kind if it is said, newest first, as for [`Self::about`].
    pub(crate) async fn about_any(
        &self,
        target_ids: &[String],
        kind: Option<HistoryKind>,
        page: &PageQuery,
    ) -> Result<Page<AuditRow>> {
        store::list_about(self.domain.db().read(), self.domain.keys(), target_ids, kind, page).await
    }
}
