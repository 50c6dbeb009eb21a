//! Two fresh installations have no secret in common (trust.md INC-24).

use std::{collections::BTreeSet, fs};

use sea_orm::{ConnectionTrait as _, Database, DatabaseConnection, DbBackend, Statement};

use crate::support::Home;

/// Every value in the database that is long enough to be a secret, in hexadecimal.
async fn values(database: &DatabaseConnection) -> BTreeSet<String> {
    let query = |sql: String| database.query_all_raw(Statement::from_string(DbBackend::Sqlite, sql));
    let tables =
        query("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'seaql%'".into())
            .await
            .unwrap();
    let mut found = BTreeSet::new();
    for table in tables {
        let table: String = table.try_get("", "name").unwrap();
        for column in query(format!("SELECT name FROM pragma_table_info('{table}')")).await.unwrap() {
            let column: String = column.try_get("", "name").unwrap();
            let rows = query(format!(
                "SELECT hex(\"{column}\") AS value FROM \"{table}\" WHERE length(\"{column}\") >= 20"
            ))
            .await
            .unwrap();
            found.extend(rows.iter().map(|row| row.try_get::<String>("", "value").unwrap()));
        }
    }
    found
}

#[test]
fn two_fresh_installations_share_no_secret() {
    let homes = [Home::with_admin(), Home::with_admin()];
    let keys = homes.each_ref().map(|home| fs::read_to_string(home.path("data/master.key")).unwrap());
    assert_ne!(keys[0], keys[1]);
    assert_ne!(homes[0].token(), homes[1].token());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let found: Vec<BTreeSet<String>> = homes
        .iter()
        .map(|home| {
            runtime.block_on(async {
                let database = Database::connect(home.database_url()).await.unwrap();
                values(&database).await
            })
        })
        .collect();
    assert!(found[0].len() > 8, "the walk found {} values", found[0].len());
    // The same person with the same password: words may be equal, random bytes may not.
    for shared in found[0].intersection(&found[1]) {
        let bytes: Vec<u8> = shared
            .as_bytes()
            .chunks(2)
            .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
            .collect();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let runs = text.split(|c: char| !(c.is_ascii_alphanumeric() || "-_+=".contains(c)));
        let words = text.is_ascii() && runs.into_iter().all(|run| run.len() < 20);
        assert!(words && !text.contains("argon2"), "both installations hold {text:?}");
    }
}

#[test]
fn files_of_an_installation_are_closed_to_other_users() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = Home::with_admin();
    let mode = |name: &str| fs::metadata(home.path(name)).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode("data"), mode("data/master.key")), (0o700, 0o600));
}
