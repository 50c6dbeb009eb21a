//! Plain substitution.

use std::fmt;

use super::variable::{Values, Variable};

/// What is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// HTML: values are escaped.
    Html,
    /// Plain text.
    Text,
    /// One line of a header: line breaks and other control characters fall away.
    Line,
}

/// A template asks for something that is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    /// Not in the closed list.
    UnknownVariable(String),
    /// In the list, but this kind of message has no such thing.
    NoValue(Variable),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownVariable(name) => {
                write!(f, "a message template asks for ${name}$, which is unknown")
            }
            Self::NoValue(variable) => {
                write!(f, "a message template asks for {variable:?} where there is none")
            }
        }
    }
}

/// Replaces each `$NAME$` once; what a value contains is never looked at again. A dollar sign that
/// does not begin a variable stands for itself.
pub(super) fn fill(template: &str, values: &Values, form: Form) -> Result<String, Fault> {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('$') {
        out.push_str(before);
        match after.split_once('$').filter(|(name, _)| is_name(name)) {
            Some((name, behind)) => {
                let variable =
                    Variable::from_name(name).ok_or_else(|| Fault::UnknownVariable(name.to_owned()))?;
                let value = values.get(variable).ok_or(Fault::NoValue(variable))?;
                let read = template.get(..template.len() - after.len()).unwrap_or_default();
                match (form, &value.html) {
                    (Form::Html, _) if is_in_address(read) => {
                        out.push_str(&escape(&in_address(variable, &value.text)));
                    }
                    (Form::Html, Some(html)) => out.push_str(html),
                    (Form::Html, None) => out.push_str(&escape(&value.text)),
                    (Form::Text, _) => out.push_str(&value.text),
                    (Form::Line, _) => out.push_str(&one_line(&value.text)),
                }
                rest = behind;
            }
            None => {
                out.push('$');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    Ok(out)
}

/// Whether something between dollar signs is meant as a variable.
pub(super) fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_')
}

/// Whether what follows stands in an `href`. Templates write attributes in double quotes alone.
fn is_in_address(read: &str) -> bool {
    read.rfind("href=\"").is_some_and(|at| read.get(at + 6..).is_some_and(|value| !value.contains('"')))
}

/// A value as part of an address: whole addresses of this Gatehouse as they are, all else
/// percent-encoded (RFC 3986, unreserved characters alone stay).
fn in_address(variable: Variable, text: &str) -> String {
    if matches!(variable, Variable::RegLink | Variable::ServerUrl) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            byte => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// Text as HTML, for element content and quoted attributes.
pub(in crate::messages) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// Text on one line: line breaks of every alphabet become spaces, other control characters fall away.
pub(in crate::messages) fn one_line(text: &str) -> String {
    let spaced = text
        .chars()
        .map(|c| if matches!(c, '\r' | '\n' | '\t' | '\u{85}' | '\u{2028}' | '\u{2029}') { ' ' } else { c });
    let clean: String = spaced.filter(|c| !c.is_control()).collect();
    clean.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
