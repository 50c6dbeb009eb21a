//! What commands read.

use std::io;

/// The text of a file; `-` stands for the standard input.
pub(super) fn text_of(file: &str) -> Result<String, String> {
    let read = match file {
        "-" => io::read_to_string(io::stdin().lock()),
        file => std::fs::read_to_string(file),
    };
    read.map_err(|error| format!("{file} cannot be read: {error}"))
}
