//! Counting tries of one name. A try is taken before its password is looked at and given back by a
//! success, so that however many come at once, no more are looked at than the rule says.

use std::time::Duration;

use entity::throttle::{Column, Entity};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait, OnConflict, Query},
};
use types::Timestamp;
use uuid::Uuid;

use crate::{
    Domain,
    db::Tx,
    error::{Error, Result},
    secrets::Purpose,
};

/// Tries under a name as it was typed. Pauses are told apart by these alone: a pause under one name
/// that also held under another would say that the two belong to one person.
const BY_NAME: &str = "sign_in";

/// Tries of a person under all their names, at sign-in, when they confirm that it is them, and when
/// they change their password.
const BY_PERSON: &str = "person";

/// Failures before the first pause.
const FREE: i64 = 5;

/// The first pause; each further failure doubles it.
const FIRST_PAUSE: Duration = Duration::from_secs(30);

/// The longest pause.
const LONGEST_PAUSE: Duration = Duration::from_hours(1);

/// Consecutive failures after which a name is refused until its password is set anew.
const LIMIT: i64 = 50;

/// Consecutive failures of a person under whatever names they have and had, after which they are
/// refused until their password is set anew (NIST SP 800-63B-4 section 3.2.2: no more than 100).
const PERSON_LIMIT: i64 = 100;

/// Takes one try of `name`, and one of the person who is meant by it, and gives how many of the name
/// there were in a row. Where nobody has the name, the name stands for a person too, so that it costs
/// the same.
///
/// # Errors
/// `too_many_requests` while the name pauses.
pub(super) async fn take(domain: &Domain, name: &str, person: Option<Uuid>) -> Result<i64> {
    let now = domain.clock().now();
    let key = name_key(domain, name);
    let person = person.map_or_else(|| person_key(domain, &key), |id| person_key(domain, id.as_bytes()));
    let tx = domain.begin().await?;
    let counted = count(&tx, now, BY_NAME, &key, LIMIT).await?;
    // A name that pauses counts nothing against its person: else guessing could lock somebody out.
    let all = match counted {
        Some(_) => count(&tx, now, BY_PERSON, &person, PERSON_LIMIT).await?,
        None => None,
    };
    let (Some(failures), Some(_)) = (counted, all) else {
        let row = Entity::find_by_id((BY_NAME.to_owned(), key)).one(tx.conn()).await?;
        let until = row.and_then(|row| row.blocked_until).map_or(now, Timestamp::from_millis);
        let wait = if until > now { until.since(now) } else { LONGEST_PAUSE };
        return Err(Error::throttled(u32::try_from(wait.as_millis().div_ceil(1000)).unwrap_or(u32::MAX)));
    };
    let until = pause_after(failures).map(|pause| (now + pause).as_millis());
    Entity::update_many()
        .col_expr(Column::BlockedUntil, Expr::value(until))
        .filter(Column::Kind.eq(BY_NAME))
        .filter(Column::Key.eq(key))
        .exec(tx.conn())
        .await?;
    tx.commit().await?;
    Ok(failures)
}

/// Adds one and gives the sum, unless the key pauses or has reached its limit. The database decides:
/// of all who try at once, no more are let through than there is room for.
async fn count(tx: &Tx, now: Timestamp, kind: &str, key: &[u8], limit: i64) -> Result<Option<i64>> {
    let counted = |column: Column| Expr::col((Entity, column));
    let open = Condition::all().add(counted(Column::Failures).lt(limit)).add(
        Condition::any()
            .add(counted(Column::BlockedUntil).is_null())
            .add(counted(Column::BlockedUntil).lte(now.as_millis())),
    );
    let mut conflict = OnConflict::columns([Column::Kind, Column::Key]);
    conflict
        .value(Column::Failures, counted(Column::Failures).add(1_i64))
        .value(Column::Total, counted(Column::Total).add(1_i64))
        .value(Column::UpdatedAt, now.as_millis())
        .action_cond_where(open);
    let first = [kind.into(), key.into(), 1_i64.into(), 1_i64.into(), now.as_millis().into()];
    let mut upsert = Query::insert();
    upsert
        .into_table(Entity)
        .columns([Column::Kind, Column::Key, Column::Failures, Column::Total, Column::UpdatedAt])
        .values(first)
        .map_err(Error::internal)?
        .on_conflict(conflict)
        .returning_col(Column::Failures);
    let row = tx.conn().query_one(&upsert).await?;
    Ok(row.map(|row| row.try_get("", "failures")).transpose()?)
}

/// Forgets the failures of a person and of the names they have, after a success.
pub(super) async fn forget(domain: &Domain, tx: &Tx, person: Uuid, names: &[&str]) -> Result<()> {
    let keys: Vec<_> = names.iter().map(|name| name_key(domain, name)).collect();
    let of_names = Condition::all().add(Column::Kind.eq(BY_NAME)).add(Column::Key.is_in(keys));
    let key = person_key(domain, person.as_bytes());
    let of_person = Condition::all().add(Column::Kind.eq(BY_PERSON)).add(Column::Key.eq(key));
    Entity::delete_many().filter(Condition::any().add(of_names).add(of_person)).exec(tx.conn()).await?;
    Ok(())
}

/// How long a name pauses after so many failures in a row.
pub(super) fn pause_after(failures: i64) -> Option<Duration> {
    let beyond = u64::try_from(failures.checked_sub(FREE)?).ok()?;
    let factor = 2_u32.saturating_pow(u32::try_from(beyond).unwrap_or(u32::MAX));
    Some(FIRST_PAUSE.saturating_mul(factor).min(LONGEST_PAUSE))
}

fn name_key(domain: &Domain, name: &str) -> Vec<u8> {
    let name = types::contact::username_key(name);
    domain.keys().mac(Purpose::Throttle, &[BY_NAME.as_bytes(), name.as_bytes()]).to_vec()
}

fn person_key(domain: &Domain, id: &[u8]) -> Vec<u8> {
    domain.keys().mac(Purpose::Throttle, &[BY_PERSON.as_bytes(), id]).to_vec()
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
