//! Making, changing and deleting configurations.

use std::collections::HashSet;

use entity::{configuration, configuration_label, label};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, sea_query::Expr};
use serde_json::{Value, json};
use types::{
    AuditAction, ConfigurationId, ConfigurationInput, ConfigurationRow, ConfigurationSettings, ErrorCode,
    FieldCode, LabelId, Permission, Validate, WifiSecurity,
};
use uuid::Uuid;

use super::{Configurations, store, touch, upload};
use crate::{
    access::policy::Resource,
    audit::{Event, Target},
    ctx::RequestCtx,
    db::Tx,
    error::{Error, Result},
    live::{LiveEvent, Topic},
    names::key,
    user_certificates,
};

/// What is stored of an input.
struct Wanted {
    settings: ConfigurationSettings,
    identifier: Option<String>,
    /// The secret, if it is another than before.
    secret: Secret,
}

enum Secret {
    Stays,
    Is(Vec<u8>),
    None,
}

impl Configurations<'_> {
    /// Makes a configuration. The same idempotency key again gives the same one.
    ///
    /// # Errors
    /// Without `configuration_write`; `invalid_input`, also for a name or an identifier that is taken and for
    /// a label that is not there.
    pub async fn create(&self, ctx: &RequestCtx, input: &ConfigurationInput) -> Result<ConfigurationRow> {
        ctx.require(Permission::ConfigurationWrite, &Resource::All)?;
        input.validate()?;
        let id = self.domain.retry_on_conflict(|| self.try_create(ctx, input)).await?;
        self.row(id).await
    }

    async fn try_create(&self, ctx: &RequestCtx, input: &ConfigurationInput) -> Result<ConfigurationId> {
        let now = self.domain.clock().now();
        let mut tx = self.domain.begin().await?;
        if let Some(earlier) = tx.find_earlier(ctx).await? {
            return Ok(ConfigurationId(earlier));
        }
        let wanted = wanted(input, None)?;
        check_free(&tx, input, &wanted, None).await?;
        let id = Uuid::now_v7();
        let secret = match &wanted.secret {
            Secret::Is(secret) => Some(self.domain.keys().seal(&store::binding(id), secret)?),
            Secret::Stays | Secret::None => None,
        };
        let row = configuration::ActiveModel {
            id: Set(id),
            name: Set(input.name.trim().to_owned()),
            name_key: Set(key(&input.name)),
            description: Set(input.description.trim().to_owned()),
            kind: Set(wanted.settings.kind().as_str().to_owned()),
            settings: Set(serde_json::to_string(&wanted.settings).map_err(Error::internal)?),
            identifier: Set(wanted.identifier.clone()),
            secret: Set(secret),
            issue: Set(1),
            version: Set(1),
            created_at: Set(now.as_millis()),
            updated_at: Set(now.as_millis()),
            deleted_at: Set(None),
        };
        configuration::Entity::insert(row).exec_without_returning(tx.conn()).await?;
        assign(&tx, id, &input.labels).await?;
        tx.remember(ctx, id, now).await?;
        touch(&tx, now).await?;
        let after = said(input, &wanted.settings);
        self.note(&mut tx, ctx, AuditAction::ConfigurationCreated, (id, &input.name), (None, Some(after)))
            .await?;
        tx.commit().await?;
        Ok(ConfigurationId(id))
    }

    /// Changes a configuration; it stays of its kind. Devices get it again when what it says is another. With
    /// `version`, only on top of that version.
    ///
    /// # Errors
    /// Without `configuration_write`; `not_found`; `invalid_input`; `version_conflict`.
    pub async fn update(
        &self,
        ctx: &RequestCtx,
        id: ConfigurationId,
        input: &ConfigurationInput,
        version: Option<i64>,
    ) -> Result<ConfigurationRow> {
        ctx.require(Permission::ConfigurationWrite, &Resource::All)?;
        input.validate()?;
        self.domain.retry_on_conflict(|| self.try_update(ctx, id, input, version)).await?;
        self.row(id).await
    }

    async fn try_update(
        &self,
        ctx: &RequestCtx,
        id: ConfigurationId,
        input: &ConfigurationInput,
        version: Option<i64>,
    ) -> Result<()> {
        let now = self.domain.clock().now();
        let mut tx = self.domain.begin().await?;
        let row = store::find(tx.conn(), id).await?;
        if version.is_some_and(|version| version != row.version) {
            return Err(ErrorCode::VersionConflict.into());
        }
        let wanted = wanted(input, Some(&row))?;
        check_free(&tx, input, &wanted, Some(&row)).await?;
        let before = self.row(id).await?;
        let settings = serde_json::to_string(&wanted.settings).map_err(Error::internal)?;
        let is_another = settings != row.settings || !matches!(wanted.secret, Secret::Stays);
        let mut update = configuration::Entity::update_many()
            .col_expr(configuration::Column::Name, Expr::value(input.name.trim()))
            .col_expr(configuration::Column::NameKey, Expr::value(key(&input.name)))
            .col_expr(configuration::Column::Description, Expr::value(input.description.trim()))
            .col_expr(configuration::Column::Settings, Expr::value(settings))
            .col_expr(configuration::Column::Identifier, Expr::value(wanted.identifier.clone()))
            .col_expr(configuration::Column::Issue, Expr::value(row.issue + i64::from(is_another)))
            .col_expr(configuration::Column::Version, Expr::value(row.version + 1))
            .col_expr(configuration::Column::UpdatedAt, Expr::value(now.as_millis()))
            .filter(configuration::Column::Id.eq(id.0))
            .filter(configuration::Column::Version.eq(row.version));
        match &wanted.secret {
            Secret::Is(secret) => {
                let sealed = self.domain.keys().seal(&store::binding(id.0), secret)?;
                update = update.col_expr(configuration::Column::Secret, Expr::value(sealed));
            }
            Secret::None => {
                update = update.col_expr(configuration::Column::Secret, Expr::value(None::<Vec<u8>>));
            }
            Secret::Stays => {}
        }
        if update.exec(tx.conn()).await?.rows_affected != 1 {
            return Err(ErrorCode::VersionConflict.into());
        }
        configuration_label::Entity::delete_many()
            .filter(configuration_label::Column::ConfigurationId.eq(id.0))
            .exec(tx.conn())
            .await?;
        assign(&tx, id.0, &input.labels).await?;
        touch(&tx, now).await?;
        let labels: Vec<LabelId> = before.labels.iter().map(|label| label.id).collect();
        let before = json!({
            "name": before.name, "description": before.description, "settings": before.settings, "labels": labels,
        });
        let after = said(input, &wanted.settings);
        self.note(
            &mut tx,
            ctx,
            AuditAction::ConfigurationChanged,
            (id.0, &input.name),
            (Some(before), Some(after)),
        )
        .await?;
        tx.commit().await
    }

    /// Deletes a configuration. It leaves its devices when they come next; until then its name stays there.
    ///
    /// # Errors
    /// Without `configuration_write`; `not_found`.
    pub async fn delete(&self, ctx: &RequestCtx, id: ConfigurationId) -> Result<()> {
        ctx.require(Permission::ConfigurationWrite, &Resource::All)?;
        let now = self.domain.clock().now();
        let mut tx = self.domain.begin().await?;
        let row = store::find(tx.conn(), id).await?;
        configuration::Entity::update_many()
            .col_expr(configuration::Column::DeletedAt, Expr::value(now.as_millis()))
            // Its name and identifier are free for another one.
            .col_expr(configuration::Column::NameKey, Expr::value(format!("deleted {}", row.id)))
            .col_expr(configuration::Column::Identifier, Expr::value(None::<String>))
            .col_expr(configuration::Column::Secret, Expr::value(None::<Vec<u8>>))
            .filter(configuration::Column::Id.eq(id.0))
            .exec(tx.conn())
            .await?;
        user_certificates::end_all_of_configuration(&tx, id.0, now).await?;
        store::purge(&tx, id.0).await?;
        touch(&tx, now).await?;
        let before = json!({ "name": row.name, "settings": store::settings_of(&row)? });
        self.note(&mut tx, ctx, AuditAction::ConfigurationDeleted, (id.0, &row.name), (Some(before), None))
            .await?;
        tx.commit().await
    }

    async fn note(
        &self,
        tx: &mut Tx,
        ctx: &RequestCtx,
        action: AuditAction,
        (id, name): (Uuid, &str),
        (before, after): (Option<Value>, Option<Value>),
    ) -> Result<()> {
        let target = Target::new("configuration", ConfigurationId(id), name.trim().to_owned());
        tx.record(ctx, self.domain.clock().now(), Event::done(action, target).change(before, after)).await?;
        tx.announce(LiveEvent::topic(Topic::Configurations));
        Ok(())
    }
}

