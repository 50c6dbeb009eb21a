//! Why a file is not taken.

/// Why a file is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It is none, or cut short.
    #[error("not a PKCS#12 file, or damaged")]
    Malformed,
    /// The password does not open it, or what it protects is damaged.
    #[error("the password does not open the file")]
    WrongPassword,
    /// To open it would take more work than one file may cost.
    #[error("the protection of the file costs too much")]
    TooCostly,
    /// It holds more than is taken: bags, certificates, levels, or letters of a name.
    #[error("the file holds too much")]
    TooMuch,
    /// It is protected in a way that is not read.
    #[error("the file is protected in an unknown way")]
    UnknownProtection,
    /// There is no private key in it.
    #[error("no private key in the file")]
    NoPrivateKey,
    /// There is a private key of a kind that is not read.
    #[error("a private key of an unknown kind")]
    UnknownKey,
    /// No certificate in it belongs to its private key.
    #[error("no certificate for the private key")]
    NoCertificate,
}
