//! From an e-mail address to the server (product.md 3.3, R4): the document at the address's domain, and where
//! there is none the DNS record `_gatehouse._tcp.<domain>` (RFC 2782).

use std::cmp::Reverse;
use std::path::Path;

use hickory_resolver::TokioResolver;
use hickory_resolver::proto::rr::{RData, RecordType};
use url::Url;

use crate::address::check_base_url;
use crate::discover;
use crate::error::AgentError;
use crate::http;
use crate::output::one_line;

/// The server of somebody with this address.
///
/// # Errors
/// No address; no server named by its domain; one that is named and does not answer as a Gatehouse.
pub(crate) async fn server_of(email: &str, ca_file: Option<&Path>) -> Result<String, AgentError> {
    let domain = domain_of(email)?;
    let own = format!("https://{domain}");
    if let Some(base_url) = ask(&own, ca_file).await? {
        return Ok(base_url);
    }
    let named = match TokioResolver::builder_tokio().and_then(hickory_resolver::ResolverBuilder::build) {
        Ok(resolver) => records(&resolver, &domain).await,
        // Without a resolver there are no records; the person is told of both ways below.
        Err(_) => Vec::new(),
    };
    through(&domain, &named, ca_file).await
}

/// The first of the named servers that answers as a Gatehouse.
async fn through(domain: &str, named: &[String], ca_file: Option<&Path>) -> Result<String, AgentError> {
    for base_url in named {
        if let Some(found) = ask(base_url, ca_file).await? {
            return Ok(found);
        }
    }
    Err(AgentError::Network(match named {
        [] => format!(
            "Nothing says where the Gatehouse of {domain} is: neither https://{domain}/.well-known/gatehouse nor the DNS record _gatehouse._tcp.{domain}. Ask your administrator for the server and name it with --server."
        ),
        [only, ..] => format!(
            "{domain} names {only} as its Gatehouse, which does not answer as one. Try again later, or ask your administrator for the server and name it with --server."
        ),
    }))
}

/// What the document at an address says, if there is one that can be read.
async fn ask(base_url: &str, ca_file: Option<&Path>) -> Result<Option<String>, AgentError> {
    let client = http::client(base_url, ca_file)?;
    match discover::read(&client, base_url).await {
        Some(found) => check_base_url(&found.base_url).map(Some),
        None => Ok(None),
    }
}

/// Servers that the DNS names, those to be tried first at the beginning. What is no host name is left out.
async fn records(resolver: &TokioResolver, domain: &str) -> Vec<String> {
    let Ok(found) = resolver.lookup(format!("_gatehouse._tcp.{domain}."), RecordType::SRV).await else {
        return Vec::new();
    };
    let mut servers: Vec<_> = found
        .answers()
        .iter()
        .filter_map(|record| match &record.data {
            RData::SRV(server) => Some(server.clone()),
            _ => None,
        })
        // A lone dot says that there is no such service.
        .filter(|server| !server.target.is_root())
        .collect();
    servers.sort_by_key(|server| (server.priority, Reverse(server.weight)));
    let base_url = |host: String, port: u16| {
        let host = host.trim_end_matches('.').to_owned();
        let url = Url::parse(&format!("https://{host}:{port}")).ok()?;
        Some(url.as_str().trim_end_matches('/').to_owned())
    };
    servers.into_iter().filter_map(|server| base_url(server.target.to_ascii(), server.port)).collect()
}

