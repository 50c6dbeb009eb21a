//! Hashing passwords with Argon2id, a bounded number at a time, so that a flood of sign-ins cannot take
//! all memory or all processors.

use std::sync::Arc;

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use tokio::sync::Semaphore;
use unicode_normalization::UnicodeNormalization;

use crate::error::{Error, Result};

/// Memory in KiB, rounds and lanes: the floor that OWASP gives for Argon2id.
const COST: (u32, u32, u32) = (19 * 1024, 2, 1);

/// How many passwords are hashed at the same time.
const AT_ONCE: usize = 2;

/// Passwords, hashed a bounded number at a time.
#[derive(Debug)]
pub(crate) struct Passwords {
    permits: Arc<Semaphore>,
}

impl Default for Passwords {
    fn default() -> Self {
        Self { permits: Arc::new(Semaphore::new(AT_ONCE)) }
    }
}

impl Passwords {
    /// The hash to store, in PHC string format, with a salt of its own.
    pub(crate) async fn hash(&self, password: &str) -> Result<String> {
        let password = normalised(password);
        self.run(move || {
            let hash = hasher()?.hash_password(password.as_bytes()).map_err(Error::internal)?;
            Ok(hash.to_string())
        })
        .await
    }

    /// Whether `password` is the one of `hash`. Without a hash the same work is done for nothing, so
    /// that the time does not tell whether there was one.
    pub(crate) async fn verify(&self, password: &str, hash: Option<&str>) -> Result<bool> {
        let (password, hash) = (normalised(password), hash.map(str::to_owned));
        self.run(move || {
            let Some(hash) = hash else {
                let mut nothing = [0; 32];
                hasher()?
                    .hash_password_into(password.as_bytes(), &[0; 16], &mut nothing)
                    .map_err(Error::internal)?;
                return Ok(false);
            };
            let hash = PasswordHash::new(&hash).map_err(Error::internal)?;
            Ok(hasher()?.verify_password(password.as_bytes(), &hash).is_ok())
        })
        .await
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
        let permit = self.permits.clone().acquire_owned().await.map_err(Error::internal)?;
        // The permit goes with the work: a caller that gives up does not make room for another one.
        let task = tokio::task::spawn_blocking(move || {
            let done = work();
            drop(permit);
            done
        });
        task.await.map_err(Error::internal)?
    }
}

/// One password, however a keyboard writes its letters: composed or not, wide or not (NFKC, NIST SP
/// 800-63B-4 section 3.1.1.2). Nothing is cut off.
pub(super) fn normalised(password: &str) -> String {
    password.nfkc().collect()
}

fn hasher() -> Result<Argon2<'static>> {
    let (memory, rounds, lanes) = COST;
    let params = Params::new(memory, rounds, lanes, None).map_err(Error::internal)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_is_known_by_its_hash_alone() {
        let passwords = Passwords::default();
        let hash = passwords.hash("four small grey geese").await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert_ne!(hash, passwords.hash("four small grey geese").await.unwrap(), "the salt is its own");
        assert!(passwords.verify("four small grey geese", Some(&hash)).await.unwrap());
        assert!(!passwords.verify("four small grey goose", Some(&hash)).await.unwrap());
        assert!(!passwords.verify("four small grey geese", None).await.unwrap());
    }

    #[tokio::test]
    async fn a_password_is_the_same_from_every_keyboard() {
        let passwords = Passwords::default();
        let composed = passwords.hash("bl\u{e5}b\u{e6}r p\u{e5} \u{fb01}sk i skogen").await.unwrap();
        let taken_apart = "bla\u{30a}b\u{e6}r pa\u{30a} fisk i skogen";
        assert!(passwords.verify(taken_apart, Some(&composed)).await.unwrap());
        assert!(!passwords.verify("blabar pa fisk i skogen", Some(&composed)).await.unwrap());
    }
}
