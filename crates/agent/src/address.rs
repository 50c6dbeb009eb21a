//! Which server to talk to and what to show it, from a link or from flags.

use types::mirp::MirpLink;
use url::{Host, Url};

use crate::error::AgentError;

/// What proves that this registration is meant for this device. No `Debug`: all of it is secret or personal.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Proof {
    /// User name and registration PIN; none where the server asks for the password alone.
    Pin { username: String, pin: Option<String> },
    /// The token of a registration link.
    Link { token: String },
}

/// Reads a `mirp://` address or an `https://<host>/r/<token>` link into base URL and proof.
///
/// `pin` fills in for an address without one. With `own_authority` (a certificate authority was given) a loopback address
/// is spoken to by https too.
pub(crate) fn read_link(
    link: &str,
    pin: Option<String>,
    own_authority: bool,
) -> Result<(String, Proof), AgentError> {
    let scheme = link.trim().split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
    match scheme.as_deref() {
        Some("mirp") => {
            let link: MirpLink =
                link.parse().map_err(|error| usage(&format!("The link cannot be read: {error}.")))?;
            let base_url = if own_authority { format!("https://{}", link.server) } else { link.base_url() };
            Ok((base_url, Proof::Pin { username: link.user, pin: link.pin.or(pin) }))
        }
        Some("https" | "http") => {
            let url = Url::parse(link.trim()).map_err(|_| usage("The link cannot be read."))?;
            let token = url
                .path()
                .strip_prefix("/r/")
                .map(|token| token.trim_end_matches('/'))
                .filter(|token| !token.is_empty() && !token.contains('/'))
                .ok_or_else(|| usage("This is not a registration link: it should end in /r/ and a code."))?
                .to_owned();
            Ok((base_of(&url)?, Proof::Link { token }))
        }
        _ => Err(usage("The link should begin with mirp:// or https://.")),
    }
}

/// Reads what was typed as the server: `https://host[:port]`, or `host[:port]` alone.
pub(crate) fn read_server(text: &str) -> Result<String, AgentError> {
    let text = text.trim();
    let with_scheme = if text.contains("://") {
        text.to_owned()
    } else {
        let link = MirpLink { server: text.to_owned(), user: String::new(), pin: None };
        link.base_url()
    };
    let url = Url::parse(&with_scheme).map_err(|_| usage(&format!("\"{text}\" is no server address.")))?;
    if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
        return Err(usage("The server address has no path: for example https://gatehouse.example.com."));
    }
    base_of(&url)
}

/// Checks the base URL that the server names for everything that follows.
pub(crate) fn check_base_url(text: &str) -> Result<String, AgentError> {
    let base_url = text.trim_end_matches('/');
    match read_server(base_url) {
        Ok(_) if base_url.contains("://") => Ok(base_url.to_owned()),
        _ => Err(AgentError::Network(format!(
            "The server says that it is reached at \"{}\", which the agent does not accept: it takes https, and http for this computer itself. Ask your administrator to check the public URL.",
            crate::output::one_line(text, 200)
        ))),
    }
}

/// Whether a base URL points at this computer, where no proxy has a part.
pub(crate) fn is_loopback(base_url: &str) -> bool {
    Url::parse(base_url).is_ok_and(|url| loopback(&url))
}

/// `scheme://host[:port]`, https only but for the three loopback names of the contract.
fn base_of(url: &Url) -> Result<String, AgentError> {
    if !url.username().is_empty() || url.password().is_some() {
        return Err(usage("The address must not hold a user name or password."));
    }
    match url.scheme() {
        "https" => {}
        "http" if loopback(url) => {}
        "http" => {
            return Err(usage(
                "Plain http would show the PIN to everybody on the way. Use https; http works for 127.0.0.1, [::1] and localhost alone.",
            ));
        }
        _ => return Err(usage("The server address should begin with https://.")),
    }
    if url.host().is_none() {
        return Err(usage("The address has no server name."));
    }
    Ok(url.origin().ascii_serialization())
}

