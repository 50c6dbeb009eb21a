//! A device asks for its next command, and tells what became of the last one.

use apple::{
    command::Command,
    report::{Report, Status},
    signature,
};
use types::{CommandId, DeviceState, ErrorCode, ResultState, command::CommandResult};

use super::{
    Answer, Mdm,
    ask::{self, Question},
    configure, order, profile, store, unknown,
};
use crate::{certificates, ctx::RequestCtx, error::Result, push};

impl Mdm<'_> {
    /// Takes a report, signed by its device, and gives the next command; nothing ends the session.
    ///
    /// # Errors
    /// `invalid_input` for whoever is not known and whatever does not fit; `device_gone`.
    pub async fn connect(&self, ctx: &RequestCtx, header: Option<&str>, body: &[u8]) -> Result<Answer> {
        let signer = signature::verify(header.unwrap_or_default(), body).map_err(|_| unknown())?;
        // Nothing of a message is read before it is known whose it is.
        let read = || Report::read(body).map_err(|_| unknown());
        if let Some(device) = self.at_rest(&signer.fingerprint).await?
            && device.fits(&read()?)
        {
            self.rests(&device);
            return Ok(Answer::Empty);
        }
        let certificate = self.certificate_of(self.domain.db().read(), &signer).await?;
        let report = read()?;
        if report.ids.user().is_some() {
            return Ok(Answer::Empty);
        }
        let found = self.found(ctx, &certificate, &report.ids).await?;
        let ctx = &found.acting(ctx);
        if DeviceState::from_word(&found.device.state) == Some(DeviceState::Retired) {
            return self.send_away(&found, report.status).await;
        }
        let question = report.command_uuid.as_deref().and_then(Question::of);
        match (question, report.command_uuid.as_deref()) {
            (Some(question), _) if report.status == Status::Acknowledged => {
                self.told(ctx, &found, question, &report).await?;
            }
            (None, Some(uuid)) => {
                self.domain.devices().seen(ctx, None).await?;
                self.result(ctx, uuid, &report).await?;
                // It has just done what it was told last.
                if self.domain.devices().is_gone(found.device_id()).await? {
                    return Ok(Answer::Empty);
                }
            }
            _ => self.domain.devices().seen(ctx, None).await?,
        }
        // Whoever has just put something off is offered only what was not: it asks again by itself if that
        // was its last word.
        let is_busy = report.status == Status::NotNow;
        let next_question = question.filter(|_| !is_busy).and_then(Question::next);
        if let Some(question) = next_question {
            return Ok(Answer::Plist(question.write()));
        }
        if let Some(order) = self.next_order(ctx, &found, !is_busy).await? {
            return Ok(Answer::Plist(order));
        }
        if is_busy {
            return Ok(Answer::Empty);
        }
        if let Some(configure) = self.configure(&found).await? {
            return Ok(Answer::Plist(configure));
        }
        let now = self.domain.clock().now();
        if question.is_none() && ask::is_due(&found.row, now) {
            return Ok(Answer::Plist(Question::Information.write()));
        }
        // Once a day, after the last question: what ends is followed in time.
        if question == Some(Question::Profiles) && certificates::is_ending(&certificate, now) {
            return self.renewal(&found, &certificate, now).await.map(Answer::Plist);
        }
        // Written only after a call: most that come have been called.
        if found.row.push_tries > 0 {
            let tx = self.domain.begin().await?;
            push::settle(&tx, &found.row, now).await?;
            tx.commit().await?;
        }
        Ok(Answer::Empty)
    }

    /// The next command that the device can be given; what cannot be given has failed.
    async fn next_order(
        &self,
        ctx: &RequestCtx,
        found: &store::Found,
        put_off: bool,
    ) -> Result<Option<Vec<u8>>> {
        let devices = self.domain.devices();
        while let Some(next) = devices.next_command(ctx, put_off).await? {
            if let Some(order) = self.order(found, &next).await? {
                return Ok(Some(order));
            }
            let detail = Some("The device has not given what this needs.".to_owned());
            let failed = CommandResult::new(ResultState::Failed, detail);
            devices.report_result(ctx, next.command.id, &failed).await?;
        }
        Ok(None)
    }

    /// A device whose record was retired without it still has its profile: it is told to remove it.
    async fn send_away(&self, found: &store::Found, status: Status) -> Result<Answer> {
        if status != Status::Idle {
            return Ok(Answer::Empty);
        }
        let url = self.domain.settings().public_url().await?;
        let identifier = profile::identifier(&url, "enrolment");
        tracing::info!(device = %found.device_id(), "a retired device is told to remove its profile");
        Ok(Answer::Plist(Command::RemoveProfile { identifier }.write("away")))
    }

    /// Stores what became of a command. One that is not known, or has ended, changes nothing.
    async fn result(&self, ctx: &RequestCtx, uuid: &str, report: &Report) -> Result<()> {
        if let Some((configuration, issue)) = configure::read_uuid(uuid) {
            return self.configured(ctx, configuration, issue, report).await;
        }
        let Some((id, step)) = order::read_uuid(uuid) else { return Ok(()) };
        if report.status != Status::NotNow && self.domain.devices().locating(ctx, id).await?.is_some() {
            return self.located(ctx, id, step, report).await;
        }
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
        self.finish(ctx, id, CommandResult::new(state, detail)).await
    }

    /// Ends a command, or puts it off. One that is not known, or has ended, changes nothing.
    pub(super) async fn finish(&self, ctx: &RequestCtx, id: CommandId, result: CommandResult) -> Result<()> {
        match self.domain.devices().report_result(ctx, id, &result).await {
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