/// What of an input is stored, over what was stored before.
fn wanted(input: &ConfigurationInput, before: Option<&configuration::Model>) -> Result<Wanted> {
    let kind = input.settings.kind();
    if before.is_some_and(|row| row.kind != kind.as_str()) {
        return Err(Error::invalid("settings.kind", FieldCode::UnknownValue));
    }
    let has_secret = before.is_some_and(|row| row.secret.is_some());
    match &input.settings {
        ConfigurationSettings::Wifi(wifi) => {
            let security =
                wifi.security.ok_or_else(|| Error::invalid("settings.security", FieldCode::Required))?;
            let secret = match (security, &input.network_password) {
                (WifiSecurity::Open, _) if has_secret => Secret::None,
                (WifiSecurity::Open, _) => Secret::Stays,
                (_, Some(password)) => Secret::Is(password.clone().into_bytes()),
                (_, None) if has_secret => Secret::Stays,
                (_, None) => return Err(Error::invalid("network_password", FieldCode::Required)),
            };
            Ok(Wanted { settings: input.settings.clone(), identifier: None, secret })
        }
        // Devices know it by where the password is asked, and what people have uploaded was opened or not.
        ConfigurationSettings::Certificate(of) => {
            let before = before.map(store::settings_of).transpose()?;
            let is_another = |before: &ConfigurationSettings| matches!(before, ConfigurationSettings::Certificate(before) if before.password != of.password);
            if before.as_ref().is_some_and(is_another) {
                return Err(Error::invalid("settings.password", FieldCode::Differs));
            }
            Ok(Wanted { settings: input.settings.clone(), identifier: None, secret: Secret::Stays })
        }
        ConfigurationSettings::Passcode(_) => {
            Ok(Wanted { settings: input.settings.clone(), identifier: None, secret: Secret::Stays })
        }
        ConfigurationSettings::Profile(_) => match (&input.file, before) {
            (Some(file), before) => {
                let upload = upload::read(file)?;
                // Another identifier would leave the old profile on devices, where nothing finds it again.
                let known = before.and_then(|row| row.identifier.as_deref());
                if known.is_some_and(|known| known != upload.settings.identifier) {
                    return Err(Error::invalid("file", FieldCode::Differs));
                }
                Ok(Wanted {
                    identifier: Some(upload.settings.identifier.clone()),
                    settings: ConfigurationSettings::Profile(upload.settings),
                    secret: Secret::Is(upload.bytes),
                })
            }
            (None, Some(row)) => Ok(Wanted {
                settings: store::settings_of(row)?,
                identifier: row.identifier.clone(),
                secret: Secret::Stays,
            }),
            (None, None) => Err(Error::invalid("file", FieldCode::Required)),
        },
    }
}

