//! Who asks, from where: the context that every rule receives.

use std::{net::IpAddr, time::Duration};

use types::{
    ApiError, DeviceId, ErrorCode, Face, MessageLanguage, Permission, PermissionSet, Scope, SessionId,
    Timestamp, TokenId, UserId,
};

use crate::{
    access::policy::{self, Resource},
    error::Result,
};

/// How long after proving who they are somebody may do dangerous things.
pub(crate) const RECENT: Duration = Duration::from_mins(10);

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// Nobody known.
    Anonymous,
    /// A person at one of the faces.
    User(SignedIn),
    /// A script with an API token.
    ApiToken(TokenActor),
    /// A device that has proved its key.
    Device(DeviceActor),
    /// Long work, in the name of who asked for it.
    Job(JobActor),
    /// Gatehouse itself; the word names the part.
    System(&'static str),
}

/// A person at a face.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// The person.
    pub user_id: UserId,
    /// The session.
    pub session_id: SessionId,
    /// At which face.
    pub face: Face,
    /// The name to sign in with.
    pub username: String,
    /// The name to show.
    pub display_name: String,
    /// What they may do at this face, as it is now.
    pub permissions: PermissionSet,
    /// When they last proved who they are.
    pub authenticated_at: Timestamp,
}

/// A script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenActor {
    /// The token.
    pub token_id: TokenId,
    /// Its name.
    pub name: String,
    /// In whose name it acts.
    pub user_id: UserId,
    /// At which face it works.
    pub face: Face,
    /// What the owner may do at that face now.
    pub permissions: PermissionSet,
    /// What the token is limited to.
    pub scopes: Vec<Scope>,
}

/// A device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceActor {
    /// The device.
    pub device_id: DeviceId,
    /// Its owner.
    pub user_id: UserId,
    /// Its name.
    pub name: String,
}

/// Long work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobActor {
    /// Who asked for it.
    pub user_id: UserId,
    /// Their name.
    pub name: String,
    /// What they could do then and still may.
    pub permissions: PermissionSet,
}

/// Who asks, from where, under which request id.
#[derive(Debug, Clone)]
pub struct RequestCtx {
    /// Who asks.
    pub actor: Actor,
    /// The request id, as in the `X-Request-Id` header and the log.
    pub request_id: String,
    /// The client's address.
    pub address: Option<IpAddr>,
    /// The language to answer in.
    pub language: MessageLanguage,
    /// The browser, as it calls itself; shown in one's list of sessions.
    pub user_agent: Option<String>,
    /// The `Idempotency-Key` of a create, with the hash of its body.
    pub idempotency: Option<IdempotencyKey>,
}

/// A key under which a create is carried out once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdempotencyKey {
    /// The key, as the client gave it.
    pub key: String,
    /// SHA-256 of method, path and body.
    pub request_hash: Vec<u8>,
}

impl RequestCtx {
    /// A context for work that no request asked for: jobs and the command line.
    pub fn system(part: &'static str) -> Self {
        Self {
            actor: Actor::System(part),
            request_id: format!("system-{part}"),
            address: None,
            language: MessageLanguage::English,
            user_agent: None,
            idempotency: None,
        }
    }

    /// A context for a request of nobody known.
    pub fn anonymous(request_id: String, address: Option<IpAddr>) -> Self {
        Self { actor: Actor::Anonymous, request_id, address, ..Self::system("request") }
    }

    /// The same context for another actor.
    #[must_use]
    pub fn with_actor(mut self, actor: Actor) -> Self {
        self.actor = actor;
        self
    }

    /// Whether the actor may do this to this.
    pub fn may(&self, permission: Permission, resource: &Resource) -> bool {
        policy::allows(&self.actor, permission, resource)
    }

    /// Goes on only if the actor may do this to this.
    ///
    /// # Errors
    /// `unauthenticated` for nobody known, `forbidden` for anybody else.
    pub fn require(&self, permission: Permission, resource: &Resource) -> Result<()> {
        if self.may(permission, resource) {
            return Ok(());
        }
        Err(self.refusal().into())
    }

