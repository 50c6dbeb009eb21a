//! Opens a Gatehouse: data folder, master key, database, migrations.

use domain::{Clock, Db, Domain, Parts};

use super::migrate;
use crate::{
    config::{Config, Found},
    fault::Fault,
};

/// Connects to the configured database.
///
/// # Errors
/// A database that does not answer.
pub async fn open_database(config: &Config) -> Result<Db, Fault> {
    Db::connect(&config.database_url).await.map_err(|error| {
        // The driver's words can quote the URL with its password.
        tracing::debug!(error = %error, "no connection");
        match config.database_url.starts_with("sqlite:") {
            true => Fault::new(
                "The database file cannot be opened",
                "Look whether the folder in GATEHOUSE_DATABASE_URL (or the data folder) is there and this user can \
                 write in it.",
            ),
            false => Fault::new(
                "The database server does not answer or refuses",
                "Look whether PostgreSQL runs and host, user, password and database in GATEHOUSE_DATABASE_URL are right.",
            ),
        }
    })
}

/// Opens everything that a command or the server needs; an empty database is migrated.
///
/// # Errors
/// Whatever is in the way, with its remedy. A wrong master key changes nothing.
pub async fn open(config: &Config) -> Result<Domain, Fault> {
    config.prepare_data_dir()?;
    let master_key = config.master_key()?;
    let db = open_database(config).await?;
    migrate(&db, &config.data_dir).await?;
    assemble(config, master_key, db).await
}

/// Opens a Gatehouse with its database as it is, whatever version has left it.
///
/// # Errors
/// A database without a Gatehouse in it, one of a newer version, or whatever else is in the way.
pub async fn open_unchanged(config: &Config) -> Result<(Db, Domain), Fault> {
    let db = open_database(config).await?;
    let schema = super::schema(&db).await?;
    if let Some(step) = schema.unknown.first() {
        return Err(Fault::new(
            format!("The database was made by a newer Gatehouse: this program does not know its step {step}"),
            "Use that newer version.",
        ));
    }
    if schema.pending.len() == super::steps().len() {
        return Err(Fault::new(
            "There is no Gatehouse in this database",
            "Look at GATEHOUSE_DATA_DIR and GATEHOUSE_DATABASE_URL.",
        ));
    }
    let domain = assemble(config, config.master_key()?, db.clone()).await?;
    Ok((db, domain))
}

async fn assemble(config: &Config, master_key: Found, db: Db) -> Result<Domain, Fault> {
    let parts = Parts {
        db,
        clock: Clock::default(),
        master_keys: master_key.keys.clone(),
        key_source: config.key_source(),
        public_url: config.public_url.clone(),
        smtp_url: config.smtp_url.clone(),
        sms_networks: config.sms_networks.clone(),
        push_service: config.push_service()?,
    };
    Domain::open(parts).await.map_err(|error| {
        let what = error.to_string();
        if what.contains("master key") {
            // A key that was made just now fits no older database and would only mislead.
            if let Some(created) = &master_key.created {
                let _ = std::fs::remove_file(created);
            }
            return Fault::new(
                "The master key is not the one that this database was made with",
                "Restore master.key into the data folder from your backup, or set GATEHOUSE_MASTER_KEY to its content. \
                 Nothing was changed.",
            );
        }
        Fault::new(
            format!("Gatehouse cannot be opened: {what}"),
            "`gatehouse doctor` looks at each part.",
        )
    })
}
