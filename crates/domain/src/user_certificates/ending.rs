//! Which of one's certificates need attention.

use entity::{user_certificate, user_certificate_use};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use types::{EndingCertificate, Permission, Timestamp, UserCertificateState};

use super::UserCertificates;
use crate::{access::policy::Resource, configurations, ctx::RequestCtx, error::Result};

impl UserCertificates<'_> {
    /// One's own certificates in use that end within 30 days or have ended, the first to end first; one for each
    /// setting.
    ///
    /// # Errors
    /// `unauthenticated`; `forbidden` without the right to sign in to the portal.
    pub async fn list_ending(&self, ctx: &RequestCtx) -> Result<Vec<EndingCertificate>> {
        let me = ctx.person()?;
        ctx.require(Permission::OwnDeviceRead, &Resource::OwnedBy(me))?;
        let soon = self.domain.clock().now().as_millis() + UserCertificateState::EXPIRING_DAYS * 86_400_000;
        let db = self.domain.db().read();
        let ending = user_certificate::Entity::find()
            .filter(user_certificate::Column::UserId.eq(me.0))
            .filter(user_certificate::Column::NotAfter.lte(soon))
            .order_by_asc(user_certificate::Column::NotAfter)
            .all(db)
            .await?;
        let uses = user_certificate_use::Entity::find()
            .filter(user_certificate_use::Column::UserId.eq(me.0))
            .filter(user_certificate_use::Column::EndedAt.is_null())
            .filter(user_certificate_use::Column::CertificateId.is_in(ending.iter().map(|one| one.id)))
            .order_by_asc(user_certificate_use::Column::Id)
            .all(db)
            .await?;
        if uses.is_empty() {
            return Ok(Vec::new());
        }
        let settings = configurations::certificate_settings(db).await?;
        let name_of = |used: &user_certificate_use::Model| {
            settings
                .iter()
                .find(|(setting, _)| setting.id == used.configuration_id)
                .map(|(setting, _)| setting.name.clone())
        };
        let named = ending.iter().flat_map(|one| {
            let of_it = uses.iter().filter(move |used| used.certificate_id == one.id);
            of_it.filter_map(move |used| {
                let not_after = Timestamp::from_millis(one.not_after?);
                Some(EndingCertificate { name: name_of(used)?, not_after })
            })
        });
        Ok(named.collect())
    }
}
