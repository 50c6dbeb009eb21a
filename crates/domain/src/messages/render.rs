//! A message as its receiver sees it.

use base64::{Engine, engine::general_purpose::STANDARD};
use types::MessageKind;

use super::{
    ACCOUNT_PATH, CERTIFICATES_PATH, FORGOT_PATH, MARK, PORTAL_PATH, PRODUCT, REGISTER_PATH,
    SET_PASSWORD_PATH,
    facts::{self, Facts, Secrets, Subject},
    qr,
    template::{Language, Value, Values, Variable, WayIn, escape},
};
use crate::{error::Result, time_zone::Zone};

/// Name of the mark among the parts of a message.
pub(super) const MARK_ID: &str = "mark@gatehouse";
/// Name of the QR code among the parts of a message.
pub(super) const QR_ID: &str = "qr@gatehouse";

/// What stands where a PIN would.
const REDACTED_PIN: &str = "•••• ••••";
/// What stands where a link's token would.
const REDACTED_TOKEN: &str = "••••••";

/// What stands where a time would, long after it has passed.
const REDACTED_TIME: &str = "••••";

/// How images are referred to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Images {
    /// As parts of the message.
    Attached,
    /// Written into the document, for a preview.
    Inside,
}

/// A message, written out. Holds secrets: has no `Debug`.
pub(super) struct Letter {
    /// The subject line.
    pub(super) subject: String,
    /// The HTML part.
    pub(super) html: String,
    /// The plain-text part.
    pub(super) text: String,
    /// The text message, for kinds that go to telephones.
    pub(super) sms: Option<String>,
    /// The QR code, where the message has one.
    pub(super) qr: Option<Vec<u8>>,
}

/// Writes a message out. Without `secrets` PIN, link and QR code are left out.
///
/// # Errors
/// When a template asks for what is not there.
pub(super) fn render(
    facts: &Facts,
    public_url: &str,
    secrets: Option<&Secrets>,
    images: Images,
) -> Result<Letter> {
    let link = link(facts, public_url, secrets);
    let qr = match secrets {
        Some(_) if facts.kind.is_about_a_registration() => Some(qr::png(&link)?),
        _ => None,
    };
    let shown = qr_value(qr.as_deref(), &link, facts.language, images);
    let values = fill_in(facts, public_url, link, shown, secrets)?;
    let mark = match images {
        Images::Attached => format!("cid:{MARK_ID}"),
        Images::Inside => data_url(MARK),
    };
    let owner = if facts.organisation.name == PRODUCT { "" } else { facts.language.owner };
    let template = &facts.template;
    Ok(Letter {
        subject: template.subject(&values)?,
        html: template.html(facts.language, &values, &mark, owner)?,
        text: template.text(&values)?,
        sms: template.sms(&values)?,
        qr,
    })
}

/// What the variables of a message stand for, without its images.
///
/// # Errors
/// When the device is of an unknown platform.
pub(super) fn values(facts: &Facts, public_url: &str, secrets: Option<&Secrets>) -> Result<Values> {
    let link = link(facts, public_url, secrets);
    fill_in(facts, public_url, link.clone(), link.into(), secrets)
}

/// Where the message leads.
fn link(facts: &Facts, public_url: &str, secrets: Option<&Secrets>) -> String {
    let path = match facts.subject {
        Subject::Registration(_) => "/r/",
        Subject::Link(_) => SET_PASSWORD_PATH,
        Subject::Portal => REGISTER_PATH,
        Subject::Notice(_) if facts.kind == MessageKind::ProfileMissing => PORTAL_PATH,
        Subject::Notice(_) if facts.kind == MessageKind::CertificateExpiring => CERTIFICATES_PATH,
        Subject::Notice(_) if facts.user.directory_id.is_some() => ACCOUNT_PATH,
        Subject::Notice(_) => FORGOT_PATH,
    };
    let token = match facts.subject {
        Subject::Notice(_) | Subject::Portal => "",
        _ => secrets.map_or(REDACTED_TOKEN, |secrets| secrets.link_token.as_str()),
    };
    format!("{public_url}{path}{token}")
}

