//! Where an item stands in a list that is ordered by rank and then by position.

use uuid::Uuid;

/// Rank and position, packed into what a cursor holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    /// Smaller ones come first.
    pub(crate) rank: i64,
    /// The number of the item.
    pub(crate) position: i64,
}

impl Place {
    /// As the id of a cursor.
    pub(crate) fn write(self) -> Uuid {
        let number = |value: i64| u64::try_from(value).unwrap_or_default();
        Uuid::from_u64_pair(number(self.rank), number(self.position))
    }

    /// From the id of a cursor.
    pub(crate) fn read(id: Uuid) -> Self {
        let (rank, position) = id.as_u64_pair();
        let number = |value: u64| i64::try_from(value).unwrap_or(i64::MAX);
        Self { rank: number(rank), position: number(position) }
    }
}
