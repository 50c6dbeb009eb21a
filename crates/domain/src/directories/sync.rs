//! Reading a directory: asked for or on schedule, one at a time, first all of it and then the changes.

mod apply;
mod members;
mod person;
mod queue;
mod read;
mod run;

use entity::{directory, directory_sync};
use futures::{StreamExt, stream};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};
use types::{AuditAction, DirectoryId, ErrorCode, Page, PageQuery, Permission, SyncInput, SyncRow, Validate};

use super::{Directories, list, store};
use crate::{
    access::policy::Resource,
    audit::{Event, Target},
    ctx::{Actor, RequestCtx},
    db::list::Cursor,
    error::Result,
    live::{LiveEvent, Topic},
};

/// How many directories are read at the same time.
const AT_ONCE: usize = 2;
const LIST: &str = "directory_syncs";

impl Directories<'_> {
    /// Asks for a reading now; the process that runs the jobs begins it within seconds. One that waits
    /// or goes on already is the answer as it is.
    ///
    /// # Errors
    /// Without `directory_write`; `not_found`; `wrong_state` for a directory that is switched off.
    pub async fn request_sync(
        &self,
        ctx: &RequestCtx,
        id: DirectoryId,
        input: &SyncInput,
    ) -> Result<SyncRow> {
        ctx.require(Permission::DirectoryWrite, &Resource::All)?;
        let open = self.domain.retry_on_conflict(|| self.try_request(ctx, id, input)).await?;
        Ok(list::sync_row(open))
    }

    /// Asks for a reading and carries it out here: for the command line.
    ///
    /// # Errors
    /// As [`Self::request_sync`]; `wrong_state` also while another process reads it.
    pub async fn sync_now(&self, ctx: &RequestCtx, id: DirectoryId, input: &SyncInput) -> Result<SyncRow> {
        let asked = self.request_sync(ctx, id, input).await?;
        let claimed = queue::claim(self.domain, asked.id).await?.ok_or(ErrorCode::WrongState)?;
        run::run(self.domain, claimed).await?;
        let done = directory_sync::Entity::find_by_id(asked.id).one(self.domain.db().read()).await?;
        Ok(list::sync_row(done.ok_or(ErrorCode::NotFound)?))
    }

    /// Ends a reading that waits or goes on. What it has written so far stays; nobody is taken away.
    ///
    /// # Errors
    /// Without `directory_write`; `not_found`; `wrong_state` when none goes on.
    pub async fn cancel_sync(&self, ctx: &RequestCtx, id: DirectoryId) -> Result<()> {
        ctx.require(Permission::DirectoryWrite, &Resource::All)?;
        let now = self.domain.clock().now();
        let mut tx = self.domain.begin().await?;
        let row = store::find(tx.conn(), id).await?.ok_or(ErrorCode::NotFound)?;
        let done = directory_sync::Entity::update_many()
            .col_expr(directory_sync::Column::Cancelled, Expr::value(1_i64))
            .filter(directory_sync::Column::DirectoryId.eq(id.0))
            .filter(directory_sync::Column::State.is_in(queue::OPEN))
            .exec(tx.conn())
            .await?;
        if done.rows_affected == 0 {
            return Err(ErrorCode::WrongState.into());
        }
        let target = Target::new("directory", id, row.name);
        tx.record(ctx, now, Event::done(AuditAction::DirectorySyncCancelled, target)).await?;
        tx.announce(LiveEvent::Changed { topic: Topic::Settings, id: id.0, owner: None });
        tx.commit().await
    }

    /// The readings of a directory, newest first. About thirty are kept.
    ///
    /// # Errors
    /// Without `directory_read`; `not_found`; a query that breaks a rule.
    pub async fn list_syncs(
        &self,
        ctx: &RequestCtx,
        id: DirectoryId,
        page: &PageQuery,
    ) -> Result<Page<SyncRow>> {
        ctx.require(Permission::DirectoryRead, &Resource::All)?;
        page.validate()?;
        let (db, keys) = (self.domain.db().read(), self.domain.keys());
        store::find(db, id).await?.ok_or(ErrorCode::NotFound)?;
        let mut select = directory_sync::Entity::find().filter(directory_sync::Column::DirectoryId.eq(id.0));
        if let Some(cursor) = Cursor::parse(keys, LIST, page.cursor.as_deref())? {
            select = select.filter(directory_sync::Column::Id.lt(cursor.id));
        }
        let limit = page.limit() as usize;
        let newest = select.order_by_desc(directory_sync::Column::Id);
        let mut rows = newest.limit(limit as u64 + 1).all(db).await?;
        let next_cursor = Cursor::next(keys, LIST, &mut rows, limit, |row| row.id);
        Ok(Page { items: rows.into_iter().map(list::sync_row).collect(), next_cursor, total: None })
    }

    /// Reads the directories that somebody asked for and those whose time has come; gives how many.
    ///
    /// # Errors
    /// When the database fails. What goes wrong with a directory is in its report.
    pub async fn sync_due(&self) -> Result<u64> {
        let now = self.domain.clock().now();
        queue::end_interrupted(self.domain).await?;
        let due = directory::Entity::find()
            .filter(directory::Column::Enabled.eq(1_i64))
            .filter(directory::Column::NextSyncAt.lte(now.as_millis()))
            .all(self.domain.db().read())
            .await?;
        for row in due {
            let ctx = RequestCtx::system("directories");
            let id = DirectoryId(row.id);
            let input = SyncInput::default();
            let waiting = self.domain.retry_on_conflict(|| self.try_request(&ctx, id, &input)).await;
            // Switched off or deleted a moment ago.
            if let Err(error) = waiting
                && !matches!(error.code(), ErrorCode::NotFound | ErrorCode::WrongState)
            {
                return Err(error);
            }
        }
        let waiting = queue::waiting(self.domain).await?;
        let runs = stream::iter(waiting).map(|id| async move {
            match queue::claim(self.domain, id).await? {
                Some(claimed) => run::run(self.domain, claimed).await.map(|()| 1),
                None => Ok(0),
            }
        });
        let outcomes: Vec<Result<u64>> = runs.buffer_unordered(AT_ONCE).collect().await;
        outcomes.into_iter().sum()
    }

    async fn try_request(
        &self,
        ctx: &RequestCtx,
        id: DirectoryId,
        input: &SyncInput,
    ) -> Result<directory_sync::Model> {
        let now = self.domain.clock().now();
        let mut tx = self.domain.begin().await?;
        let row = store::lock(&tx, id).await?.ok_or(ErrorCode::NotFound)?;
        if row.enabled == 0 {
            return Err(ErrorCode::WrongState.into());
        }
        if let Some(open) = queue::open(&tx, id).await? {
            return Ok(open);
        }
        let asked_by = match &ctx.actor {
            Actor::User(user) => user.display_name.clone(),
            Actor::ApiToken(token) => token.name.clone(),
            _ => String::new(),
        };
        let sync = queue::insert(&tx, now, id, asked_by, input.accept_losses).await?;
        if !matches!(ctx.actor, Actor::System("directories")) {
            let target = Target::new("directory", id, row.name);
            let event = Event::done(AuditAction::DirectorySyncRequested, target);
            let after = serde_json::json!({ "accept_losses": input.accept_losses });
            tx.record(ctx, now, event.change(None, Some(after))).await?;
        }
        tx.announce(LiveEvent::Changed { topic: Topic::Settings, id: id.0, owner: None });
        tx.commit().await?;
        Ok(sync)
    }
}
