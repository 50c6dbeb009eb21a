//! Signing in with a card, over the real listeners.

use std::{
    fs,
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    sync::Arc,
};

use rustls::{
    ClientConfig, ClientConnection, RootCertStore, StreamOwned,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};
use serde_json::json;
use testkit::{
    pki::{Authority, Card, rcgen::ExtendedKeyUsagePurpose, rcgen::date_time_ymd},
    smtp::Certificate,
};

use crate::support::{ADMIN, Home, Server, request, said};

/// A Gatehouse with both listeners that takes cards of one authority at the console.
struct Gate {
    home: Home,
    server: Server,
    own: Certificate,
    cards: String,
    root: Authority,
    token: String,
}

/// An answer: its head in small letters, but for the address it leads to.
struct Answer {
    head: String,
    location: String,
    cookie: Option<String>,
}

impl Gate {
    fn open() -> Self {
        let home = Home::with_admin();
        let (own, root) = (Certificate::for_localhost(), Authority::new("Vellmere Root"));
        fs::write(home.path("cert.pem"), own.pem()).unwrap();
        fs::write(home.path("key.pem"), own.key_pem()).unwrap();
        // A port that is free now; the address of the listener must be known before it starts.
        let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let (cards, public) = (format!("127.0.0.1:{}", free.port()), "https://localhost:4711");
        let token = home.token();
        let server = home.serve(&[
            ("GATEHOUSE_TLS_CERT", &home.path("cert.pem").display().to_string()),
            ("GATEHOUSE_TLS_KEY", &home.path("key.pem").display().to_string()),
            ("GATEHOUSE_PUBLIC_URL", public),
            ("GATEHOUSE_CERTIFICATE_LISTEN", &cards),
            ("GATEHOUSE_CERTIFICATE_URL", &format!("https://localhost:{}", free.port())),
        ]);
        let gate = Self { home, server, own, cards, root, token };
        let trust = json!({ "certificate": gate.root.pem() });
        gate.rest("POST", "/api/v1/trusted-authorities", Some(&trust), 201);
        let ways = json!({ "console": { "password": true, "certificate": true } });
        gate.rest("PATCH", "/api/v1/settings/sign-in", Some(&ways), 200);
        gate
    }

    fn rest(&self, method: &str, path: &str, body: Option<&serde_json::Value>, status: u16) -> String {
        let authorization = format!("Authorization: Bearer {}", self.token);
        let text = request(method, path, &[&authorization], body);
        let answer = self.send(&self.server.address(), None, &text).unwrap();
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{method} {path}: {answer}");
        answer
    }

    /// Sends a request over TLS, with a card or without.
    fn send(&self, address: &str, card: Option<&Card>, text: &str) -> std::io::Result<String> {
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from_pem_slice(self.own.pem().as_bytes()).unwrap()).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let builder = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots);
        let config = match card {
            Some(card) => {
                let key = PrivateKeyDer::from_pem_slice(card.key_pem.as_bytes()).unwrap();
                builder.with_client_auth_cert(card.chain.clone(), key).unwrap()
            }
            None => builder.with_no_client_auth(),
        };
        let connection = ClientConnection::new(Arc::new(config), "localhost".try_into().unwrap()).unwrap();
        let mut stream = StreamOwned::new(connection, TcpStream::connect(address)?);
        stream.write_all(text.as_bytes())?;
        let mut answer = Vec::new();
        let read = stream.read_to_end(&mut answer);
        if answer.is_empty() {
            read?;
        }
        Ok(String::from_utf8_lossy(&answer).into_owned())
    }

    fn get(&self, address: &str, card: Option<&Card>, path: &str, headers: &[&str]) -> Answer {
        let text = self.send(address, card, &request("GET", path, headers, None)).unwrap();
        let head = text.split("\r\n\r\n").next().unwrap_or_default();
        let header = |name: &str| {
            let line = head.lines().find(|line| line.to_lowercase().starts_with(&format!("{name}: ")));
            line.map(|line| line[name.len() + 2..].to_owned())
        };
        let cookie = header("set-cookie").map(|line| line.split(';').next().unwrap().to_owned());
        Answer { head: head.to_lowercase(), location: header("location").unwrap_or_default(), cookie }
    }

    /// From the sign-in page to the listener for certificates; where that leads, and the cookie.
    fn show(&self, card: Option<&Card>, headers: &[&str]) -> (Answer, String) {
        let main = self.server.address();
        let start = self.get(&main, None, "/admin/sign-in/certificate?next=%2Fadmin%2Faudit", &[]);
        let cookie = start.cookie.expect("a cookie to know the browser by");
        let there = start.location.split_once("/sign-in/").expect(&start.head).1.to_owned();
        (self.get(&self.cards, card, &format!("/sign-in/{there}"), headers), cookie)
    }

    fn reason(&self) -> String {
        let events = self.rest("GET", "/api/v1/audit-events?limit=5", None, 200);
        let body: serde_json::Value = serde_json::from_str(events.split_once("\r\n\r\n").unwrap().1).unwrap();
        let items = body["items"].as_array().unwrap();
        let row = items.iter().find(|row| row["action"] == "session.sign_in_refused");
        row.map(|row| row["reason"].as_str().unwrap().to_owned()).expect("a refusal")
    }
}

