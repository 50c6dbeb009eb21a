//! A service for text messages, for tests, which can be told to misbehave.
//!
//! It speaks HTTP/1.1 on 127.0.0.1 and keeps what it was sent, once for each `Idempotency-Key`, as services do.

use std::{
    collections::VecDeque,
    net::{Ipv4Addr, SocketAddr},
    sync::{Arc, Mutex},
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

/// A request as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The path.
    pub path: String,
    /// Names in small letters, and values.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

impl Request {
    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// A field of a form.
    pub fn field(&self, name: &str) -> Option<String> {
        url::form_urlencoded::parse(self.body.as_bytes())
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
    }
}

/// What the service does with the next request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Answers with this status, these headers and this body; keeps the message where the status is 2xx.
    Status(u16, Vec<(&'static str, String)>, String),
    /// Takes the message and closes the connection without a word.
    TakeAndDrop,
    /// Takes nothing and closes the connection.
    Drop,
    /// Says something that is no HTTP.
    Nonsense,
    /// Takes the message and breaks off in the middle of the words that say so.
    BreakOff,
}

impl Answer {
    /// A status with a body.
    pub fn status(status: u16, body: &str) -> Self {
        Self::Status(status, Vec::new(), body.to_owned())
    }
}

#[derive(Debug, Default)]
struct Shared {
    answers: VecDeque<Answer>,
    requests: Vec<Request>,
    messages: Vec<Request>,
}

/// A running service. Dropping it closes the port.
#[derive(Debug)]
pub struct SmsService {
    address: SocketAddr,
    shared: Arc<Mutex<Shared>>,
    listening: JoinHandle<()>,
}

impl SmsService {
    /// A service that takes every message.
    ///
    /// # Panics
    /// When there is no port.
    pub async fn start() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let shared = Arc::<Mutex<Shared>>::default();
        let listening = tokio::spawn(listen(listener, Arc::clone(&shared)));
        Self { address, shared, listening }
    }

    /// Where requests go.
    pub fn url(&self) -> String {
        format!("http://{}/send", self.address)
    }

    /// What the next requests are answered with; afterwards messages are taken again.
    pub fn answer_next(&self, answers: impl IntoIterator<Item = Answer>) {
        self.shared.lock().expect("a lock").answers.extend(answers);
    }

    /// All requests, repetitions included.
    pub fn requests(&self) -> Vec<Request> {
        self.shared.lock().expect("a lock").requests.clone()
    }

    /// What was taken, each message once.
    pub fn messages(&self) -> Vec<Request> {
        self.shared.lock().expect("a lock").messages.clone()
    }
}

impl Drop for SmsService {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

async fn listen(listener: TcpListener, shared: Arc<Mutex<Shared>>) {
    while let Ok((stream, _)) = listener.accept().await {
        tokio::spawn(serve(stream, Arc::clone(&shared)));
    }
}

async fn serve(mut stream: TcpStream, shared: Arc<Mutex<Shared>>) {
    while let Some(request) = read(&mut stream).await {
        let answer = {
            let mut shared = shared.lock().expect("a lock");
            let answer = shared.answers.pop_front().unwrap_or_else(|| Answer::status(200, "{}"));
            let takes = match &answer {
                Answer::Status(status, ..) => (200..300).contains(status),
                Answer::TakeAndDrop | Answer::BreakOff => true,
                Answer::Drop | Answer::Nonsense => false,
            };
            let key = request.header("idempotency-key").map(str::to_owned);
            let is_new =
                !shared.messages.iter().any(|known| known.header("idempotency-key") == key.as_deref());
            if takes && is_new {
                shared.messages.push(request.clone());
            }
            shared.requests.push(request);
            answer
        };
        let text = match answer {
            Answer::Status(status, headers, body) => {
                let headers: String =
                    headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
                format!("HTTP/1.1 {status} X\r\n{headers}Content-Length: {}\r\n\r\n{body}", body.len())
            }
            Answer::TakeAndDrop | Answer::Drop => return,
            Answer::Nonsense => "220 mail.example ESMTP\r\n\r\n".to_owned(),
            Answer::BreakOff => "HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n{\"id\":".to_owned(),
        };
        let breaks_off = text.ends_with("{\"id\":");
        if stream.write_all(text.as_bytes()).await.is_err() || breaks_off {
            return;
        }
    }
}

async fn read(stream: &mut TcpStream) -> Option<Request> {
    let mut bytes = Vec::new();
    let head = loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break end;
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    };
    let text = String::from_utf8_lossy(&bytes[..head]).into_owned();
    let mut lines = text.lines();
    let path = lines.next()?.split(' ').nth(1)?.to_owned();
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    let length = headers.iter().find(|(name, _)| name == "content-length");
    let length: usize = length.and_then(|(_, value)| value.parse().ok()).unwrap_or_default();
    while bytes.len() < head + 4 + length {
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    }
    let body = String::from_utf8_lossy(&bytes[head + 4..head + 4 + length]).into_owned();
    Some(Request { path, headers, body })
}
