//! People are reminded in time, in working hours, not too often, and not of what is over.

use std::time::Duration;

use testkit::{TestApp, both_engines};
use types::{
    CreateRegistration, DeviceId, MessageChannel, MessageKind, MessageQuery, PageQuery, Platform,
    RegistrationSettings, UpdateUser, UserDetail, Weekday, WorkingHours,
};

use crate::access::events;

async fn remind_at(app: &TestApp, reminders: &[u8]) {
    let settings = app.domain.settings();
    let stored = settings.registration().await.unwrap();
    let always = WorkingHours { from_hour: 0, until_hour: 24, days: Weekday::ALL.iter().copied().collect() };
    let new = RegistrationSettings { reminders: reminders.to_vec(), working_hours: always, ..stored };
    settings.update(&app.admin(), &new, None).await.unwrap();
}

async fn order(app: &TestApp, user: &UserDetail, notify: Vec<MessageChannel>) -> types::Handout {
    let input = CreateRegistration {
        user_id: user.row.id,
        platform: Platform::Linux,
        phone_number: None,
        country: None,
        ownership: None,
        language: None,
        notify,
        exceed_reason: None,
    };
    app.domain.registration().create(&app.admin(), &input).await.unwrap()
}

async fn reminders(app: &TestApp) -> usize {
    let page = PageQuery { limit: Some(100), ..PageQuery::default() };
    let query = MessageQuery { page, ..MessageQuery::default() };
    let rows = app.domain.messages().list(&app.admin(), &query).await.unwrap().items;
    rows.iter().filter(|row| row.kind == MessageKind::Reminder).count()
}

const HOUR: Duration = Duration::from_hours(1);

both_engines! {
    async fn a_reminder_comes_at_each_point_of_the_lifetime_once(app: TestApp) {
        remind_at(&app, &[25, 50, 90]).await;
        let user = app.user("amira").await;
        let handout = order(&app, &user, vec![MessageChannel::Email]).await;
        let registration = app.domain.registration();
        assert_eq!(registration.remind_due().await.unwrap(), 0);
        app.pass(6 * HOUR);
        assert_eq!(registration.remind_due().await.unwrap(), 1);
        assert_eq!(registration.remind_due().await.unwrap(), 0);
        // Two points at once are one reminder.
        app.pass(16 * HOUR);
        let other = app.another_process().await;
        let (one, two) = (app.domain.registration(), other.registration());
        let (one, two) = tokio::join!(one.remind_due(), two.remind_due());
        assert_eq!(one.unwrap() + two.unwrap(), 1, "two processes remind once");
        assert_eq!(reminders(&app).await, 2);
        let told = events(&app, "registration.reminded").await;
        let device: DeviceId = handout.device_id;
        assert!(told.iter().all(|event| event.target_id == Some(device.to_string())) && told.len() == 2);
        // Issued anew, it begins from the first.
        registration.reissue(&app.admin(), handout.id).await.unwrap();
        assert_eq!(registration.remind_due().await.unwrap(), 0);
    }

    async fn nobody_is_reminded_out_of_hours_of_what_is_over_or_of_what_they_were_not_told(app: TestApp) {
        remind_at(&app, &[50]).await;
        let [told, untold, away, gone] = ["told", "untold", "away", "gone"];
        let told = app.user(told).await;
        let untold = app.user(untold).await;
        let away = app.user(away).await;
        let gone = app.user(gone).await;
        order(&app, &told, vec![MessageChannel::Email]).await;
        order(&app, &untold, Vec::new()).await;
        let withdrawn = order(&app, &away, vec![MessageChannel::Email]).await;
        app.domain.registration().withdraw(&app.admin(), withdrawn.id).await.unwrap();
        order(&app, &gone, vec![MessageChannel::Email]).await;
        let disable = UpdateUser { state: Some(types::UserState::Disabled), ..UpdateUser::default() };
        app.domain.people().update(&app.admin(), gone.row.id, &disable, None).await.unwrap();
        app.pass(13 * HOUR);

        let settings = app.domain.settings();
        let stored = settings.registration().await.unwrap();
        let hours = stored.working_hours.clone();
        // No day on which it is any day now: the day of the clock is taken out.
        let never = WorkingHours { from_hour: 0, until_hour: 1, ..hours.clone() };
        let closed = RegistrationSettings { working_hours: never, ..stored.clone() };
        settings.update(&app.admin(), &closed, None).await.unwrap();
        assert_eq!(app.domain.registration().remind_due().await.unwrap(), 0, "out of hours");
        settings.update(&app.admin(), &stored, None).await.unwrap();
        assert_eq!(app.domain.registration().remind_due().await.unwrap(), 1, "the one who was told");
        remind_at(&app, &[]).await;
        app.pass(HOUR);
        assert_eq!(app.domain.registration().remind_due().await.unwrap(), 0);
        assert_eq!(reminders(&app).await, 1);
    }
}
