//! Choosing the groups that are read from a directory.

use std::{
    collections::{HashMap, HashSet},
    ops::ControlFlow,
};

use entity::{group, group_member, role_assignment};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use serde_json::json;
use types::{
    AuditAction, ChooseGroups, ChosenGroup, DirectoryFault, DirectoryId, ErrorCode, FieldCode, FoundGroup,
    FoundGroups, GroupId, Permission, Timestamp, Validate,
};
use uuid::Uuid;

use super::{
    Directories,
    client::Search,
    fault::{Answer, guarded},
    key,
    reader::Account,
    store,
};
use crate::{
    access::policy::Resource,
    audit::{Event, Target},
    ctx::RequestCtx,
    db::Tx,
    error::{Error, Result},
    live::{LiveEvent, Topic},
    registration::limit,
};

/// Groups that a search gives.
const MOST: usize = 50;
/// Longest words to look for, in characters.
const MAX_Q: usize = 100;

impl Directories<'_> {
    /// Looks for groups in the directory by a part of their names; all of them for no words. What goes
    /// wrong with the directory is said in the answer.
    ///
    /// # Errors
    /// Without `directory_write`; `not_found`; `invalid_input`.
    pub async fn search_groups(&self, ctx: &RequestCtx, id: DirectoryId, q: &str) -> Result<FoundGroups> {
        ctx.require(Permission::DirectoryWrite, &Resource::All)?;
        let q = q.trim();
        if q.chars().count() > MAX_Q {
            return Err(Error::invalid("q", FieldCode::TooLong));
        }
        let db = self.domain.db().read();
        let row = store::find(db, id).await?.ok_or(ErrorCode::NotFound)?;
        let account = Account::of(self.domain, &row)?;
        let attribute = &account.settings.attributes.group_name;
        let filter = if q.is_empty() {
            format!("({attribute}=*)")
        } else {
            format!("({attribute}=*{}*)", ldap3::ldap_escape(q))
        };
        let (mut items, more) = match guarded(look(&account, &filter, MOST)).await {
            Ok(found) => found,
            Err(fault) => {
                return Ok(FoundGroups { items: Vec::new(), more: false, fault: Some(fault.kind) });
            }
        };
        let chosen: HashSet<String> =
            rows(db, id).await?.into_iter().filter_map(|row| row.directory_key).collect();
        for item in &mut items {
            item.chosen = chosen.contains(&item.key);
        }
        items.sort_by_key(|item| item.name.to_lowercase());
        Ok(FoundGroups { items, more, fault: None })
    }

    /// The groups that were chosen, by name, with what hangs on them.
    ///
    /// # Errors
    /// Without `directory_read`; `not_found`.
    pub async fn chosen_groups(&self, ctx: &RequestCtx, id: DirectoryId) -> Result<Vec<ChosenGroup>> {
        ctx.require(Permission::DirectoryRead, &Resource::All)?;
        self.choice(id).await
    }

    async fn choice(&self, id: DirectoryId) -> Result<Vec<ChosenGroup>> {
        let db = self.domain.db().read();
        store::find(db, id).await?.ok_or(ErrorCode::NotFound)?;
        let rows = rows(db, id).await?;
        let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        let members = count(db, &ids, Hangs::Members).await?;
        let roles = count(db, &ids, Hangs::Roles).await?;
        let mut groups: Vec<ChosenGroup> = rows
            .into_iter()
            .map(|row| ChosenGroup {
                id: GroupId(row.id),
                members: members.get(&row.id).copied().unwrap_or(0),
                roles: roles.get(&row.id).and_then(|count| u32::try_from(*count).ok()).unwrap_or(0),
                rights: u32::try_from(crate::people::store::split_rights(&row.rights).len()).unwrap_or(0),
                key: row.directory_key.unwrap_or_default(),
                name: row.name,
                dn: row.directory_dn.unwrap_or_default(),
                gone_at: row.gone_at.map(Timestamp::from_millis),
            })
            .collect();
        groups.sort_by_key(|group| group.name.to_lowercase());
        Ok(groups)
    }

    /// Chooses groups; their members come with the next reading. Those chosen already stay as they are.
    ///
    /// # Errors
    /// Without `directory_write`; `not_found`; `invalid_input` for a key that the directory has not;
    /// `unavailable` when it does not answer.
    pub async fn choose_groups(
        &self,
        ctx: &RequestCtx,
        id: DirectoryId,
        input: &ChooseGroups,
    ) -> Result<Vec<ChosenGroup>> {
        ctx.require(Permission::DirectoryWrite, &Resource::All)?;
        input.validate()?;
        let row = store::find(self.domain.db().read(), id).await?.ok_or(ErrorCode::NotFound)?;
        let account = Account::of(self.domain, &row)?;
        let attribute = &account.settings.attributes.key;
        let keys: String = input.keys.iter().map(|key| key::filter(attribute, key)).collect();
        let found = guarded(look(&account, &format!("(|{keys})"), input.keys.len())).await;
        let (found, _) = found.map_err(|_| ErrorCode::Unavailable)?;
        for (index, wanted) in input.keys.iter().enumerate() {
            if !found.iter().any(|group| group.key == *wanted) {
                return Err(Error::invalid(&format!("keys[{index}]"), FieldCode::NotFound));
            }
        }
        self.domain.retry_on_conflict(|| self.try_choose(ctx, id, &found)).await?;
        self.choice(id).await
    }

    /// Takes a group out of the choice: the group goes with its memberships, the rights and the roles
    /// that it gave. People stay; those who were read for this group alone are gone with the next
    /// reading. Gives the groups that are left.
    ///
    /// # Errors
    /// Without `directory_write`; `not_found`.
    pub async fn unchoose_group(
        &self,
        ctx: &RequestCtx,
        id: DirectoryId,
        group_id: GroupId,
    ) -> Result<Vec<ChosenGroup>> {
        ctx.require(Permission::DirectoryWrite, &Resource::All)?;
        let now = self.domain.clock().now();
        let mut tx = self.domain.begin().await?;
        let row = group::Entity::find_by_id(group_id.0)
            .filter(group::Column::DirectoryId.eq(id.0))
            .one(tx.conn())
            .await?
            .ok_or(ErrorCode::NotFound)?;
        let ids = [row.id];
        let members = count(tx.conn(), &ids, Hangs::Members).await?.remove(&row.id).unwrap_or(0);
        let roles = count(tx.conn(), &ids, Hangs::Roles).await?.remove(&row.id).unwrap_or(0);
        group::Entity::delete_by_id(row.id).exec(tx.conn()).await?;
        limit::forget_group(&tx, ctx, now, group_id).await?;
        let before =
            json!({ "members": members, "rights": row.rights, "roles": roles, "dn": row.directory_dn });
        let event = Event::done(AuditAction::GroupUnchosen, Target::new("group", row.id, row.name));
        tx.record(ctx, now, event.change(Some(before), None)).await?;
        announce(&mut tx, id);
        tx.commit().await?;
        self.choice(id).await
    }

    async fn try_choose(&self, ctx: &RequestCtx, id: DirectoryId, found: &[FoundGroup]) -> Result<()> {
        let now = self.domain.clock().now();
        let mut tx = self.domain.begin().await?;
        store::lock(&tx, id).await?.ok_or(ErrorCode::NotFound)?;
        let chosen: HashSet<String> =
            rows(tx.conn(), id).await?.into_iter().filter_map(|row| row.directory_key).collect();
        for new in found.iter().filter(|found| !chosen.contains(&found.key)) {
            let row = group::ActiveModel {
                id: Set(Uuid::now_v7()),
                name: Set(new.name.clone()),
                name_key: Set(new.name.to_lowercase()),
                description: Set(new.description.clone()),
                rights: Set(String::new()),
                directory_id: Set(Some(id.0)),
                directory_key: Set(Some(new.key.clone())),
                directory_dn: Set(Some(new.dn.clone())),
                gone_at: Set(None),
                version: Set(1),
                created_at: Set(now.as_millis()),
                updated_at: Set(now.as_millis()),
            };
            let group_id = row.id.clone().unwrap();
            group::Entity::insert(row).exec_without_returning(tx.conn()).await?;
            let event =
                Event::done(AuditAction::GroupChosen, Target::new("group", group_id, new.name.clone()));
            tx.record(ctx, now, event.change(None, Some(json!({ "dn": new.dn })))).await?;
        }
        announce(&mut tx, id);
        tx.commit().await
    }
}

