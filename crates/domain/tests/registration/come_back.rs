//! Hardware that comes back: on its old record for the same person, on a new one for anybody else.

use sea_orm::ConnectionTrait;
use testkit::{TestApp, both_engines};
use types::{DeviceId, DeviceQuery, Ownership, PageQuery};

use super::*;
use crate::devices::active;

/// What the device with key `number` sends, which says it is the hardware of key `hardware`.
fn as_hardware(username: &str, pin: &str, number: u16, hardware: u16) -> RegisterDevice {
    RegisterDevice { device: with_pin("", "", hardware).device, ..with_pin(username, pin, number) }
}

async fn count(app: &TestApp, user: &UserDetail) -> usize {
    let query = DeviceQuery { user_id: Some(user.row.id), ..DeviceQuery::default() };
    app.domain.devices().list(&app.admin(), &query).await.unwrap().items.len()
}

async fn state(app: &TestApp, id: DeviceId) -> DeviceState {
    app.domain.devices().find(&app.admin(), id).await.unwrap().row.state
}

both_engines! {
    async fn the_same_hardware_of_the_same_person_continues_its_record(app: TestApp) {
        let user = app.user("amira").await;
        let first = active(&app, &user, 1).await;
        let order = CreateRegistration { ownership: Some(Ownership::Employee), ..linux_for(user.row.id) };
        let again = app.domain.registration().create(&app.admin(), &order).await.unwrap();
        let input = as_hardware("amira", &pin_of(&again), 2, 1);
        let answer = redeem(&app, &input).await.unwrap();
        assert_eq!(answer.device_id, first.device_id);
        // A lost answer is given again, and the registration follows its device.
        assert_eq!(redeem(&app, &input).await.unwrap(), answer);
        let progress = app.domain.registration().progress(&app.admin(), again.id).await.unwrap();
        assert_eq!((progress.device_id, progress.active_at), (first.device_id, None));
        let device = app.domain.devices().find(&app.admin(), first.device_id).await.unwrap();
        assert_eq!((device.row.state, device.row.ownership), (DeviceState::Enrolling, Ownership::Employee));
        assert!(device.same_serial_as.is_empty());
        assert_eq!(count(&app, &user).await, 1);
        let gone = app.domain.devices().find(&app.admin(), again.device_id).await.unwrap_err();
        assert_eq!(gone.code(), ErrorCode::NotFound);
        // One place is taken, not two; the history is whole.
        let limit = app.domain.people().find(&app.admin(), user.row.id).await.unwrap().device_limit;
        assert_eq!(limit.used + limit.waiting, 1);
        let history = app.domain.devices().history(&app.admin(), first.device_id, &PageQuery::default()).await;
        let told: Vec<_> = history.unwrap().items.into_iter().map(|event| event.action).collect();
        for action in ["device.came_back", "device.activated", "registration.created"] {
            assert!(told.iter().any(|word| word == action), "{action} in {told:?}");
        }
    }

    async fn an_ended_record_is_continued_and_takes_a_place_again(app: TestApp) {
        let user = app.user("amira").await;
        let first = active(&app, &user, 1).await;
        retire(&app).await;
        let again = register(&app, &user).await;
        let answer = redeem(&app, &as_hardware("amira", &pin_of(&again), 2, 1)).await.unwrap();
        assert_eq!(answer.device_id, first.device_id);
        assert_eq!(state(&app, first.device_id).await, DeviceState::Enrolling);
        let limit = app.domain.people().find(&app.admin(), user.row.id).await.unwrap().device_limit;
        assert_eq!(limit.used + limit.waiting, 1);
    }

    async fn another_persons_hardware_gets_a_record_of_its_own_and_a_warning(app: TestApp) {
        let (amira, tomas) = (app.user("amira").await, app.user("tomas").await);
        let first = active(&app, &amira, 1).await;
        let second = register(&app, &tomas).await;
        redeem(&app, &as_hardware("tomas", &pin_of(&second), 2, 1)).await.unwrap();
        assert_eq!(state(&app, first.device_id).await, DeviceState::Active);
        for (here, there) in [(&first, &second), (&second, &first)] {
            let device = app.domain.devices().find(&app.admin(), here.device_id).await.unwrap();
            assert!(device.row.same_serial);
            assert_eq!(device.same_serial_as.iter().map(|other| other.id).collect::<Vec<_>>(), [there.device_id]);
        }
        let all = app.domain.devices().list(&app.admin(), &DeviceQuery::default()).await.unwrap().items;
        assert!(all.iter().all(|row| row.same_serial));
        // Its owner learns nothing about others.
        let own = app.domain.devices().find(&app.portal(&amira), first.device_id).await.unwrap();
        assert!(!own.row.same_serial && own.same_serial_as.is_empty());
        assert!(!app.domain.devices().list_own(&app.portal(&amira)).await.unwrap()[0].same_serial);
    }

    async fn what_makers_write_into_every_machine_is_no_identity(app: TestApp) {
        let user = app.user("amira").await;
        for number in 1..=2 {
            let handout = register(&app, &user).await;
            let mut input = with_pin("amira", &pin_of(&handout), number);
            input.device.serial_number = Some("To be filled by O.E.M.".into());
            assert_eq!(redeem(&app, &input).await.unwrap().device_id, handout.device_id);
        }
        assert_eq!(count(&app, &user).await, 2);
    }

    async fn of_one_machine_that_registers_many_times_at_once_one_record_stays(app: TestApp) {
        let user = app.user("amira").await;
        let mut pins = Vec::new();
        for _ in 0..5 {
            pins.push(pin_of(&register(&app, &user).await));
        }
        let outcomes = all_at_once(&app, 5, |domain, nobody, number| {
            let input = as_hardware("amira", &pins[usize::from(number)], number, 1);
            async move { domain.registration().redeem(&nobody, &input).await }
        })
        .await;
        assert_eq!(winners(&outcomes), 5);
        assert_eq!(count(&app, &user).await, 1);
        let limit = app.domain.people().find(&app.admin(), user.row.id).await.unwrap().device_limit;
        assert_eq!(limit.used + limit.waiting, 1);
    }
}

/// Retires the one active device, as the end of a retirement does: there is no command for it yet.
async fn retire(app: &TestApp) {
    let db = app.domain.db().write();
    let gone = "DELETE FROM device_slots WHERE device_id IN (SELECT id FROM devices WHERE state = 'active')";
    db.execute_unprepared(gone).await.unwrap();
    db.execute_unprepared("UPDATE devices SET state = 'retired' WHERE state = 'active'").await.unwrap();
}
