//! One client's dialogue with the server.

use super::wire::Wire;
use super::{Answer, Credentials, Message, Security, Shared, Stage};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use std::io::Result;
use std::sync::Arc;

/// A connection and how far its client has come.
pub(super) struct Session {
    wire: Wire,
    shared: Arc<Shared>,
    user: Option<String>,
    envelope: Option<Envelope>,
}

/// A message on its way, and what will become of it.
struct Envelope {
    sender: String,
    recipients: Vec<String>,
    answer: Answer,
}

impl Session {
    pub(super) fn new(wire: Wire, shared: Arc<Shared>) -> Self {
        Self { wire, shared, user: None, envelope: None }
    }

    pub(super) async fn run(mut self) -> Result<()> {
        if let Some(code) = self.refused_greeting() {
            return self.wire.reply(&format!("{code} not today")).await;
        }
        self.wire.reply("220 localhost ESMTP").await?;
        while let Some(line) = self.wire.line().await? {
            let (verb, rest) = line.split_once(' ').unwrap_or((&line, ""));
            match verb.to_ascii_uppercase().as_str() {
                "EHLO" => self.greet().await?,
                "HELO" | "NOOP" => self.wire.reply("250 OK").await?,
                "RSET" => {
                    self.envelope = None;
                    self.wire.reply("250 OK").await?;
                }
                "STARTTLS" => self = self.start_tls().await?,
                "AUTH" => self.authenticate(rest).await?,
                "MAIL" => self.mail(rest).await?,
                "RCPT" => self.recipient(rest).await?,
                "DATA" => {
                    if !self.data().await? {
                        return Ok(());
                    }
                }
                "QUIT" => return self.wire.reply("221 bye").await,
                _ => self.wire.reply("502 unknown command").await?,
            }
        }
        Ok(())
    }

    /// The reply code, when the arranged answer is to refuse the connection.
    fn refused_greeting(&self) -> Option<u16> {
        let mut answers = self.shared.answers.lock().unwrap();
        match answers.front() {
            Some(&Answer::Refuse { stage: Stage::Greeting, code }) => {
                answers.pop_front();
                Some(code)
            }
            _ => None,
        }
    }

    async fn greet(&mut self) -> Result<()> {
        let mut lines = vec!["localhost", "8BITMIME"];
        if self.must_encrypt() {
            lines.push("STARTTLS");
        } else if self.shared.options.credentials.is_some() {
            lines.push("AUTH PLAIN LOGIN");
        }
        let last = lines.len() - 1;
        for (at, line) in lines.iter().enumerate() {
            let separator = if at == last { ' ' } else { '-' };
            self.wire.reply(&format!("250{separator}{line}")).await?;
        }
        Ok(())
    }

    fn must_encrypt(&self) -> bool {
        matches!(self.shared.options.security, Security::StartTls(_)) && !self.wire.encrypted
    }

    async fn start_tls(mut self) -> Result<Self> {
        match self.shared.options.security.clone() {
            Security::StartTls(certificate) if !self.wire.encrypted => {
                self.wire.reply("220 go ahead").await?;
                let wire = self.wire.encrypt(certificate.server_config()).await?;
                Ok(Self::new(wire, self.shared))
            }
            _ => {
                self.wire.reply("502 not offered").await?;
                Ok(self)
            }
        }
    }

