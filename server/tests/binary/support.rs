//! An installation in a folder of its own, and the program that works in it.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::PathBuf,
    process::{Child, Command, Output, Stdio},
};

use serde_json::Value;
use tempfile::TempDir;

pub(crate) const ADMIN: &str = "jonas.weber";
pub(crate) const PASSWORD: &str = "violet anchor mustard tram";

/// An installation.
pub(crate) struct Home {
    folder: TempDir,
}

impl Home {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// One with an administrator.
    pub(crate) fn with_admin() -> Self {
        let home = Self::new();
        let made =
            home.run_with(&["admin", "create", "--username", ADMIN, "--password-stdin"], &[], PASSWORD);
        assert!(made.status.success(), "{}", said(&made));
        home
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn database_url(&self) -> String {
        format!("sqlite://{}", self.path("data/gatehouse.db").display())
    }

    /// The program, with nothing of this process' environment.
    #[expect(clippy::disallowed_methods, reason = "the test drives the program from outside")]
    fn command(&self, arguments: &[&str], environment: &[(&str, &str)]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gatehouse"));
        command.args(arguments).env_clear().current_dir(self.folder.path());
        command.env("GATEHOUSE_DATA_DIR", self.path("data")).env("GATEHOUSE_LISTEN", "127.0.0.1:0");
        command.envs(environment.iter().copied());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Runs a command to its end.
    pub(crate) fn run(&self, arguments: &[&str], environment: &[(&str, &str)]) -> Output {
        self.run_with(arguments, environment, "")
    }

    /// The same, with something on its standard input.
    pub(crate) fn run_with(&self, arguments: &[&str], environment: &[(&str, &str)], input: &str) -> Output {
        let mut child = self.command(arguments, environment).spawn().unwrap();
        // A command that reads nothing may have ended already.
        let _ = child.stdin.take().unwrap().write_all(format!("{input}\n").as_bytes());
        child.wait_with_output().unwrap()
    }

    /// Begins a command that nobody reads from.
    pub(crate) fn spawn(&self, arguments: &[&str]) -> Child {
        let mut command = self.command(arguments, &[]);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().unwrap()
    }

    /// A token of the administrator.
    pub(crate) fn token(&self) -> String {
        let made = self.run(&["token", "create", "--user", ADMIN, "--name", "test", "--scope", "all"], &[]);
        assert!(made.status.success(), "{}", said(&made));
        String::from_utf8(made.stdout).unwrap().trim().to_owned()
    }

    /// Serves, and comes back once it listens.
    pub(crate) fn serve(&self, environment: &[(&str, &str)]) -> Server {
        let mut child = self.command(&["serve"], environment).spawn().unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let mut first = String::new();
        stdout.read_line(&mut first).unwrap();
        let Some(url) = first.trim().strip_prefix("Gatehouse listens on ") else {
            let mut said = String::new();
            let _ = child.stderr.take().unwrap().read_to_string(&mut said);
            panic!("it does not serve: {first}{said}");
        };
        Server { url: url.to_owned(), child, stdout }
    }
}

/// All that a command has said.
pub(crate) fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// A server that runs until it goes out of scope.
pub(crate) struct Server {
    pub(crate) url: String,
    pub(crate) child: Child,
    pub(crate) stdout: BufReader<std::process::ChildStdout>,
}

impl Server {
    /// Its host and port.
    pub(crate) fn address(&self) -> String {
        self.url.split_once("://").unwrap().1.to_owned()
    }

    /// Calls REST under a token, which must work out.
    pub(crate) fn rest(&self, token: &str, method: &str, path: &str, body: Option<&Value>) -> Value {
        let authorization = format!("Authorization: Bearer {token}");
        let (status, text) = http(&self.address(), method, path, &[&authorization], body).unwrap();
        assert!((200..300).contains(&status), "{method} {path}: {status} {text}");
        serde_json::from_str(&text).unwrap()
    }

    /// Ends it as a power cut would.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The text of a request that closes its connection.
pub(crate) fn request(method: &str, path: &str, headers: &[&str], body: Option<&Value>) -> String {
    let body = body.map(Value::to_string).unwrap_or_default();
    let mut text = format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
    for header in headers {
        text.push_str(&format!("{header}\r\n"));
    }
    if !body.is_empty() {
        text.push_str(&format!("Content-Type: application/json\r\nContent-Length: {}\r\n", body.len()));
    }
    format!("{text}\r\n{body}")
}

/// Sends bytes of another kind than JSON and gives status and body; nothing when the server went away.
pub(crate) fn send(
    address: &str,
    method: &str,
    path: &str,
    headers: &[&str],
    body: &[u8],
) -> Option<(u16, Vec<u8>)> {
    let mut stream = TcpStream::connect(address).ok()?;
    let length = format!("Content-Length: {}", body.len());
    let headers: Vec<&str> = headers.iter().copied().chain([length.as_str()]).collect();
    stream.write_all(&[request(method, path, &headers, None).as_bytes(), body].concat()).ok()?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).ok()?;
    let end = answer.windows(4).position(|part| part == b"\r\n\r\n")?;
    let status = String::from_utf8_lossy(&answer[..end]).split(' ').nth(1)?.parse().ok()?;
    Some((status, answer.split_off(end + 4)))
}

/// Sends a request over plain HTTP and gives status and body; nothing when the server went away.
pub(crate) fn http(
    address: &str,
    method: &str,
    path: &str,
    headers: &[&str],
    body: Option<&Value>,
) -> Option<(u16, String)> {
    let mut stream = TcpStream::connect(address).ok()?;
    stream.write_all(request(method, path, headers, body).as_bytes()).ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    let (head, body) = answer.split_once("\r\n\r\n")?;
    Some((head.split(' ').nth(1)?.parse().ok()?, body.to_owned()))
}
