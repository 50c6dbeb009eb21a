//! The lease: one row that says which process works, and until when.

use std::time::Duration;

use entity::lease;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait, OnConflict},
};
use types::Timestamp;

use crate::{Domain, error::Result};

const NAME: &str = "jobs";

/// For how long a lease counts; a process that died is followed after that and a look.
const TERM: Duration = Duration::from_secs(20);
/// How often it is renewed.
const RENEWAL: Duration = Duration::from_secs(5);

/// A lease that this process holds.
#[derive(Debug)]
pub(super) struct Lease<'a> {
    holder: &'a str,
    until: Timestamp,
}

impl<'a> Lease<'a> {
    /// Takes the lease if it is free, has run out, or is this process's already. The database decides
    /// between two who ask at once.
    pub(super) async fn take(domain: &Domain, holder: &'a str) -> Result<Option<Self>> {
        let now = domain.clock().now();
        let found = lease::Entity::find_by_id(NAME).one(domain.db().read()).await?;
        if found.is_some_and(|row| row.holder != holder && row.until > now.as_millis()) {
            return Ok(None);
        }
        let until = now + TERM;
        let row = lease::ActiveModel {
            name: Set(NAME.to_owned()),
            holder: Set(holder.to_owned()),
            until: Set(until.as_millis()),
        };
        let free = Condition::any()
            .add(Expr::col((lease::Entity, lease::Column::Until)).lte(now.as_millis()))
            .add(Expr::col((lease::Entity, lease::Column::Holder)).eq(holder));
        let mut conflict = OnConflict::column(lease::Column::Name);
        conflict.update_columns([lease::Column::Holder, lease::Column::Until]).action_cond_where(free);
        let taken = lease::Entity::insert(row)
            .on_conflict(conflict)
            .exec_without_returning(domain.db().write())
            .await?;
        Ok((taken == 1).then_some(Self { holder, until }))
    }

    /// Renews the lease in time. Returns when it is lost.
    pub(super) async fn keep(mut self, domain: &Domain) {
        loop {
            tokio::time::sleep(RENEWAL).await;
            match Self::take(domain, self.holder).await {
                Ok(Some(renewed)) => self = renewed,
                Ok(None) => return,
                Err(error) => {
                    tracing::warn!(
                        error = super::describe(&error),
                        "the lease of the jobs could not be renewed"
                    );
                    if domain.clock().now() >= self.until {
                        return;
                    }
                }
            }
        }
    }

    /// Lets the next process work at once.
    pub(super) async fn give_back(domain: &Domain, holder: &str) -> Result<()> {
        lease::Entity::delete_many()
            .filter(lease::Column::Name.eq(NAME))
            .filter(lease::Column::Holder.eq(holder))
            .exec(domain.db().write())
            .await?;
        Ok(())
    }
}
