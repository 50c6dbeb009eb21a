//! Making, changing and deleting labels.

use entity::label;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::{Value, json};
use types::{AuditAction, ErrorCode, FieldCode, LabelId, LabelInput, LabelRow, Permission, Validate};
use uuid::Uuid;

use super::{Labels, store};
use crate::{
    access::policy::Resource,
    audit::{Event, Target},
    configurations,
    ctx::RequestCtx,
    db::Tx,
    error::{Error, Result},
    live::{LiveEvent, Topic},
    names::key,
};

/// Most labels of one's own.
const MOST: usize = 500;

impl Labels<'_> {
    /// Makes a label. The same idempotency key again gives the same label.
    ///
    /// # Errors
    /// Without `configuration_write`; `invalid_input`, also for a name that is taken.
    pub async fn create(&self, ctx: &RequestCtx, input: &LabelInput) -> Result<LabelRow> {
        ctx.require(Permission::ConfigurationWrite, &Resource::All)?;
        input.validate()?;
        let id = self.domain.retry_on_conflict(|| self.try_create(ctx, input)).await?;
        self.row(id).await
    }

    async fn try_create(&self, ctx: &RequestCtx, input: &LabelInput) -> Result<LabelId> {
        let now = self.domain.clock().now().as_millis();
        let mut tx = self.domain.begin().await?;
        if let Some(earlier) = tx.find_earlier(ctx).await? {
            return Ok(LabelId(earlier));
        }
        let labels = store::all(tx.conn()).await?;
        check_free(&labels, input, None)?;
        if labels.len() >= MOST {
            return Err(Error::invalid("name", FieldCode::OutOfRange));
        }
        let id = Uuid::now_v7();
        let row = label::ActiveModel {
            id: Set(id),
            name: Set(input.name.trim().to_owned()),
            name_key: Set(key(&input.name)),
            description: Set(input.description.trim().to_owned()),
            built_in: Set(None),
            rule: Set(rule_json(input)?),
            version: Set(1),
            created_at: Set(now),
            updated_at: Set(now),
        };
        label::Entity::insert(row).exec_without_returning(tx.conn()).await?;
        tx.remember(ctx, id, self.domain.clock().now()).await?;
        self.note(&tx, ctx, AuditAction::LabelCreated, LabelId(id), &input.name, None, Some(said(input)))
            .await?;
        announce(&mut tx);
        tx.commit().await?;
        Ok(LabelId(id))
    }

    /// Changes a label; one by rule stays one by rule. With `version`, only on top of that version.
    ///
    /// # Errors
    /// Without `configuration_write`; `not_found`; `invalid_input`; `version_conflict`; `wrong_state` for
    /// one that is always there.
    pub async fn update(
        &self,
        ctx: &RequestCtx,
        id: LabelId,
        input: &LabelInput,
        version: Option<i64>,
    ) -> Result<LabelRow> {
        ctx.require(Permission::ConfigurationWrite, &Resource::All)?;
        input.validate()?;
        let now = self.domain.clock().now().as_millis();
        let mut tx = self.domain.begin().await?;
        let row = store::find(tx.conn(), id).await?;
        require_own(&row)?;
        if version.is_some_and(|version| version != row.version) {
            return Err(ErrorCode::VersionConflict.into());
        }
        if row.rule.is_some() != input.rule.is_some() {
            return Err(Error::invalid("rule", FieldCode::UnknownValue));
        }
        check_free(&store::all(tx.conn()).await?, input, Some(id))?;
        let changed = label::Entity::update_many()
            .col_expr(label::Column::Name, Expr::value(input.name.trim()))
            .col_expr(label::Column::NameKey, Expr::value(key(&input.name)))
            .col_expr(label::Column::Description, Expr::value(input.description.trim()))
            .col_expr(label::Column::Rule, Expr::value(rule_json(input)?))
            .col_expr(label::Column::Version, Expr::value(row.version + 1))
            .col_expr(label::Column::UpdatedAt, Expr::value(now))
            .filter(label::Column::Id.eq(id.0))
            .filter(label::Column::Version.eq(row.version))
            .exec(tx.conn())
            .await?;
        if changed.rows_affected != 1 {
            return Err(ErrorCode::VersionConflict.into());
        }
        let before =
            json!({ "name": row.name, "description": row.description, "rule": store::rule_of(&row)? });
        configurations::touch(&tx, self.domain.clock().now()).await?;
        self.note(&tx, ctx, AuditAction::LabelChanged, id, &input.name, Some(before), Some(said(input)))
            .await?;
        announce(&mut tx);
        tx.commit().await?;
        self.row(id).await
    }

    /// Deletes a label. What was assigned to it leaves its devices when they come next.
    ///
    /// # Errors
    /// Without `configuration_write`; `not_found`; `wrong_state` for one that is always there.
    pub async fn delete(&self, ctx: &RequestCtx, id: LabelId) -> Result<()> {
        ctx.require(Permission::ConfigurationWrite, &Resource::All)?;
        let mut tx = self.domain.begin().await?;
        let row = store::find(tx.conn(), id).await?;
        require_own(&row)?;
        let before =
            json!({ "name": row.name, "description": row.description, "rule": store::rule_of(&row)? });
        label::Entity::delete_by_id(id.0).exec(tx.conn()).await?;
        configurations::touch(&tx, self.domain.clock().now()).await?;
        self.note(&tx, ctx, AuditAction::LabelDeleted, id, &row.name, Some(before), None).await?;
        announce(&mut tx);
        tx.commit().await
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of one entry")]
    async fn note(
        &self,
        tx: &Tx,
        ctx: &RequestCtx,
        action: AuditAction,
        id: LabelId,
        name: &str,
        before: Option<Value>,
        after: Option<Value>,
    ) -> Result<()> {
        let event =
            Event::done(action, Target::new("label", id, name.trim().to_owned())).change(before, after);
        tx.record(ctx, self.domain.clock().now(), event).await
    }
}

fn announce(tx: &mut Tx) {
    tx.announce(LiveEvent::topic(Topic::Configurations));
}

/// Those that are always there stay as they are.
fn require_own(row: &label::Model) -> Result<()> {
    match row.built_in {
        Some(_) => Err(ErrorCode::WrongState.into()),
        None => Ok(()),
    }
}

fn check_free(labels: &[label::Model], input: &LabelInput, own: Option<LabelId>) -> Result<()> {
    let key = key(&input.name);
    let taken = labels.iter().any(|row| row.name_key == key && Some(LabelId(row.id)) != own);
    if taken { Err(Error::invalid("name", FieldCode::Taken)) } else { Ok(()) }
}

fn rule_json(input: &LabelInput) -> Result<Option<String>> {
    let rule = input.rule.as_ref().map(|rule| serde_json::to_string(&rule.normalised()));
    rule.transpose().map_err(Error::internal)
}

fn said(input: &LabelInput) -> Value {
    json!({ "name": input.name.trim(), "description": input.description.trim(), "rule": input.rule })
}
