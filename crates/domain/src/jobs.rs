//! Periodic work, done by one process at a time.
