//! Whether texts can stay. What cannot is refused with its place, never silently dropped: who wrote it
//! would send something else than they saw.

use types::{
    ApiError, ErrorCode, FieldCode, FieldError, MessageKind, Place, TemplatePart, TemplateTexts, Validate,
};

use super::{super::template::Variable, markup};
use crate::error::Result;

/// How much of what is wrong is shown, in characters.
const SHOWN: usize = 60;

/// What is wrong with a text, and at which byte.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    /// Where it begins.
    pub(super) at: usize,
    /// What stands there.
    pub(super) what: String,
    /// What is wrong with it.
    pub(super) code: FieldCode,
}

impl Fault {
    pub(super) fn new(at: usize, what: impl Into<String>, code: FieldCode) -> Self {
        Self { at, what: what.into(), code }
    }
}

/// Texts as they are kept: browsers and editors end lines in more than one way.
pub(super) fn tidy(texts: &TemplateTexts) -> TemplateTexts {
    let lines = |text: &str| text.replace("\r\n", "\n").trim_end_matches('\n').to_owned();
    TemplateTexts {
        subject: texts.subject.trim().to_owned(),
        preheader: texts.preheader.trim().to_owned(),
        body: lines(&texts.body),
        foot: lines(&texts.foot),
        // Built-in texts end with a line break as well.
        text: lines(&texts.text) + "\n",
        sms: texts.sms.as_deref().map(lines),
    }
}

/// Goes on only with texts that can be sent as a message of this kind.
///
/// # Errors
/// `invalid_input`: for each text the first that cannot stay, with its place.
pub(super) fn check(kind: MessageKind, texts: &TemplateTexts) -> Result<()> {
    // What is too long is not looked at any further.
    texts.validate()?;
    let mut fields = Vec::new();
    for part in TemplatePart::ALL {
        let Some(text) = texts.part(*part) else { continue };
        let checked = variables(kind, *part, text)
            .and_then(|()| if part.is_html() { markup::check(text) } else { Ok(()) });
        match checked {
            Err(fault) => fields.push(placed(*part, text, fault)),
            Ok(()) if leads_nowhere(kind, *part, text) => {
                fields.push(FieldError::new(part.as_str(), FieldCode::LeadsNowhere));
            }
            Ok(()) => {}
        }
    }
    match (kind.is_sent_as_text_message(), &texts.sms) {
        (true, None) => fields.push(FieldError::new("sms", FieldCode::Required)),
        (false, Some(_)) => fields.push(FieldError::new("sms", FieldCode::UnknownField)),
        _ => {}
    }
    match fields.is_empty() {
        true => Ok(()),
        false => Err(ApiError { code: ErrorCode::InvalidInput, fields, retry_after: None }.into()),
    }
}

/// Everything between two dollar signs that looks like a name must be one that can stand there.
fn variables(kind: MessageKind, part: TemplatePart, text: &str) -> Result<(), Fault> {
    let mut at = 0;
    while let Some((before, after)) = text.get(at..).and_then(|rest| rest.split_once('$')) {
        at += before.len();
        let Some((name, _)) = after.split_once('$').filter(|(name, _)| looks_like_a_name(name)) else {
            at += 1;
            continue;
        };
        let fault = |code| Err(Fault::new(at, format!("${name}$"), code));
        match Variable::from_name(name) {
            None => return fault(FieldCode::UnknownVariable),
            Some(variable) if !variable.is_in(kind) || !variable.may_stand_in(part) => {
                return fault(FieldCode::VariableNotHere);
            }
            Some(_) => at += name.len() + 2,
        }
    }
    Ok(())
}

/// Wider than the names that there are, so that `$Passcode$` is not sent as it stands.
fn looks_like_a_name(name: &str) -> bool {
    let mut bytes = name.bytes();
    bytes.next().is_some_and(|byte| byte.is_ascii_alphabetic())
        && name.len() <= 40
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

/// A message that should take somebody somewhere needs a way there.
fn leads_nowhere(kind: MessageKind, part: TemplatePart, text: &str) -> bool {
    let is_a_way = |variable: Variable| {
        variable.is_in(kind)
            && variable.may_stand_in(part)
            && text.contains(&format!("${}$", variable.name()))
    };
    let is_the_message = matches!(part, TemplatePart::Body | TemplatePart::Text | TemplatePart::Sms);
    is_the_message && ![Variable::RegLink, Variable::QrCode, Variable::Passcode].into_iter().any(is_a_way)
}

/// A fault with line and column.
fn placed(part: TemplatePart, text: &str, fault: Fault) -> FieldError {
    let before = text.get(..fault.at).unwrap_or(text);
    let (line_start, line) = before
        .rsplit_once('\n')
        .map_or((0, 1), |(lines, _)| (lines.len() + 1, lines.matches('\n').count() + 2));
    let column = before.get(line_start..).unwrap_or_default().chars().count() + 1;
    let mut what: String = fault.what.chars().take(SHOWN).collect();
    if what.len() < fault.what.len() {
        what.push('…');
    }
    let small = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let place = Place { line: small(line), column: small(column), what };
    FieldError { place: Some(place), ..FieldError::new(part.as_str(), fault.code) }
}
