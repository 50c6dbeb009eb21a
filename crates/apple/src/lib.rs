//! The wire formats of Apple's device management: pure functions between bytes and types, without sockets,
//! files, clock or database.
//!
//! Sources: Apple's published schema of device management (check-in, commands, profiles) and RFC 5652 (CMS).
//! What comes from outside is verified before it is read ([`signature`]), and read only after its size and
//! depth are known ([`property_list`]).

pub mod check_in;
pub mod command;
pub mod identity;
pub mod machine_info;
pub mod private_key;
pub mod profile;
pub mod property_list;
pub mod push_certificate;
pub mod report;
pub mod rights;
pub mod scep;
pub mod signature;
pub mod simulated;

mod fields;
mod signed;
mod x509;
