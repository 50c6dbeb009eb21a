//! No PIN and no token in plain, in any table or log line.

use super::*;
use std::{
    io::Write,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};
use testkit::both_engines;

/// All that is logged by this test program, from the first call on.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn log() -> &'static Log {
    static LOG: OnceLock<Log> = OnceLock::new();
    LOG.get_or_init(|| {
        let log = Log::default();
        let writer = log.clone();
        tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_writer(move || writer.clone())
            .try_init()
            .expect("nobody else listens");
        log
    })
}

async fn texts(db: &DatabaseConnection, sql: &str) -> Vec<String> {
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
    rows.into_iter().filter_map(|row| row.try_get_by_index::<Option<String>>(0).unwrap()).collect()
}

/// Every value of every table as text; bytes as hexadecimal digits.
async fn everything(db: &DatabaseConnection) -> String {
    let postgres = db.get_database_backend() == DbBackend::Postgres;
    let tables = match postgres {
        true => "SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema()",
        false => "SELECT name FROM sqlite_master WHERE type = 'table'",
    };
    let mut all = String::new();
    for table in texts(db, tables).await {
        let rows = if postgres {
            texts(db, &format!("SELECT t::text FROM \"{table}\" AS t")).await
        } else {
            let mut rows = Vec::new();
            for column in texts(db, &format!("SELECT name FROM pragma_table_info('{table}')")).await {
                rows.extend(texts(db, &format!("SELECT quote(\"{column}\") FROM \"{table}\"")).await);
            }
            rows
        };
        all.push_str(&format!("{table}: {}\n", rows.join("\n")));
    }
    all
}

fn hex(text: &str) -> String {
    text.bytes().map(|byte| format!("{byte:02x}")).collect()
}

both_engines! {
    async fn no_table_and_no_log_line_holds_a_pin_or_a_token(post: Post) {
        let log = log();
        let user = post.person("amira").await;
        let waiting = post.register(user.row.id).await;
        let sent = post.register(user.row.id).await;
        post.app.domain.messages().find(&post.app.admin(), post.newest().await.id).await.unwrap();
        post.deliver().await;
        post.app.domain.registration().reissue(&post.app.admin(), waiting.id).await.unwrap();
        post.app.domain.audit().chain_pending().await.unwrap();
        let texts: Vec<String> = post.mail.messages().iter().map(|message| message.text().unwrap()).collect();
        let link = texts[0].lines().find(|line| line.contains("/set-password/")).unwrap();

        let tables = everything(post.app.domain.db().read()).await;
        assert!(tables.contains("amira@vellmere.example"), "the search sees what is there");
        let logged = String::from_utf8_lossy(&log.0.lock().unwrap()).into_owned();
        let mut secrets = vec![token_of(link).to_owned()];
        for handout in [&waiting, &sent] {
            let pin = handout.pin.clone().unwrap();
            secrets.extend([grouped(&pin), pin, token_of(&handout.link).to_owned()]);
        }
        for secret in secrets {
            assert!(!tables.contains(&secret), "in a table");
            assert!(!tables.to_lowercase().contains(&hex(&secret)), "in a table, as bytes");
            assert!(!logged.contains(&secret), "in the log");
        }
    }
}
