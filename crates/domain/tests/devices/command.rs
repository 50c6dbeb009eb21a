//! Commands and their life.

use testkit::{TestApp, both_engines};
use types::{
    Action, ApiError, Attention, CommandId, CommandState, CreateCommand, DeviceId, ErrorCode, FieldCode,
    PageQuery, Platform,
};

use super::super::registration::{events, linux_for, seen};
use super::*;

async fn stands(app: &TestApp, id: CommandId) -> CommandState {
    app.domain.devices().find_command(&app.admin(), id).await.unwrap().state
}

both_engines! {
    async fn a_lock_goes_to_the_device_and_comes_back_done(app: TestApp) {
        let user = app.user("amira").await;
        let device = active(&app, &user, 1).await;
        let params = LockParams { message: Some(" Please call ".into()), phone_number: Some("+47 400 55 014".into()) };
        let room = app.domain.devices();
        let command = room.command(&app.portal(&user), device.device_id, &CreateCommand::lock(&params)).await.unwrap();
        assert_eq!((command.state, command.requested_by.as_str()), (CommandState::Queued, "amira of Vellmere"));
        let row = room.find(&app.portal(&user), device.device_id).await.unwrap().row;
        assert_eq!(row.open_command, Some(Action::Lock));
        let delivered = check_in(&app, &user, &device).await;
        assert_eq!(delivered[0].params, serde_json::json!({ "message": "Please call", "phone_number": "+4740055014" }));
        let sent = room.find_command(&app.portal(&user), command.id).await.unwrap();
        assert_eq!((sent.state, sent.sent_at), (CommandState::Sent, Some(app.clock.now())));
        app.pass(std::time::Duration::from_secs(3));
        let ctx = app.device(device.device_id, user.row.id);
        room.report_result(&ctx, command.id, &result(ResultState::Done, None)).await.unwrap();
        let done = room.find_command(&app.portal(&user), command.id).await.unwrap();
        assert_eq!((done.state, done.finished_at, done.sent_at), (CommandState::Done, Some(app.clock.now()), sent.sent_at));
        assert_eq!(room.find(&app.portal(&user), device.device_id).await.unwrap().row.open_command, None);
        let actions: Vec<_> = room.history(&app.portal(&user), device.device_id, &PageQuery::default()).await.unwrap()
            .items.into_iter().map(|row| row.action).collect();
        assert_eq!(
            actions,
            ["device.lock_done", "device.lock_requested", "device.activated", "device.registered", "registration.created"]
        );
    }

    async fn a_refusal_is_kept_in_the_devices_own_words(app: TestApp) {
        let user = app.user("amira").await;
        let device = active(&app, &user, 1).await;
        let (room, ctx) = (app.domain.devices(), app.device(device.device_id, user.row.id));
        let command = lock_by_owner(&app, &user, &device).await;
        check_in(&app, &user, &device).await;
        room.report_result(&ctx, command.id, &result(ResultState::Failed, Some("No session to lock"))).await.unwrap();
        let failed = room.find_command(&app.admin(), command.id).await.unwrap();
        assert_eq!(failed.detail.as_deref(), Some("No session to lock"));
        let attention = || async { room.find(&app.admin(), device.device_id).await.unwrap().row.attention };
        assert_eq!(attention().await, Some(Attention::CommandFailed));
        app.pass(std::time::Duration::from_secs(1));
        let again = lock_by_owner(&app, &user, &device).await;
        check_in(&app, &user, &device).await;
        room.report_result(&ctx, again.id, &result(ResultState::Done, None)).await.unwrap();
        assert_eq!(attention().await, None);
        let told = events(&app, "device.lock_failed").await;
        assert_eq!(told[0].reason.as_deref(), Some("No session to lock"));
    }

    async fn the_same_result_again_is_fine_and_another_is_not(app: TestApp) {
        let user = app.user("amira").await;
        let device = active(&app, &user, 1).await;
        let other = active(&app, &user, 2).await;
        let (room, ctx) = (app.domain.devices(), app.device(device.device_id, user.row.id));
        let command = lock_by_owner(&app, &user, &device).await;
        let early = room.report_result(&ctx, command.id, &result(ResultState::Done, None)).await.unwrap_err();
        assert_eq!(early.code(), ErrorCode::WrongState);
        check_in(&app, &user, &device).await;
        for _ in 0..2 {
            room.report_result(&ctx, command.id, &result(ResultState::NotNow, None)).await.unwrap();
        }
        assert_eq!(stands(&app, command.id).await, CommandState::NotNow);
        for _ in 0..2 {
            room.report_result(&ctx, command.id, &result(ResultState::Done, None)).await.unwrap();
        }
        for state in [ResultState::Failed, ResultState::NotNow] {
            let late = room.report_result(&ctx, command.id, &result(state, None)).await.unwrap_err();
            assert_eq!(late.code(), ErrorCode::CommandFinished);
        }
        assert_eq!(events(&app, "device.lock_done").await.len(), 1);
        let stranger = app.device(other.device_id, user.row.id);
        for id in [command.id, CommandId(uuid::Uuid::now_v7())] {
            let foreign = room.report_result(&stranger, id, &result(ResultState::Done, None)).await.unwrap_err();
            assert_eq!(seen(foreign), "{\"code\":\"not_found\"}");
        }
        let long = room.report_result(&ctx, command.id, &result(ResultState::Done, Some(&"x".repeat(501)))).await.unwrap_err();
        assert_eq!(ApiError::from(long).field("detail"), Some(FieldCode::TooLong));
    }

    async fn a_queued_command_can_be_taken_back_and_a_sent_one_cannot(app: TestApp) {
        let user = app.user("amira").await;
        let device = active(&app, &user, 1).await;
        let room = app.domain.devices();
        let queued = lock_by_owner(&app, &user, &device).await;
        for _ in 0..2 {
            assert_eq!(room.cancel_command(&app.portal(&user), queued.id).await.unwrap().state, CommandState::Cancelled);
        }
        assert_eq!(events(&app, "device.lock_cancelled").await.len(), 1);
        assert!(check_in(&app, &user, &device).await.is_empty());
        let sent = lock_by_owner(&app, &user, &device).await;
        check_in(&app, &user, &device).await;
        let late = room.cancel_command(&app.portal(&user), sent.id).await.unwrap_err();
        assert_eq!(late.code(), ErrorCode::CommandAlreadySent);
        let ctx = app.device(device.device_id, user.row.id);
        let gone = room.report_result(&ctx, queued.id, &result(ResultState::Done, None)).await.unwrap_err();
        assert_eq!(gone.code(), ErrorCode::CommandFinished);
    }

    async fn cancelling_and_fetching_at_once_have_one_winner(app: TestApp) {
        let user = app.user("amira").await;
        let device = active(&app, &user, 1).await;
        let (room, ctx, owner) = (app.domain.devices(), app.device(device.device_id, user.row.id), app.portal(&user));
        for _ in 0..30 {
            let command = lock_by_owner(&app, &user, &device).await;
            let idle = types::CheckIn::default();
            let (fetched, cancelled) =
                tokio::join!(room.check_in(&ctx, &idle), room.cancel_command(&owner, command.id));
            let fetched = fetched.unwrap().commands.iter().any(|delivered| delivered.id == command.id);
            assert!(fetched ^ cancelled.is_ok());
            let expected = if fetched { CommandState::Sent } else { CommandState::Cancelled };
            assert_eq!(stands(&app, command.id).await, expected);
            if fetched {
                room.report_result(&ctx, command.id, &result(ResultState::Done, None)).await.unwrap();
            }
        }
    }

    async fn a_command_that_nobody_fetches_runs_out(app: TestApp) {
        let user = app.user("amira").await;
        let device = active(&app, &user, 1).await;
        let command = lock_by_owner(&app, &user, &device).await;
        app.pass(domain::devices::COMMAND_LIFETIME);
        assert!(check_in(&app, &user, &device).await.is_empty());
        assert_eq!(app.domain.devices().expire_commands().await.unwrap(), 1);
        assert_eq!(app.domain.devices().expire_commands().await.unwrap(), 0);
        assert_eq!(stands(&app, command.id).await, CommandState::Expired);
        assert_eq!(events(&app, "device.lock_expired").await.len(), 1);
    }

    async fn what_a_device_cannot_do_is_refused(app: TestApp) {
        let user = app.user("amira").await;
        let room = app.domain.devices();
        let waiting = register(&app, &user).await;
        let refused = room.command(&app.admin(), waiting.device_id, &lock()).await.unwrap_err();
        assert_eq!(refused.code(), ErrorCode::ActionNotSupported);
        let input = types::CreateRegistration { platform: Platform::Tvos, ..linux_for(user.row.id) };
        let tv = app.domain.registration().create(&app.admin(), &input).await.unwrap();
        let mut redeemed = with_pin("amira", &pin_of(&tv), 1);
        redeemed.device.platform = Platform::Tvos;
        redeem(&app, &redeemed).await.unwrap();
        check_in(&app, &user, &tv).await;
        let refused = room.command(&app.admin(), tv.device_id, &lock()).await.unwrap_err();
        assert_eq!(refused.code(), ErrorCode::ActionNotSupported);
        let device = active(&app, &user, 2).await;
        let unknown = CreateCommand { action: "explode".into(), ..CreateCommand::default() };
        let error = ApiError::from(room.command(&app.admin(), device.device_id, &unknown).await.unwrap_err());
        assert_eq!((error.code, error.field("action")), (ErrorCode::InvalidInput, Some(FieldCode::UnknownValue)));
        let long = CreateCommand::lock(&LockParams { message: Some("x".repeat(201)), phone_number: None });
        let error = ApiError::from(room.command(&app.admin(), device.device_id, &long).await.unwrap_err());
        assert_eq!(error.field("params.message"), Some(FieldCode::TooLong));
    }

    async fn a_stranger_neither_sees_nor_commands(app: TestApp) {
        let (amira, jon) = (app.user("amira").await, app.user("jon").await);
        let device = active(&app, &amira, 1).await;
        let command = lock_by_owner(&app, &amira, &device).await;
        let (room, stranger, page) = (app.domain.devices(), app.portal(&jon), PageQuery::default());
        for id in [device.device_id, DeviceId(uuid::Uuid::now_v7())] {
            let not_found = "{\"code\":\"not_found\"}";
            assert_eq!(seen(room.find(&stranger, id).await.unwrap_err()), not_found);
            assert_eq!(seen(room.command(&stranger, id, &lock()).await.unwrap_err()), not_found);
            assert_eq!(seen(room.history(&stranger, id, &page).await.unwrap_err()), not_found);
            assert_eq!(seen(room.list_commands(&stranger, id, &page).await.unwrap_err()), not_found);
            let progress = app.domain.registration().progress_of_device(&stranger, id).await.unwrap_err();
            assert_eq!(seen(progress), not_found);
            // Also not by what is wrong with the input.
            let unknown = CreateCommand { action: "explode".into(), ..CreateCommand::default() };
            assert_eq!(seen(room.command(&stranger, id, &unknown).await.unwrap_err()), not_found);
        }
        for id in [command.id, CommandId(uuid::Uuid::now_v7())] {
            assert_eq!(room.find_command(&stranger, id).await.unwrap_err().code(), ErrorCode::NotFound);
            assert_eq!(room.cancel_command(&stranger, id).await.unwrap_err().code(), ErrorCode::NotFound);
            assert_eq!(room.find_command(&app.anonymous(), id).await.unwrap_err().code(), ErrorCode::Unauthenticated);
        }
        let mut without = amira.clone();
        without.row.rights.retain(|right| *right != types::PortalRight::Lock);
        let refused = room.command(&app.portal(&without), device.device_id, &lock()).await.unwrap_err();
        assert_eq!(refused.code(), ErrorCode::Forbidden);
    }

    async fn the_same_request_twice_locks_once(app: TestApp) {
        let user = app.user("amira").await;
        let device = active(&app, &user, 1).await;
        let mut ctx = app.portal(&user);
        ctx.idempotency = Some(domain::ctx::IdempotencyKey { key: "k".into(), request_hash: vec![1] });
        let room = app.domain.devices();
        let lock = lock();
        let (one, two) = tokio::join!(
            room.command(&ctx, device.device_id, &lock),
            room.command(&ctx, device.device_id, &lock),
        );
        assert_eq!(one.unwrap().id, two.unwrap().id);
        assert_eq!(check_in(&app, &user, &device).await.len(), 1);
    }

    async fn owners_do_not_see_the_addresses_of_others(app: TestApp) {
        let user = app.user("amira").await;
        let device = active(&app, &user, 1).await;
        let (room, page) = (app.domain.devices(), PageQuery::default());
        let all = room.history(&app.admin(), device.device_id, &page).await.unwrap().items;
        assert!(all.iter().all(|row| row.address.is_some()));
        for row in room.history(&app.portal(&user), device.device_id, &page).await.unwrap().items {
            assert_eq!(row.address.is_some(), row.actor_kind == "device", "{}", row.action);
        }
    }
}
