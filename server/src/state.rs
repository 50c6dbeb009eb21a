//! What every request can reach.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use domain::Domain;
use tokio_util::sync::CancellationToken;
use types::{ApiError, Colour};

use crate::{
    assets::Assets,
    config::Cidr,
    http::{branding::Sheet, tries::WrongTokens},
};

/// The domain and the few things that belong to the process. Cheap to clone.
#[derive(Debug, Clone)]
pub struct AppState {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    domain: Domain,
    assets: Assets,
    options: Options,
    shutdown: CancellationToken,
    wrong_tokens: WrongTokens,
    public_url: OnceLock<String>,
    sheet: Mutex<Option<Arc<Sheet>>>,
}

/// How the process serves.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Whose forwarded headers count.
    pub trusted_proxies: Vec<Cidr>,
    /// Whether Gatehouse ends TLS itself.
    pub tls: bool,
    /// Whether to serve the gallery of components.
    pub dev: bool,
}

impl AppState {
    /// The state of a process that serves `domain`.
    pub fn new(domain: Domain, assets: Assets, options: Options) -> Self {
        let inner = Inner {
            domain,
            assets,
            options,
            shutdown: CancellationToken::new(),
            wrong_tokens: WrongTokens::default(),
            public_url: OnceLock::new(),
            sheet: Mutex::default(),
        };
        Self { inner: Arc::new(inner) }
    }

    /// The rules.
    pub fn domain(&self) -> &Domain {
        &self.inner.domain
    }

    /// The files that browsers load.
    pub fn assets(&self) -> &Assets {
        &self.inner.assets
    }

    /// How the process serves.
    pub fn options(&self) -> &Options {
        &self.inner.options
    }

    /// Cancelled when the process is asked to end; streams and long polls end with it.
    pub fn shutdown(&self) -> &CancellationToken {
        &self.inner.shutdown
    }

    pub(crate) fn wrong_tokens(&self) -> &WrongTokens {
        &self.inner.wrong_tokens
    }

    /// The accents of a colour: those of before while it is the same.
    pub(crate) fn sheet(&self, colour: Colour) -> Arc<Sheet> {
        let mut kept = self.inner.sheet.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(sheet) = kept.as_ref().filter(|sheet| sheet.is_of(colour)) {
            return Arc::clone(sheet);
        }
        Arc::clone(kept.insert(Arc::new(Sheet::new(colour))))
    }

    /// The public URL. Read once: it does not change any more once the set-up is complete.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn public_url(&self) -> Result<String, ApiError> {
        if let Some(url) = self.inner.public_url.get() {
            return Ok(url.clone());
        }
        let settings = self.inner.domain.settings();
        let is_set_up = settings.is_set_up().await?;
        let url = settings.public_url().await?;
        if is_set_up {
            return Ok(self.inner.public_url.get_or_init(|| url).clone());
        }
        Ok(url)
    }

    /// Whether the set-up is complete; from then on without asking the database.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn is_set_up(&self) -> Result<bool, ApiError> {
        if self.inner.public_url.get().is_none() {
            self.public_url().await?;
        }
        Ok(self.inner.public_url.get().is_some())
    }

    /// Whether browsers reach Gatehouse by https alone, as far as is known without asking.
    pub(crate) fn is_https(&self) -> bool {
        self.inner.options.tls || self.inner.public_url.get().is_some_and(|url| url.starts_with("https://"))
    }
}
