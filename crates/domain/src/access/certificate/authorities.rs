//! Authorities whose certificates count, and their revocation lists.

use entity::trusted_authority;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::{Value, json};
use types::{
    AddAuthority, AuditAction, AuthorityFacts, AuthorityId, AuthorityRow, ErrorCode, FieldCode, Permission,
    PutRevocationList, Timestamp, UpdateAuthority,
};
use uuid::Uuid;

use super::{decode, facts, lock_out, revocation, store};
use crate::{
    access::{Access, policy::Resource},
    audit::{Event, Target},
    ctx::RequestCtx,
    db::{Engine, Tx},
    error::{Error, Result},
    live::{LiveEvent, Topic},
    settings::name_of,
    x509,
};

/// More authorities than these are trusted by nobody on purpose.
const MAX: usize = 50;

impl Access<'_> {
    /// The authorities, oldest first.
    ///
    /// # Errors
    /// Without `settings_read` or `sign_in_write`.
    pub async fn list_authorities(&self, ctx: &RequestCtx) -> Result<Vec<AuthorityRow>> {
        super::settings::require_read(ctx)?;
        let rows = store::authorities(self.domain.db().read()).await?;
        rows.into_iter().map(store::to_row).collect()
    }

    /// One authority.
    ///
    /// # Errors
    /// Without `settings_read` or `sign_in_write`; `not_found`.
    pub async fn find_authority(&self, ctx: &RequestCtx, id: AuthorityId) -> Result<AuthorityRow> {
        super::settings::require_read(ctx)?;
        let row = trusted_authority::Entity::find_by_id(id.0).one(self.domain.db().read()).await?;
        store::to_row(row.ok_or(ErrorCode::NotFound)?)
    }

    /// What a certificate says, before it is trusted.
    ///
    /// # Errors
    /// Without `sign_in_write`; `invalid_input` for what could not be trusted.
    pub async fn inspect_authority(&self, ctx: &RequestCtx, certificate: &str) -> Result<AuthorityFacts> {
        ctx.require(Permission::SignInWrite, &Resource::All)?;
        self.read_authority(certificate).map(|(_, facts)| facts)
    }

    /// Trusts an authority from now on.
    ///
    /// # Errors
    /// Without `sign_in_write`; `reauthentication_required`; `invalid_input` with `certificate`:
    /// `malformed`, `not_authority`, `out_of_date`, `too_weak` or `taken`.
    pub async fn add_authority(&self, ctx: &RequestCtx, input: &AddAuthority) -> Result<AuthorityRow> {
        let now = self.domain.clock().now();
        ctx.require(Permission::SignInWrite, &Resource::All)?;
        ctx.require_recent(now)?;
        let (der, facts) = self.read_authority(&input.certificate)?;
        let row = trusted_authority::Model {
            id: Uuid::now_v7(),
            certificate: der,
            fingerprint: facts.fingerprint.clone(),
            crl_required: i64::from(input.crl_required),
            crl: None,
            crl_added_at: None,
            added_by: name_of(ctx),
            version: 1,
            created_at: now.as_millis(),
            updated_at: now.as_millis(),
        };
        let mut tx = self.domain.begin().await?;
        let others = store::authorities(tx.conn()).await?;
        if others.len() >= MAX {
            return Err(Error::invalid("certificate", FieldCode::TooLong));
        }
        if others.iter().any(|other| other.fingerprint == row.fingerprint) {
            return Err(Error::invalid("certificate", FieldCode::Taken));
        }
        let insert = trusted_authority::Entity::insert(active(row.clone()));
        insert.exec_without_returning(tx.conn()).await.map_err(|error| match Error::from(error) {
            error if error.is_unique_violation() => Error::invalid("certificate", FieldCode::Taken),
            error => error,
        })?;
        let after = json!({
            "subject": facts.subject, "fingerprint": facts.fingerprint, "crl_required": input.crl_required,
        });
        let target = Target::new("authority", row.id, facts.subject);
        let event = Event::done(AuditAction::AuthorityTrusted, target).change(None, Some(after));
        self.finish(ctx, &mut tx, now, event).await?;
        tx.commit().await?;
        store::to_row(row)
    }

    /// Changes whether an authority needs a revocation list. With `version`, only that version.
    ///
    /// # Errors
    /// Without `sign_in_write`; `reauthentication_required`; `not_found`; `version_conflict`;
    /// `would_lock_out`.
    pub async fn update_authority(
        &self,
        ctx: &RequestCtx,
        id: AuthorityId,
        input: &UpdateAuthority,
        version: Option<i64>,
    ) -> Result<AuthorityRow> {
        let now = self.domain.clock().now();
        ctx.require(Permission::SignInWrite, &Resource::All)?;
        ctx.require_recent(now)?;
        let mut tx = self.domain.begin().await?;
        let mut row = lock(&tx, id, version).await?;
        let Some(required) = input.crl_required.filter(|required| i64::from(*required) != row.crl_required)
        else {
            return store::to_row(row);
        };
        let before = json!({ "crl_required": row.crl_required != 0 });
        row.crl_required = i64::from(required);
        let event = Event::done(AuditAction::AuthorityChanged, self.target(&row)?);
        let event = event.change(Some(before), Some(json!({ "crl_required": required })));
        self.write(ctx, &mut tx, now, &mut row, event).await?;
        lock_out::check(self.domain, &tx, ctx, now).await?;
        tx.commit().await?;
        store::to_row(row)
    }

    /// Gives an authority a newer revocation list. Counts from the next sign-in.
    ///
    /// # Errors
    /// Without `sign_in_write`; `reauthentication_required`; `not_found`; `version_conflict`;
    /// `would_lock_out`; `invalid_input` with `crl`: `malformed`, `other_issuer`, `out_of_date`.
    pub async fn put_revocation_list(
        &self,
        ctx: &RequestCtx,
        id: AuthorityId,
        input: &PutRevocationList,
        version: Option<i64>,
    ) -> Result<AuthorityRow> {
        let now = self.domain.clock().now();
        ctx.require(Permission::SignInWrite, &Resource::All)?;
        ctx.require_recent(now)?;
        let der = decode::revocation_list(&input.crl).map_err(|code| Error::invalid("crl", code))?;
        let mut tx = self.domain.begin().await?;
        let mut row = lock(&tx, id, version).await?;
        let list =
            revocation::check(&der, &row.certificate, now).map_err(|code| Error::invalid("crl", code))?;
        let earlier = row.crl.as_deref().and_then(|der| revocation::read(der).ok());
        if earlier.as_ref().is_some_and(|earlier| list.this_update < earlier.this_update) {
            return Err(Error::invalid("crl", FieldCode::OutOfDate));
        }
        let words = |list: &revocation::List| -> Value {
            json!({ "this_update": list.this_update, "next_update": list.next_update, "revoked": list.revoked })
        };
        row.crl = Some(der);
        row.crl_added_at = Some(now.as_millis());
        let event = Event::done(AuditAction::AuthorityRevocationListPut, self.target(&row)?);
        let event = event.change(earlier.as_ref().map(words), Some(words(&list)));
        self.write(ctx, &mut tx, now, &mut row, event).await?;
        lock_out::check(self.domain, &tx, ctx, now).await?;
        tx.commit().await?;
        store::to_row(row)
    }

    /// Trusts an authority no more. Sessions that have begun go on.
    ///
    /// # Errors
    /// Without `sign_in_write`; `reauthentication_required`; `not_found`; `version_conflict`;
    /// `would_lock_out`.
    pub async fn remove_authority(
        &self,
        ctx: &RequestCtx,
        id: AuthorityId,
        version: Option<i64>,
    ) -> Result<()> {
        let now = self.domain.clock().now();
        ctx.require(Permission::SignInWrite, &Resource::All)?;
        ctx.require_recent(now)?;
        let mut tx = self.domain.begin().await?;
        let row = lock(&tx, id, version).await?;
        trusted_authority::Entity::delete_by_id(row.id).exec(tx.conn()).await?;
        let before = json!({ "fingerprint": row.fingerprint });
        let event = Event::done(AuditAction::AuthorityRemoved, self.target(&row)?).change(Some(before), None);
        self.finish(ctx, &mut tx, now, event).await?;
        lock_out::check(self.domain, &tx, ctx, now).await?;
        tx.commit().await
    }

    /// The subjects of all authorities, in DER, for the listener that asks for certificates.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn authority_subjects(&self) -> Result<Vec<Vec<u8>>> {
        let rows = store::authorities(self.domain.db().read()).await?;
        let subject = |row: trusted_authority::Model| {
            x509::parse(&row.certificate).map(|found| found.subject().as_raw().to_vec())
        };
        Ok(rows.into_iter().filter_map(subject).collect())
    }

    fn read_authority(&self, text: &str) -> Result<(Vec<u8>, AuthorityFacts)> {
        let now = self.domain.clock().now();
        let invalid = |code| Error::invalid("certificate", code);
        if decode::holds_private_key(text) {
            return Err(invalid(FieldCode::ForbiddenCharacters));
        }
        let der = decode::certificate(text).map_err(invalid)?;
        facts::check_authority(&der, now).map_err(invalid)?;
        let facts = facts::of_authority(&der).map_err(invalid)?;
        Ok((der, facts))
    }

    fn target(&self, row: &trusted_authority::Model) -> Result<Target> {
        let facts = facts::of_authority(&row.certificate)
            .map_err(|_| Error::internal("a stored certificate cannot be read"))?;
        Ok(Target::new("authority", row.id, facts.subject))
    }

    async fn write(
        &self,
        ctx: &RequestCtx,
        tx: &mut Tx,
        now: Timestamp,
        row: &mut trusted_authority::Model,
        event: Event,
    ) -> Result<()> {
        row.version = row.version.saturating_add(1);
        row.updated_at = now.as_millis();
        let done = trusted_authority::Entity::update_many()
            .col_expr(trusted_authority::Column::CrlRequired, Expr::value(row.crl_required))
            .col_expr(trusted_authority::Column::Crl, Expr::value(row.crl.clone()))
            .col_expr(trusted_authority::Column::CrlAddedAt, Expr::value(row.crl_added_at))
            .col_expr(trusted_authority::Column::Version, Expr::value(row.version))
            .col_expr(trusted_authority::Column::UpdatedAt, Expr::value(row.updated_at))
            .filter(trusted_authority::Column::Id.eq(row.id))
            .exec(tx.conn())
            .await?;
        if done.rows_affected == 0 {
            return Err(ErrorCode::NotFound.into());
        }
        self.finish(ctx, tx, now, event).await
    }

    async fn finish(&self, ctx: &RequestCtx, tx: &mut Tx, now: Timestamp, event: Event) -> Result<()> {
        tx.record(ctx, now, event).await?;
        tx.announce(LiveEvent::Changed { topic: Topic::Settings, id: Uuid::nil(), owner: None });
        Ok(())
    }
}

/// The row, which nobody else changes until this transaction ends.
async fn lock(tx: &Tx, id: AuthorityId, version: Option<i64>) -> Result<trusted_authority::Model> {
    use sea_orm::QuerySelect;
    let mut query = trusted_authority::Entity::find_by_id(id.0);
    if tx.engine() == Engine::Postgres {
        query = query.lock_exclusive();
    }
    let row = query.one(tx.conn()).await?.ok_or(ErrorCode::NotFound)?;
    if version.is_some_and(|version| version != row.version) {
        return Err(ErrorCode::VersionConflict.into());
    }
    Ok(row)
}

fn active(row: trusted_authority::Model) -> trusted_authority::ActiveModel {
    trusted_authority::ActiveModel {
        id: Set(row.id),
        certificate: Set(row.certificate),
        fingerprint: Set(row.fingerprint),
        crl_required: Set(row.crl_required),
        crl: Set(row.crl),
        crl_added_at: Set(row.crl_added_at),
        added_by: Set(row.added_by),
        version: Set(row.version),
        created_at: Set(row.created_at),
        updated_at: Set(row.updated_at),
    }
}
