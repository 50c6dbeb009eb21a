//! Many devices from a CSV file (product.md 3.3, R3).

use serde::{Deserialize, Serialize};

use crate::{
    contact::CountryCode,
    error::FieldError,
    ids::{DeviceId, UserId},
    job::{ItemOutcome, JobRow},
    message::MessageChannel,
    page::PageQuery,
    platform::{Ownership, Platform, words},
    validate::{Validate, check_optional},
};

words! {
    /// What a column of the file means. `user` or `email`, and `platform`, must be there.
    ImportColumn {
        /// The user name.
        User = "user",
        /// The e-mail address: finds the person where no user name is given, and is that of a new one.
        Email = "email",
        /// The name of a new person.
        Name = "name",
        /// The kind of device.
        Platform = "platform",
        /// The phone number, in E.164 or as it is dialled in the country.
        PhoneNumber = "phone_number",
        /// The country of the number, ISO 3166-1 alpha-2.
        Country = "country",
        /// `company` or `employee`.
        Ownership = "ownership",
        /// The language of the message, BCP 47.
        Language = "language",
        /// What tells two devices of a person apart that are alike otherwise: an inventory number.
        Reference = "reference",
    }
}

words! {
    /// What a row would do.
    RowPlan {
        /// Registers a device.
        Register = "register",
        /// Creates the person, and registers a device.
        CreatePerson = "create_person",
        /// Nothing: an earlier import has done it.
        Unchanged = "unchanged",
        /// Nothing: something in it is wrong.
        Refused = "refused",
    }
}

/// How a file is read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ImportOptions {
    /// Creates people who are not there yet. Needs a permission of its own.
    #[serde(default)]
    pub create_people: bool,
    /// How each person is sent PIN and link of their device; not at all by default.
    #[serde(default)]
    pub notify: Vec<MessageChannel>,
    /// The country of rows without one.
    #[serde(default)]
    pub country: Option<String>,
}

impl Validate for ImportOptions {
    fn check(&self, errors: &mut Vec<FieldError>) {
        check_optional("country", self.country.as_deref(), CountryCode::parse, errors);
    }
}

/// A file and how it is read.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct UploadImport {
    /// The text of the file, UTF-8, with comma, semicolon or tab between the cells (RFC 4180).
    pub file: String,
    /// How it is read.
    #[serde(default)]
    pub options: ImportOptions,
}

impl std::fmt::Debug for UploadImport {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("UploadImport")
            .field("bytes", &self.file.len())
            .field("options", &self.options)
            .finish()
    }
}

impl UploadImport {
    /// Largest file, in bytes.
    pub const MAX_BYTES: usize = 8 << 20;
    /// Most rows.
    pub const MAX_ROWS: usize = 20_000;
    /// Most columns.
    pub const MAX_COLUMNS: usize = 100;
    /// Longest cell, in characters.
    pub const MAX_CELL: usize = 1_000;
}

/// A column as it stands in the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FoundColumn {
    /// Its head.
    pub head: String,
    /// What it means; nothing for one that is not used.
    pub means: Option<ImportColumn>,
}

/// An import: before it is started what it would do, then what it has done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportDetail {
    /// The job. It waits as a draft until it is started.
    pub job: JobRow,
    /// How the file is read.
    pub options: ImportOptions,
    /// The columns in their order.
    pub columns: Vec<FoundColumn>,
    /// Rows that register a device for somebody who is there.
    pub register: u64,
    /// Rows that register a device and create the person.
    pub create_person: u64,
    /// Rows that an earlier import has done.
    pub unchanged: u64,
    /// Rows with something wrong.
    pub refused: u64,
}

impl ImportDetail {
    /// Rows that do something.
    #[must_use]
    pub fn changes(&self) -> u64 {
        self.register + self.create_person
    }
}

/// A row of the file with what it does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportRow {
    /// Its number, from 1, without the head.
    pub position: u64,
    /// The line of the file in which it begins.
    pub line: u64,
    /// The person as the file names them.
    pub person: String,
    /// The kind of device as the file names it.
    pub device: String,
    /// The phone number in E.164, where one is given and right.
    pub phone_number: Option<String>,
    /// What it would do.
    pub plan: RowPlan,
    /// What is wrong in it, by column.
    pub problems: Vec<FieldError>,
    /// What became of it.
    pub outcome: ItemOutcome,
    /// Why it failed.
    pub reason: Option<String>,
    /// The person.
    pub user_id: Option<UserId>,
    /// The device it made.
    pub device_id: Option<DeviceId>,
}

/// Which rows to list, those with something wrong first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportRowQuery {
    /// Only those that would do this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<RowPlan>,
    /// Which part of the list.
    #[serde(flatten)]
    pub page: PageQuery,
}

impl Validate for ImportRowQuery {
    fn check(&self, errors: &mut Vec<FieldError>) {
        self.page.check(errors);
    }
}

impl Platform {
    /// Reads a kind of device as people write it in tables: `iPhone`, `Mac`, `Apple TV`, `android`.
    #[must_use]
    pub fn from_table(text: &str) -> Option<Self> {
        let word: String =
            text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
        match word.as_str() {
            "iphone" => Some(Self::Ios),
            "ipad" => Some(Self::Ipados),
            "mac" | "macbook" | "osx" => Some(Self::Macos),
            "appletv" => Some(Self::Tvos),
            "pc" | "win" => Some(Self::Windows),
            word => Self::from_word(word),
        }
    }
}

impl Ownership {
    /// Reads an ownership as people write it in tables.
    #[must_use]
    pub fn from_table(text: &str) -> Option<Self> {
        match text.trim().to_ascii_lowercase().as_str() {
            "company" | "corporate" | "c" => Some(Self::Company),
            "employee" | "personal" | "private" | "byod" | "e" => Some(Self::Employee),
            _ => None,
        }
    }
}
