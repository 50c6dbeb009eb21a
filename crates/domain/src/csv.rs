//! Tables in files (RFC 4180): read whatever spreadsheets write, written so that no spreadsheet computes
//! what is in them.

mod read;
mod write;

pub(crate) use read::Table;
pub use write::CsvWriter;
