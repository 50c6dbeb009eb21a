//! Deleting a person. Their row stays without anything that names them, for the records of their
//! devices; all that lets them in, and what was written to them, goes.

use entity::{
    api_token, familiar_browser, group_member, invitation, job, message, role_assignment, session,
    single_use_link, terms_acceptance, user,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, sea_query::Expr};
use serde_json::json;
use types::{
    DeleteUser, DeviceFate, ErrorCode, FieldCode, Permission, Timestamp, UserId, UserState, Validate,
    contact::username_key,
};
use uuid::Uuid;

use super::{belongings, pseudonym};
use crate::{
    access::policy::Resource,
    audit::Erasure,
    ctx::RequestCtx,
    db::Tx,
    error::{Error, Result},
    live::{LiveEvent, Topic},
    people::{People, power, standing, store},
    registration, user_certificates,
};

impl People<'_> {
    /// Deletes a person and takes their name out of what stays, the audit log among it. Devices under
    /// management are retired or handed over, as `input` says.
    ///
    /// # Errors
    /// Without `user_delete`; `reauthentication_required`; `not_found`; `own_account`; `forbidden` for
    /// somebody who may do more than the actor; `last_administrator`; `invalid_input` for another user
    /// name, without a choice where there are devices, or for a receiver who is not active;
    /// `device_limit_reached` when the receiver has no place for them. Nothing happens then.
    pub async fn delete(&self, ctx: &RequestCtx, id: UserId, input: &DeleteUser) -> Result<()> {
        ctx.require(Permission::UserDelete, &Resource::All)?;
        ctx.require_recent(self.domain.clock().now())?;
        input.validate()?;
        self.domain.retry_on_conflict(|| self.try_delete(ctx, id, input)).await
    }

    async fn try_delete(&self, ctx: &RequestCtx, id: UserId, input: &DeleteUser) -> Result<()> {
        let now = self.domain.clock().now();
        let mut tx = self.domain.begin().await?;
        let administrators = standing::lock_administrators(&tx).await?;
        let receiver = input.hand_over_to.filter(|_| input.devices == Some(DeviceFate::HandOver));
        let (user, receiver) = lock_both(&tx, id, receiver).await?;
        if ctx.user_id() == Some(id) {
            return Err(ErrorCode::OwnAccount.into());
        }
        power::require_over(tx.conn(), ctx, &user).await?;
        if administrators == [user.id] {
            return Err(ErrorCode::LastAdministrator.into());
        }
        if username_key(&input.username) != user.username_key {
            return Err(Error::invalid("username", FieldCode::Differs));
        }
        let withdrawn = registration::withdraw_all(&mut tx, id, now).await?;
        let devices = belongings::lock_devices(&tx, id).await?;
        let managed: Vec<_> = devices.iter().filter(|device| belongings::is_managed(device)).collect();
        for device in &managed {
            match (input.devices, &receiver) {
                (Some(DeviceFate::Retire), _) => belongings::retire(&mut tx, ctx, now, device).await?,
                (Some(DeviceFate::HandOver), Some(to)) => {
                    belongings::hand_over(&mut tx, ctx, now, device, to).await?;
                }
                _ => return Err(Error::invalid("devices", FieldCode::Required)),
            }
        }
        let name = pseudonym(id.0);
        belongings::forget(&tx, id.0, &name).await?;
        job::Entity::update_many()
            .col_expr(job::Column::StartedByName, Expr::value(name.as_str()))
            .filter(job::Column::StartedBy.eq(id.0))
            .exec(tx.conn())
            .await?;
        let device_ids = devices.iter().map(|device| device.id);
        let belongings: Vec<Uuid> = device_ids.chain(remove_all(&tx, id).await?).collect();
        let typed = [Some(user.username_key.clone()), user.email.as_ref().map(|email| email.to_lowercase())];
        user::Entity::update(store::active(nameless(&user, &name, now))).exec(tx.conn()).await?;
        let after = json!({
            "devices": input.devices.filter(|_| !managed.is_empty()),
            "managed_devices": managed.len(),
            "handed_over_to": receiver.as_ref().map(|user| user.id),
            "registrations_withdrawn": withdrawn,
        });
        let typed = typed.into_iter().flatten().collect();
        tx.erase(ctx, now, Erasure { user_id: id.0, pseudonym: name, belongings, typed, after }).await?;
        tx.announce(LiveEvent::SessionsEnded { user_id: id, except: None });
        tx.announce(LiveEvent::user(id));
        tx.announce(LiveEvent::Changed { topic: Topic::Message, id: Uuid::nil(), owner: None });
        tx.commit().await
    }
}