fn announce(tx: &mut Tx, id: DirectoryId) {
    tx.announce(LiveEvent::Changed { topic: Topic::Settings, id: id.0, owner: None });
    tx.announce(LiveEvent::Changed { topic: Topic::User, id: Uuid::nil(), owner: None });
}

async fn look(account: &Account, filter: &str, most: usize) -> Answer<(Vec<FoundGroup>, bool)> {
    let (mut connection, _) = account.open(account.limit()).await?;
    let settings = &account.settings;
    let names = &settings.attributes;
    let filter = format!("(&{}{filter})", settings.group_filter);
    let mut found: Vec<FoundGroup> = Vec::new();
    let mut more = false;
    for base in &settings.group_bases {
        let attributes = [names.key.as_str(), &names.group_name, "description"];
        let search = Search { base, filter: &filter, attributes: &attributes };
        let ended = connection.search(search, |entry| {
            let value = entry.values(&names.key).first();
            let key = value.and_then(|value| key::to_text(&names.key, value));
            let (Some(key), Some(dn)) = (key, entry.dn_text()) else { return ControlFlow::Continue(()) };
            if found.iter().any(|known| known.key == key) {
                return ControlFlow::Continue(());
            }
            if found.len() == most {
                more = true;
                return ControlFlow::Break(());
            }
            let short = |text: String, most: usize| text.chars().take(most).collect::<String>();
            found.push(FoundGroup {
                name: short(entry.text(&names.group_name).unwrap_or_else(|| dn.clone()), 80),
                description: short(entry.text("description").unwrap_or_default(), 200),
                key,
                dn,
                chosen: false,
            });
            ControlFlow::Continue(())
        });
        match ended.await {
            // A server that gives no more than so many has given some.
            Err(fault) if fault.kind == DirectoryFault::CutOff && !found.is_empty() => more = true,
            outcome => drop(outcome?),
        }
    }
    Ok((found, more))
}

