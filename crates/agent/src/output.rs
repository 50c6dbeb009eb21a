//! Everything the agent says: results on standard output, faults on standard error; plain words, or with `--json` one
//! object per line.

use std::io::Write as _;

use serde_json::{Map, Value, json};

use crate::error::AgentError;

/// How to speak.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Output {
    json: bool,
}

impl Output {
    pub(crate) fn new(json: bool) -> Self {
        Self { json }
    }

    /// Something happened as it should: `text` for people, `event` and `fields` (an object) for programs. An empty text
    /// is for programs alone.
    pub(crate) fn say(&self, event: &str, fields: Value, text: &str) {
        if text.is_empty() && !self.json {
            return;
        }
        // A closed pipe is no reason to stop managing the device.
        let _ = writeln!(std::io::stdout().lock(), "{}", self.line(event, fields, text));
    }

    /// Something is wrong, and the agent goes on.
    pub(crate) fn warn(&self, text: &str) {
        let line = self.line("warning", json!({ "message": text }), text);
        let _ = writeln!(std::io::stderr().lock(), "{line}");
    }

    /// The reason why the agent ends.
    pub(crate) fn error(&self, error: &AgentError) {
        let fields =
            json!({ "code": error.code(), "exit_code": error.exit_code(), "message": error.to_string() });
        let line = self.line("error", fields, &format!("Error: {error}"));
        let _ = writeln!(std::io::stderr().lock(), "{line}");
    }

    fn line(&self, event: &str, fields: Value, text: &str) -> String {
        if !self.json {
            return text.to_owned();
        }
        let mut object = Map::new();
        object.insert("event".to_owned(), event.into());
        if let Value::Object(fields) = fields {
            object.extend(fields);
        }
        Value::Object(object).to_string()
    }
}

/// One line of at most `max` characters, without those that would steer a terminal or turn the writing round.
pub(crate) fn one_line(text: &str, max: usize) -> String {
    let steers = |c: char| {
        c.is_control()
            || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let kept: String = text.chars().map(|c| if steers(c) { ' ' } else { c }).collect();
    let kept = kept.trim();
    if kept.chars().count() <= max {
        return kept.to_owned();
    }
    let mut cut: String = kept.chars().take(max.saturating_sub(1)).collect();
    cut.push('…');
    cut
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_one_object_per_line_that_names_its_event() {
        let line = Output::new(true).line("registered", json!({ "device_id": "a\nb" }), "text");
        assert_eq!(line, r#"{"device_id":"a\nb","event":"registered"}"#);
        assert_eq!(Output::new(false).line("registered", json!({}), "text"), "text");
    }

    #[test]
    fn foreign_text_cannot_steer_the_terminal() {
        assert_eq!(one_line("\u{1b}[31mred\r\nnext\u{202e}", 100), "[31mred  next");
        assert_eq!(one_line("abcdef", 4), "abc…");
        assert_eq!(one_line("äöüß", 4), "äöüß");
    }
}
