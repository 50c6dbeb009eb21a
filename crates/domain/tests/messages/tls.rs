//! Encryption and signing in.

use super::*;
use tempfile::NamedTempFile;
use testkit::{
    both_engines,
    smtp::{Certificate, Credentials, Security},
};

fn certificate_file(certificate: &Certificate) -> NamedTempFile {
    let file = NamedTempFile::new().unwrap();
    std::fs::write(file.path(), certificate.pem()).unwrap();
    file
}

async fn app_for(engine: Engine, mail: &SmtpServer, url: String) -> (TestApp, MessageRow) {
    let app = TestApp::with_mail_server(engine, Some(url)).await;
    app.user("amira").await;
    app.domain.messages().deliver_due().await.unwrap();
    let row = outbox(&app).await.remove(0);
    assert_eq!(row.state == MessageState::Sent, mail.messages().len() == 1);
    (app, row)
}

/// Which engine a story is told on.
struct On(Engine);

impl ForEngine for On {
    async fn for_engine(engine: Engine) -> Self {
        Self(engine)
    }
}

both_engines! {
    async fn a_message_goes_encrypted_to_a_server_with_a_private_certificate(on: On) {
        let certificate = Certificate::for_localhost();
        let file = certificate_file(&certificate);
        let who = Credentials { user: "gate".into(), password: "p@ss/word%".into() };
        for security in [Security::StartTls(certificate.clone()), Security::Tls(certificate.clone())] {
            let options = Options { security, credentials: Some(who.clone()) };
            let mail = SmtpServer::start_with(options).await;
            let url = mail.url().replace("gate:p@ss/word%", "gate:p%40ss%2Fword%25");
            let join = if url.contains('?') { '&' } else { '?' };
            let (_app, row) = app_for(on.0, &mail, format!("{url}{join}ca_file={}", file.path().display())).await;
            assert_eq!(row.last_error, None);
            let message = &mail.messages()[0];
            assert!(message.encrypted);
            assert_eq!(message.user.as_deref(), Some("gate"));
        }
    }

    async fn a_certificate_that_nobody_vouches_for_is_refused(on: On) {
        let options = Options { security: Security::StartTls(Certificate::for_localhost()), credentials: None };
        let mail = SmtpServer::start_with(options).await;
        let (_app, row) = app_for(on.0, &mail, mail.url()).await;
        assert_eq!(row.state, MessageState::Queued);
        assert!(row.last_error.unwrap().to_lowercase().contains("certificate"));
    }

    async fn nothing_is_sent_in_the_clear_where_encryption_is_required(on: On) {
        let mail = SmtpServer::start().await;
        let (_app, row) = app_for(on.0, &mail, format!("{}?tls=required", mail.url())).await;
        assert_eq!(row.state, MessageState::Queued);
        assert_eq!(row.last_error.as_deref(), Some("STARTTLS is not supported on this server"));
        assert!(mail.messages().is_empty());
    }

    async fn a_wrong_password_keeps_the_message_and_is_not_told(on: On) {
        let who = Credentials { user: "gate".into(), password: "right".into() };
        let mail = SmtpServer::start_with(Options { security: Security::None, credentials: Some(who) }).await;
        let (_app, row) = app_for(on.0, &mail, mail.url().replace("right", "xyzzy-wrong")).await;
        assert_eq!(row.state, MessageState::Queued, "it says nothing about the message");
        let words = row.last_error.unwrap();
        assert!(words.starts_with("535") && !words.contains("xyzzy"), "{words}");
    }

    async fn the_sender_is_the_configured_one(on: On) {
        let mail = SmtpServer::start().await;
        let from = "?from=Vellmere%20Devices%20<devices@vellmere.example>";
        let (_app, _row) = app_for(on.0, &mail, format!("{}{from}", mail.url())).await;
        let message = &mail.messages()[0];
        assert_eq!(message.sender, "devices@vellmere.example");
        assert_eq!(message.header("From").unwrap(), "\"Vellmere Devices\" <devices@vellmere.example>");
    }
}
