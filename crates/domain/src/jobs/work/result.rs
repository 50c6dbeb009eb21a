//! What became of each item, as a file.

use types::{JobId, JobItemQuery, PageQuery};

use super::Jobs;
use crate::{csv::CsvWriter, ctx::RequestCtx, error::Result};

const HEADS: [&str; 7] = ["number", "name", "user_id", "outcome", "reason", "message", "device_id"];

impl Jobs<'_> {
    /// The items of a job with their results as a CSV file. It holds no PIN and no link.
    ///
    /// # Errors
    /// Without `registration_write`; `not_found`.
    pub async fn result_file(&self, ctx: &RequestCtx, id: JobId) -> Result<Vec<u8>> {
        let page = PageQuery { limit: Some(PageQuery::MAX_LIMIT), ..PageQuery::default() };
        let mut query = JobItemQuery { page, ..JobItemQuery::default() };
        let mut file = CsvWriter::new(&HEADS)?;
        loop {
            let page = self.items(ctx, id, &query).await?;
            for item in page.items {
                let text = |id: Option<String>| id.unwrap_or_default();
                let message = item.message.as_ref();
                let reason = item.reason.or_else(|| message.and_then(|one| one.last_error.clone()));
                file.row([
                    item.position.to_string().as_str(),
                    &item.name,
                    &text(item.user_id.map(|id| id.to_string())),
                    item.outcome.as_str(),
                    &text(reason),
                    message.map_or("", |message| message.state.as_str()),
                    &text(item.device_id.map(|id| id.to_string())),
                ])?;
            }
            if page.next_cursor.is_none() {
                return file.finish();
            }
            query.page.cursor = page.next_cursor;
        }
    }
}
