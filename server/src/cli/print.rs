//! What the commands say. Nothing else in the server prints.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "the one place that speaks to the terminal")]

use crate::fault::Fault;

/// A line of the result.
pub(super) fn line(text: &str) {
    println!("{text}");
}

/// A remark beside the result.
pub(super) fn note(text: &str) {
    eprintln!("{text}");
}

/// Why it did not work, and what to do.
pub(super) fn fault(fault: &Fault) {
    eprintln!("gatehouse: {fault}");
}