#[test]
fn a_card_opens_the_console_once_and_in_one_browser() {
    let gate = Gate::open();
    let card = gate.root.card(ADMIN);
    let (shown, cookie) = gate.show(Some(&card), &[]);
    assert!(
        shown.location.starts_with("https://localhost:4711/admin/sign-in/certificate/done?token="),
        "{}",
        shown.head
    );
    assert!(shown.head.contains("connection: close") && shown.head.contains("referrer-policy: no-referrer"));
    assert!(shown.cookie.is_none(), "the listener for certificates sets no cookie");
    let done = shown.location.trim_start_matches("https://localhost:4711").to_owned();
    let main = gate.server.address();
    // Somebody who has seen the address gets nothing from it; and so it is worth nothing to anybody.
    let (second, other) = gate.show(Some(&card), &[]);
    let stolen = second.location.trim_start_matches("https://localhost:4711").to_owned();
    let thief = gate.get(&main, None, &stolen, &[&format!("Cookie: {cookie}")]);
    assert_eq!(thief.location, "/admin/sign-in?done=certificate-refused&next=%2Fadmin%2Faudit");
    let late = gate.get(&main, None, &stolen, &[&format!("Cookie: {other}")]);
    assert!(late.location.contains("certificate-refused"));

    let came = gate.get(&main, None, &done, &[&format!("Cookie: {cookie}")]);
    assert_eq!(came.location, "/admin/audit", "{}", came.head);
    let session = came.cookie.unwrap();
    assert!(session.starts_with("__Host-console="));
    let inside = gate.get(&main, None, "/admin", &[&format!("Cookie: {session}")]);
    assert!(inside.head.starts_with("http/1.1 200"), "{}", inside.head);
    let again = gate.get(&main, None, &done, &[&format!("Cookie: {cookie}")]);
    assert!(again.location.contains("certificate-refused"));
    drop(gate.home);
}

