//! Where the built files are served.

use std::{collections::BTreeMap, sync::Arc};

/// Logical name (`style.css`, `portal.wasm`) → URL (`/assets/style.1f2e3d.css`).
#[derive(Clone, Debug, Default)]
pub struct Assets(Arc<BTreeMap<String, String>>);

impl Assets {
    /// From pairs of logical name and URL.
    pub fn new<N: Into<String>, U: Into<String>>(files: impl IntoIterator<Item = (N, U)>) -> Self {
        Self(Arc::new(files.into_iter().map(|(name, url)| (name.into(), url.into())).collect()))
    }

    /// Whether the build has made this file.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// The URL of a file; one that the manifest does not name is served under its plain name.
    #[must_use]
    pub fn url(&self, name: &str) -> String {
        self.0.get(name).cloned().unwrap_or_else(|| format!("/assets/{name}"))
    }
}