/// The person and who takes over, locked in one order always, so that two deletions never wait for
/// each other.
async fn lock_both(
    tx: &Tx,
    id: UserId,
    receiver: Option<UserId>,
) -> Result<(user::Model, Option<user::Model>)> {
    let mut ids: Vec<UserId> = receiver.into_iter().filter(|other| *other != id).chain([id]).collect();
    ids.sort_by_key(|id| id.0);
    let (mut user, mut other) = (None, None);
    for each in ids {
        let found = store::lock(tx, &each).await?;
        if each == id {
            user = found;
        } else {
            other = found.filter(store::is_active);
        }
    }
    let user = user.ok_or(ErrorCode::NotFound)?;
    match (receiver, other) {
        (Some(_), None) => Err(Error::invalid("hand_over_to", FieldCode::NotFound)),
        (_, other) => Ok((user, other)),
    }
}

/// Removes all that lets a person in and all that was written to them. The ids under which tokens and
/// messages are in the audit log.
async fn remove_all(tx: &Tx, id: UserId) -> Result<Vec<Uuid>> {
    let db = tx.conn();
    let mut ids: Vec<Uuid> = api_token::Entity::find()
        .select_only()
        .column(api_token::Column::Id)
        .filter(api_token::Column::UserId.eq(id.0))
        .into_tuple()
        .all(db)
        .await?;
    let messages: Vec<Uuid> = message::Entity::find()
        .select_only()
        .column(message::Column::Id)
        .filter(message::Column::UserId.eq(id.0))
        .into_tuple()
        .all(db)
        .await?;
    ids.extend(messages);
    message::Entity::delete_many().filter(message::Column::UserId.eq(id.0)).exec(db).await?;
    session::Entity::delete_many().filter(session::Column::UserId.eq(id.0)).exec(db).await?;
    single_use_link::Entity::delete_many().filter(single_use_link::Column::UserId.eq(id.0)).exec(db).await?;
    api_token::Entity::delete_many().filter(api_token::Column::UserId.eq(id.0)).exec(db).await?;
    group_member::Entity::delete_many().filter(group_member::Column::UserId.eq(id.0)).exec(db).await?;
    role_assignment::Entity::delete_many().filter(role_assignment::Column::UserId.eq(id.0)).exec(db).await?;
    invitation::Entity::delete_by_id(id.0).exec(db).await?;
    // The audit log keeps that they accepted, until it is erased as well.
    terms_acceptance::Entity::delete_many()
        .filter(terms_acceptance::Column::UserId.eq(id.0))
        .exec(db)
        .await?;
    familiar_browser::Entity::delete_many()
        .filter(familiar_browser::Column::UserId.eq(id.0))
        .exec(db)
        .await?;
    user_certificates::forget_person(tx, id.0).await?;
    Ok(ids)
}

/// The row that stays. Its user name is none that anybody could have.
fn nameless(user: &user::Model, pseudonym: &str, now: Timestamp) -> user::Model {
    let username = format!("deleted:{}", user.id);
    user::Model {
        id: user.id,
        username_key: username.clone(),
        username,
        display_name: pseudonym.to_owned(),
        email: None,
        phone_number: None,
        language: user.language.clone(),
        state: UserState::Disabled.as_str().to_owned(),
        rights: String::new(),
        password_hash: None,
        version: user.version + 1,
        created_at: user.created_at,
        updated_at: now.as_millis(),
        last_sign_in_at: None,
        first_name: None,
        last_name: None,
        time_zone: None,
        directory_id: None,
        directory_key: None,
        directory_dn: None,
        gone_at: None,
        theme: None,
        deleted_at: Some(now.as_millis()),
        search: String::new(),
    }
}
