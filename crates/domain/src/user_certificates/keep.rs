//! Saying what an uploaded file is for.

use entity::{certificate_upload, configuration, user_certificate, user_certificate_use};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::json;
use types::{
    AuditAction, CertificatePassword, CertificateSettings, CertificateUploadId, ErrorCode, FieldCode,
    KeepCertificate, OwnCertificates, Timestamp, UserCertificateFacts, UserCertificateId, UserId,
};
use uuid::Uuid;

use super::{
    UserCertificates,
    material::{Material, binding, upload_binding},
    own, remove, store, upload,
};
use crate::{
    audit::{Event, Target},
    configurations,
    ctx::RequestCtx,
    db::Tx,
    error::{Error, Result},
    people,
};

impl UserCertificates<'_> {
    /// Puts an uploaded certificate to use for one setting or several. What was used there is replaced, and its
    /// key deleted when nothing else uses it. It goes to the person's devices when they come next.
    ///
    /// # Errors
    /// Without `own_upload_certificates`; `not_found` when the file is not there any more; `invalid_input` on
    /// `identity` for none of the file, or one that is out of date, on `configurations` without one, for one that
    /// is not there, and for one that needs the password where none was given, and on `file` with more
    /// certificates than a person may have.
    pub async fn keep(
        &self,
        ctx: &RequestCtx,
        id: CertificateUploadId,
        input: &KeepCertificate,
    ) -> Result<OwnCertificates> {
        let me = own(ctx)?;
        self.domain.retry_on_conflict(|| self.try_keep(ctx, me, id, input)).await?;
        self.list_of(me).await
    }

    async fn try_keep(
        &self,
        ctx: &RequestCtx,
        me: UserId,
        id: CertificateUploadId,
        input: &KeepCertificate,
    ) -> Result<()> {
        let now = self.domain.clock().now();
        let mut tx = self.domain.begin().await?;
        // One change of a person's certificates at a time: what they may have is counted.
        let person = people::store::lock(&tx, &me).await?.ok_or(ErrorCode::NotFound)?;
        let row = certificate_upload::Entity::find_by_id(id.0)
            .filter(certificate_upload::Column::UserId.eq(me.0))
            .filter(certificate_upload::Column::ExpiresAt.gt(now.as_millis()))
            .one(tx.conn())
            .await?
            .ok_or(ErrorCode::NotFound)?;
        if row.locked == 1 {
            return Err(Error::invalid("password", FieldCode::WrongPassword));
        }
        let wanted = wanted(&tx, input).await?;
        let facts = chosen(&row, input, now)?;
        let is_closed = facts.is_none();
        if is_closed && wanted.iter().any(|(_, of)| of.password == CertificatePassword::AtUpload) {
            return Err(Error::invalid("configurations", FieldCode::WrongPassword));
        }
        let with_file = wanted.iter().any(|(_, of)| of.password == CertificatePassword::OnDevice);
        let material = Material::open(self.domain.keys(), &upload_binding(row.id, me.0), &row.content)?;
        let index = usize::try_from(input.identity).unwrap_or(usize::MAX);
        let material = material
            .reduce(index, with_file)
            .ok_or_else(|| Error::invalid("identity", FieldCode::NotFound))?;
        let certificate = Uuid::now_v7();
        let not_after = facts.as_ref().map(|facts| facts.not_after.as_millis());
        let stored = user_certificate::ActiveModel {
            id: Set(certificate),
            user_id: Set(me.0),
            file_name: Set(row.file_name.clone()),
            facts: Set(facts.as_ref().map(serde_json::to_string).transpose().map_err(Error::internal)?),
            not_after: Set(not_after),
            size: Set(row.size),
            content: Set(Some(material.seal(self.domain.keys(), &binding(certificate, me.0))?)),
            created_at: Set(now.as_millis()),
            noticed_days: Set(None),
        };
        user_certificate::Entity::insert(stored).exec_without_returning(tx.conn()).await?;
        for (configuration, _) in &wanted {
            let replaced = end_earlier(&tx, me, configuration.id, now).await?;
            begin(&tx, me, certificate, configuration, now).await?;
            let action = if replaced {
                AuditAction::UserCertificateReplaced
            } else {
                AuditAction::UserCertificateAdded
            };
            let target = Target::new("user", me, person.display_name.clone());
            let after = said(UserCertificateId(certificate), &configuration.name, facts.as_ref());
            tx.record(ctx, now, Event::done(action, target).change(None, Some(after))).await?;
        }
        store::delete_unused_keys(&tx, me.0).await?;
        check_quota(&tx, me).await?;
        upload::discard(&tx, me).await?;
        remove::touch_devices_of(&mut tx, me, now).await?;
        tx.commit().await
    }
}

