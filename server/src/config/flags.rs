//! The settings as flags, with the environment below each of them.

use std::{fmt, path::PathBuf};

use clap::Args;

/// Settings that every command takes, before or after its name.
#[derive(Args, Clone, Default)]
pub struct Flags {
    /// A file with settings; ./gatehouse.toml when it is there
    #[arg(long, global = true, value_name = "FILE", env = "GATEHOUSE_CONFIG", hide_env_values = true)]
    pub config: Option<PathBuf>,
    /// Address and port to listen on [default: 127.0.0.1:3000]
    #[arg(long, global = true, value_name = "ADDRESS", env = "GATEHOUSE_LISTEN", hide_env_values = true)]
    pub listen: Option<String>,
    /// How people and devices reach Gatehouse: scheme, host, optional port [default: http://127.0.0.1:3000]
    #[arg(long, global = true, value_name = "URL", env = "GATEHOUSE_PUBLIC_URL", hide_env_values = true)]
    pub public_url: Option<String>,
    /// Where Gatehouse keeps its files [default: ./data]
    #[arg(long, global = true, value_name = "FOLDER", env = "GATEHOUSE_DATA_DIR", hide_env_values = true)]
    pub data_dir: Option<String>,
    /// sqlite://… or postgres://… [default: gatehouse.db in the data folder]
    #[arg(long, global = true, value_name = "URL", env = "GATEHOUSE_DATABASE_URL", hide_env_values = true)]
    pub database_url: Option<String>,
    /// The mail server: smtp://… or smtps://…
    #[arg(long, global = true, value_name = "URL", env = "GATEHOUSE_SMTP_URL", hide_env_values = true)]
    pub smtp_url: Option<String>,
    /// Certificate chain (PEM), to serve https
    #[arg(long, global = true, value_name = "FILE", env = "GATEHOUSE_TLS_CERT", hide_env_values = true)]
    pub tls_cert: Option<String>,
    /// Private key (PEM) of the certificate
    #[arg(long, global = true, value_name = "FILE", env = "GATEHOUSE_TLS_KEY", hide_env_values = true)]
    pub tls_key: Option<String>,
    /// Address and port where browsers are asked for certificates; needs the certificate of the server
    #[arg(
        long,
        global = true,
        value_name = "ADDRESS",
        env = "GATEHOUSE_CERTIFICATE_LISTEN",
        hide_env_values = true
    )]
    pub certificate_listen: Option<String>,
    /// How browsers reach it: https, host, optional port [default: the public host with its port]
    #[arg(
        long,
        global = true,
        value_name = "URL",
        env = "GATEHOUSE_CERTIFICATE_URL",
        hide_env_values = true
    )]
    pub certificate_url: Option<String>,
    /// Addresses or networks of proxies whose forwarded headers count, with commas between
    #[arg(
        long,
        global = true,
        value_name = "LIST",
        env = "GATEHOUSE_TRUSTED_PROXIES",
        hide_env_values = true
    )]
    pub trusted_proxies: Option<String>,
    /// Addresses or networks of your own in which the service for text messages may be, with commas between
    #[arg(long, global = true, value_name = "LIST", env = "GATEHOUSE_SMS_NETWORKS", hide_env_values = true)]
    pub sms_networks: Option<String>,
    /// Where Apple's devices are called, for a relay or a simulator [default: https://api.push.apple.com]
    #[arg(long, global = true, value_name = "URL", env = "GATEHOUSE_PUSH_URL", hide_env_values = true)]
    pub push_url: Option<String>,
    /// Authorities (PEM) that vouch for that service instead of those of the operating system
    #[arg(long, global = true, value_name = "FILE", env = "GATEHOUSE_PUSH_CA", hide_env_values = true)]
    pub push_ca: Option<String>,
}

impl Flags {
    /// These settings, with those of `below` where nothing is given. An empty value is no value.
    pub(super) fn over(self, below: Self) -> Self {
        let pick = |upper: Option<String>, lower: Option<String>| {
            upper.filter(|value| !value.is_empty()).or(lower).filter(|value| !value.is_empty())
        };
        Self {
            config: self.config,
            listen: pick(self.listen, below.listen),
            public_url: pick(self.public_url, below.public_url),
            data_dir: pick(self.data_dir, below.data_dir),
            database_url: pick(self.database_url, below.database_url),
            smtp_url: pick(self.smtp_url, below.smtp_url),
            tls_cert: pick(self.tls_cert, below.tls_cert),
            tls_key: pick(self.tls_key, below.tls_key),
            certificate_listen: pick(self.certificate_listen, below.certificate_listen),
            certificate_url: pick(self.certificate_url, below.certificate_url),
            trusted_proxies: pick(self.trusted_proxies, below.trusted_proxies),
            sms_networks: pick(self.sms_networks, below.sms_networks),
            push_url: pick(self.push_url, below.push_url),
            push_ca: pick(self.push_ca, below.push_ca),
        }
    }
}

impl fmt::Debug for Flags {
    /// Two of the URLs can hold passwords.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Flags").field("listen", &self.listen).finish_non_exhaustive()
    }
}
