//! Reading all of it, before anything is changed.

use std::{
    collections::{HashMap, HashSet},
    ops::ControlFlow,
    sync::atomic::{AtomicU64, Ordering},
};

use types::{DirectoryFault, Membership, PeopleScope, Skip, SkipReason, SyncReport};
use uuid::Uuid;

use super::{
    super::{
        client::{Connection, Entry, Found, Search},
        dn::Mark,
        fault::{Answer, Fault},
        key,
        reader::Account,
    },
    members::{Node, Tree},
    person,
};
use crate::people::from_directory::Incoming;

/// How many groups are asked for in one search.
const KEYS_AT_ONCE: usize = 50;

/// A chosen group as the directory has it now.
#[derive(Debug)]
pub(super) struct ReadGroup {
    pub(super) id: Uuid,
    pub(super) name: String,
    pub(super) dn: String,
}

/// Everything that was read.
#[derive(Debug, Default)]
pub(super) struct Snapshot {
    /// People, each once.
    pub(super) people: Vec<Incoming>,
    /// Of each, the positions of their groups.
    pub(super) groups_of: Vec<Vec<u32>>,
    /// Chosen groups that are there.
    pub(super) groups: Vec<ReadGroup>,
    /// Chosen groups that are not.
    pub(super) missing: Vec<Uuid>,
    /// Keys of entries that are there but cannot be taken over as they are.
    pub(super) unreadable: HashSet<String>,
    skips: Vec<Skip>,
    skipped: u64,
}

impl Snapshot {
    fn skip(&mut self, entry: String, reason: SkipReason) {
        self.skipped += 1;
        if self.skips.len() < SyncReport::MAX_LINES {
            self.skips.push(Skip { entry, reason });
        }
    }

    /// Moves what was skipped into a report.
    pub(super) fn tell(&mut self, report: &mut SyncReport) {
        report.counts.read = self.people.len() as u64;
        report.counts.skipped += self.skipped;
        report.skips.append(&mut self.skips);
    }
}

/// Reads groups, then people. `chosen` are groups with their keys; `progress` counts people.
pub(super) async fn read(
    connection: &mut Connection,
    account: &Account,
    chosen: &[(Uuid, String)],
    progress: &AtomicU64,
) -> Answer<Snapshot> {
    let by_groups = account.settings.people == PeopleScope::Groups;
    if by_groups && chosen.is_empty() {
        return Err(DirectoryFault::NoGroups.into());
    }
    let mut reading = Reading {
        connection,
        account,
        progress,
        keys: HashMap::new(),
        names: HashSet::new(),
        snapshot: Snapshot::default(),
    };
    let found = reading.groups(chosen).await?;
    if !chosen.is_empty() && found.is_empty() {
        return Err(DirectoryFault::GroupsMissing.into());
    }
    match account.settings.membership {
        Membership::List => {
            let groups_of = reading.member_lists(&found).await?;
            reading
                .people(&account.settings.user_filter, None, |marks| {
                    let mut groups: Vec<u32> =
                        marks.iter().filter_map(|mark| groups_of.get(mark)).flatten().copied().collect();
                    groups.sort_unstable();
                    groups.dedup();
                    if by_groups && groups.is_empty() { None } else { Some(groups) }
                })
                .await?;
        }
        Membership::InChain => {
            if !by_groups {
                reading.people(&account.settings.user_filter, None, |_| Some(Vec::new())).await?;
            }
            for (index, (_, dn)) in found.iter().enumerate() {
                let index = u32::try_from(index).unwrap_or(u32::MAX);
                let filter = format!(
                    "(&{}(memberOf:1.2.840.113556.1.4.1941:={}))",
                    account.settings.user_filter,
                    ldap3::ldap_escape(dn.as_str())
                );
                reading.people(&filter, Some(index), |_| Some(vec![index])).await?;
            }
        }
    }
    Ok(reading.snapshot)
}

struct Reading<'a> {
    connection: &'a mut Connection,
    account: &'a Account,
    progress: &'a AtomicU64,
    /// Where each key stands among the people.
    keys: HashMap<String, usize>,
    /// User names that were read.
    names: HashSet<String>,
    snapshot: Snapshot,
}

