//! A row as it is kept with the job.

use serde::{Deserialize, Serialize};
use types::{FoundColumn, ImportColumn};

use crate::csv::Table;

/// What the file says, by what the columns mean.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Row {
    /// The line in which it begins.
    pub(super) line: u64,
    /// How many rows before it mean the same.
    pub(super) ordinal: u32,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) user: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) email: String,
    /// The name of a new person; also what the item is called.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) name: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) platform: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) phone_number: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) country: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) ownership: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) language: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) reference: String,
}

impl Row {
    /// The person as the file names them.
    pub(super) fn person(&self) -> &str {
        [&self.user, &self.email, &self.name]
            .into_iter()
            .find(|text| !text.is_empty())
            .map_or("", |text| text)
    }

    fn set(&mut self, column: ImportColumn, text: String) {
        let place = match column {
            ImportColumn::User => &mut self.user,
            ImportColumn::Email => &mut self.email,
            ImportColumn::Name => &mut self.name,
            ImportColumn::Platform => &mut self.platform,
            ImportColumn::PhoneNumber => &mut self.phone_number,
            ImportColumn::Country => &mut self.country,
            ImportColumn::Ownership => &mut self.ownership,
            ImportColumn::Language => &mut self.language,
            ImportColumn::Reference => &mut self.reference,
        };
        *place = text;
    }
}

/// What the heads mean. Of two that mean the same the first counts.
pub(super) fn columns(heads: &[String]) -> Vec<FoundColumn> {
    let mut taken = Vec::new();
    heads
        .iter()
        .map(|head| {
            let means = meaning(head).filter(|column| !taken.contains(column));
            taken.extend(means);
            FoundColumn { head: head.clone(), means }
        })
        .collect()
}

fn meaning(head: &str) -> Option<ImportColumn> {
    let word: String = head.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    match word.as_str() {
        "user" | "username" | "userid" | "login" => Some(ImportColumn::User),
        "email" | "mail" | "emailaddress" => Some(ImportColumn::Email),
        "name" | "displayname" | "fullname" => Some(ImportColumn::Name),
        "platform" | "os" | "device" | "devicetype" => Some(ImportColumn::Platform),
        "phonenumber" | "phone" | "number" | "mobile" => Some(ImportColumn::PhoneNumber),
        "country" | "countrycode" => Some(ImportColumn::Country),
        "ownership" | "owner" => Some(ImportColumn::Ownership),
        "language" | "locale" => Some(ImportColumn::Language),
        "reference" | "ref" | "inventorynumber" | "assettag" => Some(ImportColumn::Reference),
        _ => None,
    }
}

/// The rows of a table.
pub(super) fn rows(table: Table, columns: &[FoundColumn]) -> Vec<Row> {
    let mut rows = Vec::with_capacity(table.records.len());
    for record in table.records {
        let mut row = Row { line: record.line, ..Row::default() };
        for (column, cell) in columns.iter().zip(record.cells) {
            if let Some(means) = column.means {
                row.set(means, cell);
            }
        }
        rows.push(row);
    }
    rows
}