async fn rows<C: ConnectionTrait>(db: &C, id: DirectoryId) -> Result<Vec<group::Model>> {
    let query = group::Entity::find().filter(group::Column::DirectoryId.eq(id.0));
    Ok(query.order_by_asc(group::Column::Id).all(db).await?)
}

/// What hangs on a group.
enum Hangs {
    Members,
    Roles,
}

async fn count<C: ConnectionTrait>(db: &C, ids: &[Uuid], what: Hangs) -> Result<HashMap<Uuid, u64>> {
    let ids = ids.iter().copied();
    let counts: Vec<(Uuid, i64)> = match what {
        Hangs::Members => {
            group_member::Entity::find()
                .select_only()
                .column(group_member::Column::GroupId)
                .column_as(group_member::Column::UserId.count(), "members")
                .filter(group_member::Column::GroupId.is_in(ids))
                .group_by(group_member::Column::GroupId)
                .into_tuple()
                .all(db)
                .await?
        }
        Hangs::Roles => {
            role_assignment::Entity::find()
                .select_only()
                .column(role_assignment::Column::GroupId)
                .column_as(role_assignment::Column::Id.count(), "roles")
                .filter(role_assignment::Column::GroupId.is_in(ids))
                .group_by(role_assignment::Column::GroupId)
                .into_tuple()
                .all(db)
                .await?
        }
    };
    Ok(counts.into_iter().map(|(id, count)| (id, count.unsigned_abs())).collect())
}
