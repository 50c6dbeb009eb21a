//! Sessions that nobody could use any more: whoever has lost all they might do at a face is signed out
//! of it at once, and the pages they have open are told.

use entity::session;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, sea_query::IntoCondition};
use types::{Face, SessionId, UserId};
use uuid::Uuid;

use super::{standing, store};
use crate::{db::Tx, error::Result, live::LiveEvent};

/// Those who have sessions among the people named by a condition on their sessions. Asked before the
/// change where the condition does not hold after it.
pub(crate) async fn signed_in(tx: &Tx, whose: impl IntoCondition) -> Result<Vec<Uuid>> {
    let users = session::Entity::find().select_only().column(session::Column::UserId).distinct();
    Ok(users.filter(whose.into_condition()).into_tuple().all(tx.conn()).await?)
}

/// Ends the sessions of these people at each face where they may do nothing any more.
pub(crate) async fn end_sessions(tx: &mut Tx, users: &[Uuid]) -> Result<()> {
    for id in users {
        let Some(user) = store::find(tx.conn(), &UserId(*id)).await? else { continue };
        for face in Face::ALL {
            if standing::permissions_at(tx.conn(), *face, &user).await?.is_empty() {
                end_at(tx, *id, *face).await?;
            }
        }
    }
    Ok(())
}

async fn end_at(tx: &mut Tx, user: Uuid, face: Face) -> Result<()> {
    let which =
        Condition::all().add(session::Column::UserId.eq(user)).add(session::Column::Face.eq(face.as_str()));
    let ended = session::Entity::find().filter(which.clone()).all(tx.conn()).await?;
    session::Entity::delete_many().filter(which).exec(tx.conn()).await?;
    for session in ended {
        tx.announce(LiveEvent::SessionEnded(SessionId(session.id)));
    }
    Ok(())
}
