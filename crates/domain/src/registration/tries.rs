//! The counter of wrong PINs: it belongs to the person, under the name as it was typed, so that names
//! that nobody has count alike; a new PIN does not reset it (product.md 3.2, trust.md PIN-4).

use entity::throttle;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait, OnConflict, SimpleExpr},
};
use types::{Timestamp, contact::username_key};

use crate::{
    db::Tx,
    error::{Error, Result},
    secrets::{Keys, Purpose},
};

/// Wrong tries that end the PINs of a person.
pub(super) const MOST_FAILURES: i64 = 10;
/// Wrong tries in a row, over several PINs, after which PINs of this name do not count at all until a
/// link is used or an administrator issues a new one.
const MOST_IN_A_ROW: i64 = 100;

const KIND: &str = "pin";

/// The state of a counter with the try that is being made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tries {
    /// Tries since the last right one or the last end of the PINs, this one included.
    failures: i64,
    /// Tries in a row, this one included.
    total: i64,
}

impl Tries {
    /// Whether a PIN may count in this try.
    pub(super) fn may_be_right(self) -> bool {
        self.failures <= MOST_FAILURES && self.total <= MOST_IN_A_ROW
    }

    /// Whether this try, if it is wrong, ends the PINs of the person.
    pub(super) fn is_last(self) -> bool {
        self.failures >= MOST_FAILURES
    }
}

/// Counts a try as a wrong one before the PIN is looked at. The row stays locked until the change ends,
/// so that tries of one name come one after the other.
pub(super) async fn count(tx: &Tx, keys: &Keys, username: &str, now: Timestamp) -> Result<Tries> {
    let key = key(keys, username);
    let row = throttle::ActiveModel {
        kind: Set(KIND.to_owned()),
        key: Set(key.clone()),
        failures: Set(1),
        total: Set(1),
        blocked_until: Set(None),
        updated_at: Set(now.as_millis()),
    };
    let mut again = OnConflict::columns([throttle::Column::Kind, throttle::Column::Key]);
    again
        .value(throttle::Column::Failures, one_more(throttle::Column::Failures))
        .value(throttle::Column::Total, one_more(throttle::Column::Total))
        .value(throttle::Column::UpdatedAt, now.as_millis());
    throttle::Entity::insert(row).on_conflict(again).exec_without_returning(tx.conn()).await?;
    let counted = throttle::Entity::find_by_id((KIND.to_owned(), key)).one(tx.conn()).await?;
    let counted = counted.ok_or_else(|| Error::internal("a counter vanished while it was locked"))?;
    Ok(Tries { failures: counted.failures, total: counted.total })
}

/// Takes back the try that was counted: it was no guess.
pub(super) async fn forgive(tx: &Tx, keys: &Keys, username: &str) -> Result<()> {
    let one_less = |column: throttle::Column| Expr::col(column).sub(1_i64);
    let failures = one_less(throttle::Column::Failures);
    set(
        tx,
        keys,
        username,
        &[
            (throttle::Column::Failures, failures),
            (throttle::Column::Total, one_less(throttle::Column::Total)),
        ],
    )
    .await
}

/// Begins anew after a right PIN or link.
pub(super) async fn clear(tx: &Tx, keys: &Keys, username: &str) -> Result<()> {
    let zero = || Expr::value(0_i64);
    set(tx, keys, username, &[(throttle::Column::Failures, zero()), (throttle::Column::Total, zero())]).await
}

/// Begins to count towards the next end; tries in a row go on.
pub(super) async fn ended(tx: &Tx, keys: &Keys, username: &str) -> Result<()> {
    set(tx, keys, username, &[(throttle::Column::Failures, Expr::value(0_i64))]).await
}

/// Lets PINs of this name count again: an administrator has issued one. The tries towards the next end
/// stay counted.
pub(super) async fn let_pins_count(tx: &Tx, keys: &Keys, username: &str) -> Result<()> {
    set(tx, keys, username, &[(throttle::Column::Total, Expr::col(throttle::Column::Failures))]).await
}

async fn set(tx: &Tx, keys: &Keys, username: &str, values: &[(throttle::Column, SimpleExpr)]) -> Result<()> {
    let mut update = throttle::Entity::update_many()
        .filter(throttle::Column::Kind.eq(KIND))
        .filter(throttle::Column::Key.eq(key(keys, username)));
    for (column, value) in values {
        update = update.col_expr(*column, value.clone());
    }
    update.exec(tx.conn()).await?;
    Ok(())
}

fn one_more(column: throttle::Column) -> SimpleExpr {
    Expr::col((throttle::Entity, column)).add(1_i64)
}

fn key(keys: &Keys, username: &str) -> Vec<u8> {
    keys.mac(Purpose::Throttle, &[KIND.as_bytes(), username_key(username).as_bytes()]).to_vec()
}
