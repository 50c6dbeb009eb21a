//! Jobs in words.

use leptos::prelude::*;
use types::{
    ApiError, CannotInvite, ErrorCode, FieldCode, ItemOutcome, JobItem, JobKind, JobRow, JobState,
    MessageState,
};

use crate::{
    console::{
        imports::problem_text,
        invitations::words::{language, why},
    },
    t::invitations::job as words,
    ui::{Status, Time, Tone},
    wording::error_text,
};

/// How many items have come to their end: a message that waits has not.
pub(super) fn handled(job: &JobRow) -> u64 {
    match job.kind {
        JobKind::Invitation => job.handled().saturating_sub(job.messages.queued),
        JobKind::Import => job.handled(),
    }
}

/// Whether nothing more will happen.
pub(super) fn is_settled(job: &JobRow) -> bool {
    job.state.is_over() && (job.kind == JobKind::Import || job.messages.queued == 0)
}

/// What a job does, with its number.
pub(super) fn title(job: &JobRow) -> String {
    match (job.kind, is_settled(job)) {
        (JobKind::Invitation, false) => words::sending_title(job.total),
        (JobKind::Invitation, true) => words::sent_title(job.total),
        (JobKind::Import, false) => words::importing_title(job.total),
        (JobKind::Import, true) => words::imported_title(job.total),
    }
}

/// What became of the items.
pub(super) fn counts(job: &JobRow) -> Vec<(Tone, String)> {
    let messages = job.messages;
    let to_go = job.total.saturating_sub(handled(job));
    let done = match job.kind {
        JobKind::Invitation => (Tone::Success, messages.sent, words::sent(messages.sent)),
        JobKind::Import => (Tone::Success, job.done, words::registered(job.done)),
    };
    let all = [
        done,
        (Tone::Danger, job.failed + messages.failed, words::failed_count(job.failed + messages.failed)),
        (Tone::Warning, job.skipped, words::skipped_count(job.skipped)),
        (Tone::Off, messages.held, words::kept_count(messages.held)),
        (Tone::Off, to_go, words::to_go(to_go)),
    ];
    all.into_iter().filter(|(_, count, _)| *count != 0).map(|(tone, _, text)| (tone, text)).collect()
}

/// The one word and tone of an item.
pub(super) fn item(item: &JobItem) -> (Tone, String) {
    match (item.outcome, &item.message) {
        (ItemOutcome::Waiting, _) => (Tone::Off, words::waiting().to_owned()),
        (ItemOutcome::Skipped, _) => (Tone::Warning, reason(item, words::skipped())),
        (ItemOutcome::Failed, _) => (Tone::Danger, reason(item, words::failed())),
        (ItemOutcome::Done, _) if item.device_id.is_some() => (Tone::Success, words::device().to_owned()),
        (ItemOutcome::Done, None) => (Tone::Success, words::done().to_owned()),
        (ItemOutcome::Done, Some(message)) => match message.state {
            MessageState::Sent => (Tone::Success, words::sent_in(language(&message.language))),
            MessageState::Queued => (Tone::Waiting, words::sending().to_owned()),
            MessageState::Held => (Tone::Off, words::kept().to_owned()),
            MessageState::Cancelled => (Tone::Off, words::cancelled().to_owned()),
            MessageState::Failed => {
                let why = message.last_error.clone();
                (Tone::Danger, why.unwrap_or_else(|| words::failed().to_owned()))
            }
        },
    }
}

fn reason(item: &JobItem, otherwise: &str) -> String {
    let Some(word) = item.reason.as_deref() else { return otherwise.to_owned() };
    if word == "unchanged" {
        return words::unchanged().to_owned();
    }
    if let Some((path, code)) = word.split_once(": ") {
        let code = code.split(';').next().and_then(FieldCode::from_word);
        return code.map_or_else(|| word.to_owned(), |code| format!("{path}: {}", problem_text(path, code)));
    }
    match (CannotInvite::from_word(word), ErrorCode::from_word(word)) {
        (Some(reason), _) => why(reason).to_owned(),
        (None, Some(code)) => error_text(&ApiError::new(code)).to_owned(),
        (None, None) => word.to_owned(),
    }
}

/// Where a job is looked at.
fn address(job: &JobRow) -> String {
    match job.state {
        JobState::Draft => format!("/admin/import/{}", job.id),
        _ => format!("/admin/jobs/{}", job.id),
    }
}

/// A job in a list.
#[component]
pub(in crate::console) fn JobLine(job: JobRow) -> impl IntoView {
    let (tone, text) = match (job.state, is_settled(&job)) {
        (JobState::Failed, _) => (Tone::Danger, words::failed()),
        (JobState::Stopped, _) => (Tone::Off, words::ended()),
        (JobState::Paused, _) => (Tone::Off, words::waiting()),
        (JobState::Draft, _) => (Tone::Off, words::draft()),
        (_, true) => (Tone::Success, words::done()),
        (_, false) => (Tone::Waiting, words::sending()),
    };
    view! {
        <li class="row row-3">
            <a class="name medium" href=address(&job)>
                {title(&job)}
            </a>
            <Status tone=tone text=text />
            <span class="push sm muted">
                <bdi>{job.started_by_name}</bdi>
                " "
                <Time at=job.created_at />
            </span>
        </li>
    }
}
