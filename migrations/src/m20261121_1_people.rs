//! People: users, their sessions, single-use links and API tokens, settings and leases.

use sea_orm_migration::prelude::*;

use crate::columns::*;

/// People: users, their sessions, single-use links and API tokens, settings and leases.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let users = table("users")
            .col(text("username"))
            .col(text("username_key"))
            .col(text("display_name"))
            .col(text_null("email"))
            .col(text_null("phone_number"))
            .col(text("language"))
            .col(text("state"))
            .col(text_null("role"))
            .col(text("rights"))
            .col(text_null("password_hash"))
            .col(int("version"))
            .col(int("created_at"))
            .col(int("updated_at"))
            .col(int_null("last_sign_in_at"))
            .take();
        let sessions = table("sessions")
            .col(bytes("token_hash"))
            .col(text("face"))
            .col(uuid("user_id"))
            .col(int("created_at"))
            .col(int("last_seen_at"))
            .col(int("expires_at"))
            .col(int_null("previous_sign_in_at"))
            .col(text_null("address"))
            .col(text_null("user_agent"))
            .foreign_key(&mut belongs_to("sessions", "user_id", "users"))
            .take();
        let single_use_links = table("single_use_links")
            .col(text("purpose"))
            .col(uuid_null("user_id"))
            .col(bytes("token_hash"))
            .col(bytes_null("envelope"))
            .col(int("created_at"))
            .col(int("expires_at"))
            .col(int_null("used_at"))
            .foreign_key(&mut belongs_to("single_use_links", "user_id", "users"))
            .take();
        let api_tokens = table("api_tokens")
            .col(uuid("user_id"))
            .col(text("name"))
            .col(bytes("token_hash"))
            .col(text("scopes"))
            .col(int("created_at"))
            .col(int_null("last_used_at"))
            .col(int_null("revoked_at"))
            .foreign_key(&mut belongs_to("api_tokens", "user_id", "users"))
            .take();
        let throttles = bare_table("throttles")
            .col(text("kind"))
            .col(bytes("key"))
            .col(int("failures"))
            .col(int("total"))
            .col(int_null("blocked_until"))
            .col(int("updated_at"))
            .primary_key(Index::create().col("kind").col("key"))
            .take();
        let settings = bare_table("settings")
            .col(text("key").primary_key().take())
            .col(text("value"))
            .col(int("version"))
            .col(int("updated_at"))
            .col(text_null("updated_by"))
            .take();
        let leases = bare_table("leases")
            .col(text("name").primary_key().take())
            .col(text("holder"))
            .col(int("until"))
            .take();
        let idempotency_keys = bare_table("idempotency_keys")
            .col(text("actor"))
            .col(text("key"))
            .col(bytes("request_hash"))
            .col(uuid("result_id"))
            .col(int("created_at"))
            .primary_key(Index::create().col("actor").col("key"))
            .take();
        create(
            manager,
            vec![
                users,
                sessions,
                single_use_links,
                api_tokens,
                throttles,
                settings,
                leases,
                idempotency_keys,
            ],
            vec![
                unique("users", "users_username_key", &["username_key"]),
                unique("sessions", "sessions_token_hash", &["token_hash"]),
                index("sessions", "sessions_user_id", &["user_id"]),
                unique("single_use_links", "single_use_links_token_hash", &["token_hash"]),
                index("single_use_links", "single_use_links_user_id", &["user_id"]),
                unique("api_tokens", "api_tokens_token_hash", &["token_hash"]),
            ],
        )
        .await?;
        // People sign in by their address, typed in any case.
        let by_address = "CREATE INDEX users_email ON users (lower(email))";
        manager.get_connection().execute_unprepared(by_address).await?;
        Ok(())
    }
}
