//! The table that is printed at the end.

use testkit::Engine;

/// Rows of measurements.
#[derive(Default)]
pub(crate) struct Table {
    rows: Vec<[String; 4]>,
}

impl Table {
    /// Adds a measurement and says it at once, so that one sees the bench go on.
    pub(crate) fn row(&mut self, engine: Engine, what: &str, figure: String, note: &str) {
        eprintln!("{engine}: {what}: {figure}");
        self.rows.push([engine.to_string(), what.to_owned(), figure, note.to_owned()]);
    }

    /// Prints all rows.
    #[expect(clippy::print_stdout, reason = "what this program is for")]
    pub(crate) fn print(&self) {
        println!("\n| engine | what | figure | note |\n| --- | --- | ---: | --- |");
        for [engine, what, figure, note] in &self.rows {
            println!("| {engine} | {what} | {figure} | {note} |");
        }
    }
}

/// The middle one of the figures.
pub(crate) fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or_default()
}
