//! The HTML that a template may hold: a few elements, written out in full, each closed in its turn.
//!
//! This is no general HTML parser, on purpose. Mail programs read broken markup each in their own way,
//! so only what all of them read alike is accepted: lower-case names, attributes in double quotes, no
//! comments, table parts where they belong. Nothing accepted here can leave the place in the frame
//! where it is put.

use types::FieldCode;

use super::{address, check::Fault, style};

/// Elements with an end.
const ELEMENTS: &[&str] = &[
    "a",
    "b",
    "bdi",
    "blockquote",
    "code",
    "div",
    "em",
    "h1",
    "h2",
    "h3",
    "h4",
    "i",
    "li",
    "ol",
    "p",
    "s",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "u",
    "ul",
];
/// Elements without an end.
const VOID: &[&str] = &["br", "hr"];

/// The classes of the frame, see `templates/frame.html`.
const CLASSES: &[&str] = &["gh-t", "gh-m", "gh-a", "gh-line", "gh-soft", "gh-qr", "gh-gap", "gh-alt"];

/// Elements in elements are followed to this depth.
const DEEPEST: usize = 60;

/// Goes on only with HTML that can be put into a message.
///
/// # Errors
/// The first thing that cannot stay.
pub(super) fn check(html: &str) -> Result<(), Fault> {
    let mut open: Vec<(&str, usize)> = Vec::new();
    let mut at = 0;
    while let Some(begin) = html.get(at..).and_then(|rest| rest.find('<')).map(|found| at + found) {
        text(html.get(at..begin).unwrap_or_default(), at, open.last())?;
        let tag = Tag::read(html, begin)?;
        at = begin + tag.whole.len();
        let fault = |code| Err(Fault::new(begin, tag.whole, code));
        if !ELEMENTS.contains(&tag.name) && !VOID.contains(&tag.name) {
            return fault(FieldCode::ForbiddenMarkup);
        }
        if tag.is_end {
            match open.pop() {
                Some((name, _)) if name == tag.name => continue,
                _ => return fault(FieldCode::BrokenMarkup),
            }
        }
        if !belongs(tag.name, open.last().map(|(name, _)| *name)) || open.len() >= DEEPEST {
            return fault(FieldCode::BrokenMarkup);
        }
        tag.attributes(begin)?;
        if !VOID.contains(&tag.name) {
            if tag.is_closed {
                return fault(FieldCode::BrokenMarkup);
            }
            open.push((tag.name, begin));
        }
    }
    text(html.get(at..).unwrap_or_default(), at, open.last())?;
    match open.pop() {
        Some((name, begin)) => Err(Fault::new(begin, format!("<{name}>"), FieldCode::BrokenMarkup)),
        None => Ok(()),
    }
}

/// Text between tags: no slot of the frame, and nothing in tables but their parts.
fn text(text: &str, at: usize, parent: Option<&(&str, usize)>) -> Result<(), Fault> {
    if let Some(found) = text.find("{{") {
        let what = text.get(found..).unwrap_or_default();
        return Err(Fault::new(at + found, what, FieldCode::ForbiddenMarkup));
    }
    let holds_parts_alone =
        parent.is_some_and(|(name, _)| matches!(*name, "table" | "thead" | "tbody" | "tr" | "ul" | "ol"));
    match text.find(|c: char| !c.is_whitespace()) {
        Some(found) if holds_parts_alone => {
            let what = text.get(found..).unwrap_or_default().trim_end();
            Err(Fault::new(at + found, what, FieldCode::BrokenMarkup))
        }
        _ => Ok(()),
    }
}

/// Whether an element can stand in another. A part of a table or list elsewhere would end what is
/// around it.
fn belongs(name: &str, parent: Option<&str>) -> bool {
    match (name, parent) {
        ("thead" | "tbody", parent) => parent == Some("table"),
        ("tr", parent) => matches!(parent, Some("table" | "thead" | "tbody")),
        ("td" | "th", parent) => parent == Some("tr"),
        ("li", parent) => matches!(parent, Some("ul" | "ol")),
        (_, Some("table" | "thead" | "tbody" | "tr" | "ul" | "ol")) => false,
        ("a", Some("a")) => false,
        _ => true,
    }
}

