//! Bringing the database to what was read: people first, then who is in which group. Each step is a
//! transaction of its own with its audit events, so that a reading of fifty thousand people holds up
//! nobody for long, and one that stops in the middle is simply continued by the next.

use std::collections::{HashMap, HashSet};

use entity::{directory, directory_sync};
use types::{DirectoryFault, Skip, SkipReason, SyncReport, Timestamp};
use uuid::Uuid;

use super::{super::fault::Fault, queue, read::Snapshot, run::Stop};
use crate::{
    Domain,
    ctx::RequestCtx,
    db::Tx,
    error::Result,
    people::from_directory::{self, Incoming, Known, Origin, Refused},
};

/// People in one transaction.
const CHUNK: usize = 500;

/// Fewer losses than this never wait for anybody.
const FEW: usize = 5;

/// Applies a snapshot.
pub(super) async fn apply(
    domain: &Domain,
    sync: &directory_sync::Model,
    row: &directory::Model,
    snapshot: Snapshot,
    report: &mut SyncReport,
) -> Result<(), Stop> {
    let known = from_directory::known(domain.db().read(), row.id).await?;
    let present = known.values().filter(|person| !person.is_gone).count();
    if snapshot.people.is_empty() && present > 0 {
        return Err(Fault::from(DirectoryFault::Empty).into());
    }
    let language = domain.settings().new_language().await?;
    let work = Work {
        domain,
        sync,
        ctx: RequestCtx::system("directories"),
        origin: Origin { id: row.id, name: row.name.clone(), language },
    };
    let keys: HashSet<&str> = snapshot.people.iter().map(|person| person.key.as_str()).collect();
    let is_there = |key: &str| keys.contains(key) || snapshot.unreadable.contains(key);
    let missing: Vec<Uuid> = known
        .iter()
        .filter(|(key, person)| !person.is_gone && !is_there(key))
        .map(|(_, person)| person.id)
        .collect();
    let untouched: HashSet<Uuid> = known
        .iter()
        .filter(|(key, _)| snapshot.unreadable.contains(*key))
        .map(|(_, person)| person.id)
        .collect();
    let Snapshot { people, groups_of, groups, missing: groups_missing, .. } = snapshot;
    let ids = work.people(people, &known, report).await?;
    let mut wanted: Vec<HashSet<Uuid>> = groups.iter().map(|_| HashSet::new()).collect();
    for (id, of) in ids.iter().zip(&groups_of) {
        let Some(id) = id else { continue };
        for group in of {
            if let Some(members) = usize::try_from(*group).ok().and_then(|at| wanted.get_mut(at)) {
                members.insert(*id);
            }
        }
    }
    let group_ids: Vec<Uuid> = groups.iter().map(|group| group.id).collect();
    let all_groups: Vec<Uuid> = group_ids.iter().chain(&groups_missing).copied().collect();
    let mut members = from_directory::members(domain.db().read(), &all_groups).await?;
    let memberships: usize = members.values().map(HashSet::len).sum();
    let mut ending = 0;
    for (group, wanted) in group_ids.iter().zip(&wanted) {
        let now = members.get(group);
        ending += now.map_or(0, |now| now.difference(wanted).filter(|id| !untouched.contains(id)).count());
    }
    ending += groups_missing.iter().filter_map(|group| members.get(group)).map(HashSet::len).sum::<usize>();
    let many = |lost: usize, of: usize| lost > FEW && lost * 2 > of;
    let holds = sync.accept_losses == 0 && (many(missing.len(), present) || many(ending, memberships));
    if holds {
        report.counts.held = missing.len().max(1) as u64;
        report.gone = from_directory::names(domain.db().read(), &missing, SyncReport::MAX_LINES).await?;
    } else {
        work.departures(&missing, report).await?;
    }
    work.names_of_groups(&groups, report).await?;
    for (group, wanted) in groups.iter().zip(&wanted) {
        let now = members.remove(&group.id).unwrap_or_default();
        let add: Vec<Uuid> = wanted.difference(&now).copied().collect();
        let end = now.difference(wanted).filter(|id| !untouched.contains(*id)).copied();
        let end: Vec<Uuid> = if holds { Vec::new() } else { end.collect() };
        work.memberships(group.id, &add, &end, report).await?;
    }
    if !holds {
        for group in groups_missing {
            let end: Vec<Uuid> = members.remove(&group).unwrap_or_default().into_iter().collect();
            work.lost_group(group, &end, report).await?;
        }
    }
    Ok(())
}

struct Work<'a> {
    domain: &'a Domain,
    sync: &'a directory_sync::Model,
    ctx: RequestCtx,
    origin: Origin,
}

