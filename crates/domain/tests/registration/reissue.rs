//! A new code for a device that waits.

use testkit::{TestApp, both_engines};
use types::{ErrorCode, RegistrationId};

use super::*;

both_engines! {
    async fn the_old_pin_and_link_are_dead_at_once(app: TestApp) {
        let user = app.user("amira").await;
        let old = register(&app, &user).await;
        app.pass(std::time::Duration::from_secs(3600));
        let new = app.domain.registration().reissue(&app.admin(), old.id).await.unwrap();
        assert_eq!((new.id, new.device_id), (old.id, old.device_id));
        assert_ne!(new.link, old.link);
        assert_eq!(new.pin_expires_at.since(app.clock.now()).as_secs(), 24 * 3600);
        assert_eq!(redeem(&app, &with_pin("amira", &pin_of(&old), 1)).await, Err(ErrorCode::RegistrationRefused));
        assert_eq!(redeem(&app, &with_link(&old, 1)).await, Err(ErrorCode::RegistrationRefused));
        assert_eq!(
            app.domain.registration().open_link(&app.anonymous(), &token_of(&old)).await.unwrap_err().code(),
            ErrorCode::LinkDead
        );
        assert!(redeem(&app, &with_pin("amira", &pin_of(&new), 1)).await.is_ok());
    }

    async fn a_new_code_takes_no_second_place(app: TestApp) {
        let user = app.user("amira").await;
        let handout = register(&app, &user).await;
        for _ in 0..7 {
            app.domain.registration().reissue(&app.admin(), handout.id).await.unwrap();
        }
        assert_eq!(app.domain.registration().limit_of(user.row.id).await.unwrap().waiting, 1);
    }

    async fn only_what_waits_gets_a_new_code(app: TestApp) {
        let user = app.user("amira").await;
        let room = app.domain.registration();
        let used = register(&app, &user).await;
        redeem(&app, &with_pin("amira", &pin_of(&used), 1)).await.unwrap();
        let withdrawn = register(&app, &user).await;
        room.withdraw(&app.portal(&user), withdrawn.id).await.unwrap();
        let late = register(&app, &user).await;
        app.pass(std::time::Duration::from_secs(24 * 3600));
        for id in [used.id, withdrawn.id, late.id] {
            // What ran out waits again, see `expiry`.
            if id != late.id {
                let refused = room.reissue(&app.admin(), id).await.unwrap_err();
                assert_eq!(refused.code(), ErrorCode::RegistrationNotPending);
            }
            assert_eq!(room.withdraw(&app.admin(), id).await.unwrap_err().code(), ErrorCode::RegistrationNotPending);
            assert_eq!(room.send(&app.admin(), id, types::MessageChannel::Email).await.unwrap_err().code(), ErrorCode::RegistrationNotPending);
        }
    }

    async fn a_stranger_learns_nothing(app: TestApp) {
        let (amira, jon) = (app.user("amira").await, app.user("jon").await);
        let handout = register(&app, &amira).await;
        let (room, stranger) = (app.domain.registration(), app.portal(&jon));
        for id in [handout.id, RegistrationId(uuid::Uuid::now_v7())] {
            assert_eq!(seen(room.reissue(&stranger, id).await.unwrap_err()), "{\"code\":\"not_found\"}");
            assert_eq!(seen(room.withdraw(&stranger, id).await.unwrap_err()), "{\"code\":\"not_found\"}");
            assert_eq!(seen(room.send(&stranger, id, types::MessageChannel::Email).await.unwrap_err()), "{\"code\":\"not_found\"}");
            assert_eq!(seen(room.progress(&stranger, id).await.unwrap_err()), "{\"code\":\"not_found\"}");
        }
        assert!(room.list_waiting_own(&stranger).await.unwrap().is_empty());
        assert!(redeem(&app, &with_pin("amira", &pin_of(&handout), 1)).await.is_ok());
    }

    async fn an_owner_without_the_right_to_register_sees_but_does_not_change(app: TestApp) {
        let mut user = app.user("amira").await;
        let handout = register(&app, &user).await;
        user.row.rights.retain(|right| *right != types::PortalRight::Register);
        let (room, owner) = (app.domain.registration(), app.portal(&user));
        assert!(room.handout(&owner, handout.id).await.is_ok());
        assert_eq!(room.reissue(&owner, handout.id).await.unwrap_err().code(), ErrorCode::Forbidden);
        assert_eq!(room.withdraw(&owner, handout.id).await.unwrap_err().code(), ErrorCode::Forbidden);
    }
}
