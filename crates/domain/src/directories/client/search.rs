//! Searching page by page. References to other servers are counted and never followed.

use std::ops::ControlFlow;

use ldap3::{
    Scope,
    controls::{ControlType, PagedResults},
};
use types::DirectoryFault;

use super::{Connection, Entry, frame};
use crate::directories::fault::{Answer, Fault};

/// Entries in an answer.
const PAGE: i32 = 500;

/// What may come back to one search, in bytes and what they need when taken apart.
const MAX_ANSWER: usize = 1024 * 1024 * 1024;

/// What to look for.
#[derive(Debug, Clone, Copy)]
pub(in crate::directories) struct Search<'a> {
    /// Below which entry.
    pub(in crate::directories) base: &'a str,
    /// Which entries.
    pub(in crate::directories) filter: &'a str,
    /// Which of their attributes.
    pub(in crate::directories) attributes: &'a [&'a str],
}

/// How a search ended.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::directories) struct Found {
    /// References to other servers.
    pub(in crate::directories) references: u32,
    /// Whether it was ended before all was read, because enough was.
    pub(in crate::directories) stopped: bool,
}

impl Connection {
    /// Gives every entry to `each` until that has enough. An answer that the server has cut off is a
    /// fault, not an answer; so is one without end.
    pub(in crate::directories) async fn search(
        &mut self,
        search: Search<'_>,
        each: impl FnMut(Entry) -> ControlFlow<()>,
    ) -> Answer<Found> {
        let outcome = self.pages(search, each).await;
        outcome.map_err(|fault| self.guard.explain(fault))
    }

    async fn pages(
        &mut self,
        search: Search<'_>,
        mut each: impl FnMut(Entry) -> ControlFlow<()>,
    ) -> Answer<Found> {
        let mut found = Found::default();
        let mut total = 0;
        let mut cookie = Vec::new();
        loop {
            let page = PagedResults { size: PAGE, cookie };
            self.ldap.with_timeout(self.limit).with_controls(page);
            let mut stream = self
                .ldap
                .streaming_search(search.base, Scope::Subtree, search.filter, search.attributes)
                .await?;
            while let Some(item) = stream.next().await? {
                total += self.guard.read_one();
                if total > MAX_ANSWER {
                    return Err(frame::too_large("an answer of more than 1 GB"));
                }
                if item.is_ref() {
                    found.references += 1;
                } else if !item.is_intermediate() && !found.stopped {
                    let entry = Entry::read(item.0);
                    let entry = entry.ok_or_else(|| Fault::from(DirectoryFault::Protocol))?;
                    found.stopped = each(entry).is_break();
                }
            }
            let result = stream.finish().await;
            self.guard.read_all();
            if result.rc != 0 {
                return Err(Fault::of_result(&result));
            }
            let next =
                result.ctrls.iter().find(|control| matches!(control.0, Some(ControlType::PagedResults)));
            cookie = next.map(|control| control.1.parse::<PagedResults>().cookie).unwrap_or_default();
            if cookie.is_empty() || found.stopped {
                return Ok(found);
            }
        }
    }

    /// The one entry that this finds; nothing when there is none or more than one.
    pub(in crate::directories) async fn find_one(&mut self, search: Search<'_>) -> Answer<Option<Entry>> {
        let mut entries = Vec::new();
        self.search(search, |entry| {
            entries.push(entry);
            if entries.len() > 1 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })
        .await?;
        Ok(entries.pop().filter(|_| entries.is_empty()))
    }
}
