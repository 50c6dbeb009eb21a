//! Reading `GATEHOUSE_SMTP_URL`.

use std::{fmt, fs, net::IpAddr, time::Duration};

use lettre::{
    message::Mailbox,
    transport::smtp::client::{Certificate, TlsParameters},
};
use types::{MailEncryption, MailServer};
use url::{Host, Url};

/// How long one try may take where nothing else was said.
const TIMEOUT: Duration = Duration::from_secs(30);

/// Where the mail server is and how to talk to it:
/// `smtp://user:password@host:587/?from=Gatehouse%20<no-reply@host>`.
///
/// - `smtp://` (port 587 unless given) asks for encryption by `STARTTLS` and sends nothing without
///   it, except to a loopback address; `smtps://` (port 465) encrypts from the first byte.
/// - User and password are percent-encoded where they hold `:`, `/`, `@`, `?`, `#` or `%`.
/// - `from`: the sender, an address or `Name <address>`; `no-reply@<public host>` when not given.
/// - `tls`: `required`, `opportunistic` (encrypts when the server offers it) or `none`.
/// - `ca_file`: certificates in PEM to trust beside the system's.
/// - `timeout`: seconds for one try, 1 to 300; 30 when not given.
#[derive(Clone)]
pub(super) struct Address {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) encryption: Encryption,
    pub(super) credentials: Option<(String, String)>,
    pub(super) from: Option<Mailbox>,
    pub(super) timeout: Duration,
    ca_file: Option<String>,
}

/// When the connection is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encryption {
    None,
    Opportunistic,
    Required,
    Wrapper,
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Address")
            .field("host", &self.host)
            .field("port", &self.port)
            .field("encryption", &self.encryption)
            .finish_non_exhaustive()
    }
}

impl Address {
    /// The address of a server that was set up.
    ///
    /// # Errors
    /// What its host or sender is not.
    pub(super) fn of(server: &MailServer, password: Option<String>) -> Result<Self, String> {
        let host = match server.host.parse::<IpAddr>() {
            Ok(ip) => ip.to_string(),
            Err(_) => match Host::parse(&server.host).map_err(|_| "this is no host".to_owned())? {
                Host::Domain(name) => name,
                Host::Ipv4(ip) => ip.to_string(),
                Host::Ipv6(ip) => ip.to_string(),
            },
        };
        let from = server.from.as_deref().map(str::parse).transpose();
        Ok(Self {
            host,
            port: server.port(),
            encryption: match server.encryption {
                MailEncryption::StartTls => Encryption::Required,
                MailEncryption::Tls => Encryption::Wrapper,
                MailEncryption::None => Encryption::None,
            },
            credentials: server.username.clone().zip(password),
            from: from.map_err(|_| "from is not an address".to_owned())?,
            timeout: TIMEOUT,
            ca_file: None,
        })
    }

    /// Reads the URL.
    ///
    /// # Errors
    /// What is wrong, in words that repeat nothing of it.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        const FORM: &str = "must be of the form smtp://user:password@host:port or smtps://…";
        let url = Url::parse(text).map_err(|_| FORM.to_owned())?;
        let wrapped = match url.scheme() {
            "smtp" => false,
            "smtps" => true,
            _ => return Err(FORM.to_owned()),
        };
        if !matches!(url.path(), "" | "/") || url.fragment().is_some() {
            return Err(FORM.to_owned());
        }
        let host = plain_host(&url).ok_or_else(|| FORM.to_owned())?;
        let loopback = is_loopback(&host);
        let mut address = Self {
            port: url.port().unwrap_or(if wrapped { 465 } else { 587 }),
            encryption: match (wrapped, loopback) {
                (true, _) => Encryption::Wrapper,
                (false, true) => Encryption::None,
                (false, false) => Encryption::Required,
            },
            credentials: credentials(&url)?,
            from: None,
            timeout: TIMEOUT,
            ca_file: None,
            host,
        };
        for pair in url.query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            address.set(name, &decoded(value)?, wrapped)?;
        }
        // What could be made to drop its encryption on the way must not carry a password.
        if address.credentials.is_some() && address.encryption == Encryption::Opportunistic && !loopback {
            return Err("tls=opportunistic could send the password in the clear; use tls=required".to_owned());
        }
        Ok(address)
    }

    fn set(&mut self, name: &str, value: &str, wrapped: bool) -> Result<(), String> {
        match (name, value) {
            ("from", value) => {
                self.from = Some(value.parse().map_err(|_| "from is not an address".to_owned())?);
            }
            ("tls", "required") if wrapped => {}
            ("tls", _) if wrapped => return Err("smtps:// is always encrypted; leave tls out".to_owned()),
            ("tls", "required") => self.encryption = Encryption::Required,
            ("tls", "opportunistic") => self.encryption = Encryption::Opportunistic,
            ("tls", "none") => self.encryption = Encryption::None,
            ("tls", _) => return Err("tls must be required, opportunistic or none".to_owned()),
            ("ca_file", value) if !value.is_empty() => self.ca_file = Some(value.to_owned()),
            ("timeout", value) => {
                let seconds = value.parse().ok().filter(|seconds| (1..=300).contains(seconds));
                let seconds: u64 = seconds.ok_or_else(|| "timeout must be 1 to 300 seconds".to_owned())?;
                self.timeout = Duration::from_secs(seconds);
            }
            _ => return Err("knows only the parameters from, tls, ca_file and timeout".to_owned()),
        }
        Ok(())
    }

    /// What to trust and for which name.
    ///
    /// # Errors
    /// A certificate file that cannot be read.
    pub(super) fn tls_parameters(&self) -> Result<TlsParameters, String> {
        let mut builder = TlsParameters::builder(self.host.clone());
        if let Some(path) = &self.ca_file {
            let pem = fs::read(path).map_err(|error| format!("ca_file {path} cannot be read: {error}"))?;
            let certificate = Certificate::from_pem(&pem)
                .map_err(|_| format!("ca_file {path} does not hold certificates in PEM"))?;
            builder = builder.add_root_certificate(certificate);
        }
        builder.build().map_err(|error| format!("TLS cannot be set up: {error}"))
    }
}

