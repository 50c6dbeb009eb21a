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
