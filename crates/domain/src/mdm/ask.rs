//! What a device is asked about itself, which is none of its commands.

use std::time::Duration;

use apple::{command::Command, report::Report};
use entity::{apple_enrolment, device};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use types::{AppleFacts, DeviceFacts, Platform, Timestamp};

use super::{Mdm, check_in::platform_of, store};
use crate::{
    ctx::RequestCtx,
    error::{Error, Result},
};

/// How often a device is asked about itself.
const EVERY: Duration = Duration::from_hours(24);

/// What a device is asked, one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Question {
    /// What it is.
    Information,
    /// Whether it is secure.
    Security,
    /// What is set up on it.
    Profiles,
}

impl Question {
    /// The question of an answer.
    pub(super) fn of(uuid: &str) -> Option<Self> {
        match uuid {
            "information" => Some(Self::Information),
            "security" => Some(Self::Security),
            "profiles" => Some(Self::Profiles),
            _ => None,
        }
    }

    fn uuid(self) -> &'static str {
        match self {
            Self::Information => "information",
            Self::Security => "security",
            Self::Profiles => "profiles",
        }
    }

    /// The question as the device takes it.
    pub(super) fn write(self) -> Vec<u8> {
        match self {
            Self::Information => Command::DeviceInformation,
            Self::Security => Command::SecurityInfo,
            Self::Profiles => Command::ProfileList { managed_only: true },
        }
        .write(self.uuid())
    }

    /// What is asked next.
    pub(super) fn next(self) -> Option<Self> {
        match self {
            Self::Information => Some(Self::Security),
            Self::Security => Some(Self::Profiles),
            Self::Profiles => None,
        }
    }
}

/// Whoever was asked later than this is not asked again.
pub(super) fn since(now: Timestamp) -> Timestamp {
    now - EVERY
}

/// Whether it is time to ask.
pub(super) fn is_due(row: &apple_enrolment::Model, now: Timestamp) -> bool {
    row.asked_at.is_none_or(|at| at <= since(now).as_millis())
}

/// What the device has told of what every device tells.
fn common(report: &Report, device: &device::Model) -> Result<DeviceFacts> {
    let recorded = Platform::from_word(&device.platform);
    let told = report.text("ProductName").and_then(|product| platform_of(&product));
    let platform = told.or(recorded).ok_or_else(|| Error::internal("a device of an unknown platform"))?;
    // Between nought and one; -1 where there is no battery.
    let battery = report.number("BatteryLevel").filter(|level| (0.0..=1.0).contains(level));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 100")]
    let battery_percent = battery.map(|level| (level * 100.0).round() as u8);
    let short = |query: &str| report.text(query).map(shortened);
    Ok(DeviceFacts {
        platform,
        model: short("ModelName").or_else(|| short("ProductName")),
        os_version: short("OSVersion"),
        serial_number: short("SerialNumber"),
        name: short("DeviceName"),
        battery_percent,
    })
}

/// What the device has told, over what it has told before.
fn apple(report: &Report, before: AppleFacts) -> AppleFacts {
    let text = |query: &str| report.text(query).map(shortened);
    let room = |query: &str| report.number(query).filter(|gb| gb.is_finite() && *gb >= 0.0);
    AppleFacts {
        supervised: report.is("IsSupervised").or(before.supervised),
        product: text("ProductName").or(before.product),
        udid: text("UDID").or(before.udid),
        build: text("BuildVersion").or(before.build),
        capacity_gb: room("DeviceCapacity").or(before.capacity_gb),
        free_gb: room("AvailableDeviceCapacity").or(before.free_gb),
        wifi_mac: text("WiFiMAC").or(before.wifi_mac),
        imei: text("IMEI").or(before.imei),
        activation_lock: report.is("IsActivationLockEnabled").or(before.activation_lock),
        has_passcode: report.is_secure_by("PasscodePresent").or(before.has_passcode),
        passcode_compliant: report
            .is_secure_by("PasscodeCompliantWithProfiles")
            .or(before.passcode_compliant),
        // A phone with a passcode is; a Mac says so itself.
        encrypted: report.is_secure_by("FDE_Enabled").or(before.encrypted),
    }
}

/// No longer than what is kept of any fact.
fn shortened(text: String) -> String {
    text.chars().take(DeviceFacts::MAX).collect()
}

impl Mdm<'_> {
    /// Stores what a device has told, and that it was asked once there is no other question.
    pub(super) async fn told(
        &self,
        ctx: &RequestCtx,
        found: &store::Found,
        question: Question,
        report: &Report,
    ) -> Result<()> {
        let told = match question {
            Question::Information => Some(common(report, &found.device)?),
            Question::Security | Question::Profiles => None,
        };
        self.domain.devices().seen(ctx, told.as_ref()).await?;
        if question == Question::Profiles {
            self.compare_profiles(found, report).await?;
        }
        let before = store::facts_of(&found.row).unwrap_or_default();
        let facts = apple(report, before.clone());
        let asked_at = question.next().is_none().then(|| self.domain.clock().now().as_millis());
        if facts == before && asked_at.is_none() {
            return Ok(());
        }
        let facts = serde_json::to_string(&facts).map_err(Error::internal)?;
        let mut update = apple_enrolment::Entity::update_many()
            .col_expr(apple_enrolment::Column::Facts, Expr::value(facts))
            .filter(apple_enrolment::Column::Id.eq(found.row.id));
        if let Some(at) = asked_at {
            update = update.col_expr(apple_enrolment::Column::AskedAt, Expr::value(at));
        }
        let mut tx = self.domain.begin().await?;
        update.exec(tx.conn()).await?;
        tx.announce(crate::live::LiveEvent::device(found.device_id(), found.user_id()));
        tx.commit().await
    }
}
