//! Records that ended are kept for a while, then deleted by hand or by rule.

use std::time::Duration;

use testkit::{TestApp, both_engines};
use types::{DeviceQuery, DeviceState, ErrorCode, Permission, RegistrationSettings};

use super::*;
use crate::registration::events;

const DAY: Duration = Duration::from_secs(86_400);

both_engines! {
    async fn an_ended_record_is_deleted_by_hand_and_a_living_one_is_not(app: TestApp) {
        let user = app.user("amira").await;
        let living = active(&app, &user, 1).await;
        let ended = register(&app, &user).await;
        app.domain.registration().withdraw(&app.admin(), ended.id).await.unwrap();
        let room = app.domain.devices();
        let refused = room.delete(&app.admin(), living.device_id).await.unwrap_err();
        assert_eq!(refused.code(), ErrorCode::WrongState);
        let weak = app.admin_with([Permission::DeviceRead, Permission::DeviceLock].into_iter().collect());
        assert_eq!(room.delete(&weak, ended.device_id).await.unwrap_err().code(), ErrorCode::Forbidden);
        assert_eq!(room.delete(&app.portal(&user), ended.device_id).await.unwrap_err().code(), ErrorCode::Forbidden);
        room.delete(&app.admin(), ended.device_id).await.unwrap();
        assert_eq!(room.delete(&app.admin(), ended.device_id).await.unwrap_err().code(), ErrorCode::NotFound);
        assert_eq!(room.find(&app.admin(), living.device_id).await.unwrap().row.state, DeviceState::Active);
        assert_eq!(events(&app, "device.deleted").await.len(), 1);
    }

    async fn the_rule_deletes_what_ended_long_ago_and_nothing_else(app: TestApp) {
        let user = app.user("amira").await;
        let living = active(&app, &user, 1).await;
        let old = register(&app, &user).await;
        app.domain.registration().withdraw(&app.admin(), old.id).await.unwrap();
        app.pass(20 * DAY);
        let young = register(&app, &user).await;
        app.domain.registration().withdraw(&app.admin(), young.id).await.unwrap();
        app.pass(11 * DAY);
        assert_eq!(app.domain.devices().delete_old().await.unwrap(), 0, "as shipped everything is kept");
        let settings = RegistrationSettings { delete_old_after_days: Some(30), ..RegistrationSettings::default() };
        app.domain.settings().update(&app.admin(), &settings, None).await.unwrap();
        assert_eq!(app.domain.devices().delete_old().await.unwrap(), 1);
        assert_eq!(app.domain.devices().delete_old().await.unwrap(), 0);
        let left = app.domain.devices().list(&app.admin(), &DeviceQuery::default()).await.unwrap().items;
        assert_eq!(left.iter().map(|row| row.id).collect::<Vec<_>>(), [young.device_id, living.device_id]);
        let told = events(&app, "device.deleted").await;
        assert_eq!((told.len(), told[0].actor_kind.as_str()), (1, "system"));
    }
}
