//! Connecting directories and changing how they are connected.

use entity::{directory, user};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, sea_query::ExprTrait,
};
use serde_json::{Map, Value, json};
use types::{
    ApiError, AuditAction, BindPassword, DirectoryDetail, DirectoryId, DirectoryInput, DirectorySettings,
    ErrorCode, FieldCode, FieldError, Permission, Timestamp, Validate,
};
use uuid::Uuid;

use super::{Directories, client, store};
use crate::{
    access::policy::Resource,
    audit::{Event, Target},
    ctx::RequestCtx,
    db::Tx,
    error::{Error, Result},
    live::{LiveEvent, Topic},
    people::standing,
};

impl Directories<'_> {
    /// Connects a directory. It is read for the first time once groups are chosen, or at its time. The
    /// same idempotency key again gives the same directory.
    ///
    /// # Errors
    /// Without `directory_write`; `reauthentication_required`; `invalid_input`, also for a name that another one has;
    /// `idempotency_key_reused`.
    pub async fn create(&self, ctx: &RequestCtx, input: &DirectoryInput) -> Result<DirectoryDetail> {
        ctx.require(Permission::DirectoryWrite, &Resource::All)?;
        ctx.require_recent(self.domain.clock().now())?;
        check(input)?;
        if input.settings.bind_dn.is_some() && input.bind_password.is_none() {
            return Err(Error::invalid("bind_password", FieldCode::Required));
        }
        let id = self.domain.retry_on_conflict(|| self.try_create(ctx, input)).await?;
        self.detail(id).await
    }

    /// Changes how a directory is connected; counts from the next reading and the next sign-in.
    ///
    /// # Errors
    /// Without `directory_write`; `reauthentication_required`; `not_found`; `invalid_input`, also when server, security or bind DN
    /// change and the password is not given again, for else it could be led to a foreign server;
    /// `version_conflict`; `last_administrator` when everybody who may do everything comes from this
    /// directory and it is switched off.
    pub async fn update(
        &self,
        ctx: &RequestCtx,
        id: DirectoryId,
        input: &DirectoryInput,
        expected_version: Option<i64>,
    ) -> Result<DirectoryDetail> {
        ctx.require(Permission::DirectoryWrite, &Resource::All)?;
        ctx.require_recent(self.domain.clock().now())?;
        check(input)?;
        let now = self.domain.clock().now();
        let mut tx = self.domain.begin().await?;
        if !input.enabled {
            keep_an_administrator(&tx, id).await?;
        }
        let before = store::lock(&tx, id).await?.ok_or(ErrorCode::NotFound)?;
        if expected_version.is_some_and(|version| version != before.version) {
            return Err(ErrorCode::VersionConflict.into());
        }
        let was = store::settings(&before)?;
        let keeps_password = input.settings.bind_dn.is_some() && input.bind_password.is_none();
        if keeps_password && (before.bind_password.is_none() || was.reaches_another(&input.settings)) {
            return Err(Error::invalid("bind_password", FieldCode::Required));
        }
        let bind_password = match (&input.settings.bind_dn, &input.bind_password) {
            (None, _) => None,
            (Some(_), Some(BindPassword(password))) => Some(store::seal(self.domain, id.0, password)?),
            (Some(_), None) => before.bind_password.clone(),
        };
        let row = directory::Model {
            name: input.name.trim().to_owned(),
            settings: serde_json::to_string(&input.settings).map_err(Error::internal)?,
            enabled: i64::from(input.enabled),
            next_sync_at: next(&before, input, now),
            ..before.clone()
        };
        let password_changes = input.bind_password.is_some();
        if row == before && !password_changes {
            drop(tx);
            return self.detail(id).await;
        }
        let row =
            directory::Model { bind_password, version: row.version + 1, updated_at: now.as_millis(), ..row };
        let saved = directory::Entity::update(active(row.clone())).exec(tx.conn()).await;
        saved.map_err(|error| name_taken(error.into()))?;
        let (was, is) = differences(&before, &row, password_changes)?;
        let target = Target::new("directory", id, row.name);
        let event = Event::done(AuditAction::DirectoryChanged, target);
        tx.record(ctx, now, event.change(Some(was), Some(is))).await?;
        tx.announce(LiveEvent::Changed { topic: Topic::Settings, id: id.0, owner: None });
        tx.commit().await?;
        // Whether it answers is another question now.
        self.domain.away().clear(id.0);
        self.detail(id).await
    }

    async fn try_create(&self, ctx: &RequestCtx, input: &DirectoryInput) -> Result<DirectoryId> {
        let now = self.domain.clock().now();
        let mut tx = self.domain.begin().await?;
        if let Some(earlier) = tx.find_earlier(ctx).await? {
            return Ok(DirectoryId(earlier));
        }
        let name = input.name.trim();
        if store::all(tx.conn()).await?.iter().any(|row| row.name == name) {
            return Err(taken());
        }
        let id = Uuid::now_v7();
        let bind_password = match (&input.settings.bind_dn, &input.bind_password) {
            (Some(_), Some(BindPassword(password))) => Some(store::seal(self.domain, id, password)?),
            _ => None,
        };
        let row = directory::Model {
            id,
            name: name.to_owned(),
            settings: serde_json::to_string(&input.settings).map_err(Error::internal)?,
            bind_password,
            enabled: i64::from(input.enabled),
            version: 1,
            created_at: now.as_millis(),
            updated_at: now.as_millis(),
            next_sync_at: input.settings.sync_every_minutes.map(|_| now.as_millis()),
        };
        directory::Entity::insert(active(row)).exec_without_returning(tx.conn()).await?;
        tx.remember(ctx, id, now).await?;
        let target = Target::new("directory", id, name);
        let after = shown(&input.settings, input.enabled)?;
        tx.record(ctx, now, Event::done(AuditAction::DirectoryCreated, target).change(None, Some(after)))
            .await?;
        tx.announce(LiveEvent::Changed { topic: Topic::Settings, id, owner: None });
        tx.commit().await?;
        Ok(DirectoryId(id))
    }
}

