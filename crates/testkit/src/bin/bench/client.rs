//! One HTTP/1.1 connection that is kept open: little enough work that the server is what is measured.

use anyhow::{Context, Result};
use http_body_util::{BodyExt, Full};
use hyper::{Request, body::Bytes, client::conn::http1::SendRequest};
use hyper_util::rt::TokioIo;
use signatures::SignedHeaders;
use tokio::net::TcpStream;

/// A connection.
pub(crate) struct Client {
    send: SendRequest<Full<Bytes>>,
}

/// A request, ready to be sent.
pub(crate) struct Prepared {
    pub(crate) path: &'static str,
    pub(crate) body: Vec<u8>,
    pub(crate) signed: Option<SignedHeaders>,
}

impl Client {
    /// Connects to a port on loopback.
    pub(crate) async fn connect(port: u16) -> Result<Self> {
        let stream = TcpStream::connect(("127.0.0.1", port)).await?;
        stream.set_nodelay(true)?;
        let (send, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        Ok(Self { send })
    }

    /// Sends a form as a browser at `address` would, behind a proxy.
    pub(crate) async fn form(&mut self, path: &str, address: &str, body: &str) -> Result<(u16, Bytes)> {
        let request = Request::post(path)
            .header("host", "127.0.0.1")
            .header("x-forwarded-for", address)
            .header("x-forwarded-proto", "https")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Full::new(Bytes::copy_from_slice(body.as_bytes())))?;
        self.answer(request).await
    }

    /// Asks for a page.
    pub(crate) async fn get(&mut self, path: &str) -> Result<(u16, Bytes)> {
        let request = Request::get(path).header("host", "127.0.0.1").body(Full::new(Bytes::new()))?;
        self.answer(request).await
    }

    /// Asks for something as a script with this token.
    pub(crate) async fn get_as(&mut self, path: &str, token: &str) -> Result<(u16, Bytes)> {
        let request = Request::get(path)
            .header("host", "127.0.0.1")
            .header("authorization", format!("Bearer {token}"))
            .body(Full::new(Bytes::new()))?;
        self.answer(request).await
    }

    /// Sends what one of Apple's devices says.
    pub(crate) async fn mdm(&mut self, said: &testkit::apple::Signed) -> Result<(u16, Bytes)> {
        let request = Request::put("/apple/mdm")
            .header("host", "127.0.0.1")
            .header("content-type", "application/x-apple-aspen-mdm")
            .header("mdm-signature", &said.header)
            .body(Full::new(Bytes::copy_from_slice(&said.body)))?;
        self.answer(request).await
    }

    async fn answer(&mut self, request: Request<Full<Bytes>>) -> Result<(u16, Bytes)> {
        self.send.ready().await?;
        let answer = self.send.send_request(request).await.context("no answer")?;
        let status = answer.status().as_u16();
        Ok((status, answer.into_body().collect().await?.to_bytes()))
    }

    /// Sends a request and gives status and body.
    pub(crate) async fn post(&mut self, request: Prepared) -> Result<(u16, Bytes)> {
        let mut builder = Request::post(request.path)
            .header("host", "127.0.0.1")
            .header("content-type", "application/json");
        if let Some(signed) = request.signed {
            builder = builder
                .header("signature-input", signed.signature_input)
                .header("signature", signed.signature)
                .header("content-digest", signed.content_digest);
        }
        self.answer(builder.body(Full::new(Bytes::from(request.body)))?).await
    }
}
