//! The registration address that an app reads from a QR code: `mirp://<host[:port]>&user=<u>&pin=<p>`.
//!
//! Writing is exact, reading is tolerant: split at the first `&` or `?`, parameters in any order, a raw `@`, unknown keys.

use std::fmt::{self, Write as _};
use std::str::FromStr;

const SCHEME: &str = "mirp://";

/// Longer addresses are not read.
const MAX_BYTES: usize = 2048;

/// Where to register, as whom, and with which PIN. `Debug` leaves the PIN out; `Display` is the address itself.
#[derive(Clone, PartialEq, Eq)]
pub struct MirpLink {
    /// `host` or `host:port`; an IPv6 address stands in brackets.
    pub server: String,
    /// The user name.
    pub user: String,
    /// The registration PIN, if the address has one.
    pub pin: Option<String>,
}

/// Why a text is not a registration address. Says nothing of its content, which may hold a PIN.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MirpError {
    /// It does not begin with `mirp://`, or is far too long.
    NotMirp,
    /// The server is missing or no `host[:port]`.
    Server,
    /// There is no `user`.
    User,
    /// A value is not percent-encoded UTF-8.
    Encoding,
}

impl fmt::Display for MirpError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotMirp => "this is not a mirp:// address",
            Self::Server => "the address has no valid server name",
            Self::User => "the address has no user name",
            Self::Encoding => "the address is damaged",
        })
    }
}

impl std::error::Error for MirpError {}

impl MirpLink {
    /// The address to send requests to, without a trailing slash: `https`, and `http` for `127.0.0.1`, `[::1]` and
    /// `localhost` alone.
    #[must_use]
    pub fn base_url(&self) -> String {
        let scheme = if is_loopback(host(&self.server)) { "http" } else { "https" };
        format!("{scheme}://{}", self.server)
    }
}

impl fmt::Debug for MirpLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MirpLink")
            .field("server", &self.server)
            .field("user", &self.user)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for MirpLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{SCHEME}{}&user={}", self.server, Encoded(&self.user))?;
        match &self.pin {
            Some(pin) => write!(f, "&pin={}", Encoded(pin)),
            None => Ok(()),
        }
    }
}

impl FromStr for MirpLink {
    type Err = MirpError;

    fn from_str(text: &str) -> Result<Self, MirpError> {
        let text = text.trim();
        if text.len() > MAX_BYTES {
            return Err(MirpError::NotMirp);
        }
        let (scheme, rest) = text.split_at_checked(SCHEME.len()).ok_or(MirpError::NotMirp)?;
        if !scheme.eq_ignore_ascii_case(SCHEME) {
            return Err(MirpError::NotMirp);
        }
        let (server, parameters) = rest.split_once(['&', '?']).unwrap_or((rest, ""));
        let server = server.strip_suffix('/').unwrap_or(server);
        if !is_server(server) {
            return Err(MirpError::Server);
        }
        let (mut user, mut pin) = (None, None);
        for parameter in parameters.split('&') {
            let (key, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            let slot = match key {
                "user" => &mut user,
                "pin" => &mut pin,
                _ => continue,
            };
            if slot.is_none() && !value.is_empty() {
                *slot = Some(decode(value)?);
            }
        }
        Ok(Self { server: server.to_ascii_lowercase(), user: user.ok_or(MirpError::User)?, pin })
    }
}

/// `host`, of `host[:port]`, with the brackets of an IPv6 address.
fn host(server: &str) -> &str {
    let end = match server.find(']') {
        Some(bracket) => bracket.saturating_add(1),
        None => server.find(':').unwrap_or(server.len()),
    };
    server.get(..end).unwrap_or(server)
}

fn is_loopback(host: &str) -> bool {
    matches!(host, "127.0.0.1" | "[::1]") || host.eq_ignore_ascii_case("localhost")
}

fn is_server(server: &str) -> bool {
    let host = host(server);
    let host_fits = match host.strip_prefix('[').and_then(|inner| inner.strip_suffix(']')) {
        Some(address) => address.parse::<std::net::Ipv6Addr>().is_ok(),
        None => {
            !host.is_empty()
                && host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_'))
        }
    };
    let port = server.get(host.len()..).unwrap_or_default();
    let port_fits = match port.strip_prefix(':') {
        Some(digits) => {
            digits.bytes().all(|b| b.is_ascii_digit()) && digits.parse::<u16>().is_ok_and(|port| port > 0)
        }
        None => port.is_empty(),
    };
    host_fits && port_fits && server.len() <= 260
}

/// Writes a value with everything percent-encoded but the unreserved characters of RFC 3986 section 2.3.
struct Encoded<'a>(&'a str);

impl fmt::Display for Encoded<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for byte in self.0.bytes() {
            if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
                f.write_char(char::from(byte))?;
            } else {
                write!(f, "%{byte:02X}")?;
            }
        }
        Ok(())
    }
}

