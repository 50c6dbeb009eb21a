//! Sign-in, sessions and the first set-up.

use serde::{Deserialize, Serialize};

use crate::{
    contact::{EmailAddress, Language, TimeZone, Username},
    error::FieldError,
    ids::{SessionId, UserId},
    permission::Permission,
    platform::words,
    time::Timestamp,
    user::Source,
    validate::{Validate, check_line, check_parsed},
};

words! {
    /// The two faces that people sign in to, each with a cookie of its own.
    Face {
        /// Device users, at `/`.
        Portal = "portal",
        /// Administrators, at `/admin`.
        Console = "console",
    }
}

impl Face {
    /// The name of the session cookie. `__Host-` ties it to this host, the whole path and TLS.
    pub fn cookie(self) -> &'static str {
        match self {
            Self::Portal => "__Host-portal",
            Self::Console => "__Host-console",
        }
    }
}

words! {
    /// How somebody proved who they are.
    SignInMethod {
        /// With user name or e-mail address and password.
        Password = "password",
        /// With a certificate, on a smart card or in the browser.
        Certificate = "certificate",
    }
}

/// How long a session lasts if nobody does anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionTime {
    /// Whose session it is.
    pub user_id: UserId,
    /// Seconds until it ends, unless somebody uses it.
    pub idle_s: u64,
    /// Seconds until it ends in any case.
    pub whole_s: u64,
    /// Seconds in which dangerous actions still go through without the password.
    pub recent_s: u64,
}

/// What people choose for themselves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Preferences {
    /// See [`Language`].
    pub language: String,
    /// See [`TimeZone`]; none for that of the browser.
    pub time_zone: Option<String>,
}

impl Validate for Preferences {
    fn check(&self, errors: &mut Vec<FieldError>) {
        check_parsed("language", Language::parse(&self.language), errors);
        if let Some(zone) = &self.time_zone {
            check_parsed("time_zone", TimeZone::parse(zone), errors);
        }
    }
}

/// Who looks at a page, for the frame around it and for leaving out what would be refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Viewer {
    /// The person.
    pub user_id: UserId,
    /// The session.
    pub session_id: SessionId,
    /// The name to sign in with.
    pub username: String,
    /// The name to show.
    pub display_name: String,
    /// E-mail address, if there is one.
    pub email: Option<String>,
    /// Where the record comes from; a directory's people change their password there.
    pub source: Source,
    /// What they chose for themselves.
    pub preferences: Preferences,
    /// What they may do.
    pub permissions: Vec<Permission>,
    /// When they signed in before this time.
    pub previous_sign_in_at: Option<Timestamp>,
}

impl Viewer {
    /// Whether this is allowed.
    pub fn may(&self, permission: Permission) -> bool {
        self.permissions.contains(&permission)
    }
}

/// A session as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionRow {
    /// The session.
    pub id: SessionId,
    /// Which face.
    pub face: Face,
    /// The browser as people call it, "Firefox", where it can be told.
    pub browser: Option<String>,
    /// What it runs on, "Windows", where it can be told.
    pub system: Option<String>,
    /// From where.
    pub address: Option<String>,
    /// How they signed in.
    pub method: SignInMethod,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used.
    pub last_seen_at: Timestamp,
    /// Whether it is the one that asks.
    pub current: bool,
}

/// The first set-up: organisation, public URL, first administrator.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetUp {
    /// 1 to 80 characters.
    pub organisation: String,
    /// Scheme, host, optional port; ignored when the configuration gives one.
    pub public_url: String,
    /// The administrator's name to sign in with.
    pub username: String,
    /// The administrator's name to show.
    pub display_name: String,
    /// The administrator's address.
    pub email: String,
    /// 15 characters or more.
    pub password: String,
}

impl std::fmt::Debug for SetUp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SetUp")
            .field("organisation", &self.organisation)
            .field("username", &self.username)
            .finish_non_exhaustive()
    }
}

impl Validate for SetUp {
    fn check(&self, errors: &mut Vec<FieldError>) {
        check_line("organisation", &self.organisation, 1, 80, errors);
        check_parsed("username", Username::parse(&self.username), errors);
        check_line("display_name", &self.display_name, 1, 120, errors);
        check_parsed("email", EmailAddress::parse(&self.email), errors);
    }
}