#[test]
fn other_cards_get_one_answer_and_the_log_knows_why() {
    let gate = Gate::open();
    let card = gate.root.card(ADMIN);
    let expired = gate.root.card_with(ADMIN, |card| card.not_after = date_time_ymd(2021, 1, 1));
    let early = gate.root.card_with(ADMIN, |card| card.not_before = date_time_ymd(2080, 1, 1));
    let server = vec![ExtendedKeyUsagePurpose::ServerAuth];
    let purpose = gate.root.card_with(ADMIN, |card| card.extended_key_usages = server);
    let foreign = Authority::new("Elsewhere").card(ADMIN);
    let twin = Authority::new("Vellmere Root").card(ADMIN);
    let sibling = gate.root.below("People", |_| {}).card("somebody.else");
    let forged = Card::forged(ADMIN);
    let forward = format!("X-SSL-Client-Cert: {}", card.pem().replace('\n', "%0A"));
    for (shown, why) in [
        (None, "no certificate"),
        (Some(&forged), "nobody who is trusted"),
        (Some(&expired), "expired"),
        (Some(&early), "not valid yet"),
        (Some(&purpose), "extended key usage"),
        (Some(&foreign), "nobody who is trusted"),
        (Some(&twin), "signature"),
        (Some(&sibling), "nobody by the mapping rules"),
    ] {
        let headers = [&*forward, "X-SSL-Client-Verify: SUCCESS", "X-SSL-Client-S-DN: CN=jonas.weber"];
        let (answer, _) = gate.show(shown, &headers);
        let refused = "https://localhost:4711/admin/sign-in?done=certificate-refused&next=%2Fadmin%2Faudit";
        assert_eq!(answer.location, refused, "{why}");
        assert!(gate.reason().contains(why), "{}: {why}", gate.reason());
    }
    // Revoked, once the authority says so.
    let list = gate.rest("GET", "/api/v1/trusted-authorities", None, 200);
    let rows: serde_json::Value = serde_json::from_str(list.split_once("\r\n\r\n").unwrap().1).unwrap();
    let path = format!("/api/v1/trusted-authorities/{}", rows[0]["id"].as_str().unwrap());
    gate.rest("PUT", &format!("{path}/crl"), Some(&json!({ "crl": gate.root.list(&[card.number]) })), 200);
    gate.rest("GET", &path, None, 200);
    let (answer, _) = gate.show(Some(&card), &[]);
    assert!(answer.location.contains("certificate-refused"));
    assert!(gate.reason().contains("revoked"));
}

#[test]
fn the_listener_for_certificates_has_one_route_and_reads_no_cookie() {
    let gate = Gate::open();
    let card = gate.root.card(ADMIN);
    for path in
        ["/", "/admin", "/sign-in", "/admin/sign-in", "/healthz", "/api/v1/users", "/assets/style.css"]
    {
        let answer = gate.get(&gate.cards, Some(&card), path, &[]);
        assert!(answer.head.starts_with("http/1.1 404"), "{path}: {}", answer.head);
    }
    // Without a beginning in this browser nothing is handed over, and nobody is led elsewhere.
    let bare = gate.get(&gate.cards, Some(&card), "/sign-in/certificate?face=console", &[]);
    assert!(bare.location.contains("certificate-refused"));
    let challenge = "0".repeat(64);
    for next in ["%2F%2Fevil.example", "https%3A%2F%2Fevil.example", "%2F%5Cevil.example"] {
        let path = format!("/sign-in/certificate?face=console&browser={challenge}&next={next}");
        let answer = gate.get(&gate.cards, Some(&card), &path, &[]);
        assert!(answer.location.starts_with("https://localhost:4711/admin/"), "{}", answer.location);
        assert!(!answer.location.contains("evil"), "{}", answer.location);
    }
    let nowhere = gate.get(&gate.cards, Some(&card), "/sign-in/certificate?face=cellar", &[]);
    assert!(nowhere.head.starts_with("http/1.1 404"));
    // The main listener asks nobody for a certificate, and believes no header about one.
    let headers = [&*format!("X-SSL-Client-Cert: {}", card.pem().replace('\n', "%0A"))];
    let main = gate.get(&gate.server.address(), Some(&card), "/admin", &headers);
    assert_eq!(main.location, "/admin/sign-in");
}

#[test]
fn a_listener_for_certificates_without_a_certificate_of_its_own_is_refused() {
    let home = Home::new();
    let output = home.run(&["serve"], &[("GATEHOUSE_CERTIFICATE_LISTEN", "127.0.0.1:0")]);
    assert!(!output.status.success());
    assert!(said(&output).contains("GATEHOUSE_TLS_CERT"), "{}", said(&output));
}