/// Percent-decoding; a `+` is a plus. A `%` without two hexadecimal digits is an error.
fn decode(value: &str) -> Result<String, MirpError> {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let mut digit = || rest.next().and_then(|b| char::from(b).to_digit(16));
            let (high, low) = (digit(), digit());
            let byte = high.zip(low).and_then(|(high, low)| u8::try_from(high * 16 + low).ok());
            bytes.push(byte.ok_or(MirpError::Encoding)?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).map_err(|_| MirpError::Encoding)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(server: &str, user: &str, pin: Option<&str>) -> MirpLink {
        MirpLink { server: server.into(), user: user.into(), pin: pin.map(Into::into) }
    }

    #[test]
    fn an_address_is_written_to_the_letter() {
        let made = link("mdm.example.com:8443", "ann@example.com", Some("12345678")).to_string();
        assert_eq!(made, "mirp://mdm.example.com:8443&user=ann%40example.com&pin=12345678");
        let odd = link("h", "a b+c&d=é~-._", Some("A/1")).to_string();
        assert_eq!(odd, "mirp://h&user=a%20b%2Bc%26d%3D%C3%A9~-._&pin=A%2F1");
        assert_eq!(link("h", "u", None).to_string(), "mirp://h&user=u");
    }

    #[test]
    fn reading_is_tolerant() {
        let expected = link("mdm.example.com", "ann@example.com", Some("1234"));
        for text in [
            "mirp://mdm.example.com&user=ann%40example.com&pin=1234",
            "mirp://mdm.example.com&user=ann@example.com&pin=1234",
            "mirp://mdm.example.com?user=ann@example.com&pin=1234",
            "mirp://mdm.example.com/?pin=1234&user=ann%40example.com",
            "MIRP://MDM.example.com&x=1&pin=1234&y&user=ann%40example.com&",
            "  mirp://mdm.example.com&user=ann%40example.com&pin=1234\n",
        ] {
            assert_eq!(text.parse::<MirpLink>().unwrap(), expected, "{text}");
        }
        assert_eq!("mirp://h&user=a+b".parse::<MirpLink>().unwrap(), link("h", "a+b", None));
        assert_eq!("mirp://h&user=u&pin=".parse::<MirpLink>().unwrap(), link("h", "u", None));
        assert_eq!("mirp://h?user=a?b&pin=c?d".parse::<MirpLink>().unwrap(), link("h", "a?b", Some("c?d")));
    }

    #[test]
    fn what_is_written_is_read_again() {
        for user in ["ann", "ann@example.com", "&=?%#/", "Zoë 🦊", "100%41"] {
            for server in ["h", "127.0.0.1:3000", "[::1]:3000", "a-b.example"] {
                let made = link(server, user, Some("a-b c"));
                assert_eq!(made.to_string().parse::<MirpLink>().unwrap(), made);
            }
        }
    }

    #[test]
    fn a_text_that_is_no_address_is_refused_by_reason() {
        for (text, reason) in [
            ("", MirpError::NotMirp),
            ("mirp:/", MirpError::NotMirp),
            ("https://h&user=u", MirpError::NotMirp),
            ("mirp:é//h&user=u", MirpError::NotMirp),
            ("mirp://&user=u", MirpError::Server),
            ("mirp://u@h&user=u", MirpError::Server),
            ("mirp://h/path?user=u", MirpError::Server),
            ("mirp://h:&user=u", MirpError::Server),
            ("mirp://h:65536&user=u", MirpError::Server),
            ("mirp://h:+80&user=u", MirpError::Server),
            ("mirp://::1&user=u", MirpError::Server),
            ("mirp://[::1&user=u", MirpError::Server),
            ("mirp://[::1]x&user=u", MirpError::Server),
            ("mirp://[nonsense]&user=u", MirpError::Server),
            ("mirp://h", MirpError::User),
            ("mirp://h&pin=1", MirpError::User),
            ("mirp://h&user=", MirpError::User),
            ("mirp://h&user=%4", MirpError::Encoding),
            ("mirp://h&user=%zz", MirpError::Encoding),
            ("mirp://h&user=%ff", MirpError::Encoding),
        ] {
            assert_eq!(text.parse::<MirpLink>(), Err(reason), "{text}");
        }
        let long = format!("mirp://h&user={}", "u".repeat(3000));
        assert_eq!(long.parse::<MirpLink>(), Err(MirpError::NotMirp));
    }

    #[test]
    fn plain_http_is_for_loopback_alone() {
        for (server, url) in [
            ("mdm.example.com", "https://mdm.example.com"),
            ("mdm.example.com:8443", "https://mdm.example.com:8443"),
            ("127.0.0.1:3000", "http://127.0.0.1:3000"),
            ("[::1]", "http://[::1]"),
            ("[::1]:3000", "http://[::1]:3000"),
            ("localhost", "http://localhost"),
            ("127.0.0.1.example.com", "https://127.0.0.1.example.com"),
            ("localhost.example", "https://localhost.example"),
            ("127.0.0.2", "https://127.0.0.2"),
            ("[::2]", "https://[::2]"),
        ] {
            assert_eq!(link(server, "u", None).base_url(), url);
        }
    }

    #[test]
    fn the_pin_is_not_in_debug_output() {
        assert!(!format!("{:?}", link("h", "u", Some("87654321"))).contains("87654321"));
    }
}
