//! Nothing that is logged, at any level, holds a PIN, a password, a token or a key.

use std::{
    io::Write,
    sync::{Arc, Mutex, OnceLock},
};

use serde_json::json;
use tracing_subscriber::{Layer as _, fmt::MakeWriter, layer::SubscriberExt as _};
use types::{Face, Scope};

use crate::support::{ADMIN, Device, PASSWORD, Web, bare, form, own};

/// What was logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// The log of all stories in this program: there can be one only.
fn log_of_this_program() -> &'static Log {
    static LOG: OnceLock<Log> = OnceLock::new();
    LOG.get_or_init(|| {
        let log = Log::default();
        let lines = tracing_subscriber::fmt::layer().with_writer(log.clone()).with_ansi(false);
        let lines = lines.with_filter(tracing_subscriber::filter::filter_fn(server::logging::is_harmless));
        tracing::subscriber::set_global_default(tracing_subscriber::registry().with(lines)).unwrap();
        log
    })
}

testkit::both_engines! {
    async fn no_secret_is_logged(web: Web) {
        let log = log_of_this_program();
        let mut secrets = vec![PASSWORD.to_owned(), "wrong but long enough".to_owned()];
        for password in [PASSWORD, "wrong but long enough"] {
            let fields = [("username", ADMIN), ("password", password), ("next", "/admin")];
            let answer = web.send(form("/admin/sign-in", &fields)).await;
            secrets.extend(answer.header("set-cookie").split(['=', ';']).nth(1).map(str::to_owned));
        }
        let token = web.token(&[Scope::All]).await;
        let user = json!({ "username": "amira", "display_name": "Amira", "email": "amira@vellmere.example" });
        let user = web.rest(&token, "POST", "/api/v1/users", Some(user)).await.json();
        let asked = json!({ "user_id": user["id"], "platform": "linux", "notify": ["email"] });
        let handout = web.rest(&token, "POST", "/api/v1/registrations", Some(asked)).await.json();
        let (pin, link) = (handout["pin"].as_str().unwrap(), handout["link"].as_str().unwrap());
        let link_token = link.rsplit('/').next().unwrap();
        web.send(bare(own("GET", &format!("/r/{link_token}")))).await;
        web.send(bare(own("GET", &format!("/R/{link_token}/x?pin={pin}")))).await;
        web.send(form("/go", &[("username", "amira"), ("pin", pin)])).await;
        let mut device = Device::new(9);
        assert_eq!(device.register(&web, "amira", "00000000").await.status, 403);
        assert_eq!(device.register(&web, "amira", pin).await.status, 201);
        web.send(device.signed(&web, "/api/device/v1/check-in", &json!({}))).await;
        web.rest("gh_a-wrong-token-that-somebody-mistyped", "GET", "/api/v1/users", None).await;
        secrets.push("gh_a-wrong-token-that-somebody-mistyped".to_owned());
        let set_password = set_password_token(&web).await;
        web.send(bare(own("GET", &format!("/set-password/{set_password}")))).await;
        let chosen = "umbrella quartz seven lantern";
        let fields = [("password", chosen), ("again", chosen), ("password_again", chosen)];
        web.send(form(&format!("/set-password/{set_password}"), &fields)).await;
        assert!(web.app.domain.access().sign_in(&web.app.anonymous(), Face::Portal, "amira", chosen).await.is_ok());
        let reset = web.app.domain.access().reset_admin(&web.app.system(), ADMIN).await.unwrap();
        secrets.extend([token.clone(), pin.to_owned(), link_token.to_owned(), set_password, chosen.to_owned(), reset, web.app.master_key.to_text()]);

        let text = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
        assert!(text.matches("answered").count() >= 5, "the log was not caught");
        for secret in &secrets {
            assert!(secret.len() >= 8, "{secret:?} proves nothing");
            let line = text.lines().find(|line| line.contains(secret.as_str()));
            assert!(line.is_none(), "{secret} is in the log: {}", line.unwrap_or_default());
        }
        let audit = web.rest(&token, "GET", "/api/v1/audit-events?limit=200", None).await;
        for secret in &secrets {
            assert!(!audit.text.contains(secret.as_str()), "{secret} is in the audit log");
        }
    }
}

/// The secret of the link that the new person was sent.
async fn set_password_token(web: &Web) -> String {
    let messages = web.app.domain.messages();
    for row in messages.list(&web.app.admin(), &types::MessageQuery::default()).await.unwrap().items {
        let text = messages.find(&web.app.admin(), row.id).await.unwrap().text;
        if let Some((_, rest)) = text.split_once("/set-password/") {
            return rest
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
                .collect();
        }
    }
    panic!("no message with a link");
}
