//! Labels and configurations.

use sea_orm_migration::prelude::*;

use crate::columns::*;

/// Labels and configurations.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// The labels that are always there: number of the id, word, name, rule.
const BUILT_IN: [(u128, &str, &str, &str); 10] = [
    (1, "all", "All devices", "{}"),
    (2, "company_owned", "Company-owned", r#"{"ownerships":["company"]}"#),
    (3, "employee_owned", "Employee-owned", r#"{"ownerships":["employee"]}"#),
    (4, "ios", "iPhone", r#"{"platforms":["ios"]}"#),
    (5, "ipados", "iPad", r#"{"platforms":["ipados"]}"#),
    (6, "macos", "Mac", r#"{"platforms":["macos"]}"#),
    (7, "tvos", "Apple TV", r#"{"platforms":["tvos"]}"#),
    (8, "android", "Android", r#"{"platforms":["android"]}"#),
    (9, "windows", "Windows", r#"{"platforms":["windows"]}"#),
    (10, "linux", "Linux", r#"{"platforms":["linux"]}"#),
];

/// The ids of the labels that are always there are the same everywhere, so that scripts may name them:
/// `01936d3e-0000-7000-8000-00000000000` and the number.
const FIRST_ID: u128 = 0x0193_6d3e_0000_7000_8000_0000_0000_0000;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let labels = table("labels")
            .col(text("name"))
            .col(text("name_key"))
            .col(text("description"))
            .col(text_null("built_in"))
            .col(text_null("rule"))
            .col(int("version"))
            .col(int("created_at"))
            .col(int("updated_at"))
            .take();
        let label_devices = bare_table("label_devices")
            .col(uuid("label_id"))
            .col(uuid("device_id"))
            .primary_key(Index::create().col("label_id").col("device_id"))
            .foreign_key(&mut belongs_to("label_devices", "label_id", "labels"))
            .foreign_key(&mut belongs_to("label_devices", "device_id", "devices"))
            .take();
        let configurations = table("configurations")
            .col(text("name"))
            .col(text("name_key"))
            .col(text("description"))
            .col(text("kind"))
            .col(text("settings"))
            .col(text_null("identifier"))
            .col(bytes_null("secret"))
            .col(int("issue"))
            .col(int("version"))
            .col(int("created_at"))
            .col(int("updated_at"))
            .col(int_null("deleted_at"))
            .take();
        let configuration_labels = bare_table("configuration_labels")
            .col(uuid("configuration_id"))
            .col(uuid("label_id"))
            .primary_key(Index::create().col("configuration_id").col("label_id"))
            .foreign_key(&mut belongs_to("configuration_labels", "configuration_id", "configurations"))
            .foreign_key(&mut belongs_to("configuration_labels", "label_id", "labels"))
            .take();
        let device_configurations = bare_table("device_configurations")
            .col(uuid("device_id"))
            .col(uuid("configuration_id"))
            .col(text("state"))
            .col(int("issue"))
            .col(int_null("installed_issue"))
            .col(text_null("detail"))
            .col(int("updated_at"))
            .primary_key(Index::create().col("device_id").col("configuration_id"))
            .foreign_key(&mut belongs_to("device_configurations", "device_id", "devices"))
            .foreign_key(&mut belongs_to("device_configurations", "configuration_id", "configurations"))
            .take();
        let reconciliation = bare_table("reconciliation")
            .col(ColumnDef::new("id").big_integer().not_null().primary_key())
            .col(int("epoch"))
            .take();
        create(
            manager,
            vec![
                labels,
                label_devices,
                configurations,
                configuration_labels,
                device_configurations,
                reconciliation,
            ],
            vec![
                unique("labels", "labels_name", &["name_key"]),
                unique("configurations", "configurations_name", &["name_key"]),
                unique("configurations", "configurations_identifier", &["identifier"]),
                index("label_devices", "label_devices_device", &["device_id"]),
                index("configuration_labels", "configuration_labels_label", &["label_id"]),
                index("device_configurations", "device_configurations_state", &["configuration_id", "state"]),
            ],
        )
        .await?;
        let add = |column: ColumnDef| Table::alter().table("devices").add_column(column).take();
        manager.alter_table(add(text_null("os_key"))).await?;
        manager.alter_table(add(text_null("ownership_wanted"))).await?;
        manager.alter_table(add(int_null("compared_at"))).await?;
        let mut rows = Query::insert()
            .into_table("labels")
            .columns([
                "id",
                "name",
                "name_key",
                "description",
                "built_in",
                "rule",
                "version",
                "created_at",
                "updated_at",
            ])
            .take();
        for (number, word, name, rule) in BUILT_IN {
            let id = sea_orm_migration::sea_orm::prelude::Uuid::from_u128(FIRST_ID + number);
            rows.values_panic([
                id.into(),
                name.into(),
                name.to_lowercase().into(),
                "".into(),
                word.into(),
                rule.into(),
                1_i64.into(),
                0_i64.into(),
                0_i64.into(),
            ]);
        }
        manager.execute(rows).await?;
        let first = Query::insert()
            .into_table("reconciliation")
            .columns(["id", "epoch"])
            .values_panic([1_i64.into(), 1_i64.into()])
            .take();
        manager.execute(first).await
    }
}
