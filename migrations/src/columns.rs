//! Short words for the column types that this schema uses. Times are milliseconds since the epoch in
//! a `bigint`; ids are the engines' own UUID type; states are words.

use sea_orm_migration::prelude::*;

/// A table that begins with a UUID primary key `id`.
pub(crate) fn table(name: &'static str) -> TableCreateStatement {
    bare_table(name).col(ColumnDef::new("id").uuid().not_null().primary_key()).take()
}

/// A table without columns yet.
pub(crate) fn bare_table(name: &'static str) -> TableCreateStatement {
    Table::create().table(name).take()
}

/// A needed UUID.
pub(crate) fn uuid(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).uuid().not_null().take()
}

/// A UUID that may be missing.
pub(crate) fn uuid_null(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).uuid().null().take()
}

/// A needed text.
pub(crate) fn text(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).text().not_null().take()
}

/// A text that may be missing.
pub(crate) fn text_null(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).text().null().take()
}

/// A needed whole number, a time among them.
pub(crate) fn int(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).big_integer().not_null().take()
}

/// A whole number or time that may be missing.
pub(crate) fn int_null(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).big_integer().null().take()
}

/// Needed bytes: hashes, keys, envelopes.
pub(crate) fn bytes(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).blob().not_null().take()
}

/// Bytes that may be missing.
pub(crate) fn bytes_null(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).blob().null().take()
}

/// A foreign key to `id` of another table; what refers to a deleted row goes with it.
pub(crate) fn belongs_to(
    table: &'static str,
    column: &'static str,
    to: &'static str,
) -> ForeignKeyCreateStatement {
    ForeignKey::create().from(table, column).to(to, "id").on_delete(ForeignKeyAction::Cascade).take()
}

/// A plain index.
pub(crate) fn index(
    table: &'static str,
    name: &'static str,
    columns: &[&'static str],
) -> IndexCreateStatement {
    let mut index = Index::create().name(name).table(table).take();
    for column in columns {
        index.col(*column);
    }
    index
}

/// A unique index.
pub(crate) fn unique(
    table: &'static str,
    name: &'static str,
    columns: &[&'static str],
) -> IndexCreateStatement {
    index(table, name, columns).unique().take()
}

/// Creates tables, then indexes.
pub(crate) async fn create(
    manager: &SchemaManager<'_>,
    tables: Vec<TableCreateStatement>,
    indexes: Vec<IndexCreateStatement>,
) -> Result<(), DbErr> {
    for table in tables {
        manager.create_table(table).await?;
    }
    for index in indexes {
        manager.create_index(index).await?;
    }
    Ok(())
}