fn fill_in(
    facts: &Facts,
    public_url: &str,
    link: String,
    qr: Value,
    secrets: Option<&Secrets>,
) -> Result<Values> {
    let language = facts.language;
    let mut values = Values::default();
    values.set(Variable::UserId, facts.user.username.as_str());
    values.set(Variable::User, facts.user.display_name.as_str());
    values.set(Variable::Email, facts.email.as_str());
    values.set(Variable::ServerUrl, public_url);
    values.set(Variable::EntName, facts.organisation.name.as_str());
    values.set(Variable::SupportContact, support(facts, language));
    let zone = Zone::find(facts.user.time_zone.as_deref());
    let expires_at = facts.expires_at();
    let moment = expires_at.map_or_else(|| REDACTED_TIME.to_owned(), |at| language.moment(at, &zone));
    let span = expires_at.map(|at| language.span(at.since(facts.created_at)));
    let way_in = match (&facts.subject, facts.user.directory_id) {
        (Subject::Link(_), _) => WayIn::Choose { until: &moment },
        (_, Some(_)) => WayIn::Directory,
        (_, None) => WayIn::Password,
    };
    values.set(Variable::WayIn, (language.way_in)(way_in, &facts.user.username));
    values.set(Variable::ExpiresAt, moment);
    values.set(Variable::PasscodeTtl, span.unwrap_or_else(|| REDACTED_TIME.to_owned()));
    values.set(Variable::QrCode, qr);
    values.set(Variable::RegLink, link);
    if let Subject::Notice(notice) = &facts.subject {
        values.set(Variable::HappenedAt, language.moment(facts.created_at, &zone));
        values.set(Variable::Browser, language.browser(&notice.browser));
        values.set(Variable::Address, notice.address.as_deref().unwrap_or(language.not_known));
        if let Some(ending) = &notice.certificate {
            values.set(Variable::Certificate, ending.name.as_str());
        }
        values.set(Variable::Advice, (language.advice)(facts.user.directory_id.is_some()));
    }
    if let Subject::Registration(waiting) = &facts.subject {
        let device = &waiting.device;
        values.set(Variable::Platform, (language.platform)(facts::platform_of(device)?));
        values.set(Variable::Phone, device.phone_number.clone().unwrap_or_default());
        match secrets.map(|secrets| secrets.pin.as_deref()) {
            None => values.set(Variable::Passcode, REDACTED_PIN),
            Some(Some(pin)) => values.set(Variable::Passcode, pin_value(pin)),
            Some(None) => {}
        }
    }
    Ok(values)
}

/// The PIN in groups of four that stay on one line.
fn pin_value(pin: &str) -> Value {
    let text = grouped(pin);
    let html = text.split(' ').map(escape).collect::<Vec<_>>().join("&nbsp;");
    Value::with_html(text, html)
}

/// The PIN in groups of four.
pub(super) fn grouped(pin: &str) -> String {
    let chars: Vec<char> = pin.chars().collect();
    let groups: Vec<String> = chars.chunks(4).map(|group| group.iter().collect()).collect();
    groups.join(" ")
}

/// Whom to ask: the organisation's line, its address, or both.
fn support(facts: &Facts, language: &Language) -> Value {
    let contact =
        facts.organisation.support_contact.as_deref().map(str::trim).filter(|line| !line.is_empty());
    let email = facts.organisation.support_email.as_deref().map(str::trim).filter(|line| !line.is_empty());
    if contact.is_none() && email.is_none() {
        return language.nobody_named.into();
    }
    let link = email.map(|email| {
        let href = escape(&mail_path(email));
        let shown = escape(email);
        format!(r##"<a class="gh-a" href="mailto:{href}" style="color:#045e57;">{shown}</a>"##)
    });
    let text: Vec<&str> = contact.into_iter().chain(email).collect();
    let html: Vec<String> = contact.map(escape).into_iter().chain(link).collect();
    Value::with_html(text.join(", "), html.join(", "))
}

/// An address as `mailto:` takes it (RFC 6068).
fn mail_path(address: &str) -> String {
    let mut path = String::with_capacity(address.len());
    for byte in address.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'@' | b'+' => {
                path.push(char::from(byte));
            }
            byte => path.push_str(&format!("%{byte:02X}")),
        }
    }
    path
}

fn qr_value(png: Option<&[u8]>, link: &str, language: &Language, images: Images) -> Value {
    const FONT: &str = "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,'Helvetica Neue',Arial,\
                        sans-serif;font-size:14px;color:#16211f;";
    let html = match png {
        Some(png) => {
            let source = match images {
                Images::Attached => format!("cid:{QR_ID}"),
                Images::Inside => data_url(png),
            };
            let alt = escape(language.qr_alt);
            format!(
                r#"<img src="{source}" width="180" height="180" alt="{alt}" style="display:block;border:0;{FONT}">"#
            )
        }
        None => format!(
            r#"<div style="width:148px;padding:69px 16px;line-height:21px;text-align:center;{FONT}">{}</div>"#,
            escape(language.qr_left_out)
        ),
    };
    Value::with_html(link.to_owned(), html)
}

fn data_url(png: &[u8]) -> String {
    format!("data:image/png;base64,{}", STANDARD.encode(png))
}
