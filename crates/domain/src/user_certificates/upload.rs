//! Looking into a file that somebody uploads.

use base64::{Engine, engine::general_purpose::STANDARD};
use entity::certificate_upload;
use pkcs12::{Fault, Limits};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use types::{
    CertificatePassword, CertificateUpload, CertificateUploadId, ErrorCode, FieldCode, Timestamp,
    UnlockCertificate, UploadCertificate, UserId, Validate,
};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::{
    UserCertificates, facts,
    material::{Material, upload_binding},
    opener::refusal,
    own, store,
};
use crate::{
    configurations,
    ctx::RequestCtx,
    db::Tx,
    error::{Error, Result},
};

/// How long a file waits for what it is for.
const KEPT_MS: i64 = 60 * 60 * 1000;

impl UserCertificates<'_> {
    /// Opens a file and keeps it for an hour, sealed, until its person says what it is for. One file each: an
    /// earlier one that waits is thrown away.
    ///
    /// # Errors
    /// Without `own_upload_certificates`; `invalid_input` on `file` or `password` with what is wrong;
    /// `wrong_state` where no setting asks for a certificate; `too_many_requests`.
    pub async fn upload(&self, ctx: &RequestCtx, input: UploadCertificate) -> Result<CertificateUpload> {
        let me = own(ctx)?;
        input.validate()?;
        let file = STANDARD.decode(&input.file).map_err(|_| Error::invalid("file", FieldCode::Malformed))?;
        match file.len() {
            0 => return Err(Error::invalid("file", FieldCode::Required)),
            length if length > UploadCertificate::MAX_FILE => {
                return Err(Error::invalid("file", FieldCode::TooLong));
            }
            _ => {}
        }
        let settings = configurations::certificate_settings(self.domain.db().read()).await?;
        if settings.is_empty() {
            return Err(ErrorCode::WrongState.into());
        }
        self.domain.inner.certificate_files.take(me)?;
        let may_stay_closed =
            settings.iter().any(|(_, settings)| settings.password == CertificatePassword::OnDevice);
        let password = Zeroizing::new(input.password.clone().unwrap_or_default());
        let has_password = !password.is_empty();
        let found = self.domain.inner.certificate_files.open(file.clone(), password).await?;
        let (identities, refused) = match found {
            Ok(identities) => (identities, None),
            // Nobody has given a password, and a device may ask for it.
            Err(Fault::WrongPassword) if !has_password && may_stay_closed => {
                pkcs12::check(&file, &Limits::default()).map_err(refuse)?;
                (Vec::new(), None)
            }
            // The file stays, so that the password alone is typed again.
            Err(fault @ Fault::WrongPassword) => {
                let refused = match has_password {
                    true => refuse(fault),
                    false => Error::invalid("password", FieldCode::Required),
                };
                (Vec::new(), Some(refused))
            }
            Err(fault) => return Err(refuse(fault)),
        };
        let upload = self.keep_upload(me, &file, &input.file_name, identities, refused.is_some()).await?;
        match refused {
            Some(refused) => Err(refused),
            None => Ok(upload),
        }
    }

    /// Opens the file that waits with another password than the one that did not.
    ///
    /// # Errors
    /// As [`upload`](Self::upload); `not_found` when the file is not there any more.
    pub async fn unlock(
        &self,
        ctx: &RequestCtx,
        id: CertificateUploadId,
        input: UnlockCertificate,
    ) -> Result<CertificateUpload> {
        let me = own(ctx)?;
        input.validate()?;
        let now = self.domain.clock().now();
        let row = certificate_upload::Entity::find_by_id(id.0)
            .filter(certificate_upload::Column::UserId.eq(me.0))
            .filter(certificate_upload::Column::ExpiresAt.gt(now.as_millis()))
            .one(self.domain.db().read())
            .await?
            .ok_or(ErrorCode::NotFound)?;
        self.domain.inner.certificate_files.take(me)?;
        let material = Material::open(self.domain.keys(), &upload_binding(row.id, me.0), &row.content)?;
        let file = material.file()?.ok_or_else(|| Error::internal("an upload without its file"))?;
        let opener = &self.domain.inner.certificate_files;
        let identities = opener.open(file.to_vec(), Zeroizing::new(input.password)).await?.map_err(refuse)?;
        self.keep_upload(me, &file, &row.file_name, identities, false).await
    }

    async fn keep_upload(
        &self,
        me: UserId,
        file: &[u8],
        file_name: &str,
        identities: Vec<pkcs12::Identity>,
        locked: bool,
    ) -> Result<CertificateUpload> {
        let facts = identities
            .iter()
            .map(|identity| facts::of(identity.name.as_deref(), &identity.certificate))
            .collect::<Result<Vec<_>>>()?;
        let now = self.domain.clock().now();
        let id = Uuid::now_v7();
        let material = Material::new(file, identities);
        let row = certificate_upload::ActiveModel {
            id: Set(id),
            user_id: Set(me.0),
            file_name: Set(cleaned(file_name)),
            size: Set(i64::try_from(file.len()).unwrap_or(i64::MAX)),
            identities: Set(serde_json::to_string(&facts).map_err(Error::internal)?),
            locked: Set(i64::from(locked)),
            content: Set(material.seal(self.domain.keys(), &upload_binding(id, me.0))?),
            expires_at: Set(now.as_millis() + KEPT_MS),
        };
        self.domain
            .retry_on_conflict(|| async {
                let tx = self.domain.begin().await?;
                discard(&tx, me).await?;
                certificate_upload::Entity::insert(row.clone()).exec_without_returning(tx.conn()).await?;
                tx.commit().await
            })
            .await?;
        store::upload_of(self.domain.db().read(), me, now).await?.ok_or_else(|| Error::internal("no upload"))
    }

    /// Throws the file away that waits, if there is one.
    ///
    /// # Errors
    /// Without `own_upload_certificates`.
    pub async fn discard(&self, ctx: &RequestCtx) -> Result<()> {
        let me = own(ctx)?;
        let tx = self.domain.begin().await?;
        discard(&tx, me).await?;
        tx.commit().await
    }

    /// Throws files away that have waited too long.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) async fn expire_uploads(&self) -> Result<()> {
        let now = self.domain.clock().now();
        let tx = self.domain.begin().await?;
        certificate_upload::Entity::delete_many()
            .filter(certificate_upload::Column::ExpiresAt.lte(now.as_millis()))
            .exec(tx.conn())
            .await?;
        tx.commit().await
    }
}

/// Throws the file of a person away that waits.
pub(super) async fn discard(tx: &Tx, me: UserId) -> Result<()> {
    certificate_upload::Entity::delete_many()
        .filter(certificate_upload::Column::UserId.eq(me.0))
        .exec(tx.conn())
        .await?;
    Ok(())
}

fn refuse(fault: Fault) -> Error {
    let (field, code) = refusal(fault);
    Error::invalid(field, code)
}

/// The last part of a path, without what would break a line.
fn cleaned(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String =
        last.chars().filter(|letter| !letter.is_control()).take(UploadCertificate::MAX_NAME).collect();
    name.trim().to_owned()
}

/// What waits, as its person sees it.
pub(super) fn shown(row: &certificate_upload::Model) -> Result<CertificateUpload> {
    Ok(CertificateUpload {
        id: CertificateUploadId(row.id),
        file_name: row.file_name.clone(),
        size: u64::try_from(row.size).unwrap_or_default(),
        identities: serde_json::from_str(&row.identities).map_err(Error::internal)?,
        needs_password: row.locked == 1,
        expires_at: Timestamp::from_millis(row.expires_at),
    })
}
