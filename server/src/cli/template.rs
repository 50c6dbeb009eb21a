//! `gatehouse template …`: what messages say.

use std::process::ExitCode;

use clap::{Args, Subcommand};
use domain::{Domain, RequestCtx};
use types::{
    ErrorCode, MessageKind, MessageLanguage, Platform, PreviewScheme, TemplateKey, TemplatePart,
    TemplateTexts,
};

use super::{Outcome, admin::refused, input, print, user};
use crate::{config::Config, fault::Fault, process};

/// What can be done.
#[derive(Subcommand, Debug)]
pub(super) enum TemplateVerb {
    /// List templates, and which of them are changed
    List,
    /// Print the texts as JSON, or one of them as it is
    Show {
        #[command(flatten)]
        key: Key,
        /// One text: subject, preheader, body, foot, text or sms
        #[arg(value_parser = part)]
        part: Option<TemplatePart>,
    },
    /// Change texts; the others stay
    Set {
        #[command(flatten)]
        key: Key,
        /// TEXT=FILE, such as body=body.html; - stands for the standard input
        #[arg(required = true, value_name = "TEXT=FILE", value_parser = from_file)]
        texts: Vec<(TemplatePart, String)>,
    },
    /// List the changes of a template, newest first
    History {
        #[command(flatten)]
        key: Key,
    },
    /// Bring back the texts that come with Gatehouse, or those of a version
    Restore {
        #[command(flatten)]
        key: Key,
        /// The version, from `history`
        #[arg(long)]
        version: Option<i64>,
    },
    /// Print the message with sample data as an HTML document
    Preview {
        #[command(flatten)]
        key: Key,
        /// As mail programs show it at night
        #[arg(long)]
        dark: bool,
        /// The plain-text part instead
        #[arg(long, conflicts_with = "dark")]
        text: bool,
    },
    /// Send the message with sample data to a person
    Test {
        #[command(flatten)]
        key: Key,
        /// Their user name
        #[arg(long, value_name = "NAME")]
        to: String,
    },
}

/// Which template.
#[derive(Args, Debug, Clone, Copy)]
pub(super) struct Key {
    /// The kind of message, such as registration
    #[arg(value_parser = kind)]
    kind: MessageKind,
    /// The language: en, de, fr, es, ja or ar
    #[arg(value_parser = language)]
    language: MessageLanguage,
    /// For devices of this platform alone, such as ios
    #[arg(long, value_parser = platform)]
    platform: Option<Platform>,
}

impl From<Key> for TemplateKey {
    fn from(Key { kind, language, platform }: Key) -> Self {
        Self { kind, language, platform }
    }
}

