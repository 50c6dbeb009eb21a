//! From texts to typed values.

use std::{net::SocketAddr, path::PathBuf};

use domain::settings::check_public_url;
use types::FieldCode;

use super::{Certificates, Cidr, Config, Flags, TlsFiles};
use crate::fault::Fault;

const DEFAULT_LISTEN: &str = "127.0.0.1:3000";
const DEFAULT_DATA_DIR: &str = "./data";

pub(super) fn check(given: &Flags, master_key: Option<String>, dev: bool) -> Result<Config, Fault> {
    let data_dir = PathBuf::from(given.data_dir.as_deref().unwrap_or(DEFAULT_DATA_DIR));
    let database_url = match &given.database_url {
        Some(url) => database_url(url)?,
        None => format!("sqlite://{}", escape_path(&data_dir.join("gatehouse.db").to_string_lossy())),
    };
    Ok(Config {
        listen: listen("GATEHOUSE_LISTEN", given.listen.as_deref().unwrap_or(DEFAULT_LISTEN))?,
        public_url: given.public_url.as_deref().map(public_url).transpose()?,
        data_dir,
        database_url,
        smtp_url: given.smtp_url.as_deref().map(smtp_url).transpose()?,
        tls: tls(given)?,
        certificates: certificates(given)?,
        trusted_proxies: networks("GATEHOUSE_TRUSTED_PROXIES", given.trusted_proxies.as_deref())?,
        sms_networks: networks("GATEHOUSE_SMS_NETWORKS", given.sms_networks.as_deref())?,
        push_url: given.push_url.as_deref().map(push_url).transpose()?,
        push_ca: given.push_ca.as_deref().map(PathBuf::from),
        dev,
        master_key,
    })
}

fn listen(name: &str, text: &str) -> Result<SocketAddr, Fault> {
    let address = text.strip_prefix("localhost:").map(|port| format!("127.0.0.1:{port}"));
    address.as_deref().unwrap_or(text).parse().map_err(|_| {
        Fault::new(
            format!("{name} is '{text}', which is no address with a port"),
            "Write something like 127.0.0.1:3000, or 0.0.0.0:443 for all network cards.",
        )
    })
}

fn public_url(text: &str) -> Result<String, Fault> {
    check_public_url(text).map_err(|code| {
        let what = format!("GATEHOUSE_PUBLIC_URL is '{}'", without_user_info(text));
        match code {
            FieldCode::InsecureUrl => Fault::new(
                format!("{what}, which is plain http to another computer"),
                "Browsers drop the session cookies there, and PINs could be read on the way. Use https://, with \
                 GATEHOUSE_TLS_CERT and GATEHOUSE_TLS_KEY or behind a proxy that ends TLS; plain http works for \
                 127.0.0.1, [::1] and localhost alone.",
            ),
            _ => Fault::new(
                format!("{what}, which is not just scheme, host and optional port"),
                "Write something like https://gatehouse.example.com, without a path and without a slash at the end.",
            ),
        }
    })
}

fn database_url(text: &str) -> Result<String, Fault> {
    let known = ["sqlite:", "postgres:", "postgresql:"];
    if known.iter().any(|scheme| text.starts_with(scheme)) {
        return Ok(text.to_owned());
    }
    Err(Fault::new(
        "GATEHOUSE_DATABASE_URL is of an unknown kind",
        "It begins with sqlite:// or postgres://, for example postgres://gatehouse:…@localhost/gatehouse.",
    ))
}

fn smtp_url(text: &str) -> Result<String, Fault> {
    let url =
        url::Url::parse(text).ok().filter(|url| matches!(url.scheme(), "smtp" | "smtps") && url.has_host());
    if url.is_some() {
        return Ok(text.to_owned());
    }
    Err(Fault::new(
        "GATEHOUSE_SMTP_URL is not the address of a mail server",
        "Write something like smtps://user:password@mail.example.com, or smtp://mail.example.com:587.",
    ))
}

fn tls(given: &Flags) -> Result<Option<TlsFiles>, Fault> {
    match (&given.tls_cert, &given.tls_key) {
        (Some(cert), Some(key)) => Ok(Some(TlsFiles { cert: cert.into(), key: key.into() })),
        (None, None) => Ok(None),
        _ => Err(Fault::new(
            "Of GATEHOUSE_TLS_CERT and GATEHOUSE_TLS_KEY only one is set",
            "Set both to serve https, or none to leave TLS to a proxy.",
        )),
    }
}

/// A listener that asks for certificates ends TLS itself: nobody else knows who holds the key.
fn certificates(given: &Flags) -> Result<Option<Certificates>, Fault> {
    let Some(address) = &given.certificate_listen else {
        return match given.certificate_url {
            None => Ok(None),
            Some(_) => Err(Fault::new(
                "GATEHOUSE_CERTIFICATE_URL is set without GATEHOUSE_CERTIFICATE_LISTEN",
                "Set both to let people sign in with certificates, or none.",
            )),
        };
    };
    let listen = listen("GATEHOUSE_CERTIFICATE_LISTEN", address)?;
    if given.tls_cert.is_none() {
        return Err(Fault::new(
            "GATEHOUSE_CERTIFICATE_LISTEN needs GATEHOUSE_TLS_CERT and GATEHOUSE_TLS_KEY",
            "Certificates of people are asked for while TLS begins, so Gatehouse itself has to speak TLS there. A proxy in \
             front of this port must pass the connection through.",
        ));
    }
    let url = given.certificate_url.as_deref().map(|text| match check_public_url(text) {
        Ok(url) if url.starts_with("https://") => Ok(url),
        _ => Err(Fault::new(
            format!("GATEHOUSE_CERTIFICATE_URL is '{}', which is not just https, host and optional port", without_user_info(text)),
            "Write something like https://gatehouse.example.com:8443, without a path and without a slash at the end.",
        )),
    });
    Ok(Some(Certificates { listen, url: url.transpose()? }))
}

