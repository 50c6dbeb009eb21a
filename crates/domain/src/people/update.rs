//! Changes of a person, disabling among them.

use entity::{session, user};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter};
use serde_json::{Map, Value, json};
use types::{
    AuditAction, EmailAddress, ErrorCode, Face, FieldCode, Language, Permission, PhoneNumber, PortalRight,
    SessionId, UpdateUser, UserDetail, UserId, UserState, Validate,
};

use super::{
    People,
    create::{filled, known_zone},
    password_link, power, standing, store,
};
use crate::{
    access::policy::Resource,
    audit::{Event, Target},
    ctx::RequestCtx,
    db::Tx,
    error::{Error, Result},
    live::LiveEvent,
};

impl People<'_> {
    /// Changes a person; counts from the next request. Disabling ends their sessions and links at
    /// once; their tokens and PINs are dead for as long as they are disabled.
    ///
    /// # Errors
    /// Without `user_write`, or for somebody who may do more than the actor; `not_found`;
    /// `invalid_input`; `version_conflict` when `expected_version` is not the current one;
    /// `last_administrator` when nobody would be left who may do everything.
    pub async fn update(
        &self,
        ctx: &RequestCtx,
        id: UserId,
        input: &UpdateUser,
        expected_version: Option<i64>,
    ) -> Result<UserDetail> {
        ctx.require(Permission::UserWrite, &Resource::All)?;
        input.validate()?;
        let now = self.domain.clock().now();
        let mut tx = self.domain.begin().await?;
        let disables = input.state == Some(UserState::Disabled);
        let administrators = if disables { standing::lock_administrators(&tx).await? } else { Vec::new() };
        let before = store::lock(&tx, &id).await?.ok_or(ErrorCode::NotFound)?;
        power::require_over(tx.conn(), ctx, &before).await?;
        if expected_version.is_some_and(|version| version != before.version) {
            return Err(ErrorCode::VersionConflict.into());
        }
        if disables && administrators == [before.id] {
            return Err(ErrorCode::LastAdministrator.into());
        }
        let mut after = apply(before.clone(), input)?;
        if before.directory_id.is_some() {
            keep_what_the_directory_says(&before, &after)?;
        }
        if after == before {
            drop(tx);
            return self.detail(id).await;
        }
        after.version += 1;
        after.updated_at = now.as_millis();
        user::Entity::update(store::active(after.clone())).exec(tx.conn()).await?;
        if before.state != after.state && disables {
            end_everything(&mut tx, id).await?;
            password_link::revoke(&mut tx, now, id).await?;
        } else if before.email != after.email {
            // What went to the old address must not open this account any more.
            password_link::revoke(&mut tx, now, id).await?;
            if after.password_hash.is_none() && store::is_active(&after) {
                let purpose = password_link::Purpose::Set;
                password_link::send(&mut tx, self.domain.keys(), now, &after, purpose).await?;
            }
        }
        if before.rights != after.rights && !may_sign_in(&tx, &after).await? {
            end_portal_sessions(&mut tx, id).await?;
        }
        for event in events_of(id, &before, &after) {
            tx.record(ctx, now, event).await?;
        }
        tx.announce(LiveEvent::user(id));
        tx.commit().await?;
        self.detail(id).await
    }
}

fn apply(mut user: user::Model, input: &UpdateUser) -> Result<user::Model> {
    let fault = |path: &'static str| move |code: FieldCode| Error::invalid(path, code);
    if let Some(name) = &input.display_name {
        user.display_name = name.trim().to_owned();
    }
    if let Some(email) = &input.email {
        user.email = Some(EmailAddress::parse(email).map_err(fault("email"))?.to_string());
    }
    if let Some(phone) = &input.phone_number {
        let phone = phone.as_deref().map(PhoneNumber::parse).transpose();
        user.phone_number = phone.map_err(fault("phone_number"))?.map(String::from);
    }
    if let Some(language) = &input.language {
        user.language = Language::parse(language).map_err(fault("language"))?.to_string();
    }
    if let Some(name) = &input.first_name {
        user.first_name = filled(Some(name));
    }
    if let Some(name) = &input.last_name {
        user.last_name = filled(Some(name));
    }
    if let Some(zone) = &input.time_zone {
        user.time_zone = known_zone(Some(zone))?;
    }
    if let Some(rights) = &input.rights {
        user.rights = store::join_rights(rights);
    }
    if let Some(state) = input.state {
        user.state = state.as_str().to_owned();
    }
    Ok(user)
}