/// Does what was typed.
pub(super) async fn run(config: &Config, verb: TemplateVerb) -> Outcome {
    let domain = process::open(config).await?;
    let ctx = RequestCtx::system("command line");
    let messages = domain.messages();
    match verb {
        TemplateVerb::List => {
            for row in messages.list_templates(&ctx).await.map_err(told)? {
                let state = if row.is_changed { "changed" } else { "built in" };
                let by = row.changed_by.map(|name| format!("\t{name}")).unwrap_or_default();
                print::line(&format!("{}\t{state}{by}", row.key));
            }
        }
        TemplateVerb::Show { key, part } => {
            let texts = messages.find_template(&ctx, key.into()).await.map_err(told)?.texts;
            match part {
                Some(part) => print::line(texts.part(part).unwrap_or_default().trim_end_matches('\n')),
                None => print::line(&json(&texts)?),
            }
        }
        TemplateVerb::Set { key, texts } => set(&domain, &ctx, key.into(), texts).await?,
        TemplateVerb::History { key } => {
            for version in messages.template_history(&ctx, key.into()).await.map_err(told)? {
                let what = match (version.restored, version.texts.is_some()) {
                    (Some(restored), _) => format!("version {restored} restored"),
                    (None, true) => "changed".to_owned(),
                    (None, false) => "built-in texts restored".to_owned(),
                };
                print::line(&format!(
                    "{}\t{}\t{}\t{what}",
                    version.version, version.changed_at, version.changed_by
                ));
            }
        }
        TemplateVerb::Restore { key, version } => {
            let key = TemplateKey::from(key);
            let detail = messages.restore_template(&ctx, key, version, None).await.map_err(told)?;
            print::line(&format!("{key} is at version {}", detail.version));
        }
        TemplateVerb::Preview { key, dark, text } => {
            let key = TemplateKey::from(key);
            let texts = messages.find_template(&ctx, key).await.map_err(told)?.texts;
            let scheme = if dark { PreviewScheme::Dark } else { PreviewScheme::Light };
            let preview = messages.preview_template(&ctx, key, &texts, scheme).await.map_err(told)?;
            print::line(if text { &preview.text } else { &preview.html });
        }
        TemplateVerb::Test { key, to } => {
            let key = TemplateKey::from(key);
            let texts = messages.find_template(&ctx, key).await.map_err(told)?.texts;
            let person = user::find(&domain, &to).await?;
            messages.try_template(&ctx, key, &texts, person).await.map_err(told)?;
            print::line(&format!("{key} goes to {to} with the next delivery of the server."));
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn set(
    domain: &Domain,
    ctx: &RequestCtx,
    key: TemplateKey,
    changes: Vec<(TemplatePart, String)>,
) -> Result<(), Fault> {
    let messages = domain.messages();
    let found = messages.find_template(ctx, key).await.map_err(told)?;
    let mut texts: TemplateTexts = found.texts;
    for (part, text) in changes {
        match part {
            TemplatePart::Subject => texts.subject = text.trim_end().to_owned(),
            TemplatePart::Preheader => texts.preheader = text.trim_end().to_owned(),
            TemplatePart::Body => texts.body = text,
            TemplatePart::Foot => texts.foot = text,
            TemplatePart::Text => texts.text = text,
            TemplatePart::Sms => texts.sms = Some(text.trim_end().to_owned()),
        }
    }
    let saved = messages.save_template(ctx, key, &texts, Some(found.version)).await.map_err(told)?;
    print::line(&format!("{key} is at version {}", saved.version));
    Ok(())
}

fn json(texts: &TemplateTexts) -> Result<String, Fault> {
    serde_json::to_string_pretty(texts)
        .map_err(|error| Fault::new(format!("The texts cannot be written: {error}"), ""))
}

fn kind(word: &str) -> Result<MessageKind, String> {
    MessageKind::from_word(word).ok_or_else(|| one_of(MessageKind::ALL))
}

fn language(word: &str) -> Result<MessageLanguage, String> {
    MessageLanguage::from_word(word).ok_or_else(|| one_of(MessageLanguage::ALL))
}

fn platform(word: &str) -> Result<Platform, String> {
    Platform::from_word(word).ok_or_else(|| one_of(Platform::ALL))
}

fn part(word: &str) -> Result<TemplatePart, String> {
    TemplatePart::from_word(word).ok_or_else(|| one_of(TemplatePart::ALL))
}

fn one_of(words: &[impl ToString]) -> String {
    let words: Vec<String> = words.iter().map(ToString::to_string).collect();
    format!("one of {}", words.join(", "))
}

/// Reads `TEXT=FILE`.
fn from_file(given: &str) -> Result<(TemplatePart, String), String> {
    let (word, file) = given.split_once('=').ok_or("TEXT=FILE, such as body=body.html")?;
    let part = part(word)?;
    Ok((part, input::text_of(file)?))
}

/// What a refusal means for whoever typed the command.
fn told(error: domain::Error) -> Fault {
    let error = types::ApiError::from(error);
    match error.code {
        ErrorCode::InvalidInput => {
            let lines: Vec<String> = error
                .fields
                .iter()
                .map(|fault| match &fault.place {
                    Some(at) => format!(
                        "{}, line {}, character {}: {} ({})",
                        fault.path,
                        at.line,
                        at.column,
                        at.what,
                        fault.code.as_str()
                    ),
                    None => format!("{}: {}", fault.path, fault.code.as_str()),
                })
                .collect();
            Fault::new(
                format!("The texts cannot stay as they are:\n  {}", lines.join("\n  ")),
                "The page about messages says what a text may hold.",
            )
        }
        ErrorCode::NotFound => Fault::new(
            "There is no such template, version or person",
            "`gatehouse template list` shows all; only messages about a registration know platforms.",
        ),
        ErrorCode::WrongState => {
            Fault::new("That person has no e-mail address", "Name somebody who has one.")
        }
        _ => refused(error),
    }
}
