//! The challenge that a profile carries.

use std::time::Duration;

use entity::{certificate_challenge, device_certificate};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use types::{RegistrationId, Timestamp};
use uuid::Uuid;

use super::Certificates;
use crate::{
    db::Tx,
    error::Result,
    secrets::{random_token, token_hash},
};

/// How long one works: a profile is installed soon or downloaded again.
const LIFETIME: Duration = Duration::from_hours(1);

/// How many of a registration wait to be used: somebody may download a profile more than once.
const WAITING: u64 = 5;

/// Makes a challenge for an issue of a registration. It is kept hashed; of those that were not used only the
/// newest few go on working.
///
/// # Errors
/// When the database fails.
pub(crate) async fn make(
    tx: &Tx,
    registration_id: RegistrationId,
    issued_at: i64,
    now: Timestamp,
) -> Result<String> {
    let unused = certificate_challenge::Entity::find()
        .select_only()
        .column(certificate_challenge::Column::Id)
        .filter(certificate_challenge::Column::RegistrationId.eq(registration_id.0))
        .filter(certificate_challenge::Column::CertificateId.is_null())
        .order_by_desc(certificate_challenge::Column::Id)
        .offset(WAITING - 1)
        .limit(100)
        .into_tuple::<Uuid>()
        .all(tx.conn())
        .await?;
    certificate_challenge::Entity::delete_many()
        .filter(certificate_challenge::Column::Id.is_in(unused))
        .exec(tx.conn())
        .await?;
    insert(tx, registration_id.0, issued_at, None, now).await
}

/// Makes a challenge for the certificate that will follow one that ends.
///
/// # Errors
/// When the database fails.
pub(crate) async fn renew(tx: &Tx, ending: &device_certificate::Model, now: Timestamp) -> Result<String> {
    certificate_challenge::Entity::delete_many()
        .filter(certificate_challenge::Column::RenewsId.eq(ending.id))
        .filter(certificate_challenge::Column::CertificateId.is_null())
        .exec(tx.conn())
        .await?;
    let issued_at = ending.registration_issued_at;
    insert(tx, ending.registration_id, issued_at, Some(ending.id), now).await
}

async fn insert(
    tx: &Tx,
    registration_id: Uuid,
    issued_at: i64,
    renews: Option<Uuid>,
    now: Timestamp,
) -> Result<String> {
    let challenge = random_token()?;
    let row = certificate_challenge::ActiveModel {
        id: Set(Uuid::now_v7()),
        challenge_hash: Set(token_hash(&challenge)),
        registration_id: Set(registration_id),
        registration_issued_at: Set(issued_at),
        created_at: Set(now.as_millis()),
        expires_at: Set((now + LIFETIME).as_millis()),
        certificate_id: Set(None),
        renews_id: Set(renews),
    };
    certificate_challenge::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(challenge)
}

/// The challenge that somebody presents, while it works.
pub(super) async fn find<C: ConnectionTrait>(
    db: &C,
    challenge: &str,
    now: Timestamp,
) -> Result<Option<certificate_challenge::Model>> {
    let found = certificate_challenge::Entity::find()
        .filter(certificate_challenge::Column::ChallengeHash.eq(token_hash(challenge)))
        .filter(certificate_challenge::Column::ExpiresAt.gt(now.as_millis()))
        .one(db)
        .await?;
    Ok(found)
}

impl Certificates<'_> {
    /// Deletes challenges that do not work any more.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) async fn purge_challenges(&self) -> Result<()> {
        let now = self.domain.clock().now();
        let tx = self.domain.begin().await?;
        certificate_challenge::Entity::delete_many()
            .filter(certificate_challenge::Column::ExpiresAt.lte(now.as_millis()))
            .exec(tx.conn())
            .await?;
        tx.commit().await
    }
}
