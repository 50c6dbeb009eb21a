//! What a device answers while it is located.

use apple::report::{Report, Status};
use types::{CommandId, DeviceLocation, ResultState, command::CommandResult};

use super::Mdm;
use crate::{ctx::RequestCtx, devices::LocateStep, error::Result};

impl Mdm<'_> {
    /// Takes the answer to a step. Out of lost mode it goes whatever it said before: whoever holds it shall not be
    /// left with a device that is of no use.
    pub(super) async fn located(
        &self,
        ctx: &RequestCtx,
        id: CommandId,
        step: LocateStep,
        report: &Report,
    ) -> Result<()> {
        let devices = self.domain.devices();
        let worked = report.status == Status::Acknowledged;
        let reason = || report.reason().map(|reason| reason.chars().take(200).collect::<String>());
        match step {
            LocateStep::Enter if worked => {
                devices.located(ctx, id, (LocateStep::Enter, LocateStep::Tell), None, None).await
            }
            LocateStep::Enter => {
                let failure = reason().or_else(|| Some("It did not go into lost mode".to_owned()));
                devices.located(ctx, id, (LocateStep::Enter, LocateStep::Leave), None, failure).await
            }
            LocateStep::Tell => {
                let now = self.domain.clock().now();
                let found = report.location().filter(|_| worked);
                let found = found.map(|found| DeviceLocation {
                    latitude: found.latitude,
                    longitude: found.longitude,
                    accuracy_m: found.accuracy,
                    at: now,
                });
                let failure = match found {
                    Some(_) => None,
                    None => reason().or_else(|| Some("It does not know where it is".to_owned())),
                };
                devices.located(ctx, id, (LocateStep::Tell, LocateStep::Leave), found, failure).await
            }
            LocateStep::Leave => {
                let earlier = devices.locate_failure(id).await?;
                let (state, detail) = match earlier {
                    Some(words) => (ResultState::Failed, Some(words)),
                    None if worked => (ResultState::Done, None),
                    None => {
                        let words = reason().unwrap_or_default();
                        (ResultState::Failed, Some(format!("Found, but still in lost mode. {words}")))
                    }
                };
                self.finish(ctx, id, CommandResult::new(state, detail)).await
            }
        }
    }
}