/// The domain of an address, as the DNS has it.
fn domain_of(email: &str) -> Result<String, AgentError> {
    let wrong = || {
        AgentError::Usage(format!(
            "\"{}\" is no e-mail address: for example you@example.com.",
            one_line(email, 200)
        ))
    };
    let (local, domain) = email.trim().rsplit_once('@').ok_or_else(wrong)?;
    let url = Url::parse(&format!("https://{domain}")).map_err(|_| wrong())?;
    match url.domain() {
        Some(host)
            if !local.is_empty() && url.path() == "/" && url.port().is_none() && host.contains('.') =>
        {
            Ok(host.to_owned())
        }
        _ => Err(wrong()),
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use hickory_resolver::config::{ConnectionConfig, NameServerConfig, ProtocolConfig, ResolverConfig};
    use hickory_resolver::net::runtime::TokioRuntimeProvider;
    use tokio::net::UdpSocket;

    use super::*;

    /// A name server that answers every question with these records: priority, weight, port, host.
    async fn name_server(records: &'static [(u16, u16, u16, &'static str)]) -> TokioResolver {
        let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let port = socket.local_addr().unwrap().port();
        tokio::spawn(async move {
            let mut buffer = [0; 1500];
            while let Ok((length, client)) = socket.recv_from(&mut buffer).await {
                _ = socket.send_to(&answer(&buffer[..length], records), client).await;
            }
        });
        let mut connection = ConnectionConfig::new(ProtocolConfig::Udp);
        connection.port = port;
        let server = NameServerConfig::new(Ipv4Addr::LOCALHOST.into(), true, vec![connection]);
        let config = ResolverConfig::from_parts(None, Vec::new(), vec![server]);
        TokioResolver::builder_with_config(config, TokioRuntimeProvider::default()).build().unwrap()
    }

    /// RFC 1035, section 4: header, the question again, and the records.
    fn answer(question: &[u8], records: &[(u16, u16, u16, &str)]) -> Vec<u8> {
        let end = 12 + question[12..].iter().position(|byte| *byte == 0).unwrap() + 5;
        let mut message = question[..2].to_vec();
        message.extend([0x81, 0x80, 0, 1, 0, u8::try_from(records.len()).unwrap(), 0, 0, 0, 0]);
        message.extend(&question[12..end]);
        for (priority, weight, port, host) in records {
            let mut data = [priority.to_be_bytes(), weight.to_be_bytes(), port.to_be_bytes()].concat();
            for label in host.split('.').filter(|label| !label.is_empty()) {
                data.push(u8::try_from(label.len()).unwrap());
                data.extend(label.as_bytes());
            }
            data.push(0);
            message.extend([0xc0, 12, 0, 33, 0, 1, 0, 0, 0, 60]);
            message.extend(u16::try_from(data.len()).unwrap().to_be_bytes());
            message.extend(data);
        }
        message
    }

    #[tokio::test]
    async fn records_are_tried_in_their_order() {
        let resolver = name_server(&[
            (20, 0, 443, "last.vellmere.example"),
            (10, 1, 8443, "second.vellmere.example"),
            (10, 9, 443, "first.vellmere.example"),
        ])
        .await;
        assert_eq!(
            records(&resolver, "vellmere.example").await,
            [
                "https://first.vellmere.example",
                "https://second.vellmere.example:8443",
                "https://last.vellmere.example"
            ]
        );
        let none = name_server(&[(0, 0, 0, ".")]).await;
        assert!(records(&none, "vellmere.example").await.is_empty());
        assert!(records(&name_server(&[]).await, "vellmere.example").await.is_empty());
    }

    #[tokio::test]
    async fn a_server_that_is_named_and_absent_is_told_from_none_at_all() {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let error = through("vellmere.example", &[], None).await.unwrap_err();
        assert!(
            matches!(&error, AgentError::Network(text) if text.contains("_gatehouse._tcp.vellmere.example"))
        );
        let named = ["https://127.0.0.1:9".to_owned()];
        let error = through("vellmere.example", &named, None).await.unwrap_err();
        assert!(matches!(&error, AgentError::Network(text) if text.contains("does not answer as one")));
    }

    #[test]
    fn the_domain_is_that_of_the_address_and_nothing_else() {
        assert_eq!(domain_of(" amira@Vellmere.Example ").unwrap(), "vellmere.example");
        assert_eq!(domain_of("amira@bücher.example").unwrap(), "xn--bcher-kva.example");
        for wrong in [
            "",
            "amira",
            "@vellmere.example",
            "a@",
            "a@b",
            "a@127.0.0.1",
            "a@x.example:1",
            "a@x.example/p",
            "a@x y.z",
        ] {
            assert!(matches!(domain_of(wrong), Err(AgentError::Usage(_))), "{wrong}");
        }
    }
}
