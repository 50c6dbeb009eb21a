//! What a device is asked and told, in its own words.

use std::time::Duration;

use apple::{command::Command, report::Report};
use entity::{apple_enrolment, device};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use types::{Action, DeliveredCommand, DeviceFacts, LockParams, Platform, Timestamp};

use super::{Mdm, check_in::platform_of};
use crate::error::{Error, Result};

/// The id of the question about the device itself, which is none of its commands.
pub(super) const UUID: &str = "information";

/// How often a device is asked about itself.
const EVERY: Duration = Duration::from_hours(24);

/// Whether it is time to ask.
pub(super) fn is_due(row: &apple_enrolment::Model, now: Timestamp) -> bool {
    row.asked_at.is_none_or(|at| now.since(Timestamp::from_millis(at)) >= EVERY)
}

/// The question.
pub(super) fn information() -> Vec<u8> {
    Command::DeviceInformation.write(UUID)
}

/// A command of Gatehouse as Apple's devices take it.
pub(super) fn command(command: &DeliveredCommand) -> Result<Vec<u8>> {
    let written = match command.action {
        Action::Lock => {
            let params: LockParams =
                serde_json::from_value(command.params.clone()).map_err(Error::internal)?;
            Command::DeviceLock { message: params.message, phone_number: params.phone_number, pin: None }
        }
    };
    Ok(written.write(&command.id.to_string()))
}

/// What the device has told about itself.
pub(super) fn facts(report: &Report, device: &device::Model) -> Result<DeviceFacts> {
    let recorded = Platform::from_word(&device.platform);
    let told = report.text("ProductName").and_then(|product| platform_of(&product));
    let platform = told.or(recorded).ok_or_else(|| Error::internal("a device of an unknown platform"))?;
    // Between nought and one; -1 where there is no battery.
    let battery = report.number("BatteryLevel").filter(|level| (0.0..=1.0).contains(level));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 100")]
    let battery_percent = battery.map(|level| (level * 100.0).round() as u8);
    Ok(DeviceFacts {
        platform,
        model: report.text("ModelName").or_else(|| report.text("ProductName")),
        os_version: report.text("OSVersion"),
        serial_number: report.text("SerialNumber"),
        name: report.text("DeviceName"),
        battery_percent,
    })
}

impl Mdm<'_> {
    /// Notes that the device was asked about itself.
    pub(super) async fn asked(&self, row: &apple_enrolment::Model) -> Result<()> {
        let now = self.domain.clock().now();
        let tx = self.domain.begin().await?;
        apple_enrolment::Entity::update_many()
            .col_expr(apple_enrolment::Column::AskedAt, Expr::value(now.as_millis()))
            .filter(apple_enrolment::Column::Id.eq(row.id))
            .exec(tx.conn())
            .await?;
        tx.commit().await
    }
}
