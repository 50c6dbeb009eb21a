//! Writing a message as MIME: text and HTML as alternatives, the images beside the HTML.

use std::time::SystemTime;

use lettre::{
    Address, Message,
    message::{
        Attachment, Mailbox, MultiPart, SinglePart,
        header::{ContentType, Header, HeaderName, HeaderValue},
    },
};
use url::Host;
use uuid::Uuid;

use super::Failure;
use crate::messages::{
    MARK, PRODUCT,
    render::{Letter, MARK_ID, QR_ID},
    template::one_line,
};

/// A message to be handed over.
pub(in crate::messages) struct Mail<'a> {
    /// Its id in the outbox: the same at every try, so that a receiver can tell a second copy.
    pub(in crate::messages) id: Uuid,
    /// To whom.
    pub(in crate::messages) to: Recipient<'a>,
    /// What it says.
    pub(in crate::messages) letter: &'a Letter,
    /// The host of the public URL.
    pub(in crate::messages) public_host: &'a str,
    /// The time to write into it.
    pub(in crate::messages) date: SystemTime,
}

/// To whom a message goes.
#[derive(Debug, Clone, Copy)]
pub(in crate::messages) struct Recipient<'a> {
    /// As they were typed in; cleaned here.
    pub(in crate::messages) name: &'a str,
    /// The address.
    pub(in crate::messages) address: &'a str,
}

/// RFC 3834: nobody's holiday note answers this.
#[derive(Debug, Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// Writes the message.
///
/// # Errors
/// An address that does not fit into a header.
pub(super) fn write(mail: &Mail<'_>, from: Option<&Mailbox>) -> Result<Message, Failure> {
    let from = match from {
        Some(from) => from.clone(),
        None => Mailbox::new(Some(PRODUCT.to_owned()), no_reply(mail.public_host)?),
    };
    let address: Address = mail
        .to
        .address
        .parse()
        .map_err(|_| Failure::of_writing("The address is not one that mail can be sent to"))?;
    let name = Some(one_line(mail.to.name)).filter(|name| !name.is_empty());
    let letter = mail.letter;

    let html = SinglePart::builder().header(ContentType::TEXT_HTML).body(letter.html.clone());
    let image =
        ContentType::parse("image/png").map_err(|_| Failure::of_writing("The image has no media type"))?;
    let mut related = MultiPart::related().singlepart(html).singlepart(
        Attachment::new_inline_with_name(MARK_ID.to_owned(), "gatehouse.png".to_owned())
            .body(MARK.to_vec(), image.clone()),
    );
    if let Some(qr) = &letter.qr {
        related = related.singlepart(
            Attachment::new_inline_with_name(QR_ID.to_owned(), "qr-code.png".to_owned())
                .body(qr.clone(), image),
        );
    }
    let text = SinglePart::builder().header(ContentType::TEXT_PLAIN).body(letter.text.clone());

    Message::builder()
        .from(from)
        .to(Mailbox::new(name, address))
        .subject(one_line(&letter.subject))
        .date(mail.date)
        .message_id(Some(format!("<{}@{}>", mail.id.hyphenated(), mail.public_host)))
        .header(AutoSubmitted)
        .multipart(MultiPart::alternative().singlepart(text).multipart(related))
        .map_err(|_| Failure::of_writing("The message could not be written"))
}

/// `no-reply@<public host>`; a literal as RFC 5321 wants it where the host is a number.
fn no_reply(public_host: &str) -> Result<Address, Failure> {
    const USER: &str = "no-reply";
    match Host::parse(public_host) {
        Ok(Host::Ipv4(ip)) => Ok(Address::new_dangerous(USER, format!("[{ip}]"))),
        Ok(Host::Ipv6(ip)) => Ok(Address::new_dangerous(USER, format!("[IPv6:{ip}]"))),
        _ => Address::new(USER, public_host).map_err(|_| {
            Failure::of_writing("The sender is not an address: set from= in GATEHOUSE_SMTP_URL")
        }),
    }
}
