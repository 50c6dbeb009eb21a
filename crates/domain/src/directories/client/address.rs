//! Where a server is. Directories stand in private networks and on this machine, so those are allowed;
//! what no directory has, and what clouds answer to their guests there, is not.

use std::net::{IpAddr, SocketAddr};

use types::DirectoryFault;
use url::{Host, Url};

use crate::directories::fault::{Answer, Fault};

/// How many addresses of a name are tried.
const MAX_ADDRESSES: usize = 4;

/// The addresses of the host that `url` names.
pub(super) async fn resolve(url: &str) -> Answer<Vec<SocketAddr>> {
    let url =
        Url::parse(url).map_err(|error| Fault::told(DirectoryFault::Unresolvable, &error.to_string()))?;
    let port = url.port().unwrap_or(if url.scheme() == "ldaps" { 636 } else { 389 });
    // Of schemes that are not of the web, the parser leaves an address as it is written.
    let host = url.host().map(|host| match host {
        Host::Domain(name) => name.to_owned(),
        Host::Ipv4(address) => address.to_string(),
        Host::Ipv6(address) => address.to_string(),
    });
    let host = host.filter(|host| !host.is_empty()).ok_or(DirectoryFault::Unresolvable)?;
    let found = tokio::net::lookup_host((host.as_str(), port)).await;
    let found = found.map_err(|error| Fault::told(DirectoryFault::Unresolvable, &error.to_string()))?;
    let all: Vec<SocketAddr> = found.take(MAX_ADDRESSES).collect();
    let allowed: Vec<SocketAddr> = all.iter().copied().filter(|address| is_allowed(address.ip())).collect();
    match (all.first(), allowed.is_empty()) {
        (None, _) => Err(DirectoryFault::Unresolvable.into()),
        (Some(first), true) => Err(Fault::told(DirectoryFault::ForbiddenAddress, &first.ip().to_string())),
        (Some(_), false) => Ok(allowed),
    }
}

/// Everything but link-local addresses (cloud metadata among them), multicast and no address at all.
fn is_allowed(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(address) => {
            !address.is_link_local()
                && !address.is_multicast()
                && !address.is_broadcast()
                && !address.is_unspecified()
                // Metadata of a cloud that does not use a link-local address.
                && address.octets() != [100, 100, 100, 200]
        }
        IpAddr::V6(address) => {
            !address.is_unicast_link_local()
                && !address.is_multicast()
                && !address.is_unspecified()
                && address.segments() != [0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_directory_has_is_never_connected_to() {
        for bad in [
            "169.254.169.254",
            "fe80::1",
            "::ffff:169.254.169.254",
            "0.0.0.0",
            "::",
            "224.0.0.1",
            "ff02::1",
            "fd00:ec2::254",
        ] {
            assert!(!is_allowed(bad.parse().unwrap()), "{bad}");
        }
        for good in ["127.0.0.1", "::1", "10.1.2.3", "192.168.1.1", "198.51.100.7", "2001:db8::1", "fd00::1"]
        {
            assert!(is_allowed(good.parse().unwrap()), "{good}");
        }
    }

    #[tokio::test]
    async fn ports_are_the_usual_ones_unless_another_is_named() {
        let port = async |url: &str| resolve(url).await.unwrap()[0].port();
        assert_eq!(port("ldaps://127.0.0.1").await, 636);
        assert_eq!(port("ldap://[::1]").await, 389);
        assert_eq!(port("ldap://127.0.0.1:1389").await, 1389);
        let fault = resolve("ldap://169.254.169.254").await.unwrap_err();
        assert_eq!(fault.kind, DirectoryFault::ForbiddenAddress);
    }
}
