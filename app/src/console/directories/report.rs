//! What came of a test or a reading.

use leptos::prelude::*;
use types::{SyncReport, SyncRow, SyncState, TestReport, TestServer, TestStep};

use super::words;
use crate::{
    t::directories::{self as text, report, steps},
    ui::{Note, Status, Time, Tone},
};

/// A test, server by server and step by step. Announced where it appears.
pub(super) fn tested(report: &TestReport) -> AnyView {
    let servers: Vec<AnyView> = report.servers.iter().map(server).collect();
    view! { <div role="status" class="stack stack-3 mt-3">{servers}</div> }.into_any()
}

fn server(server: &TestServer) -> AnyView {
    let lines: Vec<AnyView> = server.steps.iter().map(step).collect();
    let certificate = server.certificate.as_ref().map(|facts| {
        let until = facts.not_after.to_string();
        let line = steps::certificate(&facts.subject, &facts.issuer, &until, &facts.fingerprint);
        view! { <p class="xs muted break">{line}</p> }
    });
    view! {
        <section class="stack stack-1">
            <p class="mono sm ltr">{server.url.clone()}</p>
            <ul class="stack stack-1">{lines}</ul>
            {certificate}
        </section>
    }
    .into_any()
}

fn step(step: &TestStep) -> AnyView {
    let (tone, word) = match step.fault {
        Some(fault) => (Tone::Danger, words::fault(fault)),
        None => (Tone::Success, words::step(step.step)),
    };
    let found = step.found.as_ref().map(|found| {
        let samples = found.samples.join(", ");
        if found.more { steps::count_more(found.count, samples) } else { steps::count(found.count, samples) }
    });
    let detail = found.or_else(|| step.detail.clone());
    view! {
        <li>
            <Status tone=tone text=word />
            {detail.map(|detail| view! { <small class="block muted break">{detail}</small> })}
        </li>
    }
    .into_any()
}

/// A reading: counts, who was skipped and why, who is missing.
pub(super) fn reading(sync: Option<&SyncRow>) -> AnyView {
    let Some(sync) = sync else { return view! { <p>{report::none()}</p> }.into_any() };
    let SyncReport { fault, detail, counts, skips, gone, server } = &sync.report;
    let ended = sync.finished_at.map(|at| view! { <p class="xs muted"><Time at=at /></p> });
    let note = match sync.state {
        SyncState::Failed | SyncState::Cancelled => Some((Tone::Danger, report::failed().to_owned())),
        SyncState::Held => Some((Tone::Warning, report::held(counts.held))),
        SyncState::Running => Some((Tone::Info, text::read_so_far(counts.read))),
        SyncState::Waiting => Some((Tone::Info, text::asked().to_owned())),
        SyncState::Done => None,
    };
    let fault = fault.map(|fault| {
        let detail = detail.clone().map(|detail| view! { <small class="block muted break">{detail}</small> });
        view! { <p>{words::fault(fault)} {detail}</p> }
    });
    let numbers = [
        (report::read(), counts.read),
        (report::added(), counts.added),
        (report::changed(), counts.changed),
        (report::returned(), counts.returned),
        (report::gone(), counts.gone),
        (report::groups_gone(), counts.groups_gone),
        (report::memberships_added(), counts.memberships_added),
        (report::memberships_ended(), counts.memberships_ended),
    ];
    let numbers: Vec<AnyView> = numbers
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(word, count)| view! { <dt>{word}</dt> <dd>{count.to_string()}</dd> }.into_any())
        .collect();
    let skipped: Vec<String> =
        skips.iter().map(|skip| format!("{}: {}", skip.entry, words::reason(skip.reason))).collect();
    view! {
        {note.map(|(tone, line)| view! { <Note tone=tone>{line}</Note> })}
        {fault}
        <dl class="facts">{numbers}</dl>
        {lines(report::skipped(), counts.skipped, &skipped)}
        {lines(report::missing(), counts.gone.max(counts.held), gone)}
        {server.as_ref().map(|url| view! { <p class="xs muted ltr">{report::server(url)}</p> })}
        {ended}
    }
    .into_any()
}

fn lines(word: &'static str, count: u64, lines: &[String]) -> AnyView {
    if lines.is_empty() {
        return ().into_any();
    }
    let items: Vec<_> = lines.iter().map(|line| view! { <li class="break">{line.clone()}</li> }).collect();
    view! {
        <details class="mt-3">
            <summary>{format!("{word}: {count}")}</summary>
            <ul class="sm">{items}</ul>
        </details>
    }
    .into_any()
}
