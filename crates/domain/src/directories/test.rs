//! Testing a connection step by step, at every server, without changing anything.

use std::{ops::ControlFlow, time::Duration};

use tokio::time::timeout;
use types::{
    AuditAction, BindPassword, DirectoryFault, DirectoryId, DirectoryInput, ErrorCode, FieldCode,
    MembersFound, Permission, TestReport, TestServer, TestStep, TestStepKind,
};

use super::{
    Directories, change,
    client::{Connection, Search},
    fault::{Answer, guarded},
    reader::Account,
    store,
};
use crate::{
    access::policy::Resource,
    audit::{Event, Target},
    ctx::RequestCtx,
    error::{Error, Result},
};

/// Counting stops here.
const ENOUGH: u32 = 5_000;
/// Names that are shown.
const SAMPLES: usize = 5;
/// The longest time for one server.
const LIMIT: Duration = Duration::from_secs(30);

impl Directories<'_> {
    /// Tests a directory as it is kept.
    ///
    /// # Errors
    /// Without `directory_write`: what servers inside answer is not for everybody; `not_found`.
    pub async fn test(&self, ctx: &RequestCtx, id: DirectoryId) -> Result<TestReport> {
        ctx.require(Permission::DirectoryWrite, &Resource::All)?;
        let row = store::find(self.domain.db().read(), id).await?.ok_or(ErrorCode::NotFound)?;
        let account = Account::of(self.domain, &row)?;
        self.tested(ctx, Target::new("directory", id, row.name), &account).await
    }

    /// Tests settings before they are kept. With `id`, the password that is kept there stands in for one
    /// that is not given, as long as server, security and bind DN are the same.
    ///
    /// # Errors
    /// Without `directory_write`; `not_found`; `invalid_input`.
    pub async fn test_input(
        &self,
        ctx: &RequestCtx,
        id: Option<DirectoryId>,
        input: &DirectoryInput,
    ) -> Result<TestReport> {
        ctx.require(Permission::DirectoryWrite, &Resource::All)?;
        change::check(input)?;
        let kept = match id {
            Some(id) => Some(store::find(self.domain.db().read(), id).await?.ok_or(ErrorCode::NotFound)?),
            None => None,
        };
        let password = match (&input.settings.bind_dn, &input.bind_password, kept) {
            (None, ..) => None,
            (Some(_), Some(BindPassword(password)), _) => Some(password.clone()),
            (Some(_), None, Some(row)) if !store::settings(&row)?.reaches_another(&input.settings) => {
                store::password(self.domain, &row)?
            }
            _ => return Err(Error::invalid("bind_password", FieldCode::Required)),
        };
        let account = Account { settings: input.settings.clone(), password };
        let target = Target {
            kind: "directory",
            id: id.map(|id| id.to_string()),
            name: Some(input.name.trim().to_owned()),
        };
        self.tested(ctx, target, &account).await
    }

    async fn tested(&self, ctx: &RequestCtx, target: Target, account: &Account) -> Result<TestReport> {
        let mut servers = Vec::new();
        for url in account.urls() {
            let mut server = TestServer { url: url.to_owned(), steps: Vec::new(), certificate: None };
            let outcome = timeout(LIMIT, guarded(walk(account, url, &mut server))).await;
            if let Err(fault) = outcome.unwrap_or_else(|_| Err(DirectoryFault::TimedOut.into())) {
                // The step that was begun is the last in the list.
                if let Some(step) = server.steps.last_mut() {
                    step.fault = Some(fault.kind);
                    step.detail = fault.detail.or(step.detail.take());
                }
            }
            servers.push(server);
        }
        let report = TestReport { servers };
        let now = self.domain.clock().now();
        let tx = self.domain.begin().await?;
        let event = Event::done(AuditAction::DirectoryTested, target);
        let after = serde_json::json!({ "fine": report.is_fine(), "url": account.settings.url });
        tx.record(ctx, now, event.change(None, Some(after))).await?;
        tx.commit().await?;
        Ok(report)
    }
}

fn begin(server: &mut TestServer, step: TestStepKind) {
    server.steps.push(TestStep { step, fault: None, detail: None, found: None });
}

fn tell(server: &mut TestServer, detail: Option<String>, found: Option<MembersFound>) {
    if let Some(step) = server.steps.last_mut() {
        step.detail = detail;
        step.found = found;
    }
}

async fn walk(account: &Account, url: &str, report: &mut TestServer) -> Answer<()> {
    let server = account.server(url, account.limit());
    begin(report, TestStepKind::Resolve);
    let addresses = server.resolve().await?;
    let listed: Vec<String> = addresses.iter().map(|address| address.ip().to_string()).collect();
    tell(report, Some(listed.join(", ")), None);
    begin(report, TestStepKind::Connect);
    let stream = server.connect(&addresses).await?;
    tell(report, stream.peer_addr().ok().map(|address| address.to_string()), None);
    begin(report, TestStepKind::Tls);
    let (connection, certificate) = server.secure(stream).await;
    report.certificate = certificate;
    let mut connection = connection?;
    begin(report, TestStepKind::Bind);
    account.sign_in(&mut connection).await?;
    tell(report, account.settings.bind_dn.clone(), None);
    let settings = &account.settings;
    begin(report, TestStepKind::People);
    let names = &settings.attributes;
    let people =
        count(&mut connection, &settings.user_bases, &settings.user_filter, (&names.username, &names.key));
    let people = people.await?;
    tell(report, None, Some(people));
    begin(report, TestStepKind::Groups);
    let groups = count(
        &mut connection,
        &settings.group_bases,
        &settings.group_filter,
        (&names.group_name, &names.key),
    );
    let groups = groups.await?;
    tell(report, None, Some(groups));
    Ok(())
}

/// How many there are; only those with a name and a lasting key count.
async fn count(
    connection: &mut Connection,
    bases: &[String],
    filter: &str,
    (name, key): (&str, &str),
) -> Answer<MembersFound> {
    let mut found = MembersFound { count: 0, more: false, samples: Vec::new() };
    for base in bases {
        let search = Search { base, filter, attributes: &[name, key] };
        let ended = connection
            .search(search, |entry| {
                let Some(text) = entry.text(name).filter(|_| !entry.values(key).is_empty()) else {
                    return ControlFlow::Continue(());
                };
                found.count += 1;
                if found.samples.len() < SAMPLES {
                    found.samples.push(text.chars().take(80).collect());
                }
                if found.count >= ENOUGH { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            })
            .await?;
        if ended.stopped {
            found.more = true;
            break;
        }
    }
    Ok(found)
}
