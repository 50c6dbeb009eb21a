//! A message as the server received it.

use mailparse::{MailHeaderMap, ParsedMail, parse_mail};

/// One message with its envelope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The address in `MAIL FROM`.
    pub sender: String,
    /// The addresses in `RCPT TO`.
    pub recipients: Vec<String>,
    /// Header and body as they came, dots unstuffed.
    pub raw: Vec<u8>,
    /// Whether it came over TLS.
    pub encrypted: bool,
    /// The account that sent it.
    pub user: Option<String>,
}

impl Message {
    /// A header's value, decoded.
    ///
    /// # Panics
    /// When the message is not well-formed MIME.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<String> {
        self.parsed().headers.get_first_value(name)
    }

    /// The plain-text part, decoded.
    ///
    /// # Panics
    /// When the message is not well-formed MIME.
    #[must_use]
    pub fn text(&self) -> Option<String> {
        self.part("text/plain").map(|body| String::from_utf8(body).unwrap())
    }

    /// The HTML part, decoded.
    ///
    /// # Panics
    /// When the message is not well-formed MIME.
    #[must_use]
    pub fn html(&self) -> Option<String> {
        self.part("text/html").map(|body| String::from_utf8(body).unwrap())
    }

    /// The first part of a media type, its transfer encoding undone.
    ///
    /// # Panics
    /// When the message is not well-formed MIME.
    #[must_use]
    pub fn part(&self, media_type: &str) -> Option<Vec<u8>> {
        let parsed = self.parsed();
        let part = parsed.parts().find(|part| part.ctype.mimetype == media_type)?;
        Some(part.get_body_raw().unwrap())
    }

    fn parsed(&self) -> ParsedMail<'_> {
        parse_mail(&self.raw).unwrap()
    }
}
