//! Labels: by rule, by hand, and what they bring to the agent.

use testkit::{TestApp, both_engines};
use types::{
    BuiltInLabel, ChangeLabelDevices, ChangeMembers, CheckIn, ConfigurationResult, ConfigurationState,
    CreateGroup, DeliveredConfiguration, DeviceFacts, DeviceId, ErrorCode, LabelInput, LabelRow, LabelRule,
    Ownership, Platform, UserDetail,
};

use super::{
    devices::active,
    mdm::configurations::{built_in, wifi},
    registration::laptop,
};

fn by_rule(name: &str, rule: LabelRule) -> LabelInput {
    LabelInput { name: name.to_owned(), description: String::new(), rule: Some(rule) }
}

async fn make(app: &TestApp, input: &LabelInput) -> LabelRow {
    app.domain.labels().create(&app.admin(), input).await.unwrap()
}

/// What the agent is given when it comes.
async fn comes(app: &TestApp, user: &UserDetail, id: DeviceId) -> Vec<DeliveredConfiguration> {
    let ctx = app.device(id, user.row.id);
    app.domain.devices().check_in(&ctx, &CheckIn::default()).await.unwrap().configurations
}

async fn says(app: &TestApp, user: &UserDetail, id: DeviceId, of: &DeliveredConfiguration, done: bool) {
    let result = ConfigurationResult { version: of.version, done, detail: None };
    app.domain.configurations().report(&app.device(id, user.row.id), of.id, &result).await.unwrap();
}