async fn end_everything(tx: &mut Tx, id: UserId) -> Result<()> {
    session::Entity::delete_many().filter(session::Column::UserId.eq(id.0)).exec(tx.conn()).await?;
    tx.announce(LiveEvent::SessionsEnded { user_id: id, except: None });
    Ok(())
}

async fn may_sign_in(tx: &Tx, user: &user::Model) -> Result<bool> {
    Ok(standing::rights(tx.conn(), user).await?.contains(&PortalRight::SignIn))
}

/// Nobody could use them any more; whoever listens in one of them is told.
async fn end_portal_sessions(tx: &mut Tx, id: UserId) -> Result<()> {
    let which = Condition::all()
        .add(session::Column::UserId.eq(id.0))
        .add(session::Column::Face.eq(Face::Portal.as_str()));
    let ended = session::Entity::find().filter(which.clone()).all(tx.conn()).await?;
    session::Entity::delete_many().filter(which).exec(tx.conn()).await?;
    for session in ended {
        tx.announce(LiveEvent::SessionEnded(SessionId(session.id)));
    }
    Ok(())
}

/// What a directory says about its people is changed there: here it would be lost at the next reading.
fn keep_what_the_directory_says(before: &user::Model, after: &user::Model) -> Result<()> {
    let fields = [
        ("display_name", before.display_name != after.display_name),
        ("first_name", before.first_name != after.first_name),
        ("last_name", before.last_name != after.last_name),
        ("email", before.email != after.email),
        ("phone_number", before.phone_number != after.phone_number),
    ];
    match fields.into_iter().find(|(_, changed)| *changed) {
        Some((field, _)) => Err(Error::invalid(field, FieldCode::FromDirectory)),
        None => Ok(()),
    }
}

/// One event for the change of state, one for everything else.
fn events_of(id: UserId, before: &user::Model, after: &user::Model) -> Vec<Event> {
    let target = || Target::new("user", id, after.display_name.clone());
    let mut events = Vec::new();
    let (was, is) = changed_fields(before, after);
    if !is.is_empty() {
        let event = Event::done(AuditAction::UserChanged, target());
        events.push(event.change(Some(Value::Object(was)), Some(Value::Object(is))));
    }
    if before.state != after.state {
        let action =
            if store::is_active(after) { AuditAction::UserEnabled } else { AuditAction::UserDisabled };
        let state = |user: &user::Model| Some(json!({ "state": user.state }));
        events.push(Event::done(action, target()).change(state(before), state(after)));
    }
    events
}

fn changed_fields(before: &user::Model, after: &user::Model) -> (Map<String, Value>, Map<String, Value>) {
    let fields = |user: &user::Model| {
        [
            ("display_name", json!(user.display_name)),
            ("email", json!(user.email)),
            ("phone_number", json!(user.phone_number)),
            ("language", json!(user.language)),
            ("first_name", json!(user.first_name)),
            ("last_name", json!(user.last_name)),
            ("time_zone", json!(user.time_zone)),
            ("rights", json!(store::split_rights(&user.rights))),
        ]
    };
    let (mut was, mut is) = (Map::new(), Map::new());
    for ((name, old), (_, new)) in fields(before).into_iter().zip(fields(after)) {
        if old != new {
            was.insert(name.to_owned(), old);
            is.insert(name.to_owned(), new);
        }
    }
    (was, is)
}
