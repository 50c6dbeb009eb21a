//! Lines over a connection that may turn to TLS on the way.

use rustls::ServerConfig;
use std::io::{Error, ErrorKind, Result};
use std::sync::Arc;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio_rustls::TlsAcceptor;

pub(super) trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

/// One connection.
pub(super) struct Wire {
    stream: BufReader<Box<dyn Stream>>,
    pub(super) encrypted: bool,
}

impl Wire {
    pub(super) fn new(stream: impl Stream + 'static, encrypted: bool) -> Self {
        Self { stream: BufReader::new(Box::new(stream)), encrypted }
    }

    /// The next line without its end; `None` when the client has closed.
    pub(super) async fn line(&mut self) -> Result<Option<String>> {
        let line = self.bytes_line().await?;
        line.map(|bytes| String::from_utf8(bytes).map_err(|error| Error::new(ErrorKind::InvalidData, error)))
            .transpose()
    }

    async fn bytes_line(&mut self) -> Result<Option<Vec<u8>>> {
        let mut line = Vec::new();
        if self.stream.read_until(b'\n', &mut line).await? == 0 {
            return Ok(None);
        }
        let end = line.trim_ascii_end().len();
        line.truncate(end);
        Ok(Some(line))
    }

    /// The body of a message up to the line with a single dot (RFC 5321 section 4.5.2).
    pub(super) async fn body(&mut self) -> Result<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let mut line = Vec::new();
            if self.stream.read_until(b'\n', &mut line).await? == 0 {
                return Err(ErrorKind::UnexpectedEof.into());
            }
            if line == b".\r\n" {
                return Ok(body);
            }
            body.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
        }
    }

    /// Sends one reply.
    pub(super) async fn reply(&mut self, text: &str) -> Result<()> {
        self.stream.write_all(format!("{text}\r\n").as_bytes()).await?;
        self.stream.flush().await
    }

    /// Goes on under TLS. What a client sent in clear after `STARTTLS` must not count as sent under it.
    pub(super) async fn encrypt(self, config: Arc<ServerConfig>) -> Result<Self> {
        if !self.stream.buffer().is_empty() {
            return Err(Error::new(ErrorKind::InvalidData, "text before the TLS handshake"));
        }
        let stream = TlsAcceptor::from(config).accept(self.stream.into_inner()).await?;
        Ok(Self::new(stream, true))
    }
}
