//! `gatehouse invite …` and `gatehouse job …`. The server does the work; this asks for it and looks at it.

use std::process::ExitCode;

use clap::Subcommand;
use domain::{Domain, RequestCtx};
use types::{
    ImportOptions, ImportRowQuery, Invite, ItemOutcome, JobId, JobItemQuery, JobRow, Matching,
    MessageChannel, MessageCounts, PageQuery, Reaction, RowPlan, Selection, UploadImport, UserQuery,
    Withdraw,
};

use super::{Outcome, admin::refused, group, print, user};
use crate::{config::Config, fault::Fault, process};

/// What can be done with invitations.
#[derive(Subcommand, Debug)]
pub(super) enum InviteVerb {
    /// Invite people by e-mail; without --yes it only says who would be
    Send {
        /// User names
        #[arg(value_name = "NAME", required_unless_present_any = ["group", "search", "all"])]
        users: Vec<String>,
        /// All members of this group
        #[arg(long, value_name = "GROUP", conflicts_with = "users")]
        group: Option<String>,
        /// All whose name, user name or address holds this
        #[arg(long, value_name = "TEXT", conflicts_with = "users")]
        search: Option<String>,
        /// Everybody
        #[arg(long, conflicts_with_all = ["users", "group", "search"])]
        all: bool,
        /// Send
        #[arg(long)]
        yes: bool,
    },
    /// List who was invited and what they have done since
    List {
        /// Only those with this reaction: nothing, signed_in, began, registered or withdrawn
        #[arg(long, value_name = "WORD", value_parser = reaction)]
        reaction: Option<Reaction>,
    },
    /// Take invitations back
    Withdraw {
        /// User names
        #[arg(value_name = "NAME", required = true)]
        users: Vec<String>,
    },
}

/// Registers the devices of a CSV file.
#[derive(clap::Args, Debug)]
pub(super) struct ImportArguments {
    /// The file; its columns are in docs/operations/importing.md
    #[arg(value_name = "FILE")]
    file: std::path::PathBuf,
    /// Create people who are not there yet
    #[arg(long)]
    create_people: bool,
    /// Send each person PIN and link: email (without a word), sms, or both with a comma between
    #[arg(
        long,
        value_name = "WAYS",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "email",
        value_delimiter = ',',
        value_parser = super::registration::channel
    )]
    notify: Vec<MessageChannel>,
    /// The country of rows without one, in two letters
    #[arg(long, value_name = "CODE")]
    country: Option<String>,
    /// Import; without it this only says what each row would do
    #[arg(long)]
    yes: bool,
}

/// What can be done with long work.
#[derive(Subcommand, Debug)]
pub(super) enum JobVerb {
    /// List jobs, newest first
    List,
    /// Show a job and what did not work
    Show { id: JobId },
    /// Hold a job
    Pause { id: JobId },
    /// Go on with a job that is held
    Resume { id: JobId },
    /// End a job; its messages that wait are not sent
    Stop { id: JobId },
    /// Write what became of each item as CSV
    Result { id: JobId },
}

fn reaction(word: &str) -> Result<Reaction, String> {
    let words: Vec<&str> = Reaction::ALL.iter().map(|one| one.as_str()).collect();
    Reaction::from_word(word).ok_or_else(|| format!("one of {}", words.join(", ")))
}

