//! The styles that a template may give to an element: looks, and nothing that fetches or covers.

use super::super::template::is_slot;

/// What can be set.
const PROPERTIES: &[&str] = &[
    "background-color",
    "border",
    "border-bottom",
    "border-collapse",
    "border-color",
    "border-left",
    "border-radius",
    "border-right",
    "border-spacing",
    "border-style",
    "border-top",
    "border-width",
    "color",
    "direction",
    "display",
    "font-family",
    "font-size",
    "font-style",
    "font-weight",
    "height",
    "letter-spacing",
    "line-height",
    "list-style-type",
    "margin",
    "margin-bottom",
    "margin-left",
    "margin-right",
    "margin-top",
    "max-width",
    "min-width",
    "overflow-wrap",
    "padding",
    "padding-bottom",
    "padding-left",
    "padding-right",
    "padding-top",
    "text-align",
    "text-decoration",
    "text-transform",
    "vertical-align",
    "white-space",
    "width",
    "word-break",
];

/// Whether a `style` can stay: declarations of these properties, and slots of the frame such as
/// `{{lead}}`. Values are plain words and numbers: no functions, addresses, escapes or variables.
pub(super) fn is_allowed(style: &str) -> bool {
    let Some(own) = without_slots(style) else { return false };
    own.split(';').map(str::trim).filter(|declaration| !declaration.is_empty()).all(|declaration| {
        let Some((property, value)) = declaration.split_once(':') else { return false };
        PROPERTIES.contains(&property.trim()) && value.chars().all(is_plain)
    })
}

fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, ' ' | '#' | '%' | '.' | ',' | '-' | '\'')
}

/// The style with its slots taken out; nothing where one is unknown.
fn without_slots(style: &str) -> Option<String> {
    let mut own = String::with_capacity(style.len());
    let mut rest = style;
    while let Some((before, behind)) = rest.split_once("{{") {
        let (name, behind) = behind.split_once("}}").filter(|(name, _)| is_slot(name))?;
        debug_assert!(!name.is_empty());
        own.push_str(before);
        own.push(';');
        rest = behind;
    }
    own.push_str(rest);
    Some(own)
}
