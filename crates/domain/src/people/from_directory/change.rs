//! People with other names, addresses or places, and people who came back.

use std::collections::HashMap;

use entity::user;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::{Map, Value};
use types::{AuditAction, Timestamp};
use uuid::Uuid;

use super::{AT_ONCE, Incoming, Origin, Refused, announce, owners, shown, taken_by};
use crate::{
    audit::{Event, Target},
    ctx::RequestCtx,
    db::{Engine, Tx},
    error::Result,
    people::store,
};

/// What became of changes.
#[derive(Debug, Default)]
pub(crate) struct Changed {
    pub(crate) changed: u64,
    pub(crate) returned: u64,
    /// People whose new user name somebody else has; they keep the old one.
    pub(crate) refused: Vec<Refused>,
}

/// Writes what the directory says about people that are known by id.
pub(crate) async fn change(
    tx: &mut Tx,
    ctx: &RequestCtx,
    now: Timestamp,
    origin: &Origin,
    people: Vec<(Uuid, Incoming)>,
) -> Result<Changed> {
    let before = lock(tx, &people).await?;
    let mut done = Changed::default();
    let names = free_names(tx, origin, &people, &before, &mut done).await?;
    let (mut events, mut ids) = (Vec::new(), Vec::new());
    for (id, person) in people {
        let Some(was) = before.get(&id) else { continue };
        let mut row = user::Model {
            display_name: person.display_name,
            first_name: person.first_name,
            last_name: person.last_name,
            email: person.email,
            phone_number: person.phone_number,
            directory_key: Some(person.key),
            directory_dn: Some(person.dn),
            gone_at: None,
            ..was.clone()
        };
        if let Some((username, key)) = names.get(&id) {
            row.username.clone_from(username);
            row.username_key.clone_from(key);
        }
        if row == *was {
            continue;
        }
        row.version += 1;
        row.updated_at = now.as_millis();
        let target = || Target::new("user", id, row.display_name.clone());
        if was.gone_at.is_some() {
            done.returned += 1;
            events.push(
                Event::done(AuditAction::UserReturned, target()).change(None, Some(shown(origin, &row))),
            );
        } else {
            done.changed += 1;
            let (was, is) = differences(&shown(origin, was), &shown(origin, &row));
            events.push(Event::done(AuditAction::UserChanged, target()).change(Some(was), Some(is)));
        }
        user::Entity::update(store::active(row)).exec(tx.conn()).await?;
        ids.push(id);
    }
    tx.record_all(ctx, now, events).await?;
    announce(tx, ids.into_iter());
    Ok(done)
}

async fn lock(tx: &Tx, people: &[(Uuid, Incoming)]) -> Result<HashMap<Uuid, user::Model>> {
    let mut ids: Vec<Uuid> = people.iter().map(|(id, _)| *id).collect();
    // In one order always, so that two transactions never wait for each other.
    ids.sort_unstable();
    let mut rows = HashMap::new();
    for some in ids.chunks(AT_ONCE) {
        let mut query = user::Entity::find().filter(user::Column::Id.is_in(some.iter().copied()));
        query = sea_orm::QueryOrder::order_by_asc(query, user::Column::Id);
        if tx.engine() == Engine::Postgres {
            query = sea_orm::QuerySelect::lock_exclusive(query);
        }
        rows.extend(query.all(tx.conn()).await?.into_iter().map(|row| (row.id, row)));
    }
    Ok(rows)
}

/// The user name that each gets, with its key. Those who change theirs give it up first, so that two
/// may swap.
async fn free_names(
    tx: &Tx,
    origin: &Origin,
    people: &[(Uuid, Incoming)],
    before: &HashMap<Uuid, user::Model>,
    done: &mut Changed,
) -> Result<HashMap<Uuid, (String, String)>> {
    let renamed: Vec<&(Uuid, Incoming)> = people
        .iter()
        .filter(|(id, person)| before.get(id).is_some_and(|was| was.username_key != person.username.key()))
        .collect();
    for (id, _) in &renamed {
        // No user name begins so.
        user::Entity::update_many()
            .col_expr(user::Column::UsernameKey, Expr::value(format!("\u{1}{id}")))
            .filter(user::Column::Id.eq(*id))
            .exec(tx.conn())
            .await?;
    }
    let keys: Vec<String> = renamed.iter().map(|(_, person)| person.username.key()).collect();
    let owners = owners(tx, &keys).await?;
    let mut names = HashMap::new();
    for (id, person) in people {
        let Some(was) = before.get(id) else { continue };
        let key = person.username.key();
        match owners.get(&key).filter(|_| was.username_key != key) {
            None => drop(names.insert(*id, (person.username.to_string(), key))),
            Some(owner) => {
                done.refused.push((person.username.to_string(), taken_by(origin, owner)));
                user::Entity::update_many()
                    .col_expr(user::Column::UsernameKey, Expr::value(was.username_key.clone()))
                    .filter(user::Column::Id.eq(*id))
                    .exec(tx.conn())
                    .await?;
            }
        }
    }
    Ok(names)
}

fn differences(was: &Value, is: &Value) -> (Value, Value) {
    let (mut before, mut after) = (Map::new(), Map::new());
    for (name, new) in is.as_object().into_iter().flatten() {
        let old = was.get(name).unwrap_or(&Value::Null);
        if old != new {
            before.insert(name.clone(), old.clone());
            after.insert(name.clone(), new.clone());
        }
    }
    (Value::Object(before), Value::Object(after))
}
