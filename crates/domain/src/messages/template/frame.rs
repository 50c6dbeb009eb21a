//! The frame around all messages, and the few styles that their texts share.
//!
//! Everything here is fixed text of Gatehouse; values come later, by [`super::fill`]. Slots are written
//! `{{name}}`, so that they cannot be confused with variables.

use super::{Language, Template, escape};

const FRAME: &str = include_str!("../templates/frame.html");

/// Styles, inline since mail programs drop style sheets (ui.md section 13). Later ones may use
/// earlier ones by being replaced first.
const STYLES: &[(&str, &str)] = &[
    ("{{h1}}", "margin:0 0 12px 0;{{font}}font-size:24px;line-height:30px;font-weight:700;color:#16211f;"),
    ("{{lead}}", "margin:0 0 20px 0;{{font}}font-size:16px;line-height:25px;color:#16211f;"),
    (
        "{{button}}",
        "display:inline-block;padding:13px 24px;{{font}}font-size:16px;line-height:20px;font-weight:600;\
         color:#ffffff;text-decoration:none;border-radius:8px;",
    ),
    ("{{label}}", "margin:0 0 4px 0;{{font}}font-size:15px;line-height:22px;font-weight:600;color:#16211f;"),
    (
        "{{pin}}",
        "margin:0 0 6px 0;{{font}}font-size:30px;line-height:36px;font-weight:600;letter-spacing:2px;\
         color:#16211f;text-align:start;",
    ),
    ("{{soft}}", "background-color:#ebf0ee;border-radius:8px;padding:14px 18px;"),
    ("{{small}}", "{{font}}font-size:14px;line-height:21px;color:#4d5a57;"),
    ("{{fine}}", "{{font}}font-size:13px;line-height:20px;color:#4d5a57;"),
    (
        "{{font}}",
        "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif;",
    ),
];

/// Whether there is a style of that name for templates to use.
pub(in crate::messages) fn is_slot(name: &str) -> bool {
    STYLES.iter().any(|(slot, _)| slot.trim_matches(['{', '}']) == name)
}

/// The whole document with its variables still open.
pub(super) fn around(template: &Template, language: &Language, mark: &str, owner: &str) -> String {
    let mut document = FRAME
        .replace("{{lang}}", language.tag.as_str())
        .replace("{{dir}}", language.tag.direction())
        .replace("{{mark}}", mark)
        .replace("{{owner}}", &escape(owner))
        .replace("{{subject}}", &escape(&template.subject))
        .replace("{{preheader}}", &escape(&template.preheader))
        .replace("{{body}}", &template.body)
        .replace("{{foot}}", &template.foot);
    for (slot, style) in STYLES {
        document = document.replace(slot, style);
    }
    document
}
