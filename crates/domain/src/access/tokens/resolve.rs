//! Who is behind a token.

use std::time::Duration;

use entity::{api_token, user};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use types::{Face, Timestamp, TokenId, UserId};

use super::{PREFIX, face_of, split};
use crate::{
    access::{Access, certificate},
    ctx::TokenActor,
    error::Result,
    people,
    secrets::token_hash,
};

/// Uses closer together than this are not written down.
const USED_GRAIN: Duration = Duration::from_mins(1);

impl Access<'_> {
    /// Who is behind the text of a token, if it still counts: neither revoked nor, for one of the portal,
    /// switched off, and its owner may be at its face.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn resolve_token(&self, token: &str) -> Result<Option<TokenActor>> {
        if !token.starts_with(PREFIX) {
            return Ok(None);
        }
        let db = self.domain.db().read();
        let query = api_token::Entity::find().filter(api_token::Column::TokenHash.eq(token_hash(token)));
        let Some(row) = query.filter(api_token::Column::RevokedAt.is_null()).one(db).await? else {
            return Ok(None);
        };
        let face = face_of(&row)?;
        if face == Face::Portal && !certificate::offers_own_tokens(db).await? {
            return Ok(None);
        }
        let owner: Option<user::Model> = people::store::find(db, &UserId(row.user_id)).await?;
        let Some(owner) = owner else { return Ok(None) };
        let permissions = people::standing::permissions_at(db, face, &owner).await?;
        if permissions.is_empty() {
            return Ok(None);
        }
        let now = self.domain.clock().now();
        if row.last_used_at.is_none_or(|at| now.since(Timestamp::from_millis(at)) >= USED_GRAIN) {
            api_token::Entity::update_many()
                .col_expr(api_token::Column::LastUsedAt, Expr::value(now.as_millis()))
                .filter(api_token::Column::Id.eq(row.id))
                .exec(self.domain.db().write())
                .await?;
        }
        Ok(Some(TokenActor {
            token_id: TokenId(row.id),
            scopes: split(&row.scopes),
            name: row.name,
            user_id: UserId(row.user_id),
            face,
            permissions,
        }))
    }
}