    /// Goes on if the actor may do this to all (`wide`) or to what is their own (`own`). What is
    /// somebody else's answers as if it did not exist, unless the actor may see it (`see`).
    ///
    /// # Errors
    /// `unauthenticated`, `not_found` or `forbidden`.
    pub fn require_for(
        &self,
        owner: UserId,
        wide: Permission,
        own: Permission,
        see: Permission,
    ) -> Result<()> {
        if self.may(wide, &Resource::All) || self.may(own, &Resource::OwnedBy(owner)) {
            return Ok(());
        }
        let visible = self.may(see, &Resource::All) || self.user_id() == Some(owner);
        match self.refusal().code {
            ErrorCode::Forbidden if !visible => Err(ErrorCode::NotFound.into()),
            code => Err(code.into()),
        }
    }

    /// Goes on only for somebody known, before anything is looked up, so that nobody can try ids.
    ///
    /// # Errors
    /// `unauthenticated`.
    pub fn require_somebody(&self) -> Result<()> {
        match self.actor {
            Actor::Anonymous => Err(self.refusal().into()),
            _ => Ok(()),
        }
    }

    /// The person who asks or in whose name is asked.
    pub fn user_id(&self) -> Option<UserId> {
        match &self.actor {
            Actor::User(user) => Some(user.user_id),
            Actor::ApiToken(token) => Some(token.user_id),
            Actor::Device(device) => Some(device.user_id),
            Actor::Job(job) => Some(job.user_id),
            Actor::Anonymous | Actor::System(_) => None,
        }
    }

    /// The person at a face.
    ///
    /// # Errors
    /// `unauthenticated` for everybody else.
    pub fn signed_in(&self) -> Result<&SignedIn> {
        match &self.actor {
            Actor::User(user) => Ok(user),
            _ => Err(ErrorCode::Unauthenticated.into()),
        }
    }

    /// The person who sees to what is their own: at a face, or by a token of the portal. What the token may
    /// do is asked by [`Self::require`].
    ///
    /// # Errors
    /// `unauthenticated` for everybody else, tokens of the console among them.
    pub fn person(&self) -> Result<UserId> {
        match &self.actor {
            Actor::User(user) => Ok(user.user_id),
            Actor::ApiToken(token) if token.face == Face::Portal => Ok(token.user_id),
            _ => Err(ErrorCode::Unauthenticated.into()),
        }
    }

    /// The person who sees to their own account: at either face, or by a token of the portal that may.
    ///
    /// # Errors
    /// `unauthenticated`; `forbidden` for a token without `own_account`.
    pub fn account_holder(&self) -> Result<UserId> {
        let me = self.person()?;
        if matches!(self.actor, Actor::ApiToken(_)) {
            self.require(Permission::OwnAccount, &Resource::OwnedBy(me))?;
        }
        Ok(me)
    }

    /// Goes on only if the person at the face proved who they are not long ago: in front of what an
    /// unattended browser must not do. Asked after [`Self::require`]. A token answers by its scope.
    ///
    /// # Errors
    /// `unauthenticated` for nobody known; `reauthentication_required` when it was too long ago.
    pub fn require_recent(&self, now: Timestamp) -> Result<()> {
        self.require_somebody()?;
        match &self.actor {
            Actor::User(me) if now.since(me.authenticated_at) >= RECENT => {
                Err(ErrorCode::ReauthenticationRequired.into())
            }
            _ => Ok(()),
        }
    }

    /// The device that asks.
    ///
    /// # Errors
    /// `signature_invalid` for everybody else.
    pub fn device(&self) -> Result<&DeviceActor> {
        match &self.actor {
            Actor::Device(device) => Ok(device),
            _ => Err(ErrorCode::SignatureInvalid.into()),
        }
    }

    fn refusal(&self) -> ApiError {
        match self.actor {
            Actor::Anonymous => ErrorCode::Unauthenticated.into(),
            _ => ErrorCode::Forbidden.into(),
        }
    }
}
