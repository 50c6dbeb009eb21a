//! What the commands say. Nothing else in the server prints.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "the one place that speaks to the terminal")]

use serde::Serialize;

use crate::fault::Fault;

/// A line of the result.
pub(super) fn line(text: &str) {
    println!("{text}");
}

/// A result for programs and people who read JSON.
pub(super) fn json(what: &impl Serialize) -> Result<(), Fault> {
    let text = serde_json::to_string_pretty(what)
        .map_err(|error| Fault::new(format!("The answer cannot be written: {error}"), ""))?;
    line(&text);
    Ok(())
}

/// A remark beside the result.
pub(super) fn note(text: &str) {
    eprintln!("{text}");
}

/// Why it did not work, and what to do.
pub(super) fn fault(fault: &Fault) {
    eprintln!("gatehouse: {fault}");
}
