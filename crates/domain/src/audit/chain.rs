//! The hash chain: each link is SHA-256 over the event's canonical JSON and the link before it.

use entity::{audit_chain, audit_event, audit_pending};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use sha2::{Digest, Sha256};

use super::{Audit, parts};
use crate::error::Result;

/// Events that one pass chains at most.
const BATCH: u64 = 1_000;
/// What the first link follows.
const GENESIS: [u8; 32] = [0; 32];

/// The first place where the chain does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainFault {
    /// The number of the bad link.
    pub seq: i64,
    /// What is wrong with it.
    pub what: &'static str,
}

/// What a verification found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// Links that were checked.
    pub links: u64,
    /// The first fault, if any.
    pub fault: Option<ChainFault>,
}

impl Audit<'_> {
    /// Links committed events that are not in the chain yet; a job calls this at least once a
    /// second, holding the chainer's lease. Gives the number of events linked.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn chain_pending(&self) -> Result<u64> {
        let tx = self.domain.begin().await?;
        let pending = audit_pending::Entity::find()
            .order_by_asc(audit_pending::Column::EventId)
            .limit(BATCH)
            .all(tx.conn())
            .await?;
        if pending.is_empty() {
            return Ok(0);
        }
        let ids: Vec<_> = pending.iter().map(|row| row.event_id).collect();
        let last = audit_chain::Entity::find().order_by_desc(audit_chain::Column::Seq).one(tx.conn()).await?;
        let (mut seq, mut prev) = last.map_or((0, GENESIS.to_vec()), |link| (link.seq, link.hash));
        let events = audit_event::Entity::find()
            .filter(audit_event::Column::Id.is_in(ids.clone()))
            .order_by_asc(audit_event::Column::Id)
            .all(tx.conn())
            .await?;
        let count = events.len() as u64;
        let mut links = Vec::with_capacity(events.len());
        for event in events {
            seq += 1;
            let hash = link_hash(seq, &event, &prev);
            links.push(audit_chain::ActiveModel {
                seq: Set(seq),
                event_id: Set(event.id),
                prev_hash: Set(std::mem::replace(&mut prev, hash.clone())),
                hash: Set(hash),
            });
        }
        for chunk in links.chunks(100) {
            audit_chain::Entity::insert_many(chunk.to_vec()).exec_without_returning(tx.conn()).await?;
        }
        audit_pending::Entity::delete_many()
            .filter(audit_pending::Column::EventId.is_in(ids))
            .exec(tx.conn())
            .await?;
        tx.commit().await?;
        Ok(count)
    }

    /// Chains the tail, then checks every link and every event.
    ///
    /// # Errors
    /// When the database fails; a broken chain is a finding, not an error.
    pub async fn verify(&self) -> Result<Verified> {
        while self.chain_pending().await? > 0 {}
        let db = self.domain.db().read();
        let mut prev = GENESIS.to_vec();
        let mut checked: i64 = 0;
        loop {
            let links = audit_chain::Entity::find()
                .filter(audit_chain::Column::Seq.gt(checked))
                .order_by_asc(audit_chain::Column::Seq)
                .limit(BATCH)
                .find_also_related_by_event(db)
                .await?;
            if links.is_empty() {
                break;
            }
            for (link, event) in links {
                if let Some(what) = fault_of(&link, event.as_ref(), checked, &prev) {
                    let fault = ChainFault { seq: checked + 1, what };
                    return Ok(Verified { links: checked.unsigned_abs(), fault: Some(fault) });
                }
                checked = link.seq;
                prev = link.hash;
            }
        }
        if let Some(fault) = parts::fault_of_erasures(db).await? {
            return Ok(Verified { links: checked.unsigned_abs(), fault: Some(fault) });
        }
        let events = audit_event::Entity::find().count(db).await?;
        let pending = audit_pending::Entity::find().count(db).await?;
        let fault = (events > checked.unsigned_abs() + pending)
            .then_some(ChainFault { seq: checked + 1, what: "events outside the chain" });
        Ok(Verified { links: checked.unsigned_abs(), fault })
    }
}

fn fault_of(
    link: &audit_chain::Model,
    event: Option<&audit_event::Model>,
    checked: i64,
    prev: &[u8],
) -> Option<&'static str> {
    let Some(event) = event else { return Some("the event is missing") };
    if link.seq != checked + 1 {
        return Some("a link is missing");
    }
    if link.prev_hash != prev {
        return Some("the link does not follow the one before it");
    }
    if link.hash != link_hash(link.seq, event, prev) {
        return Some("the event was changed");
    }
    parts::fault_of(event)
}

/// The canonical form is a JSON array of columns in their fixed order, with the digests in place of
/// the texts that may name people. Events that were written before there were digests have the texts.
fn link_hash(seq: i64, event: &audit_event::Model, prev: &[u8]) -> Vec<u8> {
    let canonical = match (&event.actor_digest, &event.target_digest) {
        (Some(actor), Some(target)) => serde_json::json!([
            seq,
            event.id,
            event.at,
            event.actor_kind,
            event.actor_id,
            event.request_id,
            event.action,
            event.target_kind,
            event.target_id,
            event.outcome,
            actor,
            target,
        ]),
        _ => with_texts(seq, event),
    };
    let mut hash = Sha256::new();
    hash.update(canonical.to_string().as_bytes());
    hash.update(prev);
    hash.finalize().to_vec()
}

fn with_texts(seq: i64, event: &audit_event::Model) -> serde_json::Value {
    serde_json::json!([
        seq,
        event.id,
        event.at,
        event.actor_kind,
        event.actor_id,
        event.actor_name,
        event.address,
        event.request_id,
        event.action,
        event.target_kind,
        event.target_id,
        event.target_name,
        event.outcome,
        event.reason,
        event.before,
        event.after,
    ])
}

/// Links with their events.
trait WithEvents {
    async fn find_also_related_by_event<C: ConnectionTrait>(
        self,
        db: &C,
    ) -> Result<Vec<(audit_chain::Model, Option<audit_event::Model>)>>;
}

impl WithEvents for sea_orm::Select<audit_chain::Entity> {
    async fn find_also_related_by_event<C: ConnectionTrait>(
        self,
        db: &C,
    ) -> Result<Vec<(audit_chain::Model, Option<audit_event::Model>)>> {
        let links = self.all(db).await?;
        let ids: Vec<_> = links.iter().map(|link| link.event_id).collect();
        let events = audit_event::Entity::find().filter(audit_event::Column::Id.is_in(ids)).all(db).await?;
        let mut by_id: std::collections::HashMap<_, _> =
            events.into_iter().map(|event| (event.id, event)).collect();
        Ok(links
            .into_iter()
            .map(|link| {
                let event = by_id.remove(&link.event_id);
                (link, event)
            })
            .collect())
    }
}
