//! Reading tables: comma, semicolon and tab are told apart by the first line, a byte order mark is skipped,
//! and bounds are kept before anything large is built.

use types::{FieldCode, UploadImport};

use crate::error::{Error, Result};

/// A table with its heads.
#[derive(Debug)]
pub(crate) struct Table {
    /// The heads, trimmed.
    pub(crate) heads: Vec<String>,
    /// The rows.
    pub(crate) records: Vec<Record>,
}

/// A row.
#[derive(Debug)]
pub(crate) struct Record {
    /// The line in which it begins, from 1.
    pub(crate) line: u64,
    /// Its cells, trimmed; those that the row does not have are empty.
    pub(crate) cells: Vec<String>,
}

impl Table {
    /// Reads the text of a file. Empty rows are skipped.
    ///
    /// # Errors
    /// `file` is `required` for an empty one, `too_long` beyond the bounds of [`UploadImport`],
    /// `forbidden_characters` with a NUL, `malformed` for a row with more cells than there are heads or a
    /// quote that is not closed.
    pub(crate) fn read(text: &str) -> Result<Self> {
        let wrong = |code| Error::invalid("file", code);
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        if text.trim().is_empty() {
            return Err(wrong(FieldCode::Required));
        }
        if text.len() > UploadImport::MAX_BYTES {
            return Err(wrong(FieldCode::TooLong));
        }
        if text.contains('\0') || text.contains('\u{fffd}') {
            return Err(wrong(FieldCode::ForbiddenCharacters));
        }
        if text.matches('"').count() % 2 == 1 {
            return Err(wrong(FieldCode::Malformed));
        }
        // One kind of line ends, by which the lines are counted.
        let text = &text.replace("\r\n", "\n").replace('\r', "\n");
        let delimiter = delimiter_of(text);
        if too_wide(text, delimiter) {
            return Err(wrong(FieldCode::TooLong));
        }
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .flexible(true)
            .trim(csv::Trim::All)
            .from_reader(text.as_bytes());
        let malformed = |_| wrong(FieldCode::Malformed);
        let heads: Vec<String> = reader.headers().map_err(malformed)?.iter().map(str::to_owned).collect();
        let mut records = Vec::new();
        for row in reader.records() {
            let row = row.map_err(malformed)?;
            if row.iter().all(str::is_empty) {
                continue;
            }
            if row.iter().skip(heads.len()).any(|cell| !cell.is_empty()) {
                return Err(wrong(FieldCode::Malformed));
            }
            if records.len() == UploadImport::MAX_ROWS
                || row.iter().any(|cell| cell.chars().nth(UploadImport::MAX_CELL).is_some())
            {
                return Err(wrong(FieldCode::TooLong));
            }
            let mut cells: Vec<String> = row.iter().take(heads.len()).map(str::to_owned).collect();
            cells.resize(heads.len(), String::new());
            records.push(Record { line: row.position().map_or(0, csv::Position::line), cells });
        }
        if records.is_empty() {
            return Err(wrong(FieldCode::Required));
        }
        Ok(Self { heads, records })
    }
}

/// What stands most often in the first line outside of quotes; a comma where nothing does.
fn delimiter_of(text: &str) -> u8 {
    let counts = |wanted: u8| count_in_first_line(text, wanted);
    let all = [b',', b';', b'\t'].map(|one| (counts(one), one));
    all.into_iter()
        .rev()
        .max_by_key(|(count, _)| *count)
        .map_or(b',', |(count, one)| if count == 0 { b',' } else { one })
}

fn too_wide(text: &str, delimiter: u8) -> bool {
    count_in_first_line(text, delimiter) >= UploadImport::MAX_COLUMNS
}

fn count_in_first_line(text: &str, wanted: u8) -> usize {
    let mut quoted = false;
    let mut count = 0;
    for byte in text.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => break,
            byte if byte == wanted && !quoted => count += 1,
            _ => {}
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<Vec<String>> {
        let table = Table::read(text).unwrap();
        std::iter::once(table.heads).chain(table.records.into_iter().map(|row| row.cells)).collect()
    }

    fn code(text: &str) -> FieldCode {
        let Err(Error::Refused(error)) = Table::read(text) else { panic!("accepted: {text:.40}") };
        error.field("file").unwrap()
    }

    #[test]
    fn what_spreadsheets_write_is_the_same_table() {
        let wanted = vec![vec!["user", "name"], vec!["amira", "Haddad, Amira"], vec!["ben", ""]];
        for text in [
            "user,name\namira,\"Haddad, Amira\"\nben\n",
            "\u{feff}user;name\r\namira;Haddad, Amira\r\n\r\nben;\r\n",
            "user\tname\namira\tHaddad, Amira\nben\t\t\n",
            "\"user\" ,\"name\"\n amira ,\"Haddad, Amira\"\nben,",
        ] {
            assert_eq!(cells(text), wanted, "{text}");
        }
        assert_eq!(cells("user\namira")[1], ["amira"]);
        let table = Table::read("user,note\na,\"two\nlines\"\nb,x").unwrap();
        assert_eq!(table.records[1].line, 4);
        let table = Table::read("user\r\na\r\nb\r\n").unwrap();
        assert_eq!(table.records[1].line, 3);
    }

    #[test]
    fn what_is_no_table_is_refused_before_it_grows() {
        assert_eq!(code(""), FieldCode::Required);
        assert_eq!(code("\u{feff} \n "), FieldCode::Required);
        assert_eq!(code("user,name\n"), FieldCode::Required);
        assert_eq!(code("user\nami\0ra"), FieldCode::ForbiddenCharacters);
        assert_eq!(code("user\nami\u{fffd}ra"), FieldCode::ForbiddenCharacters);
        assert_eq!(code("user,name\nab,\"open"), FieldCode::Malformed);
        assert_eq!(code("user\na,b"), FieldCode::Malformed);
        assert_eq!(code(&",".repeat(100_000)), FieldCode::TooLong);
        assert_eq!(code(&format!("user\n{}", "a".repeat(1_001))), FieldCode::TooLong);
        let many = "a\n".repeat(UploadImport::MAX_ROWS + 1);
        assert_eq!(code(&format!("user\n{many}")), FieldCode::TooLong);
    }
}
