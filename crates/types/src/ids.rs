//! Ids of records: UUIDv7, so that newer records sort behind older ones. An id is a name, never a
//! credential: knowing one grants nothing.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}", self.0.hyphenated())
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::try_parse(text).map(Self)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }
    };
}

id!(
    /// A person.
    UserId
);
id!(
    /// A device record; also the `keyid` of its signatures.
    DeviceId
);
id!(
    /// One registration: the way of one device into the organisation.
    RegistrationId
);
id!(
    /// Long work that somebody asked for.
    JobId
);
id!(
    /// One command to one device.
    CommandId
);
id!(
    /// One message in the outbox.
    MessageId
);
id!(
    /// One sign-in of a person at one face.
    SessionId
);
id!(
    /// One version of the terms of use in one language.
    TermsId
);
id!(
    /// One API token.
    TokenId
);
id!(
    /// One entry of the audit log.
    AuditEventId
);
id!(
    /// A group of people.
    GroupId
);
id!(
    /// A role that the organisation has made.
    RoleId
);
id!(
    /// A directory that people are read from.
    DirectoryId
);
id!(
    /// An authority whose certificates count at sign-in.
    AuthorityId
);
id!(
    /// A named set of devices.
    LabelId
);
id!(
    /// What devices are set up with.
    ConfigurationId
);
id!(
    /// A certificate that somebody has brought along.
    UserCertificateId
);
id!(
    /// A file with a certificate that waits for what it is for.
    CertificateUploadId
);
id!(
    /// A certificate of a device.
    DeviceCertificateId
);
id!(
    /// An enrolment of Apple TVs.
    TvEnrolmentId
);
