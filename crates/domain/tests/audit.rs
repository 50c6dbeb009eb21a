//! The audit log grows, is chained, and notices what was done to it.

use domain::audit::Verified;
use sea_orm::{ConnectionTrait, Database};
use testkit::{Engine, TestApp, both_engines};
use types::{AuditQuery, ErrorCode, RegistrationSettings};

async fn change_settings(app: &TestApp, times: u32) {
    for hours in 1..=times {
        let input = RegistrationSettings { pin_lifetime_hours: hours, ..RegistrationSettings::default() };
        app.domain.settings().update(&app.admin(), &input, None).await.unwrap();
    }
}

both_engines! {
    async fn every_change_is_in_the_chain(app: TestApp) {
        change_settings(&app, 5).await;
        assert_eq!(app.domain.audit().verify().await.unwrap(), Verified { links: 5, fault: None });
        change_settings(&app, 2).await;
        assert_eq!(app.domain.audit().verify().await.unwrap(), Verified { links: 7, fault: None });
        let page = app.domain.audit().list(&app.admin(), &AuditQuery::default()).await.unwrap();
        assert_eq!(page.items.first().and_then(|row| row.seq), Some(7));
    }

    async fn a_changed_event_breaks_the_chain_where_it_was(app: TestApp) {
        change_settings(&app, 3).await;
        app.domain.audit().chain_pending().await.unwrap();
        let raw = Database::connect(app.database.url()).await.unwrap();
        // Somebody with the database's own powers removes the guard first.
        let guard = match app.database.engine() {
            Engine::Sqlite => "DROP TRIGGER audit_events_no_update",
            Engine::Postgres => "DROP TRIGGER audit_events_append_only ON audit_events",
        };
        raw.execute_unprepared(guard).await.unwrap();
        raw.execute_unprepared(
            "UPDATE audit_events SET actor_name = 'Somebody else' WHERE id = (SELECT event_id FROM audit_chain WHERE seq = 2)",
        )
        .await
        .unwrap();
        let fault = app.domain.audit().verify().await.unwrap().fault.unwrap();
        assert_eq!((fault.seq, fault.what), (2, "the event was changed"));
    }

    async fn the_database_refuses_to_change_or_delete_an_event(app: TestApp) {
        change_settings(&app, 1).await;
        let raw = Database::connect(app.database.url()).await.unwrap();
        assert!(raw.execute_unprepared("UPDATE audit_events SET actor_name = 'x'").await.is_err());
        assert!(raw.execute_unprepared("DELETE FROM audit_events").await.is_err());
    }

    async fn two_chainers_never_fork_the_chain(app: TestApp) {
        let other = app.another_process().await;
        change_settings(&app, 20).await;
        let (one, two) = (app.domain.audit(), other.audit());
        let (first, second) = tokio::join!(one.chain_pending(), two.chain_pending());
        // One of the two may lose and be refused; what it would have linked is linked by the other.
        assert!(first.is_ok() || second.is_ok());
        assert_eq!(app.domain.audit().verify().await.unwrap(), Verified { links: 20, fault: None });
    }

    async fn the_log_is_read_by_those_who_may(app: TestApp) {
        let user = app.user("amira").await;
        let refused = app.domain.audit().list(&app.portal(&user), &AuditQuery::default()).await.unwrap_err();
        assert_eq!(refused.code(), ErrorCode::Forbidden);
        let refused = app.domain.audit().list(&app.anonymous(), &AuditQuery::default()).await.unwrap_err();
        assert_eq!(refused.code(), ErrorCode::Unauthenticated);
    }
}
