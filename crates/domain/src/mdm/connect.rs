//! A device asks for its next command, and tells what became of the last one.

use apple::report::{Report, Status};
use types::{CommandId, ErrorCode, ResultState, command::CommandResult};

use super::{Answer, Mdm, ask, store, unknown};
use crate::{ctx::RequestCtx, error::Result};

impl Mdm<'_> {
    /// Takes a report, signed by its device, and gives the next command; nothing ends the session.
    ///
    /// # Errors
    /// `invalid_input` for whoever is not known and whatever does not fit; `device_gone`.
    pub async fn connect(&self, ctx: &RequestCtx, header: Option<&str>, body: &[u8]) -> Result<Answer> {
        let certificate = self.who(self.domain.db().read(), header, body).await?;
        let report = Report::read(body).map_err(|_| unknown())?;
        if report.ids.user().is_some() {
            return Ok(Answer::Empty);
        }
        let found = store::find(self.domain.db().read(), &certificate, &report.ids).await?;
        let ctx = &found.acting(ctx);
        let devices = self.domain.devices();
        match report.command_uuid.as_deref() {
            Some(ask::UUID) if report.status == Status::Acknowledged => {
                let told = ask::facts(&report, &found.device)?;
                devices.seen(ctx, Some(&told)).await?;
                self.asked(&found.row).await?;
            }
            Some(ask::UUID) if report.status != Status::NotNow => {
                devices.seen(ctx, None).await?;
                self.asked(&found.row).await?;
            }
            Some(uuid) => {
                devices.seen(ctx, None).await?;
                self.result(ctx, uuid, &report).await?;
            }
            None => devices.seen(ctx, None).await?,
        }
        // Whoever has just put something off is offered only what was not: it asks again by itself if that
        // was its last word.
        let put_off = report.status != Status::NotNow;
        if let Some(command) = devices.next_command(ctx, put_off).await? {
            return Ok(Answer::Plist(ask::command(&command)?));
        }
        let due = ask::is_due(&found.row, self.domain.clock().now()) && report.status != Status::NotNow;
        let asked_just_now = report.command_uuid.as_deref() == Some(ask::UUID);
        Ok(if due && !asked_just_now { Answer::Plist(ask::information()) } else { Answer::Empty })
    }

    /// Stores what became of a command. One that is not known, or has ended, changes nothing.
    async fn result(&self, ctx: &RequestCtx, uuid: &str, report: &Report) -> Result<()> {
        let Ok(id) = uuid.parse::<CommandId>() else { return Ok(()) };
        let state = match report.status {
            Status::Acknowledged => ResultState::Done,
            Status::Error | Status::CommandFormatError => ResultState::Failed,
            Status::NotNow => ResultState::NotNow,
            _ => return Ok(()),
        };
        if report.status == Status::CommandFormatError {
            tracing::error!(command = %id, "a device did not understand a command");
        }
        let detail = report.reason().map(|reason| reason.chars().take(200).collect());
        let told = self.domain.devices().report_result(ctx, id, &CommandResult { state, detail }).await;
        match told {
            Err(error)
                if [ErrorCode::NotFound, ErrorCode::CommandFinished, ErrorCode::WrongState]
                    .contains(&error.code()) =>
            {
                Ok(())
            }
            told => told,
        }
    }
}
