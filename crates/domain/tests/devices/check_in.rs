//! Check-ins: the first makes a device active, later ones tell what changed and fetch commands.

use domain::live::LiveEvent;
use testkit::{TestApp, both_engines};
use types::{Attention, CheckIn, DeviceFacts, DeviceState, ErrorCode, FieldCode};

use super::super::registration::{events, laptop};
use super::*;

both_engines! {
    async fn the_first_check_in_makes_a_device_active(app: TestApp) {
        let user = app.user("amira").await;
        let device = enrolled(&app, &user, 1).await;
        app.pass(std::time::Duration::from_secs(5));
        let ctx = app.device(device.device_id, user.row.id);
        let answer = app.domain.devices().check_in(&ctx, &CheckIn::default()).await.unwrap();
        assert_eq!((answer.commands.len(), answer.notices.len(), answer.next_check_in_s), (0, 0, 900));
        let found = app.domain.devices().find(&app.portal(&user), device.device_id).await.unwrap();
        assert_eq!((found.row.state, found.row.last_seen_at), (DeviceState::Active, Some(app.clock.now())));
        check_in(&app, &user, &device).await;
        assert_eq!(events(&app, "device.activated").await.len(), 1);
    }

    async fn facts_are_audited_only_when_they_changed(app: TestApp) {
        let user = app.user("amira").await;
        let device = active(&app, &user, 1).await;
        let ctx = app.device(device.device_id, user.row.id);
        let with = |facts: DeviceFacts| CheckIn { wait_ms: 0, facts: Some(facts) };
        let room = app.domain.devices();
        room.check_in(&ctx, &with(DeviceFacts { battery_percent: Some(80), ..laptop() })).await.unwrap();
        room.check_in(&ctx, &with(DeviceFacts { battery_percent: Some(79), ..laptop() })).await.unwrap();
        assert!(events(&app, "device.facts_changed").await.is_empty());
        assert_eq!(room.find(&app.admin(), device.device_id).await.unwrap().battery_percent, Some(79));
        let upgraded = DeviceFacts { os_version: Some("Debian GNU/Linux 13".into()), ..laptop() };
        room.check_in(&ctx, &with(upgraded)).await.unwrap();
        let told = events(&app, "device.facts_changed").await;
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].before, Some(serde_json::json!({ "os_version": "Debian GNU/Linux 12" })));
        assert_eq!(told[0].after, Some(serde_json::json!({ "os_version": "Debian GNU/Linux 13" })));
        let silent = DeviceFacts { model: None, os_version: None, serial_number: None, name: None, ..laptop() };
        room.check_in(&ctx, &with(silent)).await.unwrap();
        assert_eq!(events(&app, "device.facts_changed").await.len(), 1);
        assert_eq!(room.find(&app.admin(), device.device_id).await.unwrap().row.name, "amira-t14");
        let too_long = DeviceFacts { model: Some("x".repeat(129)), ..laptop() };
        let error = types::ApiError::from(room.check_in(&ctx, &with(too_long)).await.unwrap_err());
        assert_eq!(error.field("facts.model"), Some(FieldCode::TooLong));
        let error = types::ApiError::from(room.check_in(&ctx, &CheckIn { wait_ms: 50_001, facts: None }).await.unwrap_err());
        assert_eq!(error.field("wait_ms"), Some(FieldCode::OutOfRange));
    }

    async fn a_command_is_delivered_until_it_has_a_result(app: TestApp) {
        let user = app.user("amira").await;
        let device = active(&app, &user, 1).await;
        let first = lock_by_owner(&app, &user, &device).await;
        let second = lock_by_owner(&app, &user, &device).await;
        for _ in 0..2 {
            let ids: Vec<_> = check_in(&app, &user, &device).await.into_iter().map(|command| command.id).collect();
            assert_eq!(ids, [first.id, second.id]);
        }
        let ctx = app.device(device.device_id, user.row.id);
        app.domain.devices().report_result(&ctx, first.id, &result(ResultState::Done, None)).await.unwrap();
        app.domain.devices().report_result(&ctx, second.id, &result(ResultState::NotNow, None)).await.unwrap();
        let ids: Vec<_> = check_in(&app, &user, &device).await.into_iter().map(|command| command.id).collect();
        assert_eq!(ids, [second.id]);
    }

    async fn a_waiting_device_is_woken_by_its_command(app: TestApp) {
        let user = app.user("amira").await;
        let device = active(&app, &user, 1).await;
        let ctx = app.device(device.device_id, user.row.id);
        let domain = app.domain.clone();
        // Longer than any test run: only the command can end this wait.
        let waiting = tokio::spawn(async move {
            domain.devices().check_in(&ctx, &CheckIn { wait_ms: 50_000, facts: None }).await
        });
        let command = lock_by_owner(&app, &user, &device).await;
        let answer = waiting.await.unwrap().unwrap();
        assert_eq!(answer.commands.iter().map(|it| it.id).collect::<Vec<_>>(), [command.id]);
    }

    async fn a_call_without_a_command_does_not_end_the_wait(app: TestApp) {
        let user = app.user("amira").await;
        let device = active(&app, &user, 1).await;
        let ctx = app.device(device.device_id, user.row.id);
        let domain = app.domain.clone();
        let waiting = tokio::spawn(async move {
            domain.devices().check_in(&ctx, &CheckIn { wait_ms: 50_000, facts: None }).await
        });
        for _ in 0..50 {
            app.domain.hub().publish(LiveEvent::DeviceCalled(device.device_id));
            tokio::task::yield_now().await;
        }
        assert!(!waiting.is_finished());
        let command = lock_by_owner(&app, &user, &device).await;
        assert_eq!(waiting.await.unwrap().unwrap().commands[0].id, command.id);
    }

    async fn many_waiting_devices_leave_the_database_free(app: TestApp) {
        let user = app.user("amira").await;
        let device = active(&app, &user, 1).await;
        let mut waiting = Vec::new();
        for _ in 0..40 {
            let (domain, ctx) = (app.domain.clone(), app.device(device.device_id, user.row.id));
            waiting.push(tokio::spawn(async move {
                domain.devices().check_in(&ctx, &CheckIn { wait_ms: 50_000, facts: None }).await
            }));
        }
        // More waiters than connections: this would hang if one of them held its own.
        lock_by_owner(&app, &user, &device).await;
        for task in waiting {
            assert_eq!(task.await.unwrap().unwrap().commands.len(), 1);
        }
    }

    async fn a_short_wait_without_work_ends_empty(app: TestApp) {
        let user = app.user("amira").await;
        let device = active(&app, &user, 1).await;
        let ctx = app.device(device.device_id, user.row.id);
        let answer = app.domain.devices().check_in(&ctx, &CheckIn { wait_ms: 1, facts: None }).await.unwrap();
        assert!(answer.commands.is_empty());
    }

    async fn a_device_is_told_when_to_come_again(app: TestApp) {
        let user = app.user("amira").await;
        let device = active(&app, &user, 1).await;
        let ctx = app.device(device.device_id, user.row.id);
        let room = app.domain.devices();
        let next = async |wait_ms: u32| {
            room.check_in(&ctx, &CheckIn { wait_ms, facts: None }).await.unwrap().next_check_in_s
        };
        assert_eq!(next(0).await, 900);
        // Whoever waits for work comes back at once: the next command must find them waiting.
        assert_eq!(next(1).await, 0);
        let command = lock_by_owner(&app, &user, &device).await;
        assert_eq!(next(1).await, 900);
        room.report_result(&ctx, command.id, &result(ResultState::NotNow, None)).await.unwrap();
        assert_eq!((next(0).await, next(1).await), (30, 30));
        room.report_result(&ctx, command.id, &result(ResultState::Done, None)).await.unwrap();
        assert_eq!((next(0).await, next(1).await), (900, 0));
    }

    async fn a_device_that_falls_silent_needs_attention(app: TestApp) {
        let user = app.user("amira").await;
        let device = active(&app, &user, 1).await;
        let attention = || async {
            app.domain.devices().find(&app.admin(), device.device_id).await.unwrap().row.attention
        };
        app.pass(domain::devices::SILENT_AFTER);
        assert_eq!(attention().await, None);
        app.pass(std::time::Duration::from_secs(1));
        assert_eq!(attention().await, Some(Attention::Silent));
        check_in(&app, &user, &device).await;
        assert_eq!(attention().await, None);
    }

    async fn only_a_device_checks_in(app: TestApp) {
        for ctx in [app.admin(), app.anonymous()] {
            let error = app.domain.devices().check_in(&ctx, &CheckIn::default()).await.unwrap_err();
            assert_eq!(error.code(), ErrorCode::SignatureInvalid);
        }
    }
}
