//! People: users, their rights, and whether they count (product.md section 2).

mod assign;
mod create;
mod effective;
pub(crate) mod filter;
pub(crate) mod from_directory;
mod groups;
mod leaving;
mod list;
pub(crate) mod lost;
mod many;
pub(crate) mod password_link;
pub(crate) mod power;
pub(crate) mod roles;
pub(crate) mod standing;
pub(crate) mod store;
mod update;
mod view;

use types::{ErrorCode, Permission, UserDetail, UserId};

use crate::{Domain, access::policy::Resource, ctx::RequestCtx, error::Result};

/// People: users and their rights.
#[derive(Debug, Clone, Copy)]
pub struct People<'a> {
    domain: &'a Domain,
}

impl<'a> People<'a> {
    pub(crate) fn new(domain: &'a Domain) -> Self {
        Self { domain }
    }

    /// One person.
    ///
    /// # Errors
    /// Without `user_read`; `not_found`.
    pub async fn find(&self, ctx: &RequestCtx, id: UserId) -> Result<UserDetail> {
        ctx.require(Permission::UserRead, &Resource::All)?;
        self.detail(id).await
    }

    /// The id of a person by their user name, typed in any case.
    ///
    /// # Errors
    /// Without `user_read`; `not_found`.
    pub async fn find_by_username(&self, ctx: &RequestCtx, username: &str) -> Result<UserId> {
        ctx.require(Permission::UserRead, &Resource::All)?;
        let key = types::contact::username_key(username);
        let found = store::find_by_key(self.domain.db().read(), &key).await?;
        Ok(UserId(found.ok_or(ErrorCode::NotFound)?.id))
    }

    /// The page of a person, for whoever may see it.
    async fn detail(&self, id: UserId) -> Result<UserDetail> {
        let db = self.domain.db().read();
        let user = store::find(db, &id).await?.ok_or(ErrorCode::NotFound)?;
        view::detail(self.domain, user).await
    }
}
