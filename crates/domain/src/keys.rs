//! Changing the master key while everything goes on (trust.md KEY-5, docs/operations/master-key.md).
//!
//! Every envelope has a key of its own, which is wrapped under the master key: bringing it under another one writes
//! 72 bytes anew and opens nothing. Each is written only if it is still what was read, so that whatever servers write
//! meanwhile stays; and both keys count until nothing is under the old one any more. So it can end anywhere and be
//! begun again.

use std::time::Duration;

use base64::{Engine, engine::general_purpose::STANDARD};
use entity::{registration, setting};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, FromQueryResult, QueryFilter,
    sea_query::{Alias, Expr, Query},
};
use serde_json::{Value, json};
use types::AuditAction;
use uuid::Uuid;

use crate::{
    Domain,
    audit::{Event, Target},
    ctx::RequestCtx,
    error::{Error, Result},
    registration as registrations,
    secrets::Rewrapped,
    settings,
};

/// Rows that are read in one go.
const BATCH: u64 = 200;
/// How often the keys are read again by a process that runs.
const FOLLOW: Duration = Duration::from_secs(1);

/// Where envelopes are: sealed to `<table>/<id>/<purpose>`.
struct Place {
    table: &'static str,
    column: &'static str,
    /// The column whose id they are sealed to.
    id: &'static str,
    /// Another id that they are sealed to.
    owner: Option<&'static str>,
    purpose: &'static str,
}

const fn place(table: &'static str, column: &'static str, purpose: &'static str) -> Place {
    Place { table, column, id: "id", owner: None, purpose }
}

/// All of them; a test seals one of each and changes the key.
const PLACES: [Place; 12] = [
    place("single_use_links", "envelope", "token"),
    place("registrations", "envelope", "code"),
    place("directories", "bind_password", "bind_password"),
    place("apple_enrolments", "push_magic", "push_magic"),
    place("apple_enrolments", "unlock_token", "unlock_token"),
    place("apple_enrolments", "bootstrap_token", "bootstrap_token"),
    place("tv_enrolments", "token", "token"),
    place("configurations", "secret", "secret"),
    place("commands", "secret", "secret"),
    Place { id: "device_id", ..place("device_locations", "place", "place") },
    Place { owner: Some("user_id"), ..place("user_certificates", "content", "content") },
    Place { owner: Some("user_id"), ..place("certificate_uploads", "content", "content") },
];

/// Settings with envelopes in them, under the name `envelope`.
const SETTINGS: [&str; 4] = [
    settings::key::MAIL_SERVER,
    settings::key::SMS_GATEWAY,
    settings::key::DEVICE_AUTHORITY,
    settings::key::PUSH_CERTIFICATE,
];

/// What a change of the master key has come to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// Envelopes that were looked at.
    pub seen: u64,
    /// Envelopes that are under the current key now and were not.
    pub rewrapped: u64,
    /// Envelopes that no key opens.
    pub closed: u64,
}

impl Progress {
    fn count(&mut self, became: &Rewrapped) {
        self.seen += 1;
        match became {
            Rewrapped::Current => {}
            Rewrapped::Now(_) => self.rewrapped += 1,
            Rewrapped::Closed => self.closed += 1,
        }
    }
}

#[derive(FromQueryResult)]
struct Row {
    row_id: Uuid,
    sealed_to: Uuid,
    owner: Option<Uuid>,
    envelope: Vec<u8>,
}

impl Domain {
    /// Brings every envelope under the current master key. `told` hears how far it has come, every few hundred.
    ///
    /// # Errors
    /// When the database fails; begun again, it goes on where it was.
    pub async fn change_master_key(&self, mut told: impl FnMut(Progress)) -> Result<Progress> {
        let mut progress = Progress::default();
        for place in &PLACES {
            self.rewrap_column(place, &mut progress, &mut told).await?;
        }
        for key in SETTINGS {
            self.rewrap_setting(key, &mut progress).await?;
        }
        self.settings().rewrap_master_key_check().await?;
        told(progress);
        if progress.rewrapped > 0 {
            let now = self.clock().now();
            let tx = self.begin().await?;
            let after = json!({ "envelopes": progress.rewrapped, "closed": progress.closed });
            let event = Event::done(AuditAction::MasterKeyChanged, Target::only("master_key"));
            tx.record(&RequestCtx::system("master key"), now, event.change(None, Some(after))).await?;
            tx.commit().await?;
        }
        Ok(progress)
    }

    /// Reads the keys again and again, as long as this process runs.
    pub(crate) async fn follow_keys(&self) {
        loop {
            tokio::time::sleep(FOLLOW).await;
            if self.keys().refresh() {
                tracing::info!(
                    "the master key was changed; what is sealed from now on is sealed under the new one"
                );
            }
        }
    }