/// The settings that were chosen, each once.
async fn wanted(
    tx: &Tx,
    input: &KeepCertificate,
) -> Result<Vec<(configuration::Model, CertificateSettings)>> {
    if input.configurations.is_empty() {
        return Err(Error::invalid("configurations", FieldCode::Required));
    }
    let known = configurations::certificate_settings(tx.conn()).await?;
    let is_known = |id: &types::ConfigurationId| known.iter().any(|(row, _)| row.id == id.0);
    if !input.configurations.iter().all(is_known) {
        return Err(Error::invalid("configurations", FieldCode::NotFound));
    }
    let is_wanted = |row: &configuration::Model| input.configurations.iter().any(|id| id.0 == row.id);
    Ok(known.into_iter().filter(|(row, _)| is_wanted(row)).collect())
}

/// What the chosen certificate says; nothing where it was not looked into.
fn chosen(
    row: &certificate_upload::Model,
    input: &KeepCertificate,
    now: Timestamp,
) -> Result<Option<UserCertificateFacts>> {
    let found = upload::shown(row)?.identities;
    if found.is_empty() {
        return Ok(None);
    }
    let index = usize::try_from(input.identity).unwrap_or(usize::MAX);
    let facts =
        found.into_iter().nth(index).ok_or_else(|| Error::invalid("identity", FieldCode::NotFound))?;
    if facts.not_after <= now {
        return Err(Error::invalid("identity", FieldCode::OutOfDate));
    }
    Ok(Some(facts))
}

/// Ends what was used for a setting; whether there was something.
async fn end_earlier(tx: &Tx, me: UserId, configuration: Uuid, now: Timestamp) -> Result<bool> {
    let ended = remove::ending(now, true)
        .filter(user_certificate_use::Column::UserId.eq(me.0))
        .filter(user_certificate_use::Column::ConfigurationId.eq(configuration))
        .exec(tx.conn())
        .await?;
    Ok(ended.rows_affected > 0)
}

async fn begin(
    tx: &Tx,
    me: UserId,
    certificate: Uuid,
    configuration: &configuration::Model,
    now: Timestamp,
) -> Result<()> {
    let row = user_certificate_use::ActiveModel {
        id: Set(Uuid::now_v7()),
        certificate_id: Set(certificate),
        user_id: Set(me.0),
        configuration_id: Set(configuration.id),
        configuration_name: Set(configuration.name.clone()),
        issue: Set(configurations::next_issue(tx, configuration.id).await?),
        created_at: Set(now.as_millis()),
        ended_at: Set(None),
        replaced: Set(None),
    };
    user_certificate_use::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// Certificates with keys are counted after the change: one that takes the place of another is none more.
async fn check_quota(tx: &Tx, me: UserId) -> Result<()> {
    let keys = user_certificate::Entity::find()
        .filter(user_certificate::Column::UserId.eq(me.0))
        .filter(user_certificate::Column::Content.is_not_null())
        .count(tx.conn())
        .await?;
    if keys > OwnCertificates::MAX_KEYS {
        return Err(Error::invalid("file", FieldCode::TooMany));
    }
    Ok(())
}

/// A certificate for the audit log: what everybody may know of it.
pub(super) fn said(
    id: UserCertificateId,
    configuration: &str,
    facts: Option<&UserCertificateFacts>,
) -> serde_json::Value {
    json!({
        "certificate": id,
        "configuration": configuration,
        "subject": facts.map(|facts| &facts.subject),
        "issuer": facts.map(|facts| &facts.issuer),
        "not_after": facts.map(|facts| facts.not_after),
        "fingerprint": facts.map(|facts| &facts.fingerprint),
    })
}
