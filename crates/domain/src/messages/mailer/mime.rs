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
        .map_err(|error| {
            tracing::error!(%error, message = %mail.id, "a message does not fit into the form of mail");
            Failure::of_writing("The message could not be written")
        })
}

/// `no-reply@<public host>`. A number is no host that mail comes from: for a try on one machine it is
/// `localhost`, else somebody has to say who sends.
fn no_reply(public_host: &str) -> Result<Address, Failure> {
    let host = match Host::parse(public_host) {
        Ok(Host::Ipv4(ip)) if ip.is_loopback() => "localhost",
        Ok(Host::Ipv6(ip)) if ip.is_loopback() => "localhost",
        _ => public_host,
    };
    let fault = || Failure::of_writing("The sender is not an address: set from= in GATEHOUSE_SMTP_URL");
    match Host::parse(host) {
        Ok(Host::Domain(_)) => Address::new("no-reply", host).map_err(|_| fault()),
        _ => Err(fault()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_try_on_one_machine_sends_mail_and_another_number_asks_who_sends() {
        let letter = Letter {
            subject: "Hello".into(),
            html: "<p>Hello</p>".into(),
            text: "Hello".into(),
            sms: None,
            qr: None,
        };
        let written = |public_host| {
            let to = Recipient { name: "Amira Haddad", address: "amira@vellmere.example" };
            write(
                &Mail { id: Uuid::nil(), to, letter: &letter, public_host, date: SystemTime::UNIX_EPOCH },
                None,
            )
        };
        for (public_host, sender) in [
            ("127.0.0.1", "no-reply@localhost"),
            ("[::1]", "no-reply@localhost"),
            ("gate.vellmere.example", "no-reply@gate.vellmere.example"),
        ] {
            let message = written(public_host).unwrap();
            assert_eq!(message.envelope().from().unwrap().to_string(), sender);
            let text = String::from_utf8(message.formatted()).unwrap();
            assert!(text.contains(&format!("From: Gatehouse <{sender}>")), "{text}");
        }
        assert!(matches!(written("192.0.2.7"), Err(Failure::ForGood(words)) if words.contains("from=")));
    }
}
