//! Rows of certificates that people bring along.

use entity::{certificate_upload, user_certificate, user_certificate_use};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use types::{CertificateUpload, Timestamp, UserCertificateFacts, UserId};
use uuid::Uuid;

use super::upload;
use crate::{
    db::Tx,
    error::{Error, Result},
};

/// The file of a person that waits.
pub(super) async fn upload_of<C: ConnectionTrait>(
    db: &C,
    me: UserId,
    now: Timestamp,
) -> Result<Option<CertificateUpload>> {
    let row = certificate_upload::Entity::find()
        .filter(certificate_upload::Column::UserId.eq(me.0))
        .filter(certificate_upload::Column::ExpiresAt.gt(now.as_millis()))
        .one(db)
        .await?;
    row.as_ref().map(upload::shown).transpose()
}

/// A use that has not ended.
pub(super) async fn current_use<C: ConnectionTrait>(
    db: &C,
    me: Uuid,
    configuration: Uuid,
) -> Result<Option<user_certificate_use::Model>> {
    Ok(user_certificate_use::Entity::find()
        .filter(user_certificate_use::Column::UserId.eq(me))
        .filter(user_certificate_use::Column::ConfigurationId.eq(configuration))
        .filter(user_certificate_use::Column::EndedAt.is_null())
        .one(db)
        .await?)
}

/// What a certificate says, as it is stored.
pub(super) fn facts_of(row: &user_certificate::Model) -> Result<Option<UserCertificateFacts>> {
    row.facts.as_deref().map(|facts| serde_json::from_str(facts).map_err(Error::internal)).transpose()
}

/// Deletes the keys of those certificates of a person that nothing uses any more.
pub(super) async fn delete_unused_keys(tx: &Tx, me: Uuid) -> Result<()> {
    use sea_orm::{QuerySelect, QueryTrait, sea_query::Expr};
    let in_use = user_certificate_use::Entity::find()
        .select_only()
        .column(user_certificate_use::Column::CertificateId)
        .filter(user_certificate_use::Column::UserId.eq(me))
        .filter(user_certificate_use::Column::EndedAt.is_null())
        .into_query();
    user_certificate::Entity::update_many()
        .col_expr(user_certificate::Column::Content, Expr::value(None::<Vec<u8>>))
        .filter(user_certificate::Column::UserId.eq(me))
        .filter(user_certificate::Column::Content.is_not_null())
        .filter(user_certificate::Column::Id.not_in_subquery(in_use))
        .exec(tx.conn())
        .await?;
    Ok(())
}