/// A tag as it is written.
struct Tag<'a> {
    whole: &'a str,
    name: &'a str,
    is_end: bool,
    /// Written `<br/>`.
    is_closed: bool,
    /// What stands behind the name, with its first byte in the tag.
    rest: (&'a str, usize),
}

impl<'a> Tag<'a> {
    /// Reads the tag that begins at a `<`.
    fn read(html: &'a str, begin: usize) -> Result<Self, Fault> {
        let rest = html.get(begin..).unwrap_or_default();
        let broken = || Fault::new(begin, rest.lines().next().unwrap_or_default(), FieldCode::BrokenMarkup);
        // Attribute values hold no `>`: the first one is the end.
        let end = rest.find('>').ok_or_else(broken)?;
        let whole = rest.get(..=end).unwrap_or_default();
        let inside = rest.get(1..end).unwrap_or_default();
        if inside.contains('<') {
            return Err(broken());
        }
        let is_end = inside.starts_with('/');
        let start = usize::from(is_end);
        let inside = inside.get(start..).unwrap_or_default();
        let length = inside.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inside.len());
        let (name, behind) = inside.split_at(length);
        let is_closed = behind.ends_with('/');
        let behind = behind.strip_suffix('/').unwrap_or(behind);
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            // Comments, declarations and instructions are told as what they are.
            return Err(Fault::new(begin, whole, FieldCode::ForbiddenMarkup));
        }
        if is_end && (is_closed || !behind.trim().is_empty()) {
            return Err(broken());
        }
        Ok(Self { whole, name, is_end, is_closed, rest: (behind, 1 + start + length) })
    }

    /// Checks all attributes of a tag that begins at `begin`.
    fn attributes(&self, begin: usize) -> Result<(), Fault> {
        let (mut rest, mut at) = (self.rest.0, begin + self.rest.1);
        let mut seen: Vec<&str> = Vec::new();
        loop {
            let trimmed = rest.trim_start();
            let gap = rest.len() - trimmed.len();
            if trimmed.is_empty() {
                return Ok(());
            }
            let broken = || Fault::new(at + gap, trimmed, FieldCode::BrokenMarkup);
            let (name, behind) = trimmed.split_once("=\"").filter(|_| gap > 0).ok_or_else(broken)?;
            let (value, behind) = behind.split_once('"').ok_or_else(broken)?;
            if name.contains(char::is_whitespace) || name.contains(['"', '\'', '=']) || seen.contains(&name) {
                return Err(broken());
            }
            attribute(self.name, name, value)
                .map_err(|code| Fault::new(at + gap, format!("{name}=\"{value}\""), code))?;
            seen.push(name);
            at += rest.len() - behind.len();
            rest = behind;
        }
    }
}

/// Whether an attribute can stand at an element.
fn attribute(element: &str, name: &str, value: &str) -> Result<(), FieldCode> {
    let is_number = |text: &str| {
        let digits = text.strip_suffix('%').unwrap_or(text);
        (1..=4).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    let is_color = |text: &str| {
        let digits = text.strip_prefix('#').unwrap_or_default();
        matches!(digits.len(), 3 | 6) && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
    };
    let is_tag = |text: &str| {
        (2..=35).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    let fits = match (name, element) {
        ("href", "a") => return address::check(value),
        ("style", _) => style::is_allowed(value),
        ("class", _) => value.split_whitespace().all(|class| CLASSES.contains(&class)),
        ("dir", _) => matches!(value, "ltr" | "rtl" | "auto"),
        ("lang", _) => is_tag(value),
        ("role", _) => value == "presentation",
        ("align", _) => matches!(value, "left" | "right" | "center"),
        ("valign", "tr" | "td" | "th") => matches!(value, "top" | "middle" | "bottom" | "baseline"),
        ("width" | "height", "table" | "td" | "th" | "hr") => is_number(value),
        ("bgcolor", "table" | "tr" | "td" | "th") => is_color(value),
        ("cellpadding" | "cellspacing" | "border", "table") => is_number(value),
        ("colspan" | "rowspan", "td" | "th") => is_number(value),
        _ => false,
    };
    fits.then_some(()).ok_or(FieldCode::ForbiddenMarkup)
}
