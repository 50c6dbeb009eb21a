//! What a table knows about its columns.

/// On which screens a column is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Priority {
    /// On all.
    #[default]
    Always,
    /// From 576 px.
    Sm,
    /// From 768 px.
    Md,
    /// From 1024 px.
    Lg,
}

/// A column.
#[derive(Clone, Debug)]
pub struct Column {
    pub(super) label: String,
    pub(super) key: Option<&'static str>,
    pub(super) hidden: bool,
    priority: Priority,
    end: bool,
    tight: bool,
}

impl Column {
    /// A column with this head.
    pub fn new(label: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            key: None,
            hidden: false,
            priority: Priority::Always,
            end: false,
            tight: false,
        }
    }

    /// The last column, with the actions of a row; its head is not shown.
    #[must_use]
    pub fn actions() -> Self {
        Self { hidden: true, tight: true, ..Self::new(crate::t::common::table::actions()) }
    }

    /// Leaves on smaller screens.
    #[must_use]
    pub fn priority(mut self, priority: Priority) -> Self {
        self.priority = priority;
        self
    }

    /// Can be sorted by this key.
    #[must_use]
    pub fn sort(mut self, key: &'static str) -> Self {
        self.key = Some(key);
        self
    }

    /// Holds amounts.
    #[must_use]
    pub fn end(mut self) -> Self {
        self.end = true;
        self
    }

    /// Classes of head and cells.
    #[must_use]
    pub fn class(&self) -> &'static str {
        match (self.tight, self.end, self.priority) {
            (true, ..) => "tight",
            (_, true, Priority::Always) => "num",
            (_, true, Priority::Sm) => "num c-sm",
            (_, true, Priority::Md) => "num c-md",
            (_, true, Priority::Lg) => "num c-lg",
            (_, false, Priority::Always) => "",
            (_, false, Priority::Sm) => "c-sm",
            (_, false, Priority::Md) => "c-md",
            (_, false, Priority::Lg) => "c-lg",
        }
    }
}

/// How rows are sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sort {
    /// Key of the column.
    pub key: String,
    /// Largest, newest or last first.
    pub descending: bool,
}
