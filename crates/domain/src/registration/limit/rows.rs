//! Rows of groups that are there no more.

use serde_json::json;
use types::{AuditAction, GroupId, RegistrationSettings, Timestamp};

use crate::{
    audit::{Event, Target},
    ctx::RequestCtx,
    db::Tx,
    error::{Error, Result},
    settings::{self, Stored, key},
};

/// Takes the row of a group that goes out of the settings, within the change that deletes it.
pub(crate) async fn forget_group(tx: &Tx, ctx: &RequestCtx, now: Timestamp, id: GroupId) -> Result<()> {
    let stored: Stored<RegistrationSettings> = settings::load(tx.conn(), key::REGISTRATION).await?;
    let mut after = stored.value.clone();
    after.group_limits.retain(|row| row.group_id != id);
    if after == stored.value {
        return Ok(());
    }
    let value = serde_json::to_value(&after).map_err(Error::internal)?;
    settings::put(tx, key::REGISTRATION, &value, &settings::name_of(ctx), now).await?;
    let target = Target { kind: "settings", id: Some(key::REGISTRATION.to_owned()), name: None };
    let (was, is) = (json!(stored.value.group_limits), json!(after.group_limits));
    let event = Event::done(AuditAction::SettingsChanged, target)
        .because("the group was deleted")
        .change(Some(json!({ "group_limits": was })), Some(json!({ "group_limits": is })));
    tx.record(ctx, now, event).await
}
