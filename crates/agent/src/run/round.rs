//! One round: report what is left over, check in, carry out, report.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::Duration;

use serde::Deserialize;
use serde_json::{Value, json};
use signatures::VerifyingKey;
use types::{CheckIn, DeviceFacts, DeviceNotice, Platform, ResultState};

use super::{Round, Trouble};
use crate::cli::{Global, RunArgs};
use crate::client::{Client, Fault};
use crate::configurations::Configuration;
use crate::error::AgentError;
use crate::journal::{Journal, Outcome};
use crate::output::{Output, one_line};
use crate::state::{State, StateDir};
use crate::stop::Stop;
use crate::{actions, facts, http, keys};

/// How long an answer may take beyond what the server was asked to wait.
const PATIENCE: Duration = Duration::from_secs(30);

/// How many notices are remembered so that each is shown once.
const REMEMBERED_NOTICES: usize = 1000;

/// Only what this agent needs, so that a newer server may say more and name actions this agent has never heard of.
#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    commands: Vec<Command>,
    #[serde(default)]
    notices: Vec<DeviceNotice>,
    #[serde(default)]
    configurations: Vec<Configuration>,
    next_check_in_s: u32,
}

#[derive(Deserialize)]
struct Command {
    id: String,
    action: String,
    #[serde(default)]
    params: Value,
}

/// A registered device at work.
pub(super) struct Agent {
    pub(super) out: Output,
    dir: StateDir,
    state: State,
    client: Client,
    journal: Journal,
    key: VerifyingKey,
    platform: Platform,
    simulate: bool,
    wait_ms: u32,
    folder_of_files: Option<PathBuf>,
    facts_sent: Option<DeviceFacts>,
    notices_shown: BTreeSet<String>,
}

impl Agent {
    pub(super) fn open(
        dir: StateDir,
        state: State,
        global: &Global,
        out: Output,
        args: RunArgs,
    ) -> Result<Self, AgentError> {
        let key = keys::load(&dir)?.ok_or_else(|| {
            AgentError::Local(format!(
                "The key {} is missing, and without it the server does not know this device. Retire it, delete the folder and register again.",
                dir.key_file().display()
            ))
        })?;
        let http = http::client(&state.base_url, global.ca_file.as_deref())?;
        Ok(Self {
            out,
            journal: Journal::open(dir.results())?,
            key: key.verifying_key(),
            client: Client::new(http, key, &state),
            platform: global.platform.unwrap_or(state.platform),
            simulate: global.simulate || state.simulated,
            wait_ms: args.wait_ms,
            folder_of_files: args.configurations_dir,
            facts_sent: None,
            notices_shown: BTreeSet::new(),
            dir,
            state,
        })
    }

    pub(super) fn base_url(&self) -> String {
        self.state.base_url.clone()
    }

    pub(super) fn folder(&self) -> String {
        self.dir.path().display().to_string()
    }

    /// Remembers that the server has let go of this device, and takes away what came with its management.
    pub(super) fn remember_gone(&mut self) -> Result<(), AgentError> {
        self.dir.configurations(self.folder_of_files.as_deref()).clear()?;
        self.state.gone = true;
        self.dir.save(&self.state)
    }

    /// One round. Waits for the network end with `stop`; an action under way is finished and its outcome kept.
    pub(super) async fn round(&mut self, stop: &mut Stop) -> Result<Round, Trouble> {
        for id in self.journal.ids()? {
            self.report(&id, stop).await?;
        }
        let answer = self.check_in(stop).await?;
        let mut busy = false;
        for command in &answer.commands {
            if !Journal::is_id(&command.id) {
                self.out.warn("The server sent a command without a valid id; it was left out.");
                continue;
            }
            if self.journal.find(&command.id)?.is_none() {
                let outcome = actions::execute(&command.action, &command.params, self.simulate).await;
                self.journal.keep(&command.id, &outcome)?;
                self.tell(command, &outcome);
            }
            self.report(&command.id, stop).await?;
            busy = true;
        }
        for configuration in &answer.configurations {
            self.configure(configuration, stop).await?;
            busy = true;
        }
        Ok(Round { next_check_in: Duration::from_secs(answer.next_check_in_s.into()), busy })
    }

