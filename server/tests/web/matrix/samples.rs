//! What calls send: one sample for each form, operation and server function.

use std::collections::BTreeMap;

use axum::http::Method;
use serde_json::Value;
use server::router::{Access, Entry};
use types::Permission;

use super::things::{Things, WORDS};
use crate::routes::name;

/// Samples by `METHOD /path`. `{user}` and its kin stand for ids, `{n}` for a number that is new each
/// time. What pages send are the fields of the form; `null` is a call without a body.
pub(crate) struct Samples(BTreeMap<String, Value>);

impl Samples {
    /// Reads them, and holds them against the routes: none is missing.
    pub(crate) fn load(entries: &[Entry]) -> Self {
        let samples: BTreeMap<String, Value> =
            serde_json::from_str(include_str!("../../access-samples.json")).expect("samples are JSON");
        let takes = |entry: &&Entry| {
            let is_bare = entry.method == Method::GET || entry.method == Method::DELETE;
            entry.access != Access::Public && !is_bare
        };
        let wanted: Vec<String> = entries.iter().filter(takes).map(name).collect();
        let missing: Vec<_> = wanted.iter().filter(|name| !samples.contains_key(*name)).collect();
        assert!(missing.is_empty(), "server/tests/access-samples.json has no sample for {missing:#?}");
        Self(samples)
    }

    /// Whether the call says what it is about, so that own and foreign things differ.
    pub(crate) fn names_things(&self, entry: &Entry) -> bool {
        let body = self.0.get(&name(entry)).map(Value::to_string).unwrap_or_default();
        entry.path.contains('{') || WORDS.iter().any(|word| body.contains(&format!("{{{word}}}")))
    }

    /// Who may see what the call names learns nothing by being refused to change it: the permission that
    /// shows it.
    pub(crate) fn shown_by(&self, entry: &Entry) -> Permission {
        let named = format!("{} {}", entry.path, self.0.get(&name(entry)).unwrap_or(&Value::Null));
        let kinds = [
            (Permission::MessageRead, ["/messages/", "{message}"].as_slice()),
            (
                Permission::DeviceRead,
                &[
                    "{device}",
                    "{command}",
                    "{registration}",
                    "{label}",
                    "{configuration}",
                    "/devices/",
                    "/commands/",
                    "/registrations/",
                    "/labels/",
                    "/configurations/",
                    "{device-certificate}",
                    "/device-certificates/",
                ],
            ),
            (Permission::DirectoryRead, &["{directory}", "/directories/"]),
            (
                Permission::RegistrationWrite,
                &["{tv}", "/apple-tv", "{job}", "{held-job}", "{draft}", "/jobs/", "/import"],
            ),
            (Permission::SignInWrite, &["{authority}", "/trusted-authorities/"]),
            (
                Permission::SettingsRead,
                &["/templates/", "/terms/", "/push-certificate", "/device-authority", "/look/logos/"],
            ),
        ];
        let found = kinds.iter().find(|(_, marks)| marks.iter().any(|mark| named.contains(mark)));
        found.map_or(Permission::UserRead, |(permission, _)| *permission)
    }

    /// The path and the body of a call about these things. Nothing is the body of a call without one.
    pub(crate) fn fill(&self, entry: &Entry, things: &Things, number: u32) -> (String, Option<Value>) {
        let mut parts: Vec<String> = Vec::new();
        for part in entry.path.split('/') {
            let word = part.strip_prefix('{').and_then(|part| part.strip_suffix('}'));
            parts.push(match word {
                Some("id") => {
                    let of = kind_of(parts.last().map(String::as_str).unwrap_or_default());
                    id_of(things, of)
                        .unwrap_or_else(|| panic!("{}: whose id is that?", name(entry)))
                        .to_owned()
                }
                Some("kind") => "registration".to_owned(),
                Some("language") => "en".to_owned(),
                Some("theme") => "light".to_owned(),
                Some("configuration_id") => id_of(things, "configuration").unwrap_or_default().to_owned(),
                Some("group_id") => id_of(things, "chosen-group").unwrap_or_default().to_owned(),
                Some(_) => "something".to_owned(),
                None => part.to_owned(),
            });
        }
        let body = self.0.get(&name(entry)).map(|sample| {
            let mut text = sample.to_string().replace("{n}", &number.to_string());
            for (word, value) in &things.0 {
                if let Ok(number) = value.parse::<i64>() {
                    text = text.replace(&format!("\"{{{word}}}\""), &number.to_string());
                }
                let value = Value::from(value.as_str()).to_string();
                text = text.replace(&format!("{{{word}}}"), value.trim_matches('"'));
            }
            serde_json::from_str(&text).unwrap()
        });
        // Terms that no device here is asked for.
        let query = if entry.path.ends_with("/terms/{language}") { "?country=AQ" } else { "" };
        (parts.join("/") + query, body.filter(|body: &Value| !body.is_null()))
    }
}

fn id_of<'a>(things: &'a Things, word: &str) -> Option<&'a str> {
    things.0.iter().find(|(known, _)| *known == word).map(|(_, id)| id.as_str())
}

/// What a collection in a path holds.
fn kind_of(collection: &str) -> &str {
    match collection {
        "users" => "user",
        "devices" => "device",
        "registrations" => "registration",
        "commands" => "command",
        "messages" => "message",
        "sessions" => "session",
        "groups" => "group",
        "roles" => "role",
        "labels" => "label",
        "apple-tv-enrolments" | "apple-tv" => "tv",
        // That of a setting, by which its person names it. A file that waits is nobody's but its person's.
        "configurations" | "certificates" | "certificate-uploads" => "configuration",
        "directories" => "directory",
        "trusted-authorities" => "authority",
        "device-certificates" => "device-certificate",
        "jobs" => "job",
        "imports" | "import" => "draft",
        // No such text: whoever asks learns that, and nobody is asked to accept anything here.
        "sample" | "terms" => "user",
        other => other,
    }
}