    async fn rewrap_column(
        &self,
        place: &Place,
        progress: &mut Progress,
        told: &mut impl FnMut(Progress),
    ) -> Result<()> {
        let mut after = Uuid::nil();
        loop {
            let rows = self.read(place, after).await?;
            let Some(last) = rows.last() else { return Ok(()) };
            after = last.row_id;
            for row in &rows {
                let binding = match row.owner {
                    Some(owner) => format!(
                        "{}/{}/{}/{}",
                        place.table,
                        row.sealed_to.hyphenated(),
                        owner.hyphenated(),
                        place.purpose
                    ),
                    None => format!("{}/{}/{}", place.table, row.sealed_to.hyphenated(), place.purpose),
                };
                let became = self.keys().rewrap(&binding, &row.envelope)?;
                progress.count(&became);
                let was_current = became == Rewrapped::Current;
                if let Rewrapped::Now(now) = became {
                    self.write(place, row, now).await?;
                }
                if place.table == "registrations" && self.renew_pin_mac(row.row_id).await? && was_current {
                    progress.rewrapped += 1;
                }
            }
            told(*progress);
        }
    }

    async fn read(&self, place: &Place, after: Uuid) -> Result<Vec<Row>> {
        let column = Alias::new;
        let mut select = Query::select();
        select
            .expr_as(Expr::col(column("id")), column("row_id"))
            .expr_as(Expr::col(column(place.id)), column("sealed_to"))
            .expr_as(Expr::col(column(place.column)), column("envelope"))
            .from(column(place.table))
            .and_where(Expr::col(column(place.column)).is_not_null())
            .and_where(Expr::col(column("id")).gt(after))
            .order_by(column("id"), sea_orm::Order::Asc)
            .limit(BATCH);
        match place.owner {
            Some(owner) => select.expr_as(Expr::col(column(owner)), column("owner")),
            None => select.expr_as(Expr::value(None::<Uuid>), column("owner")),
        };
        let db = self.db().read();
        let statement = db.get_database_backend().build(&select);
        Ok(Row::find_by_statement(statement).all(db).await?)
    }

    /// Writes an envelope, if it is still the one that was read.
    async fn write(&self, place: &Place, row: &Row, now: Vec<u8>) -> Result<()> {
        let column = Alias::new;
        let tx = self.begin().await?;
        let mut update = Query::update();
        update
            .table(column(place.table))
            .value(column(place.column), now.clone())
            .and_where(Expr::col(column("id")).eq(row.row_id))
            .and_where(Expr::col(column(place.column)).eq(row.envelope.clone()));
        tx.conn().execute(&update).await?;
        tx.commit().await
    }

    /// The PIN of a registration is recognised by a hash under the master key too. It may have been made a moment before
    /// the envelope beside it, so that the one says nothing of the other. Gives whether it was another.
    async fn renew_pin_mac(&self, id: Uuid) -> Result<bool> {
        let tx = self.begin().await?;
        let Some(mac) = registrations::pin_mac_of(&tx, self.keys(), id).await? else { return Ok(false) };
        let renewed = registration::Entity::update_many()
            .col_expr(registration::Column::PinMac, Expr::value(mac.clone()))
            .filter(registration::Column::Id.eq(id))
            .filter(registration::Column::PinMac.is_not_null())
            .filter(registration::Column::PinMac.ne(mac))
            .exec(tx.conn())
            .await?;
        tx.commit().await?;
        Ok(renewed.rows_affected == 1)
    }

    async fn rewrap_setting(&self, key: &str, progress: &mut Progress) -> Result<()> {
        let tx = self.begin().await?;
        let Some(row) = setting::Entity::find_by_id(key).one(tx.conn()).await? else { return Ok(()) };
        let mut value: Value = serde_json::from_str(&row.value).map_err(Error::internal)?;
        let before = progress.rewrapped;
        self.rewrap_in(&mut value, &format!("settings/{key}"), progress)?;
        if progress.rewrapped == before {
            return Ok(());
        }
        setting::Entity::update_many()
            .col_expr(setting::Column::Value, Expr::value(value.to_string()))
            .filter(setting::Column::Key.eq(key))
            .filter(setting::Column::Value.eq(row.value))
            .exec(tx.conn())
            .await?;
        tx.commit().await
    }

    fn rewrap_in(&self, value: &mut Value, binding: &str, progress: &mut Progress) -> Result<()> {
        match value {
            Value::Object(fields) => {
                for (name, field) in fields {
                    match field.as_str().filter(|_| name == "envelope") {
                        Some(text) => {
                            let sealed = STANDARD.decode(text).map_err(Error::internal)?;
                            let became = self.keys().rewrap(binding, &sealed)?;
                            progress.count(&became);
                            if let Rewrapped::Now(now) = became {
                                *field = STANDARD.encode(now).into();
                            }
                        }
                        None => self.rewrap_in(field, binding, progress)?,
                    }
                }
                Ok(())
            }
            Value::Array(items) => {
                items.iter_mut().try_for_each(|item| self.rewrap_in(item, binding, progress))
            }
            _ => Ok(()),
        }
    }
}