/// Does what was typed about invitations.
pub(super) async fn run(config: &Config, verb: InviteVerb) -> Outcome {
    let domain = process::open(config).await?;
    let ctx = RequestCtx::system("command line");
    let invitations = domain.invitations();
    match verb {
        InviteVerb::Send { users, group, search, all: _, yes } => {
            let selection = selection(&domain, &ctx, &users, group, search).await?;
            let input = Invite { selection };
            let preview = invitations.preview(&ctx, &input).await.map_err(told)?;
            for share in &preview.languages {
                print::line(&format!("{}\tin {}", share.count, share.language));
            }
            for share in &preview.refused {
                print::line(&format!("{}\tnot invited: {}", share.count, share.reason));
            }
            if !yes {
                print::note("Nothing has been sent. Add --yes to send.");
                return Ok(ExitCode::FAILURE);
            }
            let id = invitations.start(&ctx, &input).await.map_err(told)?;
            print::line(&format!("job\t{id}"));
            print::note("The running server sends them. See: gatehouse job show");
        }
        InviteVerb::List { reaction } => {
            let mut query = types::InvitationQuery {
                reaction,
                page: PageQuery { limit: Some(PageQuery::MAX_LIMIT), ..PageQuery::default() },
                ..types::InvitationQuery::default()
            };
            loop {
                let page = invitations.list(&ctx, &query).await.map_err(told)?;
                for row in page.items {
                    let state = row.message_state.map_or("-", types::MessageState::as_str);
                    let email = row.email.as_deref().unwrap_or("-");
                    print::line(&format!(
                        "{}\t{email}\t{}\t{state}\t{}",
                        row.name, row.reaction, row.written_at
                    ));
                }
                if page.next_cursor.is_none() {
                    break;
                }
                query.page.cursor = page.next_cursor;
            }
        }
        InviteVerb::Withdraw { users } => {
            let mut refused = 0;
            for name in &users {
                let input = Withdraw { people: vec![user::find(&domain, name).await?] };
                for result in invitations.withdraw(&ctx, &input).await.map_err(told)? {
                    let outcome = result.refused.map_or("withdrawn", types::ErrorCode::as_str);
                    refused += u32::from(result.refused.is_some());
                    print::line(&format!("{name}\t{outcome}"));
                }
            }
            return Ok(if refused == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE });
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Does what was typed about jobs.
pub(super) async fn run_job(config: &Config, verb: JobVerb) -> Outcome {
    let domain = process::open(config).await?;
    let ctx = RequestCtx::system("command line");
    let jobs = domain.jobs();
    match verb {
        JobVerb::List => {
            let page = PageQuery { limit: Some(PageQuery::MAX_LIMIT), ..PageQuery::default() };
            for job in jobs.list(&ctx, &page).await.map_err(told)?.items {
                line(&job);
            }
        }
        JobVerb::Show { id } => {
            line(&jobs.find(&ctx, id).await.map_err(told)?);
            for outcome in [ItemOutcome::Failed, ItemOutcome::Skipped] {
                let page = PageQuery { limit: Some(PageQuery::MAX_LIMIT), ..PageQuery::default() };
                let query = JobItemQuery { outcome: Some(outcome), page };
                for item in jobs.items(&ctx, id, &query).await.map_err(told)?.items {
                    let reason = item.reason.unwrap_or_default();
                    print::line(&format!("{}\t{}\t{outcome}\t{reason}", item.position, item.name));
                }
            }
        }
        JobVerb::Pause { id } => line(&jobs.pause(&ctx, id).await.map_err(told)?),
        JobVerb::Resume { id } => line(&jobs.resume(&ctx, id).await.map_err(told)?),
        JobVerb::Result { id } => {
            let file = jobs.result_file(&ctx, id).await.map_err(told)?;
            print::line(String::from_utf8_lossy(&file).trim_end());
        }
        JobVerb::Stop { id } => line(&jobs.stop(&ctx, id).await.map_err(told)?),
    }
    Ok(ExitCode::SUCCESS)
}

/// Imports a file, or says what it would do. Exits 1 when nothing was imported or a row is left out.
pub(super) async fn import(config: &Config, arguments: ImportArguments) -> Outcome {
    let ImportArguments { file, create_people, notify, country, yes } = arguments;
    let name = file.display();
    let unreadable =
        |error: std::io::Error| Fault::new(format!("{name} cannot be read: {error}"), "Check its path.");
    let size = std::fs::metadata(&file).map_err(unreadable)?.len();
    if size > UploadImport::MAX_BYTES as u64 {
        return Err(Fault::new(format!("{name} is larger than 8 MB"), "Split it."));
    }
    let text = String::from_utf8(std::fs::read(&file).map_err(unreadable)?)
        .map_err(|_| Fault::new(format!("{name} is no UTF-8 text"), "Save it as CSV UTF-8."))?;
    let domain = process::open(config).await?;
    let ctx = RequestCtx::system("command line");
    let imports = domain.imports();
    let input = UploadImport { file: text, options: ImportOptions { create_people, notify, country } };
    let id = imports.upload(&ctx, &input).await.map_err(told)?;
    let found = imports.find(&ctx, id).await.map_err(told)?;
    let page = PageQuery { limit: Some(PageQuery::MAX_LIMIT), ..PageQuery::default() };
    let mut query = ImportRowQuery { plan: Some(RowPlan::Refused), page };
    loop {
        let page = imports.rows(&ctx, id, &query).await.map_err(told)?;
        for row in page.items {
            for problem in row.problems {
                let (path, code) = (problem.path, problem.code.as_str());
                print::line(&format!("{name}:{}: {}: {path}: {code}", row.line, row.person));
            }
        }
        if page.next_cursor.is_none() {
            break;
        }
        query.page.cursor = page.next_cursor;
    }
    print::line(&format!(
        "{} register a device, {} create a person, too, {} unchanged, {} left out",
        found.register, found.create_person, found.unchanged, found.refused
    ));
    if !yes {
        imports.discard(&ctx, id).await.map_err(told)?;
        print::note("Nothing has been done. Add --yes to import.");
        return Ok(ExitCode::FAILURE);
    }
    imports.start(&ctx, id).await.map_err(told)?;
    print::line(&format!("job\t{id}"));
    print::note("The running server imports them. See: gatehouse job show");
    Ok(if found.refused == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn selection(
    domain: &Domain,
    ctx: &RequestCtx,
    users: &[String],
    group: Option<String>,
    search: Option<String>,
) -> Result<Selection, Fault> {
    if !users.is_empty() {
        let mut people = Vec::with_capacity(users.len());
        for name in users {
            people.push(user::find(domain, name).await?);
        }
        return Ok(Selection::People(people));
    }
    let group_id = match &group {
        Some(name) => Some(group::find(domain, ctx, name).await?),
        None => None,
    };
    let query = UserQuery { q: search, group_id, ..UserQuery::default() };
    Ok(Selection::Matching(Matching { query, except: Vec::new() }))
}

fn line(job: &JobRow) {
    let MessageCounts { held, queued, sent, failed, cancelled } = job.messages;
    print::line(&format!(
        "{}\t{}\t{}\t{} of {} handled: {} done, {} skipped, {} failed\tmessages: {sent} sent, {queued} waiting, \
         {held} kept, {failed} failed, {cancelled} cancelled",
        job.id,
        job.kind,
        job.state,
        job.handled(),
        job.total,
        job.done,
        job.skipped,
        job.failed
    ));
}

fn told(error: domain::Error) -> Fault {
    refused(error.into())
}
