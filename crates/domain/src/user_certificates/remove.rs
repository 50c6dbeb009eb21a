//! Taking certificates away: from a setting, with a setting, with a person.

use entity::{certificate_upload, device, user_certificate, user_certificate_use};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, UpdateMany, sea_query::Expr};
use types::{
    AuditAction, ConfigurationId, DeviceId, ErrorCode, OwnCertificates, Timestamp, UserCertificateId, UserId,
};
use uuid::Uuid;

use super::{UserCertificates, keep, own, store};
use crate::{
    audit::{Event, Target},
    configurations,
    ctx::RequestCtx,
    db::Tx,
    error::{Error, Result},
    live::LiveEvent,
    people,
};

impl UserCertificates<'_> {
    /// Takes the certificate of a setting away. Its private key is deleted when no other setting uses it; devices
    /// drop it when they come next.
    ///
    /// # Errors
    /// Without `own_upload_certificates`; `not_found` where there is none.
    pub async fn remove(&self, ctx: &RequestCtx, configuration: ConfigurationId) -> Result<OwnCertificates> {
        let me = own(ctx)?;
        let now = self.domain.clock().now();
        let mut tx = self.domain.begin().await?;
        let person = people::store::lock(&tx, &me).await?.ok_or(ErrorCode::NotFound)?;
        let found = store::current_use(tx.conn(), me.0, configuration.0).await?.ok_or(ErrorCode::NotFound)?;
        ending(now, false).filter(user_certificate_use::Column::Id.eq(found.id)).exec(tx.conn()).await?;
        store::delete_unused_keys(&tx, me.0).await?;
        let certificate = user_certificate::Entity::find_by_id(found.certificate_id).one(tx.conn()).await?;
        let certificate = certificate.ok_or_else(|| Error::internal("a use without its certificate"))?;
        let facts = store::facts_of(&certificate)?;
        let before = keep::said(UserCertificateId(certificate.id), &found.configuration_name, facts.as_ref());
        let target = Target::new("user", me, person.display_name);
        let event = Event::done(AuditAction::UserCertificateRemoved, target).change(Some(before), None);
        tx.record(ctx, now, event).await?;
        touch_devices_of(&mut tx, me, now).await?;
        tx.commit().await?;
        self.list_of(me).await
    }
}

/// Ends uses that have not ended.
pub(super) fn ending(now: Timestamp, replaced: bool) -> UpdateMany<user_certificate_use::Entity> {
    user_certificate_use::Entity::update_many()
        .col_expr(user_certificate_use::Column::EndedAt, Expr::value(now.as_millis()))
        .col_expr(user_certificate_use::Column::Replaced, Expr::value(i64::from(replaced)))
        .filter(user_certificate_use::Column::EndedAt.is_null())
}

/// The devices of a person are compared, and called, since their certificates are others.
pub(super) async fn touch_devices_of(tx: &mut Tx, me: UserId, now: Timestamp) -> Result<()> {
    let devices: Vec<Uuid> = device::Entity::find()
        .select_only()
        .column(device::Column::Id)
        .filter(device::Column::UserId.eq(me.0))
        .into_tuple()
        .all(tx.conn())
        .await?;
    configurations::touch_devices(tx, &devices).await?;
    for id in devices {
        tx.call(DeviceId(id), now).await?;
    }
    tx.announce(LiveEvent::user(me));
    Ok(())
}

/// A setting is deleted: so are the keys that were there for it alone.
pub(crate) async fn end_all_of_configuration(tx: &Tx, configuration: Uuid, now: Timestamp) -> Result<()> {
    let people: Vec<Uuid> = user_certificate_use::Entity::find()
        .select_only()
        .column(user_certificate_use::Column::UserId)
        .filter(user_certificate_use::Column::ConfigurationId.eq(configuration))
        .filter(user_certificate_use::Column::EndedAt.is_null())
        .into_tuple()
        .all(tx.conn())
        .await?;
    ending(now, false)
        .filter(user_certificate_use::Column::ConfigurationId.eq(configuration))
        .exec(tx.conn())
        .await?;
    for person in people {
        store::delete_unused_keys(tx, person).await?;
    }
    Ok(())
}

/// A person is deleted: all of it goes. Devices that stay drop it when they come next.
pub(crate) async fn forget_person(tx: &Tx, me: Uuid) -> Result<()> {
    certificate_upload::Entity::delete_many()
        .filter(certificate_upload::Column::UserId.eq(me))
        .exec(tx.conn())
        .await?;
    user_certificate_use::Entity::delete_many()
        .filter(user_certificate_use::Column::UserId.eq(me))
        .exec(tx.conn())
        .await?;
    user_certificate::Entity::delete_many()
        .filter(user_certificate::Column::UserId.eq(me))
        .exec(tx.conn())
        .await?;
    Ok(())
}