    async fn authenticate(&mut self, request: &str) -> Result<()> {
        if self.must_encrypt() {
            return self.wire.reply("538 encrypt first").await;
        }
        let (mechanism, initial) = request.split_once(' ').unwrap_or((request, ""));
        let given = match mechanism.to_ascii_uppercase().as_str() {
            "PLAIN" => {
                let initial = if initial.is_empty() { self.ask("").await? } else { initial.to_owned() };
                let fields: Vec<String> = decoded(&initial).split('\0').map(str::to_owned).collect();
                fields.get(1).cloned().zip(fields.get(2).cloned())
            }
            "LOGIN" => {
                let user = if initial.is_empty() { self.ask("Username:").await? } else { initial.to_owned() };
                let password = self.ask("Password:").await?;
                Some((decoded(&user), decoded(&password)))
            }
            _ => return self.wire.reply("504 unknown mechanism").await,
        };
        let given = given.map(|(user, password)| Credentials { user, password });
        if given.is_some() && given == self.shared.options.credentials {
            self.user = given.map(|credentials| credentials.user);
            self.wire.reply("235 welcome").await
        } else {
            self.wire.reply("535 wrong user or password").await
        }
    }

    async fn ask(&mut self, prompt: &str) -> Result<String> {
        self.wire.reply(&format!("334 {}", BASE64.encode(prompt))).await?;
        Ok(self.wire.line().await?.unwrap_or_default())
    }

    async fn mail(&mut self, rest: &str) -> Result<()> {
        if self.must_encrypt() {
            return self.wire.reply("530 encrypt first").await;
        }
        if self.shared.options.credentials.is_some() && self.user.is_none() {
            return self.wire.reply("530 sign in first").await;
        }
        let answer = self.shared.answers.lock().unwrap().pop_front().unwrap_or(Answer::Accept);
        if let Some(code) = refusal(answer, Stage::Sender) {
            return self.wire.reply(&format!("{code} not from you")).await;
        }
        self.envelope = Some(Envelope { sender: address(rest), recipients: Vec::new(), answer });
        self.wire.reply("250 OK").await
    }

    async fn recipient(&mut self, rest: &str) -> Result<()> {
        let Some(envelope) = &mut self.envelope else {
            return self.wire.reply("503 MAIL first").await;
        };
        if let Some(code) = refusal(envelope.answer, Stage::Recipient) {
            return self.wire.reply(&format!("{code} no such mailbox")).await;
        }
        envelope.recipients.push(address(rest));
        self.wire.reply("250 OK").await
    }

    /// Takes the message; gives whether the session goes on.
    async fn data(&mut self) -> Result<bool> {
        let Some(envelope) = self.envelope.take().filter(|envelope| !envelope.recipients.is_empty()) else {
            self.wire.reply("503 RCPT first").await?;
            return Ok(true);
        };
        self.wire.reply("354 end with a dot").await?;
        let raw = self.wire.body().await?;
        if let Some(code) = refusal(envelope.answer, Stage::Message) {
            self.wire.reply(&format!("{code} not this message")).await?;
            return Ok(true);
        }
        if envelope.answer == Answer::Hang {
            hang(&self.shared).await;
        }
        let Envelope { sender, recipients, answer } = envelope;
        let (encrypted, user) = (self.wire.encrypted, self.user.clone());
        let message = Message { sender, recipients, raw, encrypted, user };
        self.shared.seen.send_modify(|seen| seen.messages.push(message));
        if answer == Answer::Drop {
            return Ok(false);
        }
        self.wire.reply("250 taken").await?;
        Ok(true)
    }
}

/// Waits for the next release.
async fn hang(shared: &Shared) {
    let mut seen = shared.seen.subscribe();
    let before = seen.borrow().releases;
    shared.seen.send_modify(|seen| seen.hanging += 1);
    // The sender lives in `shared`, so that the wait cannot fail.
    let _ = seen.wait_for(|seen| seen.releases > before).await;
    shared.seen.send_modify(|seen| seen.hanging -= 1);
}

fn refusal(answer: Answer, here: Stage) -> Option<u16> {
    match answer {
        Answer::Refuse { stage, code } if stage == here => Some(code),
        _ => None,
    }
}

/// What stands between the angle brackets of `FROM:<…>` or `TO:<…>`.
fn address(path: &str) -> String {
    let inside = path.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
    inside.map_or(path, |(address, _)| address).to_owned()
}

fn decoded(text: &str) -> String {
    let bytes = BASE64.decode(text).unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}