/// The push service: https alone, since every call carries what lets a device be called.
fn push_url(text: &str) -> Result<String, Fault> {
    match check_public_url(text) {
        Ok(url) if url.starts_with("https://") => Ok(url),
        _ => Err(Fault::new(
            format!(
                "GATEHOUSE_PUSH_URL is '{}', which is not just https, host and optional port",
                without_user_info(text)
            ),
            "Write something like https://push.example.com:2197, without a path, or leave it out for Apple's own service.",
        )),
    }
}

fn networks(name: &str, text: Option<&str>) -> Result<Vec<Cidr>, Fault> {
    let parts = text.unwrap_or_default().split([',', ' ']).map(str::trim).filter(|part| !part.is_empty());
    parts
        .map(|part| {
            part.parse().map_err(|_| {
                Fault::new(
                    format!("{name} names '{part}', which is no address and no network"),
                    "Write addresses or networks with commas between, such as 10.0.0.5,192.168.0.0/16.",
                )
            })
        })
        .collect()
}

/// A URL as it may be shown: without user name and password.
fn without_user_info(text: &str) -> String {
    match (text.find("://"), text.rfind('@')) {
        (Some(scheme), Some(at)) if scheme < at => {
            format!("{}://…{}", text.get(..scheme).unwrap_or_default(), text.get(at..).unwrap_or_default())
        }
        _ => text.to_owned(),
    }
}

/// A path inside a URL: what would end or change it is percent-encoded.
fn escape_path(path: &str) -> String {
    path.chars()
        .map(|c| match c {
            '%' | '?' | '#' => format!("%{:02X}", u32::from(c)),
            _ => c.to_string(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(change: impl FnOnce(&mut Flags)) -> Result<Config, Fault> {
        let mut flags = Flags::default();
        change(&mut flags);
        check(&flags, None, false)
    }

    #[test]
    fn nothing_given_serves_the_loopback_from_the_data_folder() {
        let config = with(|_| {}).unwrap();
        assert_eq!(config.listen.to_string(), "127.0.0.1:3000");
        assert_eq!(config.database_url, "sqlite://./data/gatehouse.db");
        assert_eq!(config.public_url, None);
    }

    #[test]
    fn plain_http_is_for_the_loopback_alone() {
        let fault = with(|flags| flags.public_url = Some("http://gate.example".into())).unwrap_err();
        assert!(fault.what.contains("plain http") && fault.mend.contains("cookies"), "{fault}");
        for url in ["http://127.0.0.1:3000", "http://[::1]:1", "http://localhost", "https://gate.example"] {
            assert!(with(|flags| flags.public_url = Some(url.into())).is_ok(), "{url}");
        }
        for url in ["https://gate.example/", "https://gate.example/x", "gate.example", "ftp://gate.example"] {
            assert!(with(|flags| flags.public_url = Some(url.into())).is_err(), "{url}");
        }
    }

    #[test]
    fn a_password_in_a_wrong_url_is_not_repeated() {
        for fault in [
            with(|flags| flags.public_url = Some("https://u:hunter2@gate.example".into())).unwrap_err(),
            with(|flags| flags.database_url = Some("mysql://u:hunter2@db".into())).unwrap_err(),
            with(|flags| flags.smtp_url = Some("mail://u:hunter2@db".into())).unwrap_err(),
        ] {
            assert!(!fault.to_string().contains("hunter2"), "{fault}");
        }
    }

    #[test]
    fn certificate_and_key_come_together() {
        assert!(with(|flags| flags.tls_cert = Some("c.pem".into())).is_err());
        let both = with(|flags| (flags.tls_cert, flags.tls_key) = (Some("c".into()), Some("k".into())));
        assert!(both.unwrap().tls.is_some());
    }

    #[test]
    fn certificates_are_asked_for_over_tls_of_our_own_alone() {
        let given = |listen: Option<&str>, url: Option<&str>, tls: bool| {
            with(|flags| {
                flags.certificate_listen = listen.map(Into::into);
                flags.certificate_url = url.map(Into::into);
                if tls {
                    (flags.tls_cert, flags.tls_key) = (Some("c".into()), Some("k".into()));
                }
            })
        };
        assert!(given(Some("0.0.0.0:8443"), None, true).unwrap().certificates.is_some());
        assert!(given(Some("0.0.0.0:8443"), Some("https://gate.example:8443"), true).is_ok());
        assert!(given(None, None, true).unwrap().certificates.is_none());
        for (listen, url, tls) in [
            (Some("0.0.0.0:8443"), None, false),
            (Some("8443"), None, true),
            (None, Some("https://gate.example:8443"), true),
            (Some("0.0.0.0:8443"), Some("http://127.0.0.1:8443"), true),
            (Some("0.0.0.0:8443"), Some("https://gate.example/cards"), true),
        ] {
            assert!(given(listen, url, tls).is_err(), "{listen:?} {url:?} {tls}");
        }
    }

    #[test]
    fn the_debug_form_holds_no_password() {
        let config = with(|flags| flags.smtp_url = Some("smtp://u:hunter2@mail.example".into())).unwrap();
        assert!(!format!("{config:?}").contains("hunter2"));
    }
}
