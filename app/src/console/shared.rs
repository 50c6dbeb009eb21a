//! What several pages of the console share.

mod ask;
mod form;
mod group_filter;
mod guard;
mod history;
mod outlet;
mod paging;
mod people;
mod permission;
mod rights;
mod ticks;

pub(super) use crate::loading::{failed, kept_fresh, loaded};
pub(super) use ask::Ask;
pub(super) use form::Sending;
pub(super) use group_filter::GroupFilter;
pub(super) use guard::{Guard, Leave};
pub(super) use history::history;
pub(super) use outlet::{OutletHead, changed_by, tested};
pub(super) use paging::{Extent, Foot, Paging};
pub(super) use people::{LimitLine, PersonLine, user_status};
pub(super) use permission::may;
pub(super) use rights::RightTicks;
pub(super) use ticks::ticked;