/// Refuses what would lock out everybody who may do everything.
///
/// # Errors
/// `last_administrator`.
pub(super) async fn keep_an_administrator(tx: &Tx, id: DirectoryId) -> Result<()> {
    let administrators = standing::lock_administrators(tx).await?;
    let others = user::Entity::find()
        .filter(user::Column::Id.is_in(administrators.iter().copied()))
        .filter(user::Column::DirectoryId.is_null().or(user::Column::DirectoryId.ne(id.0)))
        .count(tx.conn())
        .await?;
    if others == 0 && !administrators.is_empty() {
        return Err(ErrorCode::LastAdministrator.into());
    }
    Ok(())
}

/// What types cannot look at: filters and certificates.
pub(super) fn check(input: &DirectoryInput) -> Result<()> {
    let mut fields = Vec::new();
    input.check(&mut fields);
    let settings = &input.settings;
    for (path, filter) in
        [("settings.user_filter", &settings.user_filter), ("settings.group_filter", &settings.group_filter)]
    {
        let in_brackets = filter.starts_with('(') && filter.ends_with(')');
        if !filter.is_empty() && (!in_brackets || ldap3::parse_filter(filter).is_err()) {
            fields.push(FieldError::new(path, FieldCode::Malformed));
        }
    }
    let pem = settings.ca_pem.as_deref();
    let named = fields.iter().any(|field| field.path == "settings.ca_pem");
    if pem.is_some_and(|pem| !named && !client::check_authorities(pem)) {
        fields.push(FieldError::new("settings.ca_pem", FieldCode::Malformed));
    }
    if fields.is_empty() {
        return Ok(());
    }
    Err(ApiError { code: ErrorCode::InvalidInput, fields, retry_after: None }.into())
}

/// A schedule that is new begins now; one that is shorter does not wait for the longer one's end.
fn next(before: &directory::Model, input: &DirectoryInput, now: Timestamp) -> Option<i64> {
    let minutes = i64::from(input.settings.sync_every_minutes?);
    let latest = now.as_millis() + minutes * 60_000;
    Some(before.next_sync_at.map_or(now.as_millis(), |planned| std::cmp::min(planned, latest)))
}

fn name_taken(error: Error) -> Error {
    if error.is_unique_violation() { taken() } else { error }
}

fn taken() -> Error {
    Error::invalid("name", FieldCode::Taken)
}

/// Settings as the audit log keeps them. They hold no secret; the certificates are long and public.
fn shown(settings: &DirectorySettings, enabled: bool) -> Result<Value> {
    let mut value = serde_json::to_value(settings).map_err(Error::internal)?;
    if let Some(fields) = value.as_object_mut() {
        fields.insert("enabled".to_owned(), json!(enabled));
        if settings.ca_pem.is_some() {
            fields.insert("ca_pem".to_owned(), json!("…"));
        }
    }
    Ok(value)
}

fn differences(
    before: &directory::Model,
    after: &directory::Model,
    password_changes: bool,
) -> Result<(Value, Value)> {
    let fields = |row: &directory::Model| -> Result<Map<String, Value>> {
        let value = serde_json::to_value(store::settings(row)?).map_err(Error::internal)?;
        let mut fields = value.as_object().cloned().unwrap_or_default();
        fields.insert("name".to_owned(), json!(row.name));
        fields.insert("enabled".to_owned(), json!(row.enabled != 0));
        Ok(fields)
    };
    let (mut was, mut is) = (fields(before)?, fields(after)?);
    let same: Vec<String> = was
        .iter()
        .filter(|(name, value)| is.get(*name) == Some(value))
        .map(|(name, _)| name.clone())
        .collect();
    for name in same {
        was.remove(&name);
        is.remove(&name);
    }
    if password_changes {
        is.insert("bind_password".to_owned(), json!("changed"));
    }
    Ok((Value::Object(was), Value::Object(is)))
}

/// All columns of a row, to be written.
fn active(row: directory::Model) -> directory::ActiveModel {
    directory::ActiveModel {
        id: Set(row.id),
        name: Set(row.name),
        settings: Set(row.settings),
        bind_password: Set(row.bind_password),
        enabled: Set(row.enabled),
        version: Set(row.version),
        created_at: Set(row.created_at),
        updated_at: Set(row.updated_at),
        next_sync_at: Set(row.next_sync_at),
    }
}
