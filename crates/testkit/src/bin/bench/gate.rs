//! The program under test: a release `gatehouse` on a fresh database, and the same rules beside it.

use std::{
    fs,
    net::TcpListener,
    process::{Child, Command, Stdio},
    time::Duration,
};

use anyhow::{Context, Result, bail};
use testkit::{Engine, TestApp};
use tokio::net::TcpStream;

use crate::{
    accounts::PASSWORD,
    client::{Client, Prepared},
};

/// A running server.
pub(crate) struct Gate {
    /// The same rules on the same database, without HTTP.
    pub(crate) app: TestApp,
    /// Where the server listens.
    pub(crate) port: u16,
    /// What signed `@target-uri`s begin with.
    pub(crate) base_url: String,
    server: Child,
    _data: tempfile::TempDir,
}

impl Gate {
    /// Starts a server and waits until it answers.
    #[expect(
        clippy::disallowed_methods,
        reason = "a bench is told by its environment which program to start, and starts it"
    )]
    pub(crate) async fn open(engine: Engine) -> Result<Self> {
        let program =
            std::env::var("GATEHOUSE_BIN").context("GATEHOUSE_BIN names no program; use `make bench`")?;
        let app = TestApp::on_the_wall_clock(engine).await;
        // Until then every page leads to the set-up.
        app.domain.access().create_admin(&app.system(), "administrator", PASSWORD).await?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let base_url = format!("http://127.0.0.1:{port}");
        let data = tempfile::tempdir()?;
        let server = Command::new(program)
            .arg("serve")
            .env("GATEHOUSE_LISTEN", format!("127.0.0.1:{port}"))
            .env("GATEHOUSE_TRUSTED_PROXIES", "127.0.0.1/32")
            .env("GATEHOUSE_PUBLIC_URL", &base_url)
            .env("GATEHOUSE_DATA_DIR", data.path())
            .env("GATEHOUSE_DATABASE_URL", app.database.url())
            .env("GATEHOUSE_MASTER_KEY", app.master_key.to_text())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let gate = Self { app, port, base_url, server, _data: data };
        gate.wait().await?;
        Ok(gate)
    }

    /// The server's resident memory.
    pub(crate) fn memory_mib(&self) -> Result<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.server.id()))?;
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).context("no VmRSS")?;
        let kib: u64 = line.split_whitespace().nth(1).context("no figure")?.parse()?;
        Ok(kib / 1024)
    }

    async fn wait(&self) -> Result<()> {
        for _ in 0..200 {
            if TcpStream::connect(("127.0.0.1", self.port)).await.is_ok() {
                let mut client = Client::connect(self.port).await?;
                // Any answer will do: the server is up.
                client.post(Prepared { path: "/readyz", body: Vec::new(), signed: None }).await?;
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        bail!("the server does not answer")
    }
}

impl Drop for Gate {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}
