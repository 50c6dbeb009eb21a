//! Links under which a person chooses a password: they work once, and only their hash is stored
//! beside an envelope from which the message is rendered.

use std::time::Duration;

use entity::{single_use_link, user};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, sea_query::Expr,
};
use types::{MessageKind, Timestamp, UserId};
use uuid::Uuid;

use super::store;
use crate::{
    db::Tx,
    error::Result,
    messages::queue,
    secrets::{Keys, random_token, token_hash},
};

/// What a link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// The first password, or a new one that an administrator has offered. 24 hours.
    Set,
    /// A new password that the person asked for. One hour.
    Reset,
    /// The first password of somebody who was invited. A week.
    Invitation,
}

impl Purpose {
    /// All.
    pub(crate) const ALL: [Self; 3] = [Self::Set, Self::Reset, Self::Invitation];

    /// The word in the database.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Set => "set_password",
            Self::Reset => "reset_password",
            Self::Invitation => "invitation",
        }
    }

    /// Reads the word.
    pub(crate) fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.as_str() == word)
    }

    fn message(self) -> MessageKind {
        match self {
            Self::Set => MessageKind::SetPassword,
            Self::Reset => MessageKind::ResetPassword,
            Self::Invitation => MessageKind::Invitation,
        }
    }

    /// How long a link works.
    pub(crate) fn lifetime(self) -> Duration {
        match self {
            Self::Set => Duration::from_hours(24),
            Self::Reset => Duration::from_hours(1),
            Self::Invitation => Duration::from_hours(7 * 24),
        }
    }
}

/// A link that was just made.
pub(crate) struct Issued {
    /// The link.
    pub(crate) id: Uuid,
    /// Its secret.
    pub(crate) token: String,
}

/// Makes a link.
pub(crate) async fn issue(
    tx: &Tx,
    keys: &Keys,
    now: Timestamp,
    user_id: UserId,
    purpose: Purpose,
) -> Result<Issued> {
    let (id, token) = (Uuid::now_v7(), random_token()?);
    let envelope = keys.seal(&format!("single_use_links/{}/token", id.hyphenated()), token.as_bytes())?;
    let row = single_use_link::ActiveModel {
        id: Set(id),
        purpose: Set(purpose.as_str().to_owned()),
        user_id: Set(Some(user_id.0)),
        token_hash: Set(token_hash(&token)),
        envelope: Set(Some(envelope)),
        created_at: Set(now.as_millis()),
        expires_at: Set((now + purpose.lifetime()).as_millis()),
        used_at: Set(None),
    };
    single_use_link::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(Issued { id, token })
}

/// Makes a link and queues the message that carries it.
pub(crate) async fn send(
    tx: &mut Tx,
    keys: &Keys,
    now: Timestamp,
    user: &user::Model,
    purpose: Purpose,
) -> Result<()> {
    let issued = issue(tx, keys, now, UserId(user.id), purpose).await?;
    queue::queue_password_link(tx, now, &store::to_recipient(user), purpose.message(), issued.id).await?;
    Ok(())
}

/// Ends all password links of a person that still work, and the messages that would carry them.
pub(crate) async fn revoke(tx: &mut Tx, now: Timestamp, user_id: UserId) -> Result<()> {
    let working = Condition::all()
        .add(single_use_link::Column::UserId.eq(user_id.0))
        .add(single_use_link::Column::UsedAt.is_null());
    let ids: Vec<Uuid> = single_use_link::Entity::find()
        .select_only()
        .column(single_use_link::Column::Id)
        .filter(working.clone())
        .into_tuple()
        .all(tx.conn())
        .await?;
    for id in ids {
        queue::cancel_for_link(tx, id).await?;
    }
    single_use_link::Entity::update_many()
        .col_expr(single_use_link::Column::UsedAt, Expr::value(now.as_millis()))
        .col_expr(single_use_link::Column::Envelope, Expr::value(None::<Vec<u8>>))
        .filter(working)
        .exec(tx.conn())
        .await?;
    Ok(())
}
