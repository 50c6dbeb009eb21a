//! Where certificates are asked for.

use crate::{Domain, access::Access, error::Result};

/// The listener for certificates, as the process runs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateListener {
    /// Its public URL, when the configuration gives one.
    pub url: Option<String>,
    /// Its port, for the URL where nothing else is said: the public host with this port.
    pub port: u16,
}

impl Domain {
    /// Remembers that this process listens for certificates. Once; later calls change nothing.
    pub fn listens_for_certificates(&self, listener: CertificateListener) {
        let _ = self.inner.certificate_listener.set(listener);
    }
}

impl Access<'_> {
    /// The URL under which certificates are asked for, if this process does so.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn certificate_url(&self) -> Result<Option<String>> {
        let Some(listener) = self.domain.inner.certificate_listener.get() else { return Ok(None) };
        if let Some(url) = &listener.url {
            return Ok(Some(url.clone()));
        }
        let public = self.domain.settings().public_url().await?;
        let host = url::Url::parse(&public).ok().and_then(|url| url.host_str().map(str::to_owned));
        Ok(host.map(|host| format!("https://{host}:{}", listener.port)))
    }
}