impl Work<'_> {
    /// A transaction of this reading, if it still may write.
    async fn begin(&self) -> Result<(Tx, Timestamp), Stop> {
        let now = self.domain.clock().now();
        let tx = self.domain.begin().await?;
        if queue::still_mine(&tx, now, self.sync.id).await? {
            return Ok((tx, now));
        }
        Err(Stop::Cancelled)
    }

    /// New and changed people; gives the id of each, in their order.
    async fn people(
        &self,
        people: Vec<Incoming>,
        known: &HashMap<String, Known>,
        report: &mut SyncReport,
    ) -> Result<Vec<Option<Uuid>>, Stop> {
        let mut ids: Vec<Option<Uuid>> = Vec::with_capacity(people.len());
        let (mut renamed, mut changed, mut new) = (Vec::new(), Vec::new(), Vec::new());
        for (at, person) in people.into_iter().enumerate() {
            let earlier = known.get(&person.key);
            ids.push(earlier.map(|earlier| earlier.id));
            match earlier {
                None => new.push((at, person)),
                Some(earlier) if earlier.username_key != person.username.key() => {
                    renamed.push((earlier.id, person));
                }
                Some(earlier) if earlier.differs_from(&person) => changed.push((earlier.id, person)),
                Some(_) => {}
            }
        }
        // All renames at once: two people may swap their names.
        self.changes(renamed, report).await?;
        while !changed.is_empty() {
            let rest = changed.split_off(changed.len().min(CHUNK));
            self.changes(std::mem::replace(&mut changed, rest), report).await?;
        }
        while !new.is_empty() {
            let rest = new.split_off(new.len().min(CHUNK));
            let (places, some): (Vec<usize>, Vec<Incoming>) =
                std::mem::replace(&mut new, rest).into_iter().unzip();
            let added = self.additions(some, report).await?;
            for (place, id) in places.into_iter().zip(added) {
                if let Some(known) = ids.get_mut(place) {
                    *known = id;
                }
            }
        }
        Ok(ids)
    }

    async fn changes(&self, people: Vec<(Uuid, Incoming)>, report: &mut SyncReport) -> Result<(), Stop> {
        if people.is_empty() {
            return Ok(());
        }
        let (mut tx, now) = self.begin().await?;
        let done = from_directory::change(&mut tx, &self.ctx, now, &self.origin, people).await?;
        tx.commit().await?;
        report.counts.changed += done.changed;
        report.counts.returned += done.returned;
        skip(report, done.refused);
        Ok(())
    }

    async fn additions(
        &self,
        people: Vec<Incoming>,
        report: &mut SyncReport,
    ) -> Result<Vec<Option<Uuid>>, Stop> {
        // Somebody may take one of the names at the same moment: then all of it once more.
        for tries in 0.. {
            let (mut tx, now) = self.begin().await?;
            let outcome = from_directory::add(&mut tx, &self.ctx, now, &self.origin, &people).await;
            let done = match outcome {
                Err(error) if error.is_unique_violation() && tries < 10 => continue,
                outcome => outcome?,
            };
            tx.commit().await?;
            report.counts.added += done.added;
            report.counts.returned += done.returned;
            skip(report, done.refused);
            return Ok(done.ids);
        }
        Ok(Vec::new())
    }

    async fn departures(&self, missing: &[Uuid], report: &mut SyncReport) -> Result<(), Stop> {
        for some in missing.chunks(CHUNK) {
            let (mut tx, now) = self.begin().await?;
            let done = from_directory::depart(&mut tx, &self.ctx, now, &self.origin, some).await?;
            tx.commit().await?;
            report.counts.gone += done.gone.len() as u64;
            let room = SyncReport::MAX_LINES.saturating_sub(report.gone.len());
            report.gone.extend(done.gone.into_iter().take(room));
            skip(report, done.kept.into_iter().map(|name| (name, SkipReason::LastAdministrator)).collect());
        }
        Ok(())
    }

    async fn names_of_groups(
        &self,
        groups: &[super::read::ReadGroup],
        report: &mut SyncReport,
    ) -> Result<(), Stop> {
        let (mut tx, now) = self.begin().await?;
        let names = groups.iter().map(|group| (group.id, group.name.clone(), group.dn.clone())).collect();
        from_directory::name_groups(&mut tx, &self.ctx, now, names).await?;
        tx.commit().await?;
        let _ = report;
        Ok(())
    }

    async fn memberships(
        &self,
        group: Uuid,
        add: &[Uuid],
        end: &[Uuid],
        report: &mut SyncReport,
    ) -> Result<(), Stop> {
        if add.is_empty() && end.is_empty() {
            return Ok(());
        }
        let (mut tx, now) = self.begin().await?;
        from_directory::set_members(&mut tx, &self.ctx, now, group, add, end).await?;
        tx.commit().await?;
        report.counts.memberships_added += add.len() as u64;
        report.counts.memberships_ended += end.len() as u64;
        Ok(())
    }

    async fn lost_group(&self, group: Uuid, end: &[Uuid], report: &mut SyncReport) -> Result<(), Stop> {
        let (mut tx, now) = self.begin().await?;
        if from_directory::lose_group(&mut tx, &self.ctx, now, group, end).await? {
            report.counts.groups_gone += 1;
        }
        tx.commit().await?;
        report.counts.memberships_ended += end.len() as u64;
        Ok(())
    }
}

fn skip(report: &mut SyncReport, refused: Vec<Refused>) {
    report.counts.skipped += refused.len() as u64;
    let room = SyncReport::MAX_LINES.saturating_sub(report.skips.len());
    let lines = refused.into_iter().map(|(entry, reason)| Skip { entry, reason });
    report.skips.extend(lines.take(room));
}
