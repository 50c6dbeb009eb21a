//! Locating: one command in three steps, of which the device takes one after the other. It is put into the lost
//! mode of its platform, tells where it is, and leaves that mode again whatever happened in between.

use entity::{command, device_location};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, OnConflict},
};
use types::{Action, CommandId, CommandState, DeviceId, DeviceLocation};
use uuid::Uuid;

use super::{Devices, command::require, store};
use crate::{
    ctx::RequestCtx,
    db::Tx,
    error::{Error, Result},
    live::LiveEvent,
};

/// Which part of locating comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LocateStep {
    /// Into lost mode.
    Enter,
    /// Where is it?
    Tell,
    /// Out of lost mode.
    Leave,
}

impl LocateStep {
    fn word(self) -> Option<&'static str> {
        match self {
            Self::Enter => None,
            Self::Tell => Some("tell"),
            Self::Leave => Some("leave"),
        }
    }

    pub(super) fn of(command: &command::Model) -> Self {
        match command.step.as_deref() {
            Some("tell") => Self::Tell,
            Some("leave") => Self::Leave,
            _ => Self::Enter,
        }
    }
}

impl Devices<'_> {
    /// The step of a command that waits for this device, if it is one that locates.
    ///
    /// # Errors
    /// `signature_invalid` for anybody but a device.
    pub(crate) async fn locating(&self, ctx: &RequestCtx, id: CommandId) -> Result<Option<LocateStep>> {
        let device_id = ctx.device()?.device_id;
        let found = store::find_command(self.domain.db().read(), id).await?;
        let found = found
            .filter(|command| command.device_id == device_id.0 && command.action == Action::Locate.as_str());
        Ok(found.as_ref().map(LocateStep::of))
    }

    /// A step is done: the next one counts. What went wrong in it is kept for the end; where the device is, for
    /// whoever asked. An answer that comes twice changes nothing.
    ///
    /// # Errors
    /// `signature_invalid` for anybody but a device.
    pub(crate) async fn located(
        &self,
        ctx: &RequestCtx,
        id: CommandId,
        (from, to): (LocateStep, LocateStep),
        place: Option<DeviceLocation>,
        failure: Option<String>,
    ) -> Result<()> {
        let actor = ctx.device()?;
        let mut update = command::Entity::update_many()
            .col_expr(command::Column::Step, Expr::value(to.word()))
            .col_expr(command::Column::State, Expr::value(CommandState::Sent.as_str()))
            .filter(command::Column::Id.eq(id.0))
            .filter(command::Column::DeviceId.eq(actor.device_id.0))
            .filter(
                command::Column::State.is_in([CommandState::Sent.as_str(), CommandState::NotNow.as_str()]),
            )
            .filter(match from.word() {
                Some(word) => command::Column::Step.eq(word),
                None => command::Column::Step.is_null(),
            });
        if let Some(words) = failure {
            update = update.col_expr(command::Column::Detail, Expr::value(words));
        }
        let mut tx = self.domain.begin().await?;
        if update.exec(tx.conn()).await?.rows_affected != 1 {
            return Ok(());
        }
        if let Some(place) = place {
            let sealed = serde_json::to_vec(&place).map_err(Error::internal)?;
            let row = device_location::ActiveModel {
                id: Set(Uuid::now_v7()),
                device_id: Set(actor.device_id.0),
                place: Set(self.domain.keys().seal(&binding(actor.device_id), &sealed)?),
                told_at: Set(place.at.as_millis()),
            };
            let mut conflict = OnConflict::column(device_location::Column::DeviceId);
            conflict.update_columns([device_location::Column::Place, device_location::Column::ToldAt]);
            device_location::Entity::insert(row)
                .on_conflict(conflict)
                .exec_without_returning(tx.conn())
                .await?;
        }
        tx.announce(LiveEvent::device(actor.device_id, actor.user_id));
        tx.commit().await
    }

    /// Why a command that locates has not found the device, once it is at its end.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) async fn locate_failure(&self, id: CommandId) -> Result<Option<String>> {
        let found = store::find_command(self.domain.db().read(), id).await?;
        Ok(found.and_then(|command| command.detail))
    }

    /// Where a device was found last, for those who may locate it.
    pub(super) async fn location_of<C: ConnectionTrait>(
        &self,
        db: &C,
        ctx: &RequestCtx,
        device: &entity::device::Model,
    ) -> Result<Option<DeviceLocation>> {
        if require(ctx, Some(Action::Locate), device).is_err() {
            return Ok(None);
        }
        let found = device_location::Entity::find()
            .filter(device_location::Column::DeviceId.eq(device.id))
            .one(db)
            .await?;
        let Some(found) = found else { return Ok(None) };
        let place = self.domain.keys().open(&binding(DeviceId(device.id)), &found.place)?;
        // The parser's words could quote what it read.
        serde_json::from_slice(&place)
            .map(Some)
            .map_err(|_| Error::internal("the envelope of a location holds something else"))
    }
}

/// Forgets where these devices were found: it is about people who have nothing to do with them any more.
pub(crate) async fn forget_places(tx: &Tx, devices: &[Uuid]) -> Result<()> {
    device_location::Entity::delete_many()
        .filter(device_location::Column::DeviceId.is_in(devices.iter().copied()))
        .exec(tx.conn())
        .await?;
    Ok(())
}

fn binding(device: DeviceId) -> String {
    format!("device_locations/{device}/place")
}
