//! Tokens by which people see to their own things. They are made and ended at the portal, while an
//! administrator lets people have them.

use entity::api_token;
use sea_orm::{ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use types::{ErrorCode, Face, FieldCode, OwnToken, Permission, Scope, Timestamp, TokenId, UserId, Validate};

use super::{NewToken, insert, revoke, split};
use crate::{
    access::{Access, certificate, policy::Resource},
    ctx::RequestCtx,
    error::{Error, Result},
    people,
};

impl Access<'_> {
    /// Whether people may make tokens for their own things.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn offers_own_tokens(&self) -> Result<bool> {
        certificate::offers_own_tokens(self.domain.db().read()).await
    }

    /// Makes a token for one's own things and gives its text, once.
    ///
    /// # Errors
    /// `unauthenticated`; `forbidden` for whoever is not at the portal, tokens among them;
    /// `reauthentication_required`; `invalid_input` with `name`, which also says that there are too many, or
    /// `scopes`; `wrong_state` while people may not make any.
    pub async fn create_own_token(&self, ctx: &RequestCtx, name: &str, scopes: &[Scope]) -> Result<String> {
        let me = at_the_portal(ctx)?;
        let now = self.domain.clock().now();
        ctx.require_recent(now)?;
        let wanted = NewToken { face: Face::Portal, name, scopes };
        wanted.validate()?;
        self.domain
            .retry_on_conflict(|| async {
                let tx = self.domain.begin().await?;
                if !certificate::offers_own_tokens(tx.conn()).await? {
                    return Err(ErrorCode::WrongState.into());
                }
                // Held, so that two at once are counted one after the other.
                let owner = people::store::lock(&tx, &me).await?.ok_or(ErrorCode::Unauthenticated)?;
                let there = api_token::Entity::find().filter(that_count(me)).count(tx.conn()).await?;
                if there >= OwnToken::MOST {
                    return Err(Error::invalid("name", FieldCode::TooMany));
                }
                let text = insert(&tx, ctx, &owner, &wanted, now).await?;
                tx.commit().await?;
                Ok(text)
            })
            .await
    }

    /// One's own tokens that have not ended, newest first.
    ///
    /// # Errors
    /// `unauthenticated`; `forbidden` for whoever is not at the portal.
    pub async fn list_own_tokens(&self, ctx: &RequestCtx) -> Result<Vec<OwnToken>> {
        let me = at_the_portal(ctx)?;
        let rows = api_token::Entity::find()
            .filter(that_count(me))
            .order_by_desc(api_token::Column::Id)
            .all(self.domain.db().read())
            .await?;
        Ok(rows.into_iter().map(shown).collect())
    }

    /// Ends one of one's own tokens at once. Again is no fault.
    ///
    /// # Errors
    /// `unauthenticated`; `forbidden` for whoever is not at the portal; `not_found` for what is not there or
    /// somebody else's.
    pub async fn revoke_own_token(&self, ctx: &RequestCtx, id: TokenId) -> Result<()> {
        let me = at_the_portal(ctx)?;
        let now = self.domain.clock().now();
        let tx = self.domain.begin().await?;
        let row = api_token::Entity::find_by_id(id.0)
            .filter(of(me))
            .one(tx.conn())
            .await?
            .ok_or(ErrorCode::NotFound)?;
        revoke(&tx, ctx, row, now).await?;
        tx.commit().await
    }
}

/// The person at the portal. A token makes no tokens and ends none.
fn at_the_portal(ctx: &RequestCtx) -> Result<UserId> {
    let me = ctx.person()?;
    ctx.require(Permission::OwnAccount, &Resource::OwnedBy(me))?;
    match ctx.signed_in() {
        Ok(_) => Ok(me),
        Err(_) => Err(ErrorCode::Forbidden.into()),
    }
}

fn of(me: UserId) -> Condition {
    Condition::all()
        .add(api_token::Column::UserId.eq(me.0))
        .add(api_token::Column::Face.eq(Face::Portal.as_str()))
}

fn that_count(me: UserId) -> Condition {
    of(me).add(api_token::Column::RevokedAt.is_null())
}

/// What is shown of a token to whoever it belongs to.
pub(crate) fn shown(row: api_token::Model) -> OwnToken {
    OwnToken {
        id: TokenId(row.id),
        scopes: split(&row.scopes),
        name: row.name,
        created_at: Timestamp::from_millis(row.created_at),
        last_used_at: row.last_used_at.map(Timestamp::from_millis),
    }
}
