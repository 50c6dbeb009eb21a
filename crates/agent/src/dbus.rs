//! As much of D-Bus as one caller needs: strings out, a reply in (D-Bus specification 0.43, "Message Protocol" and
//! "Authentication Protocol"). A whole D-Bus library would double the size of the agent.

mod wire;

use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, BufStream};
use tokio::net::UnixStream;

pub(crate) use self::wire::Reader;
use self::wire::{Kind, body_of, call};

/// Longer messages are not read; a list of sessions takes a few hundred bytes.
const MAX_MESSAGE_BYTES: usize = 1024 * 1024;

/// Why a call gave no reply.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BusError {
    /// There is no bus, or it broke off.
    #[error("the system bus does not answer: {0}")]
    Io(#[from] io::Error),
    /// The bus sent something that is not in the specification.
    #[error("the system bus sent something unreadable")]
    Unreadable,
    /// The service answered with an error, by its D-Bus name.
    #[error("{0}")]
    Refused(String),
}

/// Whom to call and how.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Call<'a> {
    pub(crate) destination: &'a str,
    pub(crate) path: &'a str,
    pub(crate) interface: &'a str,
    pub(crate) member: &'a str,
}

/// A connection to a message bus.
pub(crate) struct Bus {
    stream: BufStream<UnixStream>,
    serial: u32,
}

impl Bus {
    /// Connects to the bus at a socket as the user of this process.
    pub(crate) async fn connect(socket: &Path) -> Result<Self, BusError> {
        let mut bus = Self { stream: BufStream::new(UnixStream::connect(socket).await?), serial: 0 };
        bus.authenticate().await?;
        let hello = Call {
            destination: "org.freedesktop.DBus",
            path: "/org/freedesktop/DBus",
            interface: "org.freedesktop.DBus",
            member: "Hello",
        };
        bus.call(hello, &[]).await?;
        Ok(bus)
    }

    /// Calls a method with string arguments and gives the body of its reply.
    pub(crate) async fn call(&mut self, to: Call<'_>, arguments: &[&str]) -> Result<Reader, BusError> {
        self.serial = self.serial.wrapping_add(1).max(1);
        self.stream.write_all(&call(self.serial, to, arguments)).await?;
        self.stream.flush().await?;
        loop {
            let message = self.read_message().await?;
            let (kind, body) = body_of(message).ok_or(BusError::Unreadable)?;
            match kind {
                Kind::Return { reply_to } if reply_to == self.serial => return Ok(body),
                Kind::Error { reply_to, name } if reply_to == self.serial => {
                    return Err(BusError::Refused(name));
                }
                // Signals, and answers to nobody's question.
                _ => {}
            }
        }
    }

    /// SASL EXTERNAL: the bus learns the user from the socket and compares.
    async fn authenticate(&mut self) -> Result<(), BusError> {
        let user = std::fs::metadata("/proc/self")?.uid().to_string();
        let hex: String = user.bytes().map(|byte| format!("{byte:02x}")).collect();
        self.stream.write_all(format!("\0AUTH EXTERNAL {hex}\r\n").as_bytes()).await?;
        self.stream.flush().await?;
        let mut line = Vec::new();
        while !line.ends_with(b"\r\n") {
            if line.len() > 1024 {
                return Err(BusError::Unreadable);
            }
            line.push(self.stream.read_u8().await?);
        }
        if !line.starts_with(b"OK ") {
            return Err(BusError::Refused("org.freedesktop.DBus.Error.AuthFailed".to_owned()));
        }
        self.stream.write_all(b"BEGIN\r\n").await?;
        Ok(self.stream.flush().await?)
    }

    async fn read_message(&mut self) -> Result<Vec<u8>, BusError> {
        let mut message = vec![0; wire::FIXED_BYTES];
        self.stream.read_exact(&mut message).await?;
        let rest = wire::bytes_after_fixed(&message).ok_or(BusError::Unreadable)?;
        if rest > MAX_MESSAGE_BYTES {
            return Err(BusError::Unreadable);
        }
        message.resize(wire::FIXED_BYTES.saturating_add(rest), 0);
        let tail = message.get_mut(wire::FIXED_BYTES..).ok_or(BusError::Unreadable)?;
        self.stream.read_exact(tail).await?;
        Ok(message)
    }
}
