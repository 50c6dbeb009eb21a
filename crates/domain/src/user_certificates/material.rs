//! What is in the envelopes: never shown, never logged, and wiped from memory behind itself.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::{
    error::{Error, Result},
    secrets::Keys,
};

/// A file, and what was found in it. Has no `Debug`.
#[derive(Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
pub(crate) struct Material {
    /// The file as it was uploaded, Base64; kept where the device asks for the password.
    file: Option<String>,
    /// The identities in it; of these one stays when it is known which.
    identities: Vec<Sealed>,
}

#[derive(Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
struct Sealed {
    name: Option<String>,
    key: String,
    certificate: String,
    chain: Vec<String>,
}

/// A private key with its certificates.
pub(crate) struct Identity {
    /// What the file calls it.
    pub(crate) name: Option<String>,
    /// The private key (PKCS#8, DER).
    pub(crate) key: Zeroizing<Vec<u8>>,
    /// The certificate (X.509, DER).
    pub(crate) certificate: Vec<u8>,
    /// Those above it, the nearest first.
    pub(crate) chain: Vec<Vec<u8>>,
}

impl Material {
    /// A file and what it was found to hold.
    pub(super) fn new(file: &[u8], identities: Vec<pkcs12::Identity>) -> Self {
        let text = |bytes: &[u8]| STANDARD.encode(bytes);
        let identities = identities
            .into_iter()
            .map(|identity| Sealed {
                name: identity.name,
                key: text(&identity.key),
                certificate: text(&identity.certificate),
                chain: identity.chain.iter().map(|der| text(der)).collect(),
            })
            .collect();
        Self { file: Some(text(file)), identities }
    }

    /// Opens one.
    pub(super) fn open(keys: &Keys, binding: &str, sealed: &[u8]) -> Result<Self> {
        let plain = Zeroizing::new(keys.open(binding, sealed)?);
        // What serde says could name what it has read.
        serde_json::from_slice(&plain).map_err(|_| Error::internal("a certificate that cannot be read"))
    }

    /// Seals it to its place.
    pub(super) fn seal(&self, keys: &Keys, binding: &str) -> Result<Vec<u8>> {
        let plain =
            serde_json::to_vec(self).map_err(|_| Error::internal("a certificate cannot be written"))?;
        keys.seal(binding, &Zeroizing::new(plain))
    }

    /// Keeps one identity, and the file only where a device needs it.
    pub(super) fn reduce(mut self, identity: usize, with_file: bool) -> Option<Self> {
        if !self.identities.is_empty() {
            if identity >= self.identities.len() {
                return None;
            }
            let kept = self.identities.swap_remove(identity);
            self.identities = vec![kept];
        }
        if !with_file {
            self.file.zeroize();
            self.file = None;
        }
        Some(self)
    }

    /// The file as it was uploaded, if it is kept.
    pub(crate) fn file(&self) -> Result<Option<Zeroizing<Vec<u8>>>> {
        self.file.as_deref().map(bytes).transpose()
    }

    /// The identity, if it could be looked into.
    pub(crate) fn identity(&self) -> Result<Option<Identity>> {
        let Some(sealed) = self.identities.first() else { return Ok(None) };
        let certificate = |text: &String| Ok(bytes(text)?.to_vec());
        Ok(Some(Identity {
            name: sealed.name.clone(),
            key: bytes(&sealed.key)?,
            certificate: certificate(&sealed.certificate)?,
            chain: sealed.chain.iter().map(certificate).collect::<Result<_>>()?,
        }))
    }
}

fn bytes(text: &str) -> Result<Zeroizing<Vec<u8>>> {
    STANDARD
        .decode(text)
        .map(Zeroizing::new)
        .map_err(|_| Error::internal("a certificate that cannot be read"))
}

/// What the envelope of a certificate is sealed to.
pub(super) fn binding(certificate: Uuid, user: Uuid) -> String {
    format!("user_certificates/{}/{}/content", certificate.hyphenated(), user.hyphenated())
}

/// What the envelope of an upload is sealed to.
pub(super) fn upload_binding(upload: Uuid, user: Uuid) -> String {
    format!("certificate_uploads/{}/{}/content", upload.hyphenated(), user.hyphenated())
}
