//! The audit log: who did what, when, and with which result.

mod changes;
mod list;
mod words;

use leptos::prelude::*;
use types::{AuditRow, Outcome};

pub(super) use list::AuditPage;

use crate::{
    t::console::audit as texts,
    ui::{Event, Tone},
};

/// An entry in a timeline.
pub(super) fn event(row: &AuditRow) -> impl IntoView + use<> {
    let (icon, action) = words::action(&row.action);
    let tone = if row.outcome == Outcome::Refused { Tone::Danger } else { Tone::Off };
    let target = words::target(row).filter(|name| *name != row.actor_name);
    let (at, note, who) = (row.at, row.reason.clone(), texts::by(words::actor(row)));
    view! {
        <Event icon=icon tone=tone at=at note=note>
            <b>{action}</b>
            " "
            {target.map(|target| view! { <bdi>{target}</bdi> })}
            <small>{who}</small>
        </Event>
    }
}
