//! Where requests may go that an administrator has set up: to the world, and into networks of one's own only
//! where the operator has named them (trust.md INJ-7).

use std::{
    fmt,
    net::{IpAddr, SocketAddr},
    sync::{Arc, LazyLock},
};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::{Host, Url};

use super::Cidr;

/// Networks that are not the world: of one computer or site, for examples, for tests, for many at once
/// (IANA's special-purpose address registries, RFC 6890). Of IPv6 only `2000::/3` is the world.
static SPECIAL: LazyLock<Vec<Cidr>> = LazyLock::new(|| {
    let networks = [
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "::/3",
        "4000::/2",
        "8000::/1",
        "2001::/23",
        "2001:db8::/32",
        "2002::/16",
        "3fff::/20",
    ];
    networks.iter().filter_map(|network| network.parse().ok()).collect()
});

/// Where requests may go. As a resolver it asks once, and what it asked for is what is connected to: a name
/// that changes in between leads nowhere else.
#[derive(Debug, Clone)]
pub(crate) struct Outward {
    own: Arc<[Cidr]>,
}

impl Outward {
    /// To the world and into these networks.
    pub(crate) fn new(own: &[Cidr]) -> Self {
        Self { own: own.into() }
    }

    /// Whether requests may go to this address.
    pub(crate) fn permits(&self, address: IpAddr) -> bool {
        let holds = |networks: &[Cidr]| networks.iter().any(|network| network.contains(address));
        holds(&self.own) || !holds(&SPECIAL)
    }

    /// Whether requests may go to this URL, as far as it tells by itself; for a name that is known when
    /// it is asked for.
    ///
    /// # Errors
    /// `Refused`.
    pub(crate) fn check(&self, url: &Url) -> Result<(), Refused> {
        let address: IpAddr = match url.host() {
            Some(Host::Ipv4(address)) => address.into(),
            Some(Host::Ipv6(address)) => address.into(),
            _ => return Ok(()),
        };
        if self.permits(address) { Ok(()) } else { Err(Refused(address.to_string())) }
    }

    /// Whether a URL leads into a network that the operator has named, so that it may do without encryption.
    pub(crate) fn is_own(&self, url: &Url) -> bool {
        let address: IpAddr = match url.host() {
            Some(Host::Ipv4(address)) => address.into(),
            Some(Host::Ipv6(address)) => address.into(),
            _ => return false,
        };
        self.own.iter().any(|network| network.contains(address))
    }
}

impl Resolve for Outward {
    fn resolve(&self, name: Name) -> Resolving {
        let outward = self.clone();
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            let permitted: Vec<_> = found.into_iter().filter(|found| outward.permits(found.ip())).collect();
            if permitted.is_empty() {
                return Err(Refused(name.as_str().to_owned()).into());
            }
            Ok(Box::new(permitted.into_iter()) as Addrs)
        })
    }
}

/// No request goes there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refused(String);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is in a network of your own, which the configuration does not name", self.0)
    }
}

impl std::error::Error for Refused {}

#[cfg(test)]
mod tests {
    use super::*;

    fn permits(own: &[&str], address: &str) -> bool {
        let own: Vec<Cidr> = own.iter().map(|network| network.parse().unwrap()).collect();
        Outward::new(&own).permits(address.parse().unwrap())
    }

    #[test]
    fn requests_go_to_the_world_alone() {
        for address in ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "2a00:1450::1"] {
            assert!(permits(&[], address), "{address}");
        }
        for address in [
            "127.0.0.1",
            "::1",
            "10.1.2.3",
            "172.31.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.100.100.200",
            "0.0.0.0",
            "255.255.255.255",
            "224.0.0.1",
            "fe80::1",
            "fd00:ec2::254",
            "::ffff:127.0.0.1",
            "::",
            "ff02::1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "2001:db8::1",
            "::127.0.0.1",
        ] {
            assert!(!permits(&[], address), "{address}");
        }
    }

    #[test]
    fn a_network_that_the_operator_has_named_is_open_and_no_other() {
        assert!(permits(&["127.0.0.0/8"], "127.0.0.1"));
        assert!(permits(&["fd00::/8"], "fd00::1"));
        assert!(!permits(&["127.0.0.0/8"], "10.0.0.1"));
    }

    #[tokio::test]
    async fn a_name_that_leads_inside_leads_nowhere() {
        let name = || "localhost".parse::<Name>().unwrap();
        let Err(refused) = Outward::new(&[]).resolve(name()).await else { panic!("went inside") };
        assert!(refused.is::<Refused>());
        let own = ["127.0.0.0/8".parse().unwrap(), "::1".parse().unwrap()];
        assert!(Outward::new(&own).resolve(name()).await.is_ok());
    }
}
