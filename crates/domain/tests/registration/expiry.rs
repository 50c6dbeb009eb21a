//! Time runs out.

use std::time::Duration;

use testkit::{TestApp, both_engines};
use types::{ErrorCode, RegistrationSettings, RegistrationStatus};

use super::*;

both_engines! {
    async fn a_code_dies_on_time_and_its_place_is_free(app: TestApp) {
        let settings = RegistrationSettings { standard_device_limit: Some(1), ..RegistrationSettings::default() };
        app.domain.settings().update(&app.admin(), &settings, None).await.unwrap();
        let user = app.user("amira").await;
        let handout = register(&app, &user).await;
        app.pass(Duration::from_secs(24 * 3600 - 1));
        assert_eq!(app.domain.registration().expire_due().await.unwrap(), 0);
        app.pass(Duration::from_secs(1));
        // Dead at the moment itself, whenever the job comes.
        assert_eq!(redeem(&app, &with_pin("amira", &pin_of(&handout), 1)).await, Err(ErrorCode::RegistrationRefused));
        assert_eq!(redeem(&app, &with_link(&handout, 1)).await, Err(ErrorCode::RegistrationRefused));
        assert_eq!(app.domain.registration().expire_due().await.unwrap(), 1);
        assert_eq!(app.domain.registration().expire_due().await.unwrap(), 0);
        assert_eq!(state_of(&app, &handout).await, DeviceState::Expired);
        let progress = app.domain.registration().progress(&app.portal(&user), handout.id).await.unwrap();
        assert_eq!(progress.status, RegistrationStatus::Expired);
        let told = events(&app, "registration.expired").await;
        assert_eq!((told.len(), told[0].actor_kind.as_str()), (1, "system"));
        register(&app, &user).await;
    }

    async fn what_ran_out_waits_again_on_the_same_record_while_there_is_a_place(app: TestApp) {
        let settings = RegistrationSettings { standard_device_limit: Some(1), ..RegistrationSettings::default() };
        app.domain.settings().update(&app.admin(), &settings, None).await.unwrap();
        let user = app.user("amira").await;
        let handout = register(&app, &user).await;
        app.pass(Duration::from_secs(24 * 3600));
        app.domain.registration().expire_due().await.unwrap();
        let other = register(&app, &user).await;
        let full = app.domain.registration().reissue(&app.admin(), handout.id).await.unwrap_err();
        assert_eq!(full.code(), ErrorCode::DeviceLimitReached);
        assert_eq!(state_of(&app, &handout).await, DeviceState::Expired);
        app.domain.registration().withdraw(&app.admin(), other.id).await.unwrap();
        let again = app.domain.registration().reissue(&app.admin(), handout.id).await.unwrap();
        assert_eq!((again.id, again.device_id), (handout.id, handout.device_id));
        assert_eq!(state_of(&app, &handout).await, DeviceState::Pending);
        assert_eq!(redeem(&app, &with_pin("amira", &pin_of(&handout), 1)).await, Err(ErrorCode::RegistrationRefused));
        assert_eq!(redeem(&app, &with_pin("amira", &pin_of(&again), 1)).await.unwrap().device_id, handout.device_id);
        // Withdrawn is final.
        let refused = app.domain.registration().reissue(&app.admin(), other.id).await.unwrap_err();
        assert_eq!(refused.code(), ErrorCode::RegistrationNotPending);
    }

    async fn a_right_pin_on_the_page_verifies_the_person_until_the_next_pin(app: TestApp) {
        let user = app.user("amira").await;
        let handout = register(&app, &user).await;
        let room = app.domain.registration();
        room.check_pin(&app.anonymous(), "amira", &pin_of(&handout)).await.unwrap();
        assert_eq!(state_of(&app, &handout).await, DeviceState::Verified);
        assert_eq!(events(&app, "device.verified").await.len(), 1);
        let again = room.reissue(&app.admin(), handout.id).await.unwrap();
        assert_eq!(state_of(&app, &handout).await, DeviceState::Pending);
        room.check_pin(&app.anonymous(), "amira", &pin_of(&again)).await.unwrap();
        redeem(&app, &with_pin("amira", &pin_of(&again), 1)).await.unwrap();
        assert_eq!(state_of(&app, &handout).await, DeviceState::Enrolling);
    }

    async fn two_processes_expire_each_once(app: TestApp) {
        let other = app.another_process().await;
        let user = app.user("amira").await;
        for _ in 0..5 {
            register(&app, &user).await;
        }
        app.pass(Duration::from_secs(24 * 3600));
        let (here, there) = (app.domain.registration(), other.registration());
        let (one, two) = tokio::join!(here.expire_due(), there.expire_due());
        assert_eq!(one.unwrap() + two.unwrap(), 5);
        assert_eq!(events(&app, "registration.expired").await.len(), 5);
    }

    async fn a_device_that_has_joined_does_not_expire(app: TestApp) {
        let user = app.user("amira").await;
        let handout = register(&app, &user).await;
        redeem(&app, &with_pin("amira", &pin_of(&handout), 1)).await.unwrap();
        app.pass(Duration::from_secs(25 * 3600));
        assert_eq!(app.domain.registration().expire_due().await.unwrap(), 0);
        assert_eq!(state_of(&app, &handout).await, DeviceState::Enrolling);
    }
}
