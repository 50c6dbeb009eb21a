//! Configuration: flag > environment > file > set-up page.
//!
//! Nothing else in Gatehouse reads the environment. Values are typed before anything uses them, so
//! that none reaches a path, a URL or an interpreter unchecked.

mod data_dir;
mod file;
mod flags;
mod master_key;
mod values;

use std::{
    fmt,
    net::SocketAddr,
    path::{Path, PathBuf},
    time::Duration,
};

use domain::{KeySource, MasterKeys, push::PushService};
use rustls::pki_types::{CertificateDer, pem::PemObject};

pub use domain::network::Cidr;
pub use flags::Flags;
pub use master_key::Found;

use crate::fault::Fault;

/// Everything that is set from outside, checked.
#[derive(Clone, PartialEq, Eq)]
pub struct Config {
    /// Where to listen.
    pub listen: SocketAddr,
    /// The public URL, when it is configured; else the set-up page asks for it.
    pub public_url: Option<String>,
    /// Where files are kept.
    pub data_dir: PathBuf,
    /// `sqlite://…` or `postgres://…`.
    pub database_url: String,
    /// `smtp://…` or `smtps://…`.
    pub smtp_url: Option<String>,
    /// Certificate and key, when Gatehouse ends TLS itself.
    pub tls: Option<TlsFiles>,
    /// Where certificates of people are asked for, when they are.
    pub certificates: Option<Certificates>,
    /// Whose forwarded headers count.
    pub trusted_proxies: Vec<Cidr>,
    /// Networks of one's own in which the service for text messages may be.
    pub sms_networks: Vec<Cidr>,
    /// Where Apple's devices are called, when not at Apple's own service.
    pub push_url: Option<String>,
    /// Authorities (PEM) that vouch for that service.
    pub push_ca: Option<PathBuf>,
    /// Whether to serve the component gallery.
    pub dev: bool,
    master_key: Option<String>,
}

/// Where certificate chain and private key are, both PEM.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlsFiles {
    /// The chain, own certificate first.
    pub cert: PathBuf,
    /// The private key.
    pub key: PathBuf,
}

/// The listener that asks for certificates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificates {
    /// Where to listen.
    pub listen: SocketAddr,
    /// How browsers reach it, when that is not the public host with this port.
    pub url: Option<String>,
}

impl Config {
    /// Reads file and environment below the flags.
    ///
    /// # Errors
    /// The first value that cannot be used, with its remedy.
    pub fn load(flags: &Flags) -> Result<Self, Fault> {
        let given = flags.clone().over(file::read(flags.config.as_deref())?);
        values::check(&given, environment("GATEHOUSE_MASTER_KEY"), environment("GATEHOUSE_DEV").is_some())
    }

    /// Makes the data folder ready: there, writable, closed to other users where Gatehouse makes it.
    ///
    /// # Errors
    /// A folder that cannot be made or written.
    pub fn prepare_data_dir(&self) -> Result<(), Fault> {
        data_dir::prepare(&self.data_dir)
    }

    /// Whether other users of the computer can look into the data folder.
    pub fn data_dir_is_open_to_others(&self) -> bool {
        data_dir::is_open_to_others(&self.data_dir)
    }

    /// The master key from the environment, or from the file in the data folder, which is made when
    /// there is none.
    ///
    /// # Errors
    /// A key that cannot be read or written.
    pub fn master_key(&self) -> Result<master_key::Found, Fault> {
        master_key::find(self.master_key.as_deref(), &self.data_dir)
    }

    /// Where the keys are read again, for a server that runs while they are changed: nowhere when they come from the
    /// environment, which stays as it was at the start.
    pub fn key_source(&self) -> Option<KeySource> {
        let folder = self.data_dir.clone();
        let read = move || master_key::read_again(&folder);
        self.master_key.is_none().then(|| KeySource::new(read))
    }

    /// How long ago the file with the keys was written; nothing where they come from the environment.
    pub fn master_key_age(&self) -> Option<Duration> {
        self.master_key.is_none().then(|| master_key::age(&self.data_dir)).flatten()
    }

    /// Puts the keys in the place of those in the file.
    ///
    /// # Errors
    /// When they come from the environment, or a file that cannot be written.
    pub fn replace_master_keys(&self, keys: &MasterKeys) -> Result<(), Fault> {
        if self.master_key.is_some() {
            return Err(Fault::new(
                "The master key comes from GATEHOUSE_MASTER_KEY, which this program cannot change",
                "Set it to NEW,OLD everywhere (NEW is made by `gatehouse keys make`), start the servers anew, and run \
                 this again.",
            ));
        }
        master_key::replace(&self.data_dir, keys)
    }

    /// The push service, with what vouches for it.
    ///
    /// # Errors
    /// A file that cannot be read or holds no certificate.
    pub fn push_service(&self) -> Result<PushService, Fault> {
        let mut service = PushService::default();
        if let Some(url) = &self.push_url {
            service.url.clone_from(url);
        }
        if let Some(path) = &self.push_ca {
            service.roots = certificates_in(path)?;
        }
        Ok(service)
    }

    /// What to log: `RUST_LOG`, else `fallback`.
    pub fn log_filter(fallback: &str) -> String {
        environment("RUST_LOG").unwrap_or_else(|| fallback.to_owned())
    }
}

impl fmt::Debug for Config {
    /// Leaves out what can hold a password or key.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("listen", &self.listen)
            .field("public_url", &self.public_url)
            .field("data_dir", &self.data_dir)
            .field("tls", &self.tls)
            .field("trusted_proxies", &self.trusted_proxies)
            .finish_non_exhaustive()
    }
}

fn certificates_in(path: &Path) -> Result<Vec<Vec<u8>>, Fault> {
    let found: Result<Vec<_>, _> =
        CertificateDer::pem_file_iter(path).and_then(|certificates| certificates.collect());
    match found {
        Ok(found) if !found.is_empty() => {
            Ok(found.into_iter().map(|certificate| certificate.as_ref().to_vec()).collect())
        }
        _ => Err(Fault::new(
            format!(
                "GATEHOUSE_PUSH_CA is {}, in which there is no certificate that can be read",
                path.display()
            ),
            "Name a file with the certificates of the authorities in PEM.",
        )),
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
