//! One file.

use std::{borrow::Cow, sync::OnceLock};

use axum::body::Bytes;
use sha2::{Digest, Sha256};

/// How a file is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// As it is.
    Plain,
    /// Compressed with brotli.
    Brotli,
}

/// One file, with its compressed form when there is one.
pub struct Asset {
    name: String,
    hash: String,
    content: Bytes,
    brotli: OnceLock<Bytes>,
}

impl std::fmt::Debug for Asset {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Asset")
            .field("name", &self.name)
            .field("bytes", &self.content.len())
            .finish_non_exhaustive()
    }
}

impl Asset {
    pub(super) fn new(name: &str, content: Cow<'static, [u8]>, brotli: Option<Cow<'static, [u8]>>) -> Self {
        let hash: String =
            Sha256::digest(&content).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        let slot = OnceLock::new();
        if let Some(brotli) = brotli {
            let _ = slot.set(bytes(brotli));
        }
        Self { name: name.to_owned(), hash, content: bytes(content), brotli: slot }
    }

    /// The name of the file alone.
    pub fn file_name(&self) -> &str {
        self.name.rsplit('/').next().unwrap_or_default()
    }

    /// The last part of its URL: `style.1f2e3d4c5b6a7988.css`.
    pub fn url_name(&self) -> String {
        match self.name.rsplit_once('.') {
            Some((stem, kind)) => format!("{stem}.{}.{kind}", self.hash),
            None => format!("{}.{}", self.name, self.hash),
        }
    }

    /// The content for a client that accepts these encodings.
    pub fn body(&self, accepted: &str) -> (Encoding, Bytes) {
        match self.brotli.get() {
            Some(brotli) if accepts_brotli(accepted) => (Encoding::Brotli, brotli.clone()),
            _ => (Encoding::Plain, self.content.clone()),
        }
    }

    /// A strong entity tag.
    pub fn etag(&self, encoding: Encoding) -> String {
        match encoding {
            Encoding::Plain => format!("\"{}\"", self.hash),
            Encoding::Brotli => format!("\"{}-br\"", self.hash),
        }
    }

    /// What kind of file it is.
    pub fn media_type(&self) -> &'static str {
        match self.name.rsplit('.').next().unwrap_or_default() {
            "css" => "text/css; charset=utf-8",
            "js" => "text/javascript; charset=utf-8",
            "wasm" => "application/wasm",
            "json" => "application/json",
            "svg" => "image/svg+xml",
            "png" => "image/png",
            "webmanifest" => "application/manifest+json",
            _ => "application/octet-stream",
        }
    }

    /// Makes the compressed form, if there is none and it is smaller.
    pub(super) fn compress(&self) {
        const QUALITY: i32 = 9;
        if self.brotli.get().is_some() {
            return;
        }
        let parameters = brotli::enc::BrotliEncoderParams { quality: QUALITY, ..Default::default() };
        let mut out = Vec::new();
        let done = brotli::BrotliCompress(&mut self.content.as_ref(), &mut out, &parameters);
        if done.is_ok() && out.len() < self.content.len() {
            let _ = self.brotli.set(out.into());
        }
    }
}

fn bytes(content: Cow<'static, [u8]>) -> Bytes {
    match content {
        Cow::Borrowed(content) => Bytes::from_static(content),
        Cow::Owned(content) => content.into(),
    }
}

fn accepts_brotli(accepted: &str) -> bool {
    accepted.split(',').any(|part| {
        let mut parameters = part.split(';').map(str::trim);
        let refused = |weight: &str| {
            weight.strip_prefix("q=").is_some_and(|q| q.parse::<f32>().is_ok_and(|q| q <= 0.0))
        };
        parameters.next() == Some("br") && !parameters.any(refused)
    })
}
