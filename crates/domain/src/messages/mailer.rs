//! The mail server.

/// The mail server, when one is configured.
#[derive(Debug, Default)]
pub(crate) struct Mailer {
    configured: bool,
}

impl Mailer {
    pub(crate) fn new(url: Option<&str>) -> crate::Result<Self> {
        Ok(Self { configured: url.is_some() })
    }

    /// Whether messages can leave.
    pub(crate) fn is_configured(&self) -> bool {
        self.configured
    }
}
