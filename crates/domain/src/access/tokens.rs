//! API tokens: a script acts in its owner's name, within the token's scopes, for as long as the owner
//! may be at the token's face: an active administrator, or a person of the portal.

mod own;
mod resolve;

pub(crate) use own::shown;

use entity::{api_token, user};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr};
use serde_json::json;
use types::{
    AuditAction, ErrorCode, Face, FieldCode, OwnToken, Permission, Scope, Timestamp, TokenId, UserId,
    Validate, validate::check_line,
};
use uuid::Uuid;

use super::Access;
use crate::{
    access::policy::Resource,
    audit::{Event, Target},
    ctx::{Actor, RequestCtx},
    db::Tx,
    error::{Error, Result},
    people,
    secrets::{random_token, token_hash},
};

/// What every token begins with, so that it is recognised where it leaks.
const PREFIX: &str = "gh_";

/// A token in a list. Holds no secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenRow {
    /// The token.
    pub id: TokenId,
    /// In whose name it acts.
    pub user_id: UserId,
    /// At which face it works.
    pub face: Face,
    /// Its name.
    pub name: String,
    /// What it is limited to.
    pub scopes: Vec<Scope>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last used, to the minute.
    pub last_used_at: Option<Timestamp>,
    /// When it was revoked, if it was.
    pub revoked_at: Option<Timestamp>,
}

/// What a new token needs, for its checks.
struct NewToken<'a> {
    face: Face,
    name: &'a str,
    scopes: &'a [Scope],
}

impl Validate for NewToken<'_> {
    fn check(&self, errors: &mut Vec<types::FieldError>) {
        check_line("name", self.name, 1, OwnToken::MAX_NAME, errors);
        if self.scopes.is_empty() {
            errors.push(types::FieldError::new("scopes", FieldCode::Required));
        }
        if self.scopes.iter().any(|scope| scope.face() != self.face) {
            errors.push(types::FieldError::new("scopes", FieldCode::UnknownValue));
        }
    }
}

impl Access<'_> {
    /// Makes a token for an active administrator and gives its text, once. Gatehouse itself (the
    /// command line) makes it for anybody, an administrator for themselves.
    ///
    /// # Errors
    /// `forbidden`; `reauthentication_required`; `invalid_input` with `user` when there is no such active administrator, `name` or
    /// `scopes`.
    pub async fn create_token(
        &self,
        ctx: &RequestCtx,
        username: &str,
        name: &str,
        scopes: &[Scope],
    ) -> Result<String> {
        ctx.require(Permission::UserWrite, &Resource::All)?;
        ctx.require_recent(self.domain.clock().now())?;
        let wanted = NewToken { face: Face::Console, name, scopes };
        wanted.validate()?;
        let key = types::contact::username_key(username);
        let owner = people::store::find_by_key(self.domain.db().read(), &key).await?;
        let no_administrator = || Error::invalid("user", FieldCode::NotFound);
        let owner = owner.ok_or_else(no_administrator)?;
        let db = self.domain.db().read();
        if people::standing::permissions_at(db, Face::Console, &owner).await?.is_empty() {
            return Err(no_administrator());
        }
        match &ctx.actor {
            Actor::System(_) => {}
            Actor::User(me) if me.user_id.0 == owner.id => {}
            _ => return Err(ErrorCode::Forbidden.into()),
        }
        let tx = self.domain.begin().await?;
        let text = insert(&tx, ctx, &owner, &wanted, self.domain.clock().now()).await?;
        tx.commit().await?;
        Ok(text)
    }

    /// All tokens, newest first.
    ///
    /// # Errors
    /// Without `user_read`.
    pub async fn list_tokens(&self, ctx: &RequestCtx) -> Result<Vec<TokenRow>> {
        ctx.require(Permission::UserRead, &Resource::All)?;
        let query = api_token::Entity::find().order_by_desc(api_token::Column::Id);
        query.all(self.domain.db().read()).await?.into_iter().map(to_row).collect()
    }

    /// Ends a token at once. Again is no fault.
    ///
    /// # Errors
    /// Without `user_write`, or when it acts for somebody who may do more; `not_found`.
    pub async fn revoke_token(&self, ctx: &RequestCtx, id: TokenId) -> Result<()> {
        ctx.require(Permission::UserWrite, &Resource::All)?;
        let now = self.domain.clock().now();
        let tx = self.domain.begin().await?;
        let row = api_token::Entity::find_by_id(id.0).one(tx.conn()).await?.ok_or(ErrorCode::NotFound)?;
        if let Some(owner) = people::store::find(tx.conn(), &UserId(row.user_id)).await? {
            people::power::require_over(tx.conn(), ctx, &owner).await?;
        }
        revoke(&tx, ctx, row, now).await?;
        tx.commit().await
    }
}

/// Makes a token and gives its text, which nobody can read again.
async fn insert(
    tx: &Tx,
    ctx: &RequestCtx,
    owner: &user::Model,
    wanted: &NewToken<'_>,
    now: Timestamp,
) -> Result<String> {
    let NewToken { face, name, scopes } = wanted;
    let scopes = join(scopes);
    let text = format!("{PREFIX}{}", random_token()?);
    let id = TokenId(Uuid::now_v7());
    let row = api_token::ActiveModel {
        id: Set(id.0),
        user_id: Set(owner.id),
        face: Set(face.as_str().to_owned()),
        name: Set(name.trim().to_owned()),
        token_hash: Set(token_hash(&text)),
        scopes: Set(scopes.clone()),
        created_at: Set(now.as_millis()),
        last_used_at: Set(None),
        revoked_at: Set(None),
    };
    api_token::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    let after = json!({ "user": owner.username, "scopes": scopes });
    let event = Event::done(AuditAction::TokenCreated, Target::new("token", id, name.trim()));
    tx.record(ctx, now, event.change(None, Some(after))).await?;
    Ok(text)
}

/// Ends a token; one that has ended stays as it is.
async fn revoke(tx: &Tx, ctx: &RequestCtx, row: api_token::Model, now: Timestamp) -> Result<()> {
    let done = api_token::Entity::update_many()
        .col_expr(api_token::Column::RevokedAt, Expr::value(now.as_millis()))
        .filter(api_token::Column::Id.eq(row.id))
        .filter(api_token::Column::RevokedAt.is_null())
        .exec(tx.conn())
        .await?;
    if done.rows_affected == 0 {
        return Ok(());
    }
    let target = Target::new("token", TokenId(row.id), row.name);
    tx.record(ctx, now, Event::done(AuditAction::TokenRevoked, target)).await
}

fn to_row(row: api_token::Model) -> Result<TokenRow> {
    Ok(TokenRow {
        id: TokenId(row.id),
        user_id: UserId(row.user_id),
        face: face_of(&row)?,
        scopes: split(&row.scopes),
        name: row.name,
        created_at: Timestamp::from_millis(row.created_at),
        last_used_at: row.last_used_at.map(Timestamp::from_millis),
        revoked_at: row.revoked_at.map(Timestamp::from_millis),
    })
}

fn face_of(row: &api_token::Model) -> Result<Face> {
    Face::from_word(&row.face).ok_or_else(|| Error::internal("an unknown face in the database"))
}

/// Scopes as they are stored: each once, in their own order.
fn join(scopes: &[Scope]) -> String {
    let words: Vec<_> =
        Scope::ALL.iter().filter(|scope| scopes.contains(scope)).map(|scope| scope.as_str()).collect();
    words.join(",")
}

fn split(words: &str) -> Vec<Scope> {
    words.split(',').filter_map(Scope::from_word).collect()
}