impl Reading<'_> {
    /// The chosen groups that are there: key and DN, in the order of the snapshot.
    async fn groups(&mut self, chosen: &[(Uuid, String)]) -> Answer<Vec<(String, String)>> {
        let settings = &self.account.settings;
        let attributes = [settings.attributes.key.as_str(), &settings.attributes.group_name];
        let mut found: HashMap<String, (String, String)> = HashMap::new();
        for some in chosen.chunks(KEYS_AT_ONCE) {
            let keys: String =
                some.iter().map(|(_, key)| key::filter(&settings.attributes.key, key)).collect();
            let filter = format!("(&{}(|{keys}))", settings.group_filter);
            for base in &settings.group_bases {
                let search = Search { base, filter: &filter, attributes: &attributes };
                let ended = self
                    .connection
                    .search(search, |entry| {
                        let value = entry.values(&settings.attributes.key).first();
                        let key = value.and_then(|value| key::to_text(&settings.attributes.key, value));
                        if let (Some(key), Some(dn)) = (key, entry.dn_text()) {
                            let name = entry.text(&settings.attributes.group_name);
                            let name = name.unwrap_or_else(|| dn.clone()).chars().take(80).collect();
                            found.insert(key, (name, dn));
                        }
                        ControlFlow::Continue(())
                    })
                    .await?;
                self.note(ended, base);
            }
        }
        let mut there = Vec::new();
        for (id, key) in chosen {
            match found.remove(key) {
                Some((name, dn)) => {
                    there.push((key.clone(), dn.clone()));
                    self.snapshot.groups.push(ReadGroup { id: *id, name, dn });
                }
                None => self.snapshot.missing.push(*id),
            }
        }
        Ok(there)
    }

    /// Who is in which of the chosen groups, by the lists of members of all groups.
    async fn member_lists(&mut self, chosen: &[(String, String)]) -> Answer<HashMap<Mark, Vec<u32>>> {
        let settings = &self.account.settings;
        let names = &settings.attributes;
        let by_name = names.member.eq_ignore_ascii_case("memberUid");
        let mut tree = Tree::default();
        let mut ranged = false;
        if !chosen.is_empty() {
            let attributes = [names.key.as_str(), &names.member];
            for base in &settings.group_bases {
                let search = Search { base, filter: &settings.group_filter, attributes: &attributes };
                let ended = self
                    .connection
                    .search(search, |entry| {
                        ranged |= entry.is_ranged(&names.member);
                        let value = entry.values(&names.key).first();
                        if let Some(key) = value.and_then(|value| key::to_text(&names.key, value)) {
                            let members = entry.values(&names.member).iter().map(|value| match by_name {
                                true => Mark::of_username(value),
                                false => Mark::of_dn(value),
                            });
                            let members = members.collect();
                            tree.add(Node { key, mark: Mark::of_dn(&entry.dn), members });
                        }
                        ControlFlow::Continue(())
                    })
                    .await?;
                self.note(ended, base);
            }
        }
        if ranged {
            // Not all members are there, and an answer that is not whole is none.
            let why = "the server lists members in ranges; let it follow groups itself";
            return Err(Fault::told(DirectoryFault::CutOff, why));
        }
        let mut groups_of: HashMap<Mark, Vec<u32>> = HashMap::new();
        for (index, (key, dn)) in chosen.iter().enumerate() {
            let Some((people, circle)) = tree.everybody_in(key) else { continue };
            if circle {
                self.snapshot.skip(dn.clone(), SkipReason::CircularGroups);
            }
            for mark in people {
                groups_of.entry(mark).or_default().push(u32::try_from(index).unwrap_or(u32::MAX));
            }
        }
        Ok(groups_of)
    }

    /// Reads people. `groups` says in which groups somebody is, by their marks, or that they are not
    /// meant. With `only`, somebody who was read before is put into that group too.
    async fn people(
        &mut self,
        filter: &str,
        only: Option<u32>,
        groups: impl Fn(&[Mark; 2]) -> Option<Vec<u32>>,
    ) -> Answer<()> {
        let settings = &self.account.settings;
        let names = &settings.attributes;
        let attributes = [
            names.key.as_str(),
            &names.username,
            &names.display_name,
            &names.first_name,
            &names.last_name,
            &names.email,
            &names.phone_number,
        ];
        for base in &settings.user_bases {
            let search = Search { base, filter, attributes: &attributes };
            let (keys, taken, snapshot, progress) =
                (&mut self.keys, &mut self.names, &mut self.snapshot, self.progress);
            let ended = self
                .connection
                .search(search, |entry| {
                    let marks = marks(&entry, &names.username);
                    if let Some(groups) = groups(&marks) {
                        take(
                            &entry,
                            groups,
                            only.is_some(),
                            (&mut *keys, &mut *taken),
                            &mut *snapshot,
                            names,
                        );
                        progress.store(snapshot.people.len() as u64, Ordering::Relaxed);
                    }
                    ControlFlow::Continue(())
                })
                .await?;
            self.note(ended, base);
        }
        Ok(())
    }

    fn note(&mut self, ended: Found, base: &str) {
        if ended.references > 0 {
            self.snapshot.skip(base.to_owned(), SkipReason::ElsewhereReferred);
        }
    }
}

fn marks(entry: &Entry, username: &str) -> [Mark; 2] {
    let name = entry.values(username).first().map_or(&[][..], Vec::as_slice);
    [Mark::of_dn(&entry.dn), Mark::of_username(name)]
}

fn take(
    entry: &Entry,
    groups: Vec<u32>,
    may_be_known: bool,
    (keys, taken): (&mut HashMap<String, usize>, &mut HashSet<String>),
    snapshot: &mut Snapshot,
    names: &types::DirectoryAttributes,
) {
    let read = match person::read(entry, names) {
        Ok(read) => read,
        Err(reason) => {
            let value = entry.values(&names.key).first();
            snapshot.unreadable.extend(value.and_then(|value| key::to_text(&names.key, value)));
            return snapshot.skip(shown(entry, &names.username), reason);
        }
    };
    let known = keys.get(&read.person.key).copied();
    match known.and_then(|at| snapshot.people.get(at).map(|person| (at, person.dn == read.person.dn))) {
        Some((at, same)) if same || may_be_known => {
            if let Some(of) = snapshot.groups_of.get_mut(at) {
                of.extend(groups.into_iter().filter(|group| !of.contains(group)).collect::<Vec<_>>());
            }
        }
        Some(_) => snapshot.skip(read.person.username.to_string(), SkipReason::SameKey),
        None if !taken.insert(read.person.username.key()) => {
            snapshot.unreadable.insert(read.person.key);
            snapshot.skip(entry.dn_shown(), SkipReason::SameName);
        }
        None => {
            if let Some(reason) = read.left_out {
                snapshot.skip(read.person.username.to_string(), reason);
            }
            keys.insert(read.person.key.clone(), snapshot.people.len());
            snapshot.people.push(read.person);
            snapshot.groups_of.push(groups);
        }
    }
}

fn shown(entry: &Entry, username: &str) -> String {
    let name = entry.text(username).filter(|name| name.chars().count() <= 64);
    name.unwrap_or_else(|| entry.dn_shown())
}
