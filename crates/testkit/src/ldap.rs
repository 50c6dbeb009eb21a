//! A real directory for tests: Debian's `slapd` on a free port of this machine, with TLS and a certificate authority of
//! its own.
//!
//! One server serves a whole test program ([`Slapd::shared`]); each story gets a [`Branch`] of its own in it. What a
//! server does when it is down, slow or foreign is the business of a [`Gateway`] in front of it.

mod authority;
mod branch;
mod flood;
mod gateway;
mod ldif;
mod many;

pub use authority::Authority;
pub use branch::{Branch, Person};
pub use flood::Flood;
pub use gateway::{Gateway, Manner};
pub use ldif::people_and_groups;
pub use many::{MANY_GROUPS, MANY_PEOPLE, Many, group_keys, input_for};

use crate::cluster::layout::Owner;
use anyhow::{Context, Result, bail, ensure};
use std::fs::{self, File};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// The root of the tree.
pub const SUFFIX: &str = "dc=vellmere,dc=example";
/// Who may do everything in it.
pub const ADMIN: &str = "cn=admin,dc=vellmere,dc=example";
/// Their password.
pub const ADMIN_PASSWORD: &str = "the keeper of the tree";

const START_LIMIT: Duration = Duration::from_secs(30);

/// A running server. It ends when this is dropped, or with the program.
#[derive(Debug)]
pub struct Slapd {
    plain: SocketAddr,
    tls: SocketAddr,
    authority: Authority,
    server: Option<Child>,
    _folder: TempDir,
}

impl Slapd {
    /// The one server of this program, started by whoever asks first: empty but for the root of the tree.
    ///
    /// # Panics
    /// When it cannot be started.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<Slapd> = OnceLock::new();
        SHARED.get_or_init(|| Self::start_for_good(String::new()))
    }

    /// A server that stays as long as the program.
    fn start_for_good(entries: String) -> Self {
        // It ends with the thread that started it, so that one stays too.
        let (sender, receiver) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            let started = Self::start(&entries);
            let stays = started.is_ok();
            sender.send(started).expect("somebody waits");
            if stays {
                loop {
                    std::thread::park();
                }
            }
        });
        receiver.recv().expect("an answer").expect("a directory")
    }

    /// A server with these entries in LDIF beside the root. Ends with the thread that calls this, at the latest.
    ///
    /// # Errors
    /// `slapd` is not installed or does not start; the message holds what it said.
    pub fn start(entries: &str) -> Result<Self> {
        let (slapd, slapadd) = (program("slapd")?, program("slapadd")?);
        let owner = Owner::of_clusters()?;
        let folder = TempDir::with_prefix("gatehouse-slapd-")?;
        let authority = Authority::new();
        let config = configure(folder.path(), &authority)?;
        let ldif = folder.path().join("entries.ldif");
        fs::write(&ldif, format!("{ROOT}\n{entries}"))?;
        for entry in fs::read_dir(folder.path())? {
            owner.take(&entry?.path())?;
        }
        owner.take(folder.path())?;
        run(&owner, &slapadd, &["-q", "-f", &shown(&config), "-l", &shown(&ldif)])?;
        fs::remove_file(&ldif)?;
        let (plain, tls) = (free_port()?, free_port()?);
        let log = folder.path().join("log");
        let mut server = owner.command(&slapd).into_std();
        server.args(["-d", "0", "-f"]).arg(&config);
        server.arg("-h").arg(format!("ldap://{plain}/ ldaps://{tls}/"));
        let out = File::create(&log)?;
        server.stdin(Stdio::null()).stdout(out.try_clone()?).stderr(out);
        let mut server = server.spawn().context("starting slapd")?;
        if let Err(error) = ready(&mut server, plain) {
            let _ = server.kill();
            return Err(error.context(fs::read_to_string(&log).unwrap_or_default()));
        }
        Ok(Self { plain, tls, authority, server: Some(server), _folder: folder })
    }

    /// Its address without TLS, or with StartTLS. The certificate is for `localhost`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("ldap://localhost:{}", self.plain.port())
    }

    /// Its address with TLS.
    #[must_use]
    pub fn tls_url(&self) -> String {
        format!("ldaps://localhost:{}", self.tls.port())
    }

    /// Where it listens without TLS.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.plain
    }

    /// Who made its certificate.
    #[must_use]
    pub fn authority(&self) -> &Authority {
        &self.authority
    }
}

impl Drop for Slapd {
    fn drop(&mut self) {
        if let Some(mut server) = self.server.take() {
            let _ = server.kill();
            let _ = server.wait();
        }
    }
}

const ROOT: &str = "dn: dc=vellmere,dc=example
objectClass: dcObject
objectClass: organization
o: Vellmere
dc: vellmere
";

fn configure(folder: &Path, authority: &Authority) -> Result<PathBuf> {
    let (certificate, key) = authority.server_pem();
    let file = |name: &str, text: &str| -> Result<PathBuf> {
        let path = folder.join(name);
        fs::write(&path, text)?;
        Ok(path)
    };
    let certificate = file("server.pem", &certificate)?;
    let key = file("server.key", &key)?;
    let ca = file("ca.pem", &authority.pem())?;
    let data = folder.join("data");
    fs::create_dir(&data)?;
    let schemas = ["core", "cosine", "inetorgperson"];
    let mut text: String = schemas.map(|name| format!("include /etc/ldap/schema/{name}.schema\n")).concat();
    text.push_str(&format!(
        "modulepath /usr/lib/ldap\nmoduleload back_mdb\npidfile {pid}\n\
         TLSCACertificateFile {ca}\nTLSCertificateFile {certificate}\nTLSCertificateKeyFile {key}\n\
         threads 8\nsockbuf_max_incoming_auth 16777216\n\
         database mdb\nsuffix \"{SUFFIX}\"\nrootdn \"{ADMIN}\"\nrootpw \"{ADMIN_PASSWORD}\"\n\
         directory {data}\nmaxsize 1073741824\ndbnosync\nsizelimit unlimited\n\
         index objectClass eq\nindex entryUUID eq\nindex uid eq\nindex cn eq,sub\n\
         access to attrs=userPassword by anonymous auth by * none\naccess to * by * read\n",
        pid = shown(&folder.join("pid")),
        ca = shown(&ca),
        certificate = shown(&certificate),
        key = shown(&key),
        data = shown(&data),
    ));
    file("slapd.conf", &text)
}

fn program(name: &str) -> Result<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders = std::env::split_paths(&path).chain([PathBuf::from("/usr/sbin")]);
    let found = folders.find(|folder| folder.join(name).is_file()).map(|folder| folder.join(name));
    found.with_context(|| format!("{name} is not here: run `make setup`, or `apt-get install slapd`"))
}

fn run(owner: &Owner, program: &Path, arguments: &[&str]) -> Result<()> {
    let output = owner.command(program).into_std().args(arguments).output()?;
    ensure!(
        output.status.success(),
        "{} failed: {}",
        program.display(),
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(())
}

fn ready(server: &mut Child, address: SocketAddr) -> Result<()> {
    let deadline = Instant::now() + START_LIMIT;
    loop {
        if let Some(status) = server.try_wait()? {
            bail!("slapd ended at once ({status})");
        }
        if TcpStream::connect(address).is_ok() {
            return Ok(());
        }
        ensure!(Instant::now() < deadline, "slapd did not answer within {} s", START_LIMIT.as_secs());
        std::thread::park_timeout(Duration::from_millis(20));
    }
}

/// A port that was free a moment ago.
fn free_port() -> Result<SocketAddr> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?)
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}
