//! The mail server, seen by a real client.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use lettre::message::{MultiPart, SinglePart, header::ContentType};
use lettre::transport::smtp::authentication::Credentials as Login;
use lettre::transport::smtp::client::{Certificate as Trusted, Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use testkit::smtp::{Answer, Certificate, Credentials, Options, Security, SmtpServer, Stage};

type Client = AsyncSmtpTransport<Tokio1Executor>;

fn plain_client(server: &SmtpServer) -> Client {
    Client::builder_dangerous("127.0.0.1").port(server.address().port()).build()
}

fn letter(subject: &str) -> Message {
    let bodies = MultiPart::alternative()
        .singlepart(SinglePart::plain("Grüße,\r\n.with a dot at the start\r\n".to_owned()))
        .singlepart(SinglePart::builder().header(ContentType::TEXT_HTML).body("<p>Grüße</p>".to_owned()));
    let message = Message::builder().from("Gate <gate@example.org>".parse().unwrap());
    message.to("Ada <ada@example.org>".parse().unwrap()).subject(subject).multipart(bodies).unwrap()
}

#[tokio::test]
async fn a_message_arrives_as_it_was_sent() {
    let server = SmtpServer::start().await;
    plain_client(&server).send(letter("Schlüssel")).await.unwrap();

    let received = &server.wait_for_messages(1).await[0];
    assert_eq!(received.sender, "gate@example.org");
    assert_eq!(received.recipients, ["ada@example.org"]);
    assert_eq!(received.header("Subject").as_deref(), Some("Schlüssel"));
    assert_eq!(received.text().as_deref(), Some("Grüße,\r\n.with a dot at the start\r\n"));
    assert_eq!(received.html().as_deref(), Some("<p>Grüße</p>"));
    assert!(!received.encrypted);
}

#[tokio::test]
async fn a_refusal_comes_at_its_stage_and_only_once() {
    let server = SmtpServer::start().await;
    for (stage, code) in
        [(Stage::Greeting, 421), (Stage::Sender, 451), (Stage::Recipient, 550), (Stage::Message, 554)]
    {
        server.answer_next(Answer::Refuse { stage, code });
        let error = plain_client(&server).send(letter("refused")).await.unwrap_err();
        assert_eq!(error.status().map(u16::from), Some(code), "{stage:?}");
        assert_eq!(error.is_permanent(), code >= 500, "{stage:?}");
    }
    assert!(server.messages().is_empty());
    plain_client(&server).send(letter("taken")).await.unwrap();
    assert_eq!(server.messages().len(), 1);
}

#[tokio::test]
async fn a_hanging_message_is_taken_when_it_is_released() {
    let server = SmtpServer::start().await;
    server.answer_next(Answer::Hang);
    let client = plain_client(&server);
    let sending = tokio::spawn(async move { client.send(letter("slow")).await });

    server.wait_until_hanging(1).await;
    assert!(server.messages().is_empty());
    assert!(!sending.is_finished());
    server.release();
    sending.await.unwrap().unwrap();
    assert_eq!(server.messages().len(), 1);
}

#[tokio::test]
async fn a_dropped_connection_leaves_the_client_in_doubt() {
    let server = SmtpServer::start().await;
    server.answer_next(Answer::Drop);
    let error = plain_client(&server).send(letter("lost answer")).await.unwrap_err();
    assert_eq!(error.status(), None);
    assert_eq!(server.messages().len(), 1);
}

#[tokio::test]
async fn a_client_encrypts_and_signs_in() {
    let certificate = Certificate::for_localhost();
    let credentials = Credentials { user: "gate".to_owned(), password: "long enough".to_owned() };
    for security in [Security::StartTls(certificate.clone()), Security::Tls(certificate.clone())] {
        let from_the_start = matches!(security, Security::Tls(_));
        let options = Options { security, credentials: Some(credentials.clone()) };
        let server = SmtpServer::start_with(options).await;
        let trusted = Trusted::from_pem(certificate.pem().as_bytes()).unwrap();
        let parameters =
            TlsParameters::builder("localhost".to_owned()).add_root_certificate(trusted).build().unwrap();
        let tls = if from_the_start { Tls::Wrapper(parameters) } else { Tls::Required(parameters) };
        let client = |password: &str| {
            let login = Login::new("gate".to_owned(), password.to_owned());
            let builder = Client::builder_dangerous("localhost").port(server.address().port());
            builder.tls(tls.clone()).credentials(login).build()
        };

        let refused = client("wrong").send(letter("refused")).await.unwrap_err();
        assert_eq!(refused.status().map(u16::from), Some(535));
        client("long enough").send(letter("taken")).await.unwrap();
        let received = &server.wait_for_messages(1).await[0];
        assert!(received.encrypted);
        assert_eq!(received.user.as_deref(), Some("gate"));
    }
}

#[tokio::test]
async fn nothing_is_taken_in_clear_where_tls_is_required() {
    let options = Options { security: Security::StartTls(Certificate::for_localhost()), credentials: None };
    let server = SmtpServer::start_with(options).await;
    let error = plain_client(&server).send(letter("in clear")).await.unwrap_err();
    assert_eq!(error.status().map(u16::from), Some(530));
    assert!(server.messages().is_empty());
}
