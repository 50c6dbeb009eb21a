//! Accepting the terms of use, within the change that lets a device in or on the page of its link.

use entity::{device, registration, terms_acceptance, user};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    sea_query::{Expr, OnConflict},
};
use serde_json::json;
use types::{
    ApiError, AuditAction, DeviceId, ErrorCode, FieldCode, FieldError, Place, TermsAcceptance, TermsId,
    Timestamp, UserId,
};
use uuid::Uuid;

use super::{Asked, asked, store};
use crate::{
    audit::{Event, Target},
    ctx::RequestCtx,
    db::Tx,
    error::{Error, Result},
};

/// What a registration still asks its person to accept; nothing where there are no terms or they have
/// accepted what is in force.
pub(crate) async fn required<C: ConnectionTrait>(
    db: &C,
    registration: &registration::Model,
    device: &device::Model,
) -> Result<Option<Asked>> {
    let Some(asked) = asked(db, &registration.language, device.country.as_deref()).await? else {
        return Ok(None);
    };
    let accepted = terms_acceptance::Entity::find()
        .filter(terms_acceptance::Column::RegistrationId.eq(registration.id))
        .filter(terms_acceptance::Column::TermsId.is_in(asked.ids()))
        .count(db)
        .await?;
    Ok((accepted == 0).then_some(asked))
}

impl Asked {
    /// Tells a device which text to show.
    pub(crate) fn as_error(&self) -> Error {
        let place = Place { line: 1, column: 1, what: self.first.to_string() };
        let field =
            FieldError { place: Some(place), ..FieldError::new("accepted_terms", FieldCode::Required) };
        ApiError { fields: vec![field], ..ErrorCode::TermsNotAccepted.into() }.into()
    }
}

/// Records that the person of a registration accepts a text. Once, however often it is said.
pub(crate) async fn accept(
    tx: &Tx,
    ctx: &RequestCtx,
    now: Timestamp,
    registration: &registration::Model,
    device: (&device::Model, String),
    id: TermsId,
) -> Result<()> {
    let (device, name) = device;
    let row = terms_acceptance::ActiveModel {
        id: Set(Uuid::now_v7()),
        terms_id: Set(id.0),
        registration_id: Set(registration.id),
        device_id: Set(device.id),
        user_id: Set(registration.user_id),
        platform: Set(device.platform.clone()),
        accepted_at: Set(now.as_millis()),
        address: Set(ctx.address.map(|address| address.to_canonical().to_string())),
    };
    let once =
        OnConflict::columns([terms_acceptance::Column::RegistrationId, terms_acceptance::Column::TermsId])
            .do_nothing()
            .to_owned();
    let inserted =
        terms_acceptance::Entity::insert(row).on_conflict(once).exec_without_returning(tx.conn()).await?;
    if inserted == 1 {
        tx.record(ctx, now, event(tx, AuditAction::TermsAccepted, device, name, id).await?).await?;
    }
    Ok(())
}

/// Records that the person of a registration does not accept a text.
pub(crate) async fn decline(
    tx: &Tx,
    ctx: &RequestCtx,
    now: Timestamp,
    device: (&device::Model, String),
    id: TermsId,
) -> Result<()> {
    let (device, name) = device;
    tx.record(ctx, now, event(tx, AuditAction::TermsDeclined, device, name, id).await?).await
}

async fn event(
    tx: &Tx,
    action: AuditAction,
    device: &device::Model,
    name: String,
    id: TermsId,
) -> Result<Event> {
    let terms = store::find(tx.conn(), id).await?;
    let key = store::key_of(&terms.language, &terms.country)?;
    let after = json!({ "terms": key.to_string(), "version": terms.version });
    Ok(Event::done(action, Target::new("device", DeviceId(device.id), name)).change(None, Some(after)))
}

/// A device continues an earlier record: what was accepted for it goes along.
pub(crate) async fn move_record(tx: &Tx, from: DeviceId, to: DeviceId) -> Result<()> {
    terms_acceptance::Entity::update_many()
        .col_expr(terms_acceptance::Column::DeviceId, Expr::value(to.0))
        .filter(terms_acceptance::Column::DeviceId.eq(from.0))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// All that a person has accepted, newest first.
pub(crate) async fn all_of<C: ConnectionTrait>(db: &C, person: &user::Model) -> Result<Vec<TermsAcceptance>> {
    let rows = terms_acceptance::Entity::find()
        .filter(terms_acceptance::Column::UserId.eq(UserId(person.id).0))
        .order_by_desc(terms_acceptance::Column::Id)
        .all(db)
        .await?;
    super::acceptances::complete(db, rows).await
}
