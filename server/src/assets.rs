//! The files that browsers load, inside the program: named by their content, so that they can be kept
//! for ever.
//!
//! In a development build they are read from `target/site` when the process starts; a release build
//! holds them itself. A folder that was not there gives no assets, which `serve` says.

mod asset;
mod embedded;

use std::{borrow::Cow, collections::BTreeMap, sync::Arc};

use app::shell;

pub use asset::{Asset, Encoding};

const AGENT: &str = "agent/";

/// All files. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Assets {
    inner: Arc<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    files: Vec<Arc<Asset>>,
    by_url_name: BTreeMap<String, Arc<Asset>>,
    agents: BTreeMap<String, Arc<Asset>>,
    urls: shell::Assets,
}

impl Assets {
    /// The files of this program.
    pub fn embedded() -> Self {
        Self::from_files(embedded::files())
    }

    /// From names and contents; `name.br` is taken as the compressed form of `name`.
    pub fn from_files(files: impl IntoIterator<Item = (String, Cow<'static, [u8]>)>) -> Self {
        let mut all: BTreeMap<String, Cow<'static, [u8]>> = files.into_iter().collect();
        let mut inner = Inner::default();
        let mut urls = Vec::new();
        let names: Vec<String> = all.keys().filter(|name| !name.ends_with(".br")).cloned().collect();
        for name in names {
            let compressed = all.remove(&format!("{name}.br"));
            let Some(content) = all.remove(&name) else { continue };
            if let Some(path) = name.strip_prefix(AGENT) {
                inner.agents.insert(path.to_owned(), Arc::new(Asset::new(&name, content, None)));
                continue;
            }
            if name.contains('/') || name.starts_with('.') {
                continue;
            }
            let asset = Arc::new(Asset::new(&name, content, compressed));
            urls.push((name, format!("/assets/{}", asset.url_name())));
            inner.by_url_name.insert(asset.url_name(), asset.clone());
            inner.files.push(asset);
        }
        inner.urls = shell::Assets::new(urls);
        Self { inner: Arc::new(inner) }
    }

    /// Whether there is nothing to serve: the pages would have neither style nor script.
    pub fn is_empty(&self) -> bool {
        self.inner.files.is_empty()
    }

    /// Where the files are served, for pages.
    pub fn urls(&self) -> &shell::Assets {
        &self.inner.urls
    }

    /// A file by the last part of its URL.
    pub fn by_url_name(&self, name: &str) -> Option<&Asset> {
        self.inner.by_url_name.get(name).map(AsRef::as_ref)
    }

    /// A file by its own name.
    pub fn by_name(&self, name: &str) -> Option<&Asset> {
        self.inner.files.iter().find(|asset| asset.file_name() == name).map(AsRef::as_ref)
    }

    /// The agent for a platform such as `linux-x86_64`.
    pub fn agent(&self, platform: &str, name: &str) -> Option<&Asset> {
        self.inner.agents.get(&format!("{platform}/{name}")).map(AsRef::as_ref)
    }

    /// Compresses what came uncompressed. Takes seconds; files are served as they are until then.
    pub fn compress(&self) {
        for asset in &self.inner.files {
            asset.compress();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assets() -> Assets {
        Assets::from_files([
            ("style.css".to_owned(), Cow::Borrowed(&b"body{}"[..])),
            ("portal.wasm".to_owned(), Cow::Borrowed(&b"\0asm"[..])),
            ("portal.wasm.br".to_owned(), Cow::Borrowed(&b"small"[..])),
            (".stamp".to_owned(), Cow::Borrowed(&b""[..])),
            ("agent/linux-x86_64/gatehouse-agent".to_owned(), Cow::Borrowed(&b"\x7fELF"[..])),
        ])
    }

    #[test]
    fn a_file_is_served_under_a_name_that_tells_its_content() {
        let assets = assets();
        let url = assets.urls().url("style.css");
        let name = url.strip_prefix("/assets/").unwrap();
        assert!(name.starts_with("style.") && name.ends_with(".css") && name.len() > 20, "{name}");
        assert_eq!(assets.by_url_name(name).unwrap().body("").1, &b"body{}"[..]);
        assert!(assets.by_url_name("style.css").is_none());
        assert!(assets.by_url_name(".stamp").is_none());
    }

    #[test]
    fn a_compressed_form_goes_to_those_who_take_it() {
        let assets = assets();
        let wasm = assets.by_name("portal.wasm").unwrap();
        assert_eq!(wasm.media_type(), "application/wasm");
        assert_eq!(wasm.body("gzip, br;q=0.5"), (Encoding::Brotli, "small".into()));
        assert_eq!(wasm.body("gzip, br;q=0").0, Encoding::Plain);
        assert_eq!(wasm.body("").0, Encoding::Plain);
        assert_ne!(wasm.etag(Encoding::Plain), wasm.etag(Encoding::Brotli));
    }

    #[test]
    fn the_agent_is_found_by_platform_alone() {
        let assets = assets();
        assert!(assets.agent("linux-x86_64", "gatehouse-agent").is_some());
        assert!(assets.agent("..", "portal.wasm").is_none());
        assert!(assets.agent("linux-x86_64", "../../portal.wasm").is_none());
    }
}
