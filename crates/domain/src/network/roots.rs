//! Whose certificates the operating system trusts.

use std::sync::LazyLock;

use rustls::RootCertStore;

/// What the operating system trusts; read once.
pub(crate) static SYSTEM: LazyLock<RootCertStore> = LazyLock::new(|| {
    let mut store = RootCertStore::empty();
    store.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    store
});
