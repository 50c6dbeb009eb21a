//! New people.

use std::collections::HashSet;

use entity::user;
use sea_orm::EntityTrait;
use types::{AuditAction, Timestamp, UserState};
use uuid::Uuid;

use super::{Incoming, Origin, Refused, announce, change, owners, shown, taken_by};
use crate::{
    audit::{Event, Target},
    ctx::RequestCtx,
    db::Tx,
    error::Result,
    people::store,
};

/// What became of new people.
#[derive(Debug, Default)]
pub(crate) struct Added {
    /// The id of each, in their order; nothing for those who were refused.
    pub(crate) ids: Vec<Option<Uuid>>,
    pub(crate) added: u64,
    /// People who are gone and came back as another entry.
    pub(crate) returned: u64,
    pub(crate) refused: Vec<Refused>,
}

/// Adds people, active and without a right of their own. A user name that somebody has is refused, with
/// one exception: somebody of this directory who is gone, with the same e-mail address, has come back
/// as a new entry.
///
/// # Errors
/// A unique violation when somebody takes a name at the same moment.
pub(crate) async fn add(
    tx: &mut Tx,
    ctx: &RequestCtx,
    now: Timestamp,
    origin: &Origin,
    people: &[Incoming],
) -> Result<Added> {
    let keys: Vec<String> = people.iter().map(|person| person.username.key()).collect();
    let owners = owners(tx, &keys).await?;
    let mut done = Added::default();
    let (mut rows, mut back) = (Vec::new(), Vec::new());
    let mut returning = HashSet::new();
    for (person, key) in people.iter().zip(&keys) {
        let id = match owners.get(key) {
            None => {
                let row = new_row(origin, now, person);
                let id = row.id;
                rows.push(row);
                Some(id)
            }
            Some(owner) if is_same(origin, owner, person) && returning.insert(owner.id) => {
                back.push((owner.id, person.clone()));
                Some(owner.id)
            }
            Some(owner) => {
                done.refused.push((person.username.to_string(), taken_by(origin, owner)));
                None
            }
        };
        done.ids.push(id);
    }
    if !back.is_empty() {
        done.returned = change(tx, ctx, now, origin, back).await?.returned;
    }
    if rows.is_empty() {
        return Ok(done);
    }
    done.added = rows.len() as u64;
    let events = rows.iter().map(|row| {
        let event =
            Event::done(AuditAction::UserCreated, Target::new("user", row.id, row.display_name.clone()));
        event.change(None, Some(shown(origin, row)))
    });
    tx.record_all(ctx, now, events.collect()).await?;
    announce(tx, rows.iter().map(|row| row.id));
    let rows = rows.into_iter().map(store::active);
    user::Entity::insert_many(rows).exec_without_returning(tx.conn()).await?;
    Ok(done)
}

/// Whether somebody who is gone is the same human: the name alone may have been given to another.
fn is_same(origin: &Origin, gone: &user::Model, person: &Incoming) -> bool {
    let same_address = match (&gone.email, &person.email) {
        (Some(was), Some(is)) => was.eq_ignore_ascii_case(is),
        _ => false,
    };
    gone.directory_id == Some(origin.id) && gone.gone_at.is_some() && same_address
}

fn new_row(origin: &Origin, now: Timestamp, person: &Incoming) -> user::Model {
    user::Model {
        id: Uuid::now_v7(),
        username: person.username.to_string(),
        username_key: person.username.key(),
        display_name: person.display_name.clone(),
        email: person.email.clone(),
        phone_number: person.phone_number.clone(),
        language: origin.language.to_string(),
        state: UserState::Active.as_str().to_owned(),
        rights: String::new(),
        password_hash: None,
        version: 1,
        created_at: now.as_millis(),
        updated_at: now.as_millis(),
        last_sign_in_at: None,
        first_name: person.first_name.clone(),
        last_name: person.last_name.clone(),
        time_zone: None,
        directory_id: Some(origin.id),
        directory_key: Some(person.key.clone()),
        directory_dn: Some(person.dn.clone()),
        gone_at: None,
        theme: None,
        deleted_at: None,
        search: String::new(),
    }
}
