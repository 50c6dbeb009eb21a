//! What people choose for themselves: language, time zone, colours.

use entity::user;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::json;
use types::{AuditAction, ErrorCode, FieldCode, Language, Preferences, TimeZone, Validate};

use super::Access;
use crate::{
    audit::{Event, Target},
    ctx::RequestCtx,
    error::{Error, Result},
    live::LiveEvent,
    people, time_zone,
};

impl Access<'_> {
    /// Changes one's own language and time zone. Name, e-mail address and telephone number are the
    /// organisation's: they decide where links and codes go. With `version`, only that version.
    ///
    /// # Errors
    /// `unauthenticated`; `forbidden` for a token without `own_account`; `invalid_input`; `version_conflict`.
    pub async fn choose(&self, ctx: &RequestCtx, input: &Preferences, version: Option<i64>) -> Result<()> {
        let me = ctx.account_holder()?;
        input.validate()?;
        let language = Language::parse(&input.language).map_err(|code| Error::invalid("language", code))?;
        let zone = input.time_zone.as_deref().map(TimeZone::parse).transpose();
        let zone = zone.map_err(|code| Error::invalid("time_zone", code))?;
        if zone.as_ref().is_some_and(|zone| !time_zone::is_known(zone.as_str())) {
            return Err(Error::invalid("time_zone", FieldCode::UnknownValue));
        }
        let (language, zone) = (language.to_string(), zone.map(String::from));
        let now = self.domain.clock().now();
        let mut tx = self.domain.begin().await?;
        let user = people::store::lock(&tx, &me).await?.ok_or(ErrorCode::Unauthenticated)?;
        if version.is_some_and(|version| version != user.version) {
            return Err(ErrorCode::VersionConflict.into());
        }
        if user.language == language && user.time_zone == zone {
            return Ok(());
        }
        user::Entity::update_many()
            .col_expr(user::Column::Language, Expr::value(language.clone()))
            .col_expr(user::Column::TimeZone, Expr::value(zone.clone()))
            .col_expr(user::Column::Version, Expr::value(user.version + 1))
            .col_expr(user::Column::UpdatedAt, Expr::value(now.as_millis()))
            .filter(user::Column::Id.eq(user.id))
            .exec(tx.conn())
            .await?;
        let before = json!({ "language": user.language, "time_zone": user.time_zone });
        let after = json!({ "language": language, "time_zone": zone });
        let event = Event::done(AuditAction::UserChanged, Target::new("user", me, user.display_name));
        tx.record(ctx, now, event.change(Some(before), Some(after))).await?;
        tx.announce(LiveEvent::user(me));
        tx.commit().await
    }

    /// Keeps the colours somebody wants, for the next browser they sign in with: `light`, `dark`, or
    /// those of the system.
    ///
    /// # Errors
    /// `unauthenticated`; `invalid_input`.
    pub async fn choose_theme(&self, ctx: &RequestCtx, theme: Option<&str>) -> Result<()> {
        let me = ctx.signed_in()?;
        if theme.is_some_and(|theme| !["light", "dark"].contains(&theme)) {
            return Err(Error::invalid("theme", FieldCode::UnknownValue));
        }
        user::Entity::update_many()
            .col_expr(user::Column::Theme, Expr::value(theme))
            .filter(user::Column::Id.eq(me.user_id.0))
            .exec(self.domain.db().write())
            .await?;
        Ok(())
    }
}
