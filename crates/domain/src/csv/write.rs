//! Writing tables. A cell that a spreadsheet would take for a formula begins with an apostrophe (OWASP, CSV
//! Injection; trust.md AUD-4, INJ-5).

use crate::error::{Error, Result};

/// A table that is being written.
#[derive(Debug)]
pub struct CsvWriter(csv::Writer<Vec<u8>>);

impl CsvWriter {
    /// A table with these heads.
    ///
    /// # Errors
    /// Never for memory; kept for the writer below.
    pub fn new(heads: &[&str]) -> Result<Self> {
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
        writer.write_record(heads).map_err(Error::internal)?;
        Ok(Self(writer))
    }

    /// Adds a row; as many cells as there are heads.
    ///
    /// # Errors
    /// When there are more or fewer.
    pub fn row<'a>(&mut self, cells: impl IntoIterator<Item = &'a str>) -> Result<()> {
        self.0.write_record(cells.into_iter().map(harmless)).map_err(Error::internal)
    }

    /// The file.
    ///
    /// # Errors
    /// Never for memory; kept for the writer below.
    pub fn finish(self) -> Result<Vec<u8>> {
        self.0.into_inner().map_err(|error| Error::internal(error.error()))
    }
}

/// The cell as a text. What begins like a formula, in full-width forms, too, gets an apostrophe.
fn harmless(cell: &str) -> String {
    let formula = |c: char| {
        matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '|' | '%')
            || matches!(c, '\u{ff1d}' | '\u{ff0b}' | '\u{ff0d}' | '\u{ff20}' | '\u{2212}')
    };
    let first = cell.trim_start_matches([' ', '\u{a0}', '\u{feff}']).chars().next();
    match first {
        Some(c) if formula(c) => format!("'{cell}"),
        _ => cell.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_begins_like_a_formula_and_all_come_back() {
        let cells = [
            "=1+1",
            "+47",
            "-2",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "\n=1",
            " =1",
            "\u{feff}=1",
            "\u{ff1d}1",
            "\u{ff0b}1",
            "plain",
            "with, comma",
            "with \"quotes\"",
            "two\nlines",
            "",
        ];
        let mut writer = CsvWriter::new(&["cell", "same"]).unwrap();
        for cell in cells {
            writer.row([cell, "x"]).unwrap();
        }
        let file = writer.finish().unwrap();
        let mut reader = csv::Reader::from_reader(file.as_slice());
        let back: Vec<String> = reader.records().map(|row| row.unwrap()[0].to_owned()).collect();
        assert_eq!(back.len(), cells.len());
        for (cell, back) in cells.iter().zip(&back) {
            assert_eq!(back.strip_prefix('\'').unwrap_or(back), *cell);
            let first = back.trim_start().chars().next();
            assert!(!first.is_some_and(|c| "=+-@\u{ff1d}\u{ff0b}".contains(c)), "{back:?}");
        }
    }
}