both_engines! {
    async fn those_that_are_always_there_count_what_they_say(app: TestApp) {
        let user = app.user("amira").await;
        let device = active(&app, &user, 1).await;
        let labels = app.domain.labels().list(&app.admin()).await.unwrap();
        let words: Vec<_> = labels.iter().map(|label| label.built_in.unwrap()).collect();
        assert_eq!(words, BuiltInLabel::ALL);
        for label in &labels {
            assert_eq!(label.rule.as_ref().unwrap(), &label.built_in.unwrap().rule(), "{}", label.name);
            let carries = ["all", "company_owned", "linux"].contains(&label.built_in.unwrap().as_str());
            assert_eq!(label.device_count, u64::from(carries), "{}", label.name);
        }
        let setup = app.domain.configurations().of_device(&app.portal(&user), device.device_id).await.unwrap();
        assert_eq!(setup.labels.len(), 3);
        let room = app.domain.labels();
        let refused = room.delete(&app.admin(), labels[0].id).await.unwrap_err();
        assert_eq!(refused.code(), ErrorCode::WrongState);
        let refused = room.update(&app.admin(), labels[0].id, &by_rule("Mine", LabelRule::default()), None).await;
        assert_eq!(refused.unwrap_err().code(), ErrorCode::WrongState);
        let stranger = app.user("bela").await;
        let hidden = app.domain.configurations().of_device(&app.portal(&stranger), device.device_id).await;
        assert_eq!(hidden.unwrap_err().code(), ErrorCode::NotFound);
    }

    async fn a_rule_is_all_that_it_says(app: TestApp) {
        let user = app.user("amira").await;
        active(&app, &user, 1).await;
        let ctx = app.admin();
        let count = async |rule: LabelRule| app.domain.labels().count(&ctx, &rule).await.unwrap();
        let linux = LabelRule { platforms: vec![Platform::Linux], ..LabelRule::default() };
        assert_eq!(count(linux.clone()).await, 1);
        assert_eq!(count(LabelRule { ownerships: vec![Ownership::Employee], ..linux.clone() }).await, 0);
        assert_eq!(count(LabelRule { platforms: vec![Platform::Linux, Platform::Ios], ..LabelRule::default() }).await, 1);
        for (model, found) in [("thinkpad", 1), ("T14", 1), ("100%", 0), ("_", 0)] {
            assert_eq!(count(LabelRule { model: Some(model.into()), ..LabelRule::default() }).await, found, "{model}");
        }
        let os = |from: Option<&str>, below: Option<&str>| LabelRule {
            os_from: from.map(str::to_owned), os_below: below.map(str::to_owned), ..LabelRule::default()
        };
        for (from, below, found) in [(Some("12"), None, 1), (Some("12.1"), None, 0), (Some("9"), Some("13"), 1), (None, Some("12"), 0)] {
            assert_eq!(count(os(from, below)).await, found, "{from:?} {below:?}");
        }
        let people = app.domain.people();
        let group = people.create_group(&ctx, &CreateGroup { name: "Staff".into(), description: String::new(), rights: vec![] }).await.unwrap();
        let staff = LabelRule { groups: vec![group.row.id], ..LabelRule::default() };
        assert_eq!(count(staff.clone()).await, 0);
        people.change_members(&ctx, group.row.id, &ChangeMembers { add: vec![user.row.id], remove: vec![] }).await.unwrap();
        assert_eq!(count(staff).await, 1);
        let wrong = app.domain.labels().create(&ctx, &by_rule("Wrong", os(Some("new"), None))).await;
        assert_eq!(wrong.unwrap_err().code(), ErrorCode::InvalidInput);
    }

    async fn a_file_comes_and_goes_with_the_group(app: TestApp) {
        let user = app.user("amira").await;
        let id = active(&app, &user, 1).await.device_id;
        let people = app.domain.people();
        let ctx = app.admin();
        let group = people.create_group(&ctx, &CreateGroup { name: "Staff".into(), description: String::new(), rights: vec![] }).await.unwrap();
        let label = make(&app, &by_rule("Staff", LabelRule { groups: vec![group.row.id], ..LabelRule::default() })).await;
        app.domain.configurations().create(&ctx, &wifi("Office", &[label.id])).await.unwrap();
        assert_eq!(comes(&app, &user, id).await, []);
        let members = |add: bool| match add {
            true => ChangeMembers { add: vec![user.row.id], remove: vec![] },
            false => ChangeMembers { add: vec![], remove: vec![user.row.id] },
        };
        people.change_members(&ctx, group.row.id, &members(true)).await.unwrap();
        let given = comes(&app, &user, id).await;
        assert_eq!(comes(&app, &user, id).await, given, "until the device has answered");
        let content = given[0].content.as_deref().unwrap();
        assert!(content.contains("psk=hush-hush-hush") && given[0].file_name.ends_with(".nmconnection"), "{content}");
        says(&app, &user, id, &given[0], true).await;
        assert_eq!(comes(&app, &user, id).await, []);
        people.change_members(&ctx, group.row.id, &members(false)).await.unwrap();
        let taken = comes(&app, &user, id).await;
        assert_eq!((taken[0].id, taken[0].content.as_deref()), (given[0].id, None));
        says(&app, &user, id, &taken[0], true).await;
        assert_eq!(comes(&app, &user, id).await, []);
        let setup = app.domain.configurations().of_device(&ctx, id).await.unwrap();
        assert_eq!(setup.configurations[0].state, ConfigurationState::Removed);
        // Nobody reports for another device.
        let stranger = app.user("bela").await;
        let other = active(&app, &stranger, 2).await.device_id;
        let result = ConfigurationResult { version: 1, done: true, detail: None };
        let refused = app.domain.configurations().report(&app.device(other, stranger.row.id), given[0].id, &result).await;
        assert_eq!(refused.unwrap_err().code(), ErrorCode::NotFound);
    }

    async fn a_label_by_hand_is_where_it_was_put(app: TestApp) {
        let user = app.user("amira").await;
        let (one, two) = (active(&app, &user, 1).await.device_id, active(&app, &user, 2).await.device_id);
        let ctx = app.admin();
        let room = app.domain.labels();
        let label = make(&app, &LabelInput { name: "Field kit".into(), ..LabelInput::default() }).await;
        app.domain.configurations().create(&ctx, &wifi("Field", &[label.id])).await.unwrap();
        let change = ChangeLabelDevices { add: vec![one, one], remove: vec![] };
        assert_eq!(room.change_devices(&ctx, label.id, &change).await.unwrap().device_count, 1);
        assert_eq!(room.change_devices(&ctx, label.id, &change).await.unwrap().device_count, 1);
        assert_eq!((comes(&app, &user, one).await.len(), comes(&app, &user, two).await.len()), (1, 0));
        let nowhere = ChangeLabelDevices { add: vec![two, DeviceId(uuid::Uuid::now_v7())], remove: vec![] };
        assert_eq!(room.change_devices(&ctx, label.id, &nowhere).await.unwrap_err().code(), ErrorCode::InvalidInput);
        assert_eq!(comes(&app, &user, two).await, [], "all or none");
        let by_rule = built_in(&app, "linux").await;
        assert_eq!(room.change_devices(&ctx, by_rule, &change).await.unwrap_err().code(), ErrorCode::WrongState);
        // Never answered for, so it may be there: it is taken off.
        room.delete(&ctx, label.id).await.unwrap();
        assert_eq!(comes(&app, &user, one).await[0].content, None);
        let taken = room.create(&ctx, &LabelInput { name: " linux ".into(), ..LabelInput::default() }).await;
        assert_eq!(taken.unwrap_err().code(), ErrorCode::InvalidInput);
    }

    async fn what_a_device_tells_decides_its_labels(app: TestApp) {
        let user = app.user("amira").await;
        let id = active(&app, &user, 1).await.device_id;
        let old = make(&app, &by_rule("Old", LabelRule { os_below: Some("13".into()), ..LabelRule::default() })).await;
        app.domain.configurations().create(&app.admin(), &wifi("Legacy", &[old.id])).await.unwrap();
        let given = comes(&app, &user, id).await;
        says(&app, &user, id, &given[0], true).await;
        let facts = DeviceFacts { os_version: Some("Debian GNU/Linux 13".into()), ..laptop() };
        let told = CheckIn { facts: Some(facts), ..CheckIn::default() };
        let answer = app.domain.devices().check_in(&app.device(id, user.row.id), &told).await.unwrap();
        assert_eq!(answer.configurations[0].content, None);
    }
}
