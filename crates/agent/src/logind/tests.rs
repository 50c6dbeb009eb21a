//! Against a scripted bus that answers as dbus-daemon and logind do.

use std::path::PathBuf;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{UnixListener, UnixStream};

use super::*;

/// What the scripted logind says of one session.
#[derive(Clone)]
struct Seat {
    kind: &'static str,
    class: &'static str,
    /// From which look on it says that it is locked.
    locks_at: u32,
}

const DESKTOP: Seat = Seat { kind: "wayland", class: "user", locks_at: 0 };

fn string(bytes: &mut Vec<u8>, text: &str) {
    bytes.resize(bytes.len().next_multiple_of(4), 0);
    bytes.extend((text.len() as u32).to_le_bytes());
    bytes.extend(text.as_bytes());
    bytes.push(0);
}

fn sessions(count: usize) -> Vec<u8> {
    let mut body = vec![0; 8];
    for number in 0..count {
        body.resize(body.len().next_multiple_of(8), 0);
        string(&mut body, &format!("c{number}"));
        body.resize(body.len().next_multiple_of(4), 0);
        body.extend(1000_u32.to_le_bytes());
        string(&mut body, "amira");
        string(&mut body, "seat0");
        string(&mut body, &format!("/org/freedesktop/login1/session/c{number}"));
    }
    let length = (body.len() - 8) as u32;
    body[..4].copy_from_slice(&length.to_le_bytes());
    body
}

fn reply(kind: u8, to: &[u8], error: &str, body: &[u8]) -> Vec<u8> {
    let mut fields = b"\x05\x01u\0".to_vec();
    fields.extend(to);
    if !error.is_empty() {
        fields.extend(b"\x04\x01s\0");
        string(&mut fields, error);
    }
    let mut message = vec![b'l', kind, 1, 1];
    message.extend((body.len() as u32).to_le_bytes());
    message.extend(1_u32.to_le_bytes());
    message.extend((fields.len() as u32).to_le_bytes());
    message.extend(fields);
    message.resize(message.len().next_multiple_of(8), 0);
    message.extend(body);
    message
}

/// Answers one connection; `refuse` is the error that LockSession gets.
async fn serve(mut stream: UnixStream, seats: Vec<Seat>, refuse: Option<&'static str>) {
    let mut line = Vec::new();
    while !line.ends_with(b"\r\n") {
        line.push(stream.read_u8().await.unwrap());
    }
    assert!(line.starts_with(b"\0AUTH EXTERNAL "));
    stream.write_all(b"OK 1234\r\n").await.unwrap();
    let mut begin = [0; 7];
    stream.read_exact(&mut begin).await.unwrap();
    assert_eq!(&begin, b"BEGIN\r\n");
    let mut looks = 0;
    loop {
        let mut fixed = [0; 16];
        if stream.read_exact(&mut fixed).await.is_err() {
            return;
        }
        let number = |at: usize| u32::from_le_bytes(fixed[at..at + 4].try_into().unwrap()) as usize;
        let mut rest = vec![0; number(12).next_multiple_of(8) + number(4)];
        stream.read_exact(&mut rest).await.unwrap();
        let says = |word: &str| rest.windows(word.len()).any(|window| window == word.as_bytes());
        let of = |index: &usize| says(&format!("/session/c{index}\0"));
        let seat = (0..seats.len()).find(of).map(|index| seats[index].clone());
        let text = |text: &str| {
            let mut body = b"\x01s\0".to_vec();
            string(&mut body, text);
            body
        };
        let (error, body) = match seat {
            _ if says("Hello") => ("", Vec::new()),
            _ if says("ListSessions") => ("", sessions(seats.len())),
            _ if says("LockSession\0") => (refuse.unwrap_or_default(), Vec::new()),
            Some(seat) if says("Class") => ("", text(seat.class)),
            Some(seat) if says("Type") => ("", text(seat.kind)),
            Some(seat) if says("LockedHint") => {
                looks += 1;
                ("", vec![1, b'b', 0, 0, u8::from(looks > seat.locks_at), 0, 0, 0])
            }
            _ => panic!("unexpected call"),
        };
        // A signal in between is not an answer.
        stream.write_all(&reply(4, &[0; 4], "", &[])).await.unwrap();
        let kind = if error.is_empty() { 2 } else { 3 };
        stream.write_all(&reply(kind, &fixed[8..12], error, &body)).await.unwrap();
    }
}

async fn lock(seats: &[Seat], refuse: Option<&'static str>) -> Result<bool, LockError> {
    let folder = tempfile::tempdir().unwrap();
    let socket: PathBuf = folder.path().join("bus");
    let listener = UnixListener::bind(&socket).unwrap();
    let seats = seats.to_vec();
    let bus = tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        serve(stream, seats, refuse).await;
    });
    let outcome = lock_on(&socket).await;
    bus.await.unwrap();
    outcome
}

#[tokio::test]
async fn a_desktop_is_locked_and_says_so() {
    assert_eq!(lock(&[DESKTOP], None).await, Ok(true));
    let slow = Seat { kind: "x11", locks_at: 2, ..DESKTOP };
    assert_eq!(lock(&[slow.clone(), DESKTOP], None).await, Ok(true));
}

#[tokio::test(start_paused = true)]
async fn a_desktop_that_never_confirms_is_not_called_locked() {
    assert_eq!(lock(&[Seat { locks_at: u32::MAX, ..DESKTOP }], None).await, Ok(false));
}

#[tokio::test]
async fn consoles_greeters_and_empty_computers_have_nothing_to_lock() {
    let console = Seat { kind: "tty", ..DESKTOP };
    let greeter = Seat { class: "greeter", ..DESKTOP };
    assert_eq!(lock(&[console, greeter], None).await, Err(LockError::NoSession));
    assert_eq!(lock(&[], None).await, Err(LockError::NoSession));
    let nowhere = tempfile::tempdir().unwrap();
    assert_eq!(lock_on(&nowhere.path().join("bus")).await, Err(LockError::NoSession));
}

#[tokio::test]
async fn a_refusal_by_policy_is_told_as_one() {
    let refused = Some("org.freedesktop.DBus.Error.InteractiveAuthorizationRequired");
    assert_eq!(lock(&[DESKTOP], refused).await, Err(LockError::NotAllowed));
    let broken = lock(&[DESKTOP], Some("org.example.Broken")).await.unwrap_err();
    assert!(broken.to_string().contains("org.example.Broken"));
}