/// The host without the brackets of an IPv6 address.
fn plain_host(url: &Url) -> Option<String> {
    // `url` reads hosts of schemes that it does not know as opaque text.
    let host = Host::parse(url.host_str()?).ok()?;
    Some(match host {
        Host::Domain(name) => name,
        Host::Ipv4(ip) => ip.to_string(),
        Host::Ipv6(ip) => ip.to_string(),
    })
}

fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

fn credentials(url: &Url) -> Result<Option<(String, String)>, String> {
    match (url.username(), url.password()) {
        ("", None) => Ok(None),
        (user, password) if !user.is_empty() => {
            Ok(Some((decoded(user)?, decoded(password.unwrap_or_default())?)))
        }
        _ => Err("a password needs a user".to_owned()),
    }
}

/// Undoes percent-encoding.
fn decoded(text: &str) -> Result<String, String> {
    let fault = || "percent-encoding is broken".to_owned();
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let pair = [rest.next().ok_or_else(fault)?, rest.next().ok_or_else(fault)?];
        let pair = std::str::from_utf8(&pair).map_err(|_| fault())?;
        bytes.push(u8::from_str_radix(pair, 16).map_err(|_| fault())?);
    }
    String::from_utf8(bytes).map_err(|_| fault())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Address, String> {
        Address::parse(text)
    }

    #[test]
    fn another_machine_is_only_spoken_to_with_encryption() {
        assert_eq!(parse("smtp://mail.example").unwrap().encryption, Encryption::Required);
        assert_eq!(parse("smtps://mail.example").unwrap().encryption, Encryption::Wrapper);
        assert_eq!(parse("smtp://127.0.0.1:25").unwrap().encryption, Encryption::None);
        assert_eq!(parse("smtp://[::1]").unwrap().encryption, Encryption::None);
        assert_eq!(parse("smtp://localhost?tls=required").unwrap().encryption, Encryption::Required);
        assert_eq!(parse("smtp://mail.example/?tls=none").unwrap().encryption, Encryption::None);
    }

    #[test]
    fn ports_and_names_are_those_of_the_url_or_the_usual_ones() {
        let address =
            parse("smtp://gate%40way:pa%2Fs%25s+x@mail.example/?from=Gate%20<no-reply+x@example.org>")
                .unwrap();
        assert_eq!((address.host.as_str(), address.port), ("mail.example", 587));
        assert_eq!(address.credentials, Some(("gate@way".into(), "pa/s%s+x".into())));
        assert_eq!(address.from.unwrap().to_string(), "Gate <no-reply+x@example.org>");
        assert_eq!(parse("smtps://mail.example").unwrap().port, 465);
        assert_eq!(parse("smtp://mail.example:2525").unwrap().port, 2525);
        assert_eq!(parse("smtp://[2001:db8::1]:25").unwrap().host, "2001:db8::1");
    }

    #[test]
    fn what_cannot_be_read_is_refused_without_repeating_the_password() {
        for url in [
            "mail.example",
            "http://u:hush@mail.example",
            "smtp://u:hush@",
            "smtp://:hush@mail.example",
            "smtp://u:hush@mail.example/path",
            "smtp://u:hush@mail.example?tls=maybe",
            "smtp://u:hush@mail.example?tls=opportunistic",
            "smtps://u:hush@mail.example?tls=none",
            "smtp://u:hush@mail.example?timeout=0",
            "smtp://u:hush@mail.example?from=nobody",
            "smtp://u:hush@mail.example?form=a@b.example",
            "smtp://u:%hush@mail.example",
        ] {
            let fault = parse(url).unwrap_err();
            assert!(!fault.contains("hush"), "{url}: {fault}");
        }
        assert!(!format!("{:?}", parse("smtp://u:hush@mail.example").unwrap()).contains("hush"));
    }
}