fn loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address == std::net::Ipv4Addr::LOCALHOST,
        Some(Host::Ipv6(address)) => address == std::net::Ipv6Addr::LOCALHOST,
        None => false,
    }
}

fn usage(text: &str) -> AgentError {
    AgentError::Usage(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base(link: &str) -> String {
        read_link(link, None, false).map(|(base, _)| base).unwrap()
    }

    #[test]
    fn a_mirp_address_gives_server_user_and_pin() {
        let (base, proof) =
            read_link("mirp://h:8443&user=a%40b&pin=12", None, false).unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(base, "https://h:8443");
        assert!(proof == Proof::Pin { username: "a@b".into(), pin: Some("12".into()) });
        assert_eq!(base_with_authority("mirp://127.0.0.1:1&user=u&pin=1"), "https://127.0.0.1:1");
        assert_eq!(self::base("mirp://127.0.0.1:1&user=u&pin=1"), "http://127.0.0.1:1");
    }

    fn base_with_authority(link: &str) -> String {
        read_link(link, None, true).map(|(base, _)| base).unwrap()
    }

    #[test]
    fn a_pin_can_be_given_beside_an_address_without_one() {
        let (_, proof) =
            read_link("mirp://h&user=u", Some("1".into()), false).unwrap_or_else(|e| panic!("{e}"));
        assert!(proof == Proof::Pin { username: "u".into(), pin: Some("1".into()) });
    }

    #[test]
    fn a_registration_link_gives_server_and_token() {
        let (base, proof) =
            read_link("https://H.example:443/r/AbC-_1/?x=1", None, false).unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(base, "https://h.example");
        assert!(proof == Proof::Link { token: "AbC-_1".into() });
        assert_eq!(self::base("http://localhost:3000/r/t"), "http://localhost:3000");
        for link in [
            "http://h.example/r/t",
            "http://127.0.0.2/r/t",
            "https://h/r/",
            "https://h/x/t",
            "https://h/r/t/u",
            "https://u:p@h/r/t",
            "ftp://h/r/t",
            "gatehouse",
            "mirp://&user=u",
        ] {
            assert_eq!(read_link(link, None, false).map(|_| ()).unwrap_err().exit_code(), 2, "{link}");
        }
    }

    #[test]
    fn a_server_is_typed_with_or_without_scheme() {
        assert_eq!(read_server("https://h.example/").unwrap(), "https://h.example");
        assert_eq!(read_server("h.example").unwrap(), "https://h.example");
        assert_eq!(read_server("h.example:8443").unwrap(), "https://h.example:8443");
        assert_eq!(read_server("localhost:3000").unwrap(), "http://localhost:3000");
        assert_eq!(read_server("http://[::1]:3000").unwrap(), "http://[::1]:3000");
        for text in ["http://h.example", "https://h/path", "https://h?x", "", "https://", "ssh://h"] {
            assert_eq!(read_server(text).unwrap_err().exit_code(), 2, "{text}");
        }
    }

    #[test]
    fn the_base_url_of_an_answer_is_kept_to_the_letter() {
        assert_eq!(check_base_url("https://h.example/").unwrap(), "https://h.example");
        assert_eq!(check_base_url("https://h.example:443").unwrap(), "https://h.example:443");
        for text in ["http://h.example", "h.example", "", "https://h.example/path"] {
            assert_eq!(check_base_url(text).unwrap_err().exit_code(), 5, "{text}");
        }
    }

    #[test]
    fn loopback_is_three_names() {
        assert!(
            is_loopback("http://127.0.0.1:1")
                && is_loopback("https://[::1]")
                && is_loopback("http://localhost")
        );
        assert!(!is_loopback("https://h") && !is_loopback("https://127.0.0.2") && !is_loopback("x"));
    }
}
