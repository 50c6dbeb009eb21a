//! Placeholder for live events.
