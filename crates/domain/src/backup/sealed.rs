//! The file: pieces, compressed and sealed one by one, so that none can be changed, moved, left out or
//! cut off, and none needs more memory than it has itself.
//!
//! Layout: the words `gatehouse backup 1\n`, 32 bytes of salt, then for each piece its length (four bytes,
//! big-endian) and XChaCha20-Poly1305 over it, compressed by brotli. The key is derived from master key and
//! salt; the nonce is the number of the piece; the associated data says whether it is the last.

use std::io::{Read, Write};

use chacha20poly1305::{
    XChaCha20Poly1305, XNonce,
    aead::{Aead as _, KeyInit as _, Payload},
};

use super::{BackupError, Piece};
use crate::secrets::{MasterKey, random_bytes};

const MAGIC: &[u8] = b"gatehouse backup 1\n";
/// None is written that is longer; one that says so is none of ours.
const LONGEST: usize = 64 << 20;
/// Compression that keeps up with the database.
const QUALITY: u32 = 4;
const WINDOW: u32 = 20;

struct Cipher {
    cipher: XChaCha20Poly1305,
    count: u64,
}

impl Cipher {
    fn new(key: &MasterKey, salt: &[u8; 32]) -> Self {
        Self { cipher: XChaCha20Poly1305::new(&key.derive_for_backup(salt).into()), count: 0 }
    }

    fn nonce(&mut self) -> XNonce {
        let mut nonce = [0; 24];
        let (_, end) = nonce.split_at_mut(16);
        end.copy_from_slice(&self.count.to_be_bytes());
        self.count += 1;
        nonce.into()
    }
}

/// Writes pieces.
pub(super) struct Sealer<W> {
    out: W,
    cipher: Cipher,
}

impl<W: Write> Sealer<W> {
    pub(super) fn begin(mut out: W, key: &MasterKey) -> Result<Self, BackupError> {
        let salt: [u8; 32] = random_bytes()?;
        out.write_all(MAGIC)?;
        out.write_all(&salt)?;
        Ok(Self { out, cipher: Cipher::new(key, &salt) })
    }

    pub(super) fn put(&mut self, piece: &Piece) -> Result<(), BackupError> {
        let mut packed = Vec::new();
        let mut compressor = brotli::CompressorWriter::new(&mut packed, 64 << 10, QUALITY, WINDOW);
        serde_json::to_writer(&mut compressor, piece).map_err(crate::Error::internal)?;
        drop(compressor);
        let last = u8::from(matches!(piece, Piece::End(_)));
        let nonce = self.cipher.nonce();
        let sealed = self
            .cipher
            .cipher
            .encrypt(&nonce, Payload { msg: &packed, aad: &[last] })
            .map_err(|_| BackupError::Sealed)?;
        if sealed.len() > LONGEST {
            return Err(BackupError::TooLarge);
        }
        let length = u32::try_from(sealed.len()).map_err(crate::Error::internal)?;
        self.out.write_all(&length.to_be_bytes())?;
        self.out.write_all(&sealed)?;
        Ok(())
    }

    pub(super) fn finish(mut self) -> Result<(), BackupError> {
        Ok(self.out.flush()?)
    }
}

/// Reads pieces, until the last.
pub(super) struct Opener<R> {
    input: R,
    cipher: Cipher,
}

impl<R: Read> Opener<R> {
    pub(super) fn begin(mut input: R, key: &MasterKey) -> Result<Self, BackupError> {
        let mut magic = vec![0; MAGIC.len()];
        let mut salt = [0; 32];
        input.read_exact(&mut magic).map_err(|_| BackupError::Unknown)?;
        if magic != MAGIC {
            return Err(BackupError::Unknown);
        }
        input.read_exact(&mut salt).map_err(|_| BackupError::Unknown)?;
        Ok(Self { input, cipher: Cipher::new(key, &salt) })
    }

    /// The next piece. After the last one nothing may follow.
    pub(super) fn next(&mut self) -> Result<Piece, BackupError> {
        let mut length = [0; 4];
        self.input.read_exact(&mut length).map_err(|_| BackupError::Sealed)?;
        let length = u32::from_be_bytes(length) as usize;
        if length > LONGEST {
            return Err(BackupError::Sealed);
        }
        let mut sealed = Vec::new();
        self.input.by_ref().take(length as u64).read_to_end(&mut sealed)?;
        if sealed.len() != length {
            return Err(BackupError::Sealed);
        }
        let nonce = self.cipher.nonce();
        let open = |last: u8| self.cipher.cipher.decrypt(&nonce, Payload { msg: &sealed, aad: &[last] });
        let (packed, is_last) = match (open(0), open(1)) {
            (Ok(packed), _) => (packed, false),
            (_, Ok(packed)) => (packed, true),
            _ => return Err(BackupError::Sealed),
        };
        let plain = brotli::Decompressor::new(packed.as_slice(), 64 << 10);
        let piece = serde_json::from_reader(plain).map_err(|_| BackupError::Unknown)?;
        match (is_last, &piece) {
            (true, Piece::End(_)) if self.input.read(&mut [0])? == 0 => Ok(piece),
            (true, _) => Err(BackupError::Sealed),
            (false, _) => Ok(piece),
        }
    }
}
