//! Counting tries of one name. A try is taken before its password is looked at and given back by a
//! success, so that however many come at once, no more are looked at than the rule says.

use std::time::Duration;

use entity::throttle::{Column, Entity};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait, OnConflict, Query},
};
use types::Timestamp;

use crate::{
    Domain,
    db::Tx,
    error::{Error, Result},
    secrets::Purpose,
};

const KIND: &str = "sign_in";

/// Failures before the first pause.
const FREE: i64 = 5;

/// The first pause; each further failure doubles it.
const FIRST_PAUSE: Duration = Duration::from_secs(30);

/// The longest pause.
const LONGEST_PAUSE: Duration = Duration::from_hours(1);

/// Consecutive failures after which a name is refused until its password is set anew. A person has two
/// names at most, user name and e-mail address, so that at most 100 are ever looked at (NIST SP
/// 800-63B-4 section 3.2.2).
const LIMIT: i64 = 50;

/// Takes one try of `name` and gives how many there were in a row.
///
/// # Errors
/// `too_many_requests` while the name pauses.
pub(super) async fn take(domain: &Domain, name: &str) -> Result<i64> {
    let now = domain.clock().now();
    let key = key_of(domain, name);
    let tx = domain.begin().await?;
    let counted = |column: Column| Expr::col((Entity, column));
    let open = Condition::all().add(counted(Column::Failures).lt(LIMIT)).add(
        Condition::any()
            .add(counted(Column::BlockedUntil).is_null())
            .add(counted(Column::BlockedUntil).lte(now.as_millis())),
    );
    let mut conflict = OnConflict::columns([Column::Kind, Column::Key]);
    conflict
        .value(Column::Failures, counted(Column::Failures).add(1))
        .value(Column::Total, counted(Column::Total).add(1))
        .value(Column::UpdatedAt, now.as_millis())
        .action_cond_where(open);
    let first = [KIND.into(), key.clone().into(), 1_i64.into(), 1_i64.into(), now.as_millis().into()];
    let mut upsert = Query::insert();
    upsert
        .into_table(Entity)
        .columns([Column::Kind, Column::Key, Column::Failures, Column::Total, Column::UpdatedAt])
        .values(first)
        .map_err(Error::internal)?
        .on_conflict(conflict)
        .returning_col(Column::Failures);
    let Some(row) = tx.conn().query_one(&upsert).await? else {
        let row = Entity::find_by_id((KIND.to_owned(), key)).one(tx.conn()).await?;
        let until = row.and_then(|row| row.blocked_until).map_or(now, Timestamp::from_millis);
        let wait = if until > now { until.since(now) } else { LONGEST_PAUSE };
        return Err(Error::throttled(u32::try_from(wait.as_millis().div_ceil(1000)).unwrap_or(u32::MAX)));
    };
    let failures: i64 = row.try_get("", "failures")?;
    let until = pause_after(failures).map(|pause| (now + pause).as_millis());
    Entity::update_many()
        .col_expr(Column::BlockedUntil, Expr::value(until))
        .filter(Column::Kind.eq(KIND))
        .filter(Column::Key.eq(key))
        .exec(tx.conn())
        .await?;
    tx.commit().await?;
    Ok(failures)
}

/// Forgets the failures of these names, after a success.
pub(super) async fn forget(domain: &Domain, tx: &Tx, names: &[&str]) -> Result<()> {
    let keys: Vec<_> = names.iter().map(|name| key_of(domain, name)).collect();
    Entity::delete_many()
        .filter(Column::Kind.eq(KIND))
        .filter(Column::Key.is_in(keys))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// How long a name pauses after so many failures in a row.
pub(super) fn pause_after(failures: i64) -> Option<Duration> {
    let beyond = u64::try_from(failures.checked_sub(FREE)?).ok()?;
    let factor = 2_u32.saturating_pow(u32::try_from(beyond).unwrap_or(u32::MAX));
    Some(FIRST_PAUSE.saturating_mul(factor).min(LONGEST_PAUSE))
}

fn key_of(domain: &Domain, name: &str) -> Vec<u8> {
    let name = types::contact::username_key(name);
    domain.keys().mac(Purpose::Throttle, &[KIND.as_bytes(), name.as_bytes()]).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_from_half_a_minute_to_an_hour() {
        let seconds: Vec<_> =
            (4..=14).map(|failures| pause_after(failures).map(|pause| pause.as_secs())).collect();
        let expected = [0, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600];
        assert_eq!(seconds, expected.map(|seconds| (seconds > 0).then_some(seconds)));
        assert_eq!(pause_after(i64::MAX).map(|pause| pause.as_secs()), Some(3600));
    }
}