async fn check_free(
    tx: &Tx,
    input: &ConfigurationInput,
    wanted: &Wanted,
    own: Option<&configuration::Model>,
) -> Result<()> {
    for row in store::all(tx.conn()).await? {
        if own.is_some_and(|own| own.id == row.id) {
            continue;
        }
        if row.name_key == key(&input.name) {
            return Err(Error::invalid("name", FieldCode::Taken));
        }
        if wanted.identifier.is_some() && row.identifier == wanted.identifier {
            return Err(Error::invalid("file", FieldCode::Taken));
        }
    }
    Ok(())
}

/// Assigns it to labels, all of which must be there.
async fn assign(tx: &Tx, id: Uuid, labels: &[LabelId]) -> Result<()> {
    let labels: HashSet<Uuid> = labels.iter().map(|label| label.0).collect();
    let there = label::Entity::find()
        .filter(label::Column::Id.is_in(labels.iter().copied()))
        .count(tx.conn())
        .await?;
    if there != labels.len() as u64 {
        return Err(Error::invalid("labels", FieldCode::NotFound));
    }
    if labels.is_empty() {
        return Ok(());
    }
    let rows = labels
        .into_iter()
        .map(|label| configuration_label::ActiveModel { configuration_id: Set(id), label_id: Set(label) });
    configuration_label::Entity::insert_many(rows).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// The configuration for the audit log: without its secrets.
fn said(input: &ConfigurationInput, settings: &ConfigurationSettings) -> Value {
    json!({
        "name": input.name.trim(),
        "description": input.description.trim(),
        "settings": settings,
        "network_password": input.network_password.as_ref().map(|_| "changed"),
        "labels": input.labels,
    })
}
