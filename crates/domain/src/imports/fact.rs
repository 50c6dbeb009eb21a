//! What is known of the people and devices that rows name: read for many rows at once for the preview,
//! for one within its transaction.

use std::collections::{HashMap, HashSet};

use entity::{group_member, import_key, user};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait, Func},
};
use types::{GroupId, RegistrationSettings, UserId, contact::username_key};
use uuid::Uuid;

use super::row::Row;
use crate::{error::Result, people::store, registration};

/// Values in one statement.
const AT_ONCE: usize = 500;

/// A person that is there.
#[derive(Debug, Clone)]
pub(super) struct Person {
    /// Who.
    pub(super) id: UserId,
    /// Whether they count.
    pub(super) active: bool,
    /// Whether a message would reach them.
    pub(super) has_address: bool,
    /// Whether they have a telephone number.
    pub(super) has_phone: bool,
    /// How many devices they may have; nothing for any number.
    pub(super) limit: Option<u32>,
    /// How many they have.
    pub(super) places: u32,
}

/// Everybody that rows name.
#[derive(Debug, Default)]
pub(super) struct People {
    by_name: HashMap<String, Uuid>,
    by_email: HashMap<String, Option<Uuid>>,
    people: HashMap<Uuid, Person>,
}

impl People {
    /// Reads them.
    pub(super) async fn of<C: ConnectionTrait>(
        db: &C,
        settings: &RegistrationSettings,
        rows: &[Row],
    ) -> Result<Self> {
        let names: HashSet<String> =
            rows.iter().flat_map(|row| [&row.user, &row.email]).map(|name| username_key(name)).collect();
        let names: Vec<String> = names.into_iter().filter(|name| !name.is_empty()).collect();
        let mut all = Self::default();
        let mut found: HashMap<Uuid, user::Model> = HashMap::new();
        for some in names.chunks(AT_ONCE) {
            let lowered = Expr::expr(Func::lower(Expr::col(user::Column::Email)));
            let either = sea_orm::Condition::any()
                .add(user::Column::UsernameKey.is_in(some.iter().map(String::as_str)))
                .add(lowered.is_in(some.iter().map(String::as_str)));
            let users =
                user::Entity::find().filter(either).filter(user::Column::DeletedAt.is_null()).all(db).await?;
            found.extend(users.into_iter().map(|user| (user.id, user)));
        }
        let ids: Vec<Uuid> = found.keys().copied().collect();
        for some in ids.chunks(AT_ONCE) {
            let places = store::count_places(db, some).await?;
            let mut groups: HashMap<Uuid, Vec<GroupId>> = HashMap::new();
            if !settings.group_limits.is_empty() {
                let members = group_member::Entity::find()
                    .filter(group_member::Column::UserId.is_in(some.iter().copied()))
                    .all(db)
                    .await?;
                for member in members {
                    groups.entry(member.user_id).or_default().push(GroupId(member.group_id));
                }
            }
            for id in some {
                let Some(user) = found.get(id) else { continue };
                let groups = groups.remove(id).unwrap_or_default();
                all.add(user, places.get(id).copied().unwrap_or_default(), settings, &groups);
            }
        }
        Ok(all)
    }

    fn add(&mut self, user: &user::Model, places: u32, settings: &RegistrationSettings, groups: &[GroupId]) {
        self.by_name.insert(user.username_key.clone(), user.id);
        if let Some(email) = &user.email {
            // An address that several share names nobody.
            self.by_email.entry(email.to_lowercase()).and_modify(|one| *one = None).or_insert(Some(user.id));
        }
        let person = Person {
            id: UserId(user.id),
            active: store::is_active(user),
            has_address: user.email.is_some(),
            has_phone: user.phone_number.is_some(),
            limit: registration::limit::number(settings, groups),
            places,
        };
        self.people.insert(user.id, person);
    }

    /// Whom a row names: by user name, and only without one by address.
    pub(super) fn find(&self, row: &Row) -> Option<&Person> {
        let id = match row.user.is_empty() {
            false => self.by_name.get(&username_key(&row.user)).copied(),
            true => self.by_email.get(&row.email.to_lowercase()).copied().flatten(),
        };
        self.people.get(&id?)
    }

    /// One more device of somebody, for the rows behind.
    pub(super) fn take_place(&mut self, id: UserId) {
        if let Some(person) = self.people.get_mut(&id.0) {
            person.places += 1;
        }
    }
}

/// Which of these keys an earlier import has used.
pub(super) async fn used<C: ConnectionTrait>(db: &C, keys: &[String]) -> Result<HashSet<String>> {
    let mut all = HashSet::new();
    for some in keys.chunks(AT_ONCE) {
        let rows = import_key::Entity::find()
            .filter(import_key::Column::Key.is_in(some.iter().map(String::as_str)))
            .all(db)
            .await?;
        all.extend(rows.into_iter().map(|row| row.key));
    }
    Ok(all)
}