    /// Puts a file in place or takes it away, and says so. A lost answer does no harm: it comes again.
    async fn configure(&mut self, configuration: &Configuration, stop: &mut Stop) -> Result<(), Trouble> {
        let outcome = self.dir.configurations(self.folder_of_files.as_deref()).apply(configuration);
        let fields =
            json!({ "file": configuration.file_name, "state": outcome.state, "detail": outcome.detail });
        self.out.say("configuration", fields, &outcome.detail);
        let path = format!("/api/device/v1/configurations/{}/result", configuration.id);
        let body = json!({
            "version": configuration.version,
            "done": outcome.state == ResultState::Done,
            "detail": one_line(&outcome.detail, 500),
        });
        let reply = stop.or(self.client.post(&path, &body, PATIENCE)).await?;
        match reply {
            Ok(_) | Err(Fault::Refused { .. }) => self.keep_clock().map_err(Into::into),
            Err(fault) => Err(fault.into()),
        }
    }

    async fn check_in(&mut self, stop: &mut Stop) -> Result<Answer, Trouble> {
        let facts = facts::collect(self.simulate, self.platform, &self.key);
        let news = (self.facts_sent.as_ref() != Some(&facts)).then(|| facts.clone());
        let body = CheckIn { wait_ms: self.wait_ms, facts: news };
        let timeout = PATIENCE.saturating_add(Duration::from_millis(self.wait_ms.into()));
        let reply = stop.or(self.client.post("/api/device/v1/check-in", &body, timeout)).await?;
        self.keep_clock()?;
        let answer: Answer = serde_json::from_slice(&reply?.body)
            .map_err(|_| Fault::Network("the answer to the check-in cannot be read".to_owned()))?;
        let is_first = self.facts_sent.is_none();
        self.facts_sent = Some(facts);
        self.state.last_check_in_at = Some(self.client.now());
        self.state.notices.clone_from(&answer.notices);
        self.dir.save(&self.state)?;
        self.out.say(
            "checked_in",
            json!({ "commands": answer.commands.len(), "next_check_in_s": answer.next_check_in_s }),
            &match answer.commands.len() {
                0 if is_first => "Checked in; nothing to do.".to_owned(),
                0 => String::new(),
                1 => "Checked in; one command.".to_owned(),
                count => format!("Checked in; {count} commands."),
            },
        );
        for notice in &answer.notices {
            self.show(notice);
        }
        Ok(answer)
    }

    /// Sends a kept outcome and drops it once the server has it, or has no use for it.
    async fn report(&mut self, id: &str, stop: &mut Stop) -> Result<(), Trouble> {
        let Some(outcome) = self.journal.find(id)? else {
            self.journal.acknowledge(id)?;
            return Ok(());
        };
        let path = format!("/api/device/v1/commands/{id}/result");
        let reply = stop.or(self.client.post(&path, &outcome, PATIENCE)).await?;
        self.keep_clock()?;
        match reply {
            Ok(_) => {}
            // It has another result, or is not this device's, or cannot be read: sending it again changes nothing.
            Err(Fault::Refused { status: status @ 400..=499, code }) => {
                self.out
                    .warn(&format!("The server did not take the result of command {id} ({status} {code})."));
            }
            Err(fault) => return Err(fault.into()),
        }
        self.journal.acknowledge(id)?;
        Ok(())
    }

    /// Keeps a corrected clock for the next run.
    fn keep_clock(&mut self) -> Result<(), AgentError> {
        let offset = self.client.clock_offset_s();
        if offset == self.state.clock_offset_s {
            return Ok(());
        }
        self.state.clock_offset_s = offset;
        self.dir.save(&self.state)?;
        self.out.say(
            "clock_corrected",
            json!({ "offset_s": offset }),
            &format!(
                "The clock of this computer differs from the server's by {} s; the agent allows for it.",
                offset.abs()
            ),
        );
        Ok(())
    }

    fn tell(&self, command: &Command, outcome: &Outcome) {
        let action = one_line(&command.action, 40);
        let fields = json!({
            "id": command.id, "action": action, "state": outcome.state, "detail": outcome.detail,
        });
        self.out.say("command", fields, &format!("{action}: {}", outcome.detail));
    }

    fn show(&mut self, notice: &DeviceNotice) {
        if self.notices_shown.len() >= REMEMBERED_NOTICES {
            self.notices_shown.clear();
        }
        if self.notices_shown.insert(notice.id.clone()) {
            let text = one_line(&notice.text, 1000);
            self.out.say("notice", json!({ "id": notice.id, "code": notice.code, "text": text }), &text);
        }
    }
}
