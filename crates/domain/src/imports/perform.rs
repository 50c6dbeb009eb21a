//! Doing one row: the person if they are created, the registration, and what it is remembered by.

use entity::{import_key, job, job_item};
use sea_orm::{ActiveValue::Set, EntityTrait};
use types::{ApiError, ErrorCode, Permission, UserId};

use super::{
    Imports,
    fact::People,
    plan::{Planned, Rules, key, plan},
    row::Row,
    upload::{Sheet, settings},
};
use crate::{
    access::policy::Resource,
    ctx::RequestCtx,
    db::Tx,
    error::{Error, Result},
    jobs::work::Done,
    registration::Imported,
};

/// Said of a row that an earlier import has done.
const UNCHANGED: &str = "unchanged";

impl Imports<'_> {
    /// Does the row of an item, unless an earlier import has.
    ///
    /// # Errors
    /// What is wrong in it; `device_limit_reached`.
    pub(crate) async fn perform(
        &self,
        tx: &mut Tx,
        ctx: &RequestCtx,
        job: &job::Model,
        item: &job_item::Model,
    ) -> Result<Done> {
        let sheet = Sheet::of(job)?;
        let row: Row =
            serde_json::from_str(item.input.as_deref().unwrap_or_default()).map_err(Error::internal)?;
        let settings = settings(tx.conn()).await?;
        let may_create = ctx.may(Permission::UserWrite, &Resource::All);
        let rules = Rules { settings: &settings, options: &sheet.options, may_create };
        let people = People::of(tx.conn(), &settings, std::slice::from_ref(&row)).await?;
        let person = people.find(&row);
        if let Some(key) = person.and_then(|person| key(rules, &row, person.id))
            && let Some(found) = import_key::Entity::find_by_id(key).one(tx.conn()).await?
        {
            return Ok(Done {
                skipped: Some(UNCHANGED.to_owned()),
                user_id: person.map(|person| person.id.0),
                device_id: Some(found.device_id),
                message_id: None,
            });
        }
        let planned = plan(rules, &row, person).map_err(|fields| {
            Error::Refused(ApiError { code: ErrorCode::InvalidInput, fields, retry_after: None })
        })?;
        let now = self.domain.clock().now();
        let user_id = match (&planned.create, person) {
            (Some(new), _) => UserId(self.domain.people().insert_new(tx, ctx, now, new).await?.id),
            (None, Some(person)) => person.id,
            (None, None) => return Err(ErrorCode::NotFound.into()),
        };
        let Planned { platform, phone_number, country, ownership, language, .. } = planned;
        let notify = sheet.options.notify.clone();
        let wanted = Imported { user_id, platform, phone_number, country, ownership, language, notify };
        let (device_id, message) =
            self.domain.registration().insert_imported(tx, ctx, wanted, &settings, now).await?;
        if let Some(key) = key(rules, &row, user_id) {
            let row = import_key::ActiveModel {
                key: Set(key),
                device_id: Set(device_id.0),
                created_at: Set(now.as_millis()),
            };
            import_key::Entity::insert(row).exec_without_returning(tx.conn()).await?;
        }
        Ok(Done {
            skipped: None,
            user_id: Some(user_id.0),
            message_id: message.map(|id| id.0),
            device_id: Some(device_id.0),
        })
    }
}
