//! Links and the page for typing a PIN: opening uses nothing up.

use testkit::{TestApp, both_engines};
use types::{ErrorCode, RegistrationStatus};

use super::*;

both_engines! {
    async fn opening_a_link_uses_nothing_up(app: TestApp) {
        let user = app.user("amira").await;
        let handout = register(&app, &user).await;
        let (room, nobody) = (app.domain.registration(), app.anonymous());
        for _ in 0..3 {
            let page = room.open_link(&nobody, &token_of(&handout)).await.unwrap();
            assert_eq!((&page.handout, page.server.as_str()), (&handout, "gate.vellmere.example"));
            assert_eq!((page.progress.username.as_str(), page.progress.opened_at), ("amira", None));
        }
        room.mark_opened(&nobody, &token_of(&handout)).await.unwrap();
        let first = app.clock.now();
        app.pass(std::time::Duration::from_secs(60));
        room.mark_opened(&nobody, &token_of(&handout)).await.unwrap();
        let page = room.open_link(&nobody, &token_of(&handout)).await.unwrap();
        assert_eq!(page.progress.opened_at, Some(first));
        assert!(redeem(&app, &with_link(&handout, 1)).await.is_ok());
    }

    async fn a_page_follows_its_device_to_the_end(app: TestApp) {
        let user = app.user("amira").await;
        let handout = register(&app, &user).await;
        let (room, nobody, token) = (app.domain.registration(), app.anonymous(), token_of(&handout));
        assert_eq!(room.follow_link(&nobody, &token).await.unwrap().status, RegistrationStatus::Pending);
        redeem(&app, &with_link(&handout, 1)).await.unwrap();
        let progress = room.follow_link(&nobody, &token).await.unwrap();
        assert_eq!((progress.status, progress.active_at), (RegistrationStatus::Used, None));
        let device = app.device(handout.device_id, user.row.id);
        app.domain.devices().check_in(&device, &types::CheckIn::default()).await.unwrap();
        assert_eq!(room.follow_link(&nobody, &token).await.unwrap().active_at, Some(app.clock.now()));
    }

    async fn a_dead_link_is_a_dead_link(app: TestApp) {
        let user = app.user("amira").await;
        let withdrawn = register(&app, &user).await;
        app.domain.registration().withdraw(&app.admin(), withdrawn.id).await.unwrap();
        let late = register(&app, &user).await;
        app.pass(std::time::Duration::from_secs(24 * 3600));
        let (room, nobody) = (app.domain.registration(), app.anonymous());
        for token in [token_of(&withdrawn), token_of(&late), "AAAAAAAAAAAAAAAAAAAAAA".into(), String::new()] {
            assert_eq!(seen(room.open_link(&nobody, &token).await.unwrap_err()), "{\"code\":\"link_dead\"}");
            assert_eq!(room.follow_link(&nobody, &token).await.unwrap_err().code(), ErrorCode::LinkDead);
            assert_eq!(room.mark_opened(&nobody, &token).await.unwrap_err().code(), ErrorCode::LinkDead);
        }
    }

    async fn typing_name_and_pin_shows_the_same_page(app: TestApp) {
        let user = app.user("amira").await;
        let handout = register(&app, &user).await;
        let room = app.domain.registration();
        let page = room.check_pin(&app.anonymous(), "Amira", &pin_of(&handout)).await.unwrap();
        assert_eq!(page.handout, handout);
        assert_eq!(page.progress.opened_at, Some(app.clock.now()));
        assert_eq!(state_of(&app, &handout).await, DeviceState::Verified);
        assert!(redeem(&app, &with_pin("amira", &pin_of(&handout), 1)).await.is_ok());
        let used = room.check_pin(&app.anonymous(), "amira", &pin_of(&handout)).await.unwrap_err();
        assert_eq!(used.code(), ErrorCode::RegistrationRefused);
    }

    async fn live_pages_hear_of_every_step(app: TestApp) {
        let user = app.user("amira").await;
        let mut events = app.domain.hub().listen();
        let handout = register(&app, &user).await;
        let expected = domain::live::LiveEvent::device(handout.device_id, user.row.id);
        assert_eq!(events.recv().await.unwrap(), expected);
        app.domain.registration().mark_opened(&app.anonymous(), &token_of(&handout)).await.unwrap();
        assert_eq!(events.recv().await.unwrap(), expected);
        redeem(&app, &with_link(&handout, 1)).await.unwrap();
        assert_eq!(events.recv().await.unwrap(), expected);
    }
}
