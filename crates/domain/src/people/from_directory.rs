//! What a reading of a directory does to people and groups. Nothing else writes people of a directory
//! but their own choices (language, time zone) and what administrators give them.
//!
//! Written in chunks: one transaction takes up to some hundred people with an audit event each, in a
//! few statements, so that the first reading of ten thousand people takes seconds.

mod add;
mod change;
mod depart;
mod groups;

use std::collections::HashMap;

use entity::user;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use types::{MessageLanguage, SkipReason, Username};
use uuid::Uuid;

pub(crate) use add::add;
pub(crate) use change::change;
pub(crate) use depart::depart;
pub(crate) use groups::{lose_group, members, name_groups, set_members};

use crate::{
    db::Tx,
    error::Result,
    live::{LiveEvent, Topic},
};

/// How many ids one statement takes.
const AT_ONCE: usize = 500;

/// More announcements than this are one: everybody reads everything again.
const FEW: usize = 20;

/// A directory.
#[derive(Debug, Clone)]
pub(crate) struct Origin {
    pub(crate) id: Uuid,
    pub(crate) name: String,
    /// The language of its new people.
    pub(crate) language: MessageLanguage,
}

/// A person as a directory has them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Incoming {
    /// The lasting key.
    pub(crate) key: String,
    /// Where they stand.
    pub(crate) dn: String,
    pub(crate) username: Username,
    pub(crate) display_name: String,
    pub(crate) first_name: Option<String>,
    pub(crate) last_name: Option<String>,
    pub(crate) email: Option<String>,
    pub(crate) phone_number: Option<String>,
}

/// A person of a directory as they were read last, in little room.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    pub(crate) id: Uuid,
    pub(crate) username_key: String,
    pub(crate) is_gone: bool,
    fingerprint: [u8; 16],
}

/// Somebody who was not taken over, by user name, and why.
pub(crate) type Refused = (String, SkipReason);

impl Known {
    /// Whether anything is to be written.
    pub(crate) fn differs_from(&self, person: &Incoming) -> bool {
        self.is_gone || self.fingerprint != fingerprint_of(person)
    }
}

/// All people of a directory, by their lasting keys.
pub(crate) async fn known<C: ConnectionTrait>(db: &C, directory: Uuid) -> Result<HashMap<String, Known>> {
    let mut known = HashMap::new();
    let mut after = Uuid::nil();
    loop {
        let rows = user::Entity::find()
            .filter(user::Column::DirectoryId.eq(directory))
            .filter(user::Column::DeletedAt.is_null())
            .filter(user::Column::Id.gt(after))
            .order_by_asc(user::Column::Id)
            .limit(AT_ONCE as u64)
            .all(db)
            .await?;
        let Some(last) = rows.last() else { return Ok(known) };
        after = last.id;
        known.extend(rows.into_iter().filter_map(|row| {
            let fingerprint = fingerprint([
                row.directory_dn.as_deref(),
                Some(&row.username),
                Some(&row.display_name),
                row.first_name.as_deref(),
                row.last_name.as_deref(),
                row.email.as_deref(),
                row.phone_number.as_deref(),
            ]);
            let is_gone = row.gone_at.is_some();
            Some((
                row.directory_key?,
                Known { id: row.id, username_key: row.username_key, is_gone, fingerprint },
            ))
        }));
    }
}

/// User names of some people, for a report.
pub(crate) async fn names<C: ConnectionTrait>(db: &C, ids: &[Uuid], most: usize) -> Result<Vec<String>> {
    let some = ids.iter().take(most.min(AT_ONCE)).copied();
    let query = user::Entity::find().select_only().column(user::Column::Username);
    let named = query.filter(user::Column::Id.is_in(some)).order_by_asc(user::Column::UsernameKey);
    Ok(named.into_tuple().all(db).await?)
}

/// Who has these user names.
async fn owners(tx: &Tx, keys: &[String]) -> Result<HashMap<String, user::Model>> {
    let mut owners = HashMap::new();
    for some in keys.chunks(AT_ONCE) {
        let rows = user::Entity::find()
            .filter(user::Column::UsernameKey.is_in(some.iter().map(String::as_str)))
            .all(tx.conn())
            .await?;
        owners.extend(rows.into_iter().map(|row| (row.username_key.clone(), row)));
    }
    Ok(owners)
}

/// Why somebody else's name cannot be had.
fn taken_by(origin: &Origin, owner: &user::Model) -> SkipReason {
    match owner.directory_id {
        None => SkipReason::LocalName,
        Some(id) if id == origin.id => SkipReason::SameName,
        Some(_) => SkipReason::OtherDirectory,
    }
}

fn fingerprint_of(person: &Incoming) -> [u8; 16] {
    fingerprint([
        Some(&person.dn),
        Some(person.username.as_str()),
        Some(&person.display_name),
        person.first_name.as_deref(),
        person.last_name.as_deref(),
        person.email.as_deref(),
        person.phone_number.as_deref(),
    ])
}

fn fingerprint(fields: [Option<&str>; 7]) -> [u8; 16] {
    let mut digest = Sha256::new();
    for field in fields {
        digest.update([u8::from(field.is_some())]);
        let text = field.unwrap_or_default();
        digest.update((text.len() as u64).to_be_bytes());
        digest.update(text);
    }
    let mut fingerprint = [0; 16];
    fingerprint.iter_mut().zip(digest.finalize()).for_each(|(to, from)| *to = from);
    fingerprint
}

/// What the audit log keeps of a person.
fn shown(origin: &Origin, row: &user::Model) -> Value {
    json!({
        "username": row.username,
        "display_name": row.display_name,
        "first_name": row.first_name,
        "last_name": row.last_name,
        "email": row.email,
        "phone_number": row.phone_number,
        "dn": row.directory_dn,
        "directory": origin.name,
    })
}

/// Tells pages about these people.
fn announce(tx: &mut Tx, ids: impl ExactSizeIterator<Item = Uuid>) {
    if ids.len() > FEW {
        tx.announce(LiveEvent::Changed { topic: Topic::User, id: Uuid::nil(), owner: None });
        return;
    }
    for id in ids {
        tx.announce(LiveEvent::user(id.into()));
    }
}
