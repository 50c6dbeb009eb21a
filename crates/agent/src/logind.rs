//! Locking through logind (org.freedesktop.login1): every graphical session of a person is told to lock.

use std::path::Path;
use std::time::Duration;

use crate::dbus::{Bus, BusError, Call};

const SYSTEM_BUS: &str = "/run/dbus/system_bus_socket";

/// How long all of it may take.
const PATIENCE: Duration = Duration::from_secs(15);

/// How often, and how far apart, a session is asked whether it is locked.
const LOOKS: u32 = 10;
const BETWEEN_LOOKS: Duration = Duration::from_millis(200);

/// Why nothing was locked, in words for the person who asked.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum LockError {
    #[error("There is no session to lock on this computer.")]
    NoSession,
    #[error(
        "The agent is not allowed to lock this session. It should run as root or as the person signed in."
    )]
    NotAllowed,
    #[error("The login service of this computer did not lock the screen: {0}.")]
    Service(String),
}

/// Locks what can be locked. `true` if every session says that it is locked now, `false` if one has not said so in time.
pub(crate) async fn lock_sessions() -> Result<bool, LockError> {
    lock_on(Path::new(SYSTEM_BUS)).await
}

async fn lock_on(socket: &Path) -> Result<bool, LockError> {
    let work = async {
        // A computer without this socket has no sessions that could be locked.
        let Ok(mut bus) = Bus::connect(socket).await else { return Err(LockError::NoSession) };
        let sessions = graphical_sessions(&mut bus).await?;
        if sessions.is_empty() {
            return Err(LockError::NoSession);
        }
        for session in &sessions {
            bus.call(manager("LockSession"), &[session.id.as_str()]).await.map_err(explain)?;
        }
        for _ in 0..LOOKS {
            if all_locked(&mut bus, &sessions).await? {
                return Ok(true);
            }
            tokio::time::sleep(BETWEEN_LOOKS).await;
        }
        Ok(false)
    };
    match tokio::time::timeout(PATIENCE, work).await {
        Ok(outcome) => outcome,
        Err(_) => Err(LockError::Service("it does not answer".to_owned())),
    }
}

struct Session {
    id: String,
    path: String,
}

/// The sessions of people (not of greeters or services) that have a screen.
async fn graphical_sessions(bus: &mut Bus) -> Result<Vec<Session>, LockError> {
    let reply = match bus.call(manager("ListSessions"), &[]).await {
        Err(BusError::Refused(name)) if name == "org.freedesktop.DBus.Error.ServiceUnknown" => {
            return Err(LockError::NoSession);
        }
        reply => reply.map_err(explain)?,
    };
    let mut sessions = Vec::new();
    for session in read_sessions(reply).ok_or_else(|| explain(BusError::Unreadable))? {
        let class = property(bus, &session, "Class").await?.string_variant();
        let kind = property(bus, &session, "Type").await?.string_variant();
        let has_screen = matches!(kind.as_deref(), Some("x11" | "wayland" | "mir"));
        if class.as_deref() == Some("user") && has_screen {
            sessions.push(session);
        }
    }
    Ok(sessions)
}

/// `a(susso)`: id, user number, user name, seat, object path.
fn read_sessions(mut reply: crate::dbus::Reader) -> Option<Vec<Session>> {
    let mut sessions = Vec::new();
    let end = reply.structures()?;
    while reply.in_array(end) {
        let id = reply.string()?;
        let (_user_number, _user, _seat) = (reply.u32()?, reply.string()?, reply.string()?);
        sessions.push(Session { id, path: reply.string()? });
    }
    Some(sessions)
}

async fn all_locked(bus: &mut Bus, sessions: &[Session]) -> Result<bool, LockError> {
    for session in sessions {
        if property(bus, session, "LockedHint").await?.bool_variant() != Some(true) {
            return Ok(false);
        }
    }
    Ok(true)
}

async fn property(bus: &mut Bus, session: &Session, name: &str) -> Result<crate::dbus::Reader, LockError> {
    let get = Call {
        destination: "org.freedesktop.login1",
        path: &session.path,
        interface: "org.freedesktop.DBus.Properties",
        member: "Get",
    };
    bus.call(get, &["org.freedesktop.login1.Session", name]).await.map_err(explain)
}

fn manager(member: &str) -> Call<'_> {
    Call {
        destination: "org.freedesktop.login1",
        path: "/org/freedesktop/login1",
        interface: "org.freedesktop.login1.Manager",
        member,
    }
}

fn explain(error: BusError) -> LockError {
    match error {
        BusError::Refused(name)
            if name.ends_with(".AccessDenied") || name.ends_with(".InteractiveAuthorizationRequired") =>
        {
            LockError::NotAllowed
        }
        error => LockError::Service(error.to_string()),
    }
}

#[cfg(test)]
mod tests;
