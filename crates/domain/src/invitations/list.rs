//! Who was invited, and what they have done since.

use std::collections::HashMap;

use entity::{device, invitation, message, user};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait, SimpleExpr},
};
use types::{
    InvitationQuery, InvitationRow, MessageId, MessageState, Page, Permission, Reaction, Timestamp, UserId,
    UserQuery, Validate,
};
use uuid::Uuid;

use super::Invitations;
use crate::{access::policy::Resource, ctx::RequestCtx, db::list::Cursor, error::Result, people::filter};

const LIST: &str = "invitations";

impl Invitations<'_> {
    /// Invitations, the newest person first, one for each person.
    ///
    /// # Errors
    /// Without `registration_write` and `user_read`, or a query that breaks a rule.
    pub async fn list(&self, ctx: &RequestCtx, query: &InvitationQuery) -> Result<Page<InvitationRow>> {
        ctx.require(Permission::RegistrationWrite, &Resource::All)?;
        ctx.require(Permission::UserRead, &Resource::All)?;
        query.validate()?;
        let (db, keys) = (self.domain.db().read(), self.domain.keys());
        let people = UserQuery { q: query.q.clone(), ..UserQuery::default() };
        let mut filter = filter::of(db, &people).await?;
        if let Some(reaction) = query.reaction {
            filter = filter.add(with(reaction));
        }
        let on = Expr::col((invitation::Entity, invitation::Column::UserId))
            .equals((user::Entity, user::Column::Id));
        let select = invitation::Entity::find().join_as_inner(on).filter(filter);
        let total = match query.page.total {
            true => Some(select.clone().count(db).await?),
            false => None,
        };
        let mut page = select;
        if let Some(cursor) = Cursor::parse(keys, LIST, query.page.cursor.as_deref())? {
            page = page.filter(invitation::Column::UserId.lt(cursor.id));
        }
        let limit = query.page.limit() as usize;
        let mut rows = page.order_by_desc(invitation::Column::UserId).limit(limit as u64 + 1).all(db).await?;
        let next_cursor = Cursor::next(keys, LIST, &mut rows, limit, |row| row.user_id);
        let ids = || rows.iter().map(|row| row.user_id);
        let users: HashMap<Uuid, user::Model> = user::Entity::find()
            .filter(user::Column::Id.is_in(ids()))
            .all(db)
            .await?
            .into_iter()
            .map(|row| (row.id, row))
            .collect();
        let messages: HashMap<Uuid, message::Model> = message::Entity::find()
            .filter(message::Column::Id.is_in(rows.iter().filter_map(|row| row.message_id)))
            .all(db)
            .await?
            .into_iter()
            .map(|row| (row.id, row))
            .collect();
        let mut devices: HashMap<Uuid, Vec<device::Model>> = HashMap::new();
        for row in device::Entity::find().filter(device::Column::UserId.is_in(ids())).all(db).await? {
            devices.entry(row.user_id).or_default().push(row);
        }
        let items = rows
            .iter()
            .filter_map(|row| {
                let user = users.get(&row.user_id)?;
                let devices = devices.get(&row.user_id).map(Vec::as_slice).unwrap_or_default();
                let message = row.message_id.and_then(|id| messages.get(&id));
                Some(to_row(row, user, devices, message))
            })
            .collect();
        Ok(Page { items, next_cursor, total })
    }
}

/// Joins people to their invitations.
trait JoinPeople {
    fn join_as_inner(self, on: SimpleExpr) -> Self;
}

impl JoinPeople for sea_orm::Select<invitation::Entity> {
    fn join_as_inner(mut self, on: SimpleExpr) -> Self {
        QueryTrait::query(&mut self).inner_join(user::Entity, on);
        self
    }
}

fn to_row(
    row: &invitation::Model,
    user: &user::Model,
    devices: &[device::Model],
    message: Option<&message::Model>,
) -> InvitationRow {
    let (reaction, reacted_at) = reaction(row, user, devices);
    InvitationRow {
        user_id: UserId(row.user_id),
        name: user.display_name.clone(),
        email: user.email.clone(),
        invited_at: Timestamp::from_millis(row.invited_at),
        written_at: Timestamp::from_millis(row.written_at),
        times: u32::try_from(row.times).unwrap_or(u32::MAX),
        message_id: row.message_id.map(MessageId),
        message_state: message.and_then(|message| MessageState::from_word(&message.state)),
        last_error: message.and_then(|message| message.last_error.clone()),
        reaction,
        reacted_at: reacted_at.map(Timestamp::from_millis),
    }
}

/// The furthest that somebody has come since they were invited, and when.
fn reaction(
    row: &invitation::Model,
    user: &user::Model,
    devices: &[device::Model],
) -> (Reaction, Option<i64>) {
    let since = |at: &i64| *at >= row.invited_at;
    if let Some(at) = row.withdrawn_at {
        return (Reaction::Withdrawn, Some(at));
    }
    if let Some(at) = devices.iter().filter_map(|device| device.registered_at).filter(since).min() {
        return (Reaction::Registered, Some(at));
    }
    if let Some(at) = devices.iter().map(|device| device.created_at).filter(since).min() {
        return (Reaction::Began, Some(at));
    }
    match user.last_sign_in_at.filter(since) {
        Some(at) => (Reaction::SignedIn, Some(at)),
        None => (Reaction::Nothing, None),
    }
}

/// The same as [`reaction`] for the database.
fn with(reaction: Reaction) -> Condition {
    let invited = || Expr::col((invitation::Entity, invitation::Column::InvitedAt));
    let has = |column: device::Column| {
        let own = Expr::col((device::Entity, device::Column::UserId))
            .equals((invitation::Entity, invitation::Column::UserId));
        let since = Expr::col((device::Entity, column)).gte(invited());
        let devices = device::Entity::find()
            .select_only()
            .column(device::Column::Id)
            .filter(own)
            .filter(since)
            .into_query();
        Expr::exists(devices)
    };
    let registered = || has(device::Column::RegisteredAt);
    let began = || has(device::Column::CreatedAt);
    // A column without a value is neither before nor after.
    let signed_in = || {
        let at = || Expr::col((user::Entity, user::Column::LastSignInAt));
        at().is_not_null().and(at().gte(invited()))
    };
    let withdrawn = invitation::Column::WithdrawnAt.is_not_null();
    let stands = Condition::all().add(invitation::Column::WithdrawnAt.is_null());
    match reaction {
        Reaction::Withdrawn => Condition::all().add(withdrawn),
        Reaction::Registered => stands.add(registered()),
        Reaction::Began => stands.add(registered().not()).add(began()),
        Reaction::SignedIn => stands.add(registered().not()).add(began().not()).add(signed_in()),
        Reaction::Nothing => stands.add(registered().not()).add(began().not()).add(signed_in().not()),
    }
}
