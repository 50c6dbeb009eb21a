//! What a person sees of their certificates.

use std::collections::HashMap;

use entity::{device, user_certificate, user_certificate_use};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use types::{
    CertificateSlot, ConfigurationId, ExportedCertificate, ExportedUse, OwnCertificate, OwnCertificates,
    Permission, RemovedCertificate, Timestamp, UserCertificateId, UserCertificateState, UserId,
};
use uuid::Uuid;

use super::{UserCertificates, store};
use crate::{
    access::policy::Resource,
    configurations::{self, OnDevices},
    ctx::RequestCtx,
    error::Result,
};

impl UserCertificates<'_> {
    /// One's own certificates: the settings that ask for one, what one has brought for each and how far it has
    /// come, what was taken away, and the file that waits.
    ///
    /// # Errors
    /// `unauthenticated`; `forbidden` without the right to sign in to the portal.
    pub async fn list(&self, ctx: &RequestCtx) -> Result<OwnCertificates> {
        let me = ctx.person()?;
        ctx.require(Permission::OwnDeviceRead, &Resource::OwnedBy(me))?;
        self.list_of(me).await
    }

    /// The certificates of somebody who was let at them.
    pub(super) async fn list_of(&self, me: UserId) -> Result<OwnCertificates> {
        let now = self.domain.clock().now();
        let db = self.domain.db().read();
        let settings = configurations::certificate_settings(db).await?;
        let current = user_certificate_use::Entity::find()
            .filter(user_certificate_use::Column::UserId.eq(me.0))
            .filter(user_certificate_use::Column::EndedAt.is_null())
            .all(db)
            .await?;
        let ended = user_certificate_use::Entity::find()
            .filter(user_certificate_use::Column::UserId.eq(me.0))
            .filter(user_certificate_use::Column::EndedAt.is_not_null());
        let count = ended.clone().count(db).await?;
        let ended = ended
            .order_by_desc(user_certificate_use::Column::EndedAt)
            .order_by_desc(user_certificate_use::Column::Id)
            .limit(OwnCertificates::REMOVED)
            .all(db)
            .await?;
        let certificates = certificates_of(db, current.iter().chain(&ended)).await?;
        let on_devices = on_devices(db, me).await?;
        let mut slots = Vec::new();
        for (row, of) in settings {
            let used = current.iter().find(|used| used.configuration_id == row.id);
            let found = used.and_then(|used| Some((used, certificates.get(&used.certificate_id)?)));
            let certificate =
                found.map(|(used, certificate)| in_use(used, certificate, &on_devices, now)).transpose()?;
            slots.push(CertificateSlot {
                configuration_id: ConfigurationId(row.id),
                name: row.name,
                description: row.description,
                purpose: of.purpose,
                password: of.password,
                certificate,
            });
        }
        let told = u64::try_from(ended.len()).unwrap_or(u64::MAX);
        let removed = ended
            .iter()
            .filter_map(|used| Some((used, certificates.get(&used.certificate_id)?)))
            .map(|(used, certificate)| taken_away(used, certificate, &on_devices))
            .collect::<Result<Vec<_>>>()?;
        Ok(OwnCertificates {
            slots,
            removed,
            removed_more: count.saturating_sub(told),
            upload: store::upload_of(db, me, now).await?,
        })
    }
}

async fn certificates_of<'a, C: ConnectionTrait>(
    db: &C,
    uses: impl Iterator<Item = &'a user_certificate_use::Model>,
) -> Result<HashMap<Uuid, user_certificate::Model>> {
    let ids: Vec<Uuid> = uses.map(|used| used.certificate_id).collect();
    let rows =
        user_certificate::Entity::find().filter(user_certificate::Column::Id.is_in(ids)).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

async fn on_devices<C: ConnectionTrait>(db: &C, me: UserId) -> Result<Vec<OnDevices>> {
    let devices: Vec<Uuid> = device::Entity::find()
        .select_only()
        .column(device::Column::Id)
        .filter(device::Column::UserId.eq(me.0))
        .into_tuple()
        .all(db)
        .await?;
    configurations::on_devices(db, &devices).await
}

fn in_use(
    used: &user_certificate_use::Model,
    certificate: &user_certificate::Model,
    on_devices: &[OnDevices],
    now: Timestamp,
) -> Result<OwnCertificate> {
    let of_it = || on_devices.iter().filter(|one| one.configuration_id == used.configuration_id);
    let is_there = |one: &&OnDevices| one.installed_issue == Some(used.issue);
    let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    Ok(OwnCertificate {
        id: UserCertificateId(certificate.id),
        facts: store::facts_of(certificate)?,
        file_name: certificate.file_name.clone(),
        state: UserCertificateState::of(certificate.not_after.map(Timestamp::from_millis), now),
        created_at: Timestamp::from_millis(used.created_at),
        devices: count(of_it().filter(is_there).count()),
        devices_to_go: count(of_it().filter(|one| one.is_awaited && !is_there(one)).count()),
    })
}

fn taken_away(
    used: &user_certificate_use::Model,
    certificate: &user_certificate::Model,
    on_devices: &[OnDevices],
) -> Result<RemovedCertificate> {
    let still = on_devices.iter().filter(|one| {
        one.configuration_id == used.configuration_id && one.installed_issue == Some(used.issue)
    });
    Ok(RemovedCertificate {
        name: used.configuration_name.clone(),
        facts: store::facts_of(certificate)?,
        file_name: certificate.file_name.clone(),
        removed_at: Timestamp::from_millis(used.ended_at.unwrap_or_default()),
        replaced: used.replaced == Some(1),
        devices_left: u64::try_from(still.count()).unwrap_or(u64::MAX),
    })
}

/// How many certificates of a person have their private key here.
pub(crate) async fn count_keys<C: ConnectionTrait>(db: &C, person: UserId) -> Result<u64> {
    Ok(user_certificate::Entity::find()
        .filter(user_certificate::Column::UserId.eq(person.0))
        .filter(user_certificate::Column::Content.is_not_null())
        .count(db)
        .await?)
}

/// All certificates of a person, for the document of all that is kept about them.
pub(crate) async fn all_of<C: ConnectionTrait>(db: &C, person: UserId) -> Result<Vec<ExportedCertificate>> {
    let uses = user_certificate_use::Entity::find()
        .filter(user_certificate_use::Column::UserId.eq(person.0))
        .order_by_asc(user_certificate_use::Column::Id)
        .all(db)
        .await?;
    let rows = user_certificate::Entity::find()
        .filter(user_certificate::Column::UserId.eq(person.0))
        .order_by_desc(user_certificate::Column::Id)
        .all(db)
        .await?;
    let exported = |row: user_certificate::Model| {
        let of_it = uses.iter().filter(|one| one.certificate_id == row.id);
        let uses = of_it.map(|one| ExportedUse {
            name: one.configuration_name.clone(),
            created_at: Timestamp::from_millis(one.created_at),
            ended_at: one.ended_at.map(Timestamp::from_millis),
        });
        Ok(ExportedCertificate {
            facts: store::facts_of(&row)?,
            uses: uses.collect(),
            has_key: row.content.is_some(),
            file_name: row.file_name,
        })
    };
    rows.into_iter().map(exported).collect()
}
