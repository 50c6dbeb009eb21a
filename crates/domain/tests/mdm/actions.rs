//! Actions on Apple's devices: what becomes of them there, and what each device can do.

use domain::{Actor, RequestCtx};
use testkit::{TestApp, apple::text_of, both_engines};
use types::{
    Action, CommandRow, CommandState, CreateCommand, DeviceFate, DeviceState, ErrorCode, NoAction,
    Permission, PermissionSet, RenameParams, UserDetail,
};

use super::*;

/// What the phone says of itself when it is asked, supervised or not.
fn facts(supervised: bool) -> String {
    format!(
        "<key>QueryResponses</key><dict><key>ProductName</key><string>iPhone14,2</string>\
         <key>IsSupervised</key><{supervised}/><key>DeviceCapacity</key><real>128</real></dict>"
    )
}

/// Answers the questions that come once a day.
pub(super) async fn answer_questions(app: &TestApp, phone: &AppleDevice, supervised: bool) {
    let (kind, uuid) = command(connect(app, &phone.idle()).await.unwrap());
    assert_eq!(kind, "DeviceInformation");
    let (kind, uuid) =
        command(connect(app, &phone.report("Acknowledged", &uuid, &facts(supervised))).await.unwrap());
    assert_eq!(kind, "SecurityInfo");
    let secure = "<key>SecurityInfo</key><dict><key>PasscodePresent</key><true/></dict>";
    let (kind, uuid) = command(connect(app, &phone.report("Acknowledged", &uuid, secure)).await.unwrap());
    assert_eq!(kind, "ProfileList");
    assert_eq!(connect(app, &phone.report("Acknowledged", &uuid, "")).await, Ok(Answer::Empty));
}

pub(super) async fn order_of(app: &TestApp, id: DeviceId, input: &CreateCommand) -> CommandRow {
    app.domain.devices().command(&app.admin(), id, input).await.unwrap()
}

async fn refused(app: &TestApp, id: DeviceId, input: &CreateCommand) -> ErrorCode {
    app.domain.devices().command(&app.admin(), id, input).await.unwrap_err().code()
}

pub(super) async fn given(app: &TestApp, phone: &AppleDevice) -> Vec<u8> {
    let Answer::Plist(list) = connect(app, &phone.idle()).await.unwrap() else { panic!("no command") };
    list
}

pub(super) async fn why_not(app: &TestApp, id: DeviceId, action: Action) -> Option<NoAction> {
    let refused = device(app, id).await.refused_actions;
    refused.into_iter().find(|refused| refused.action == action).map(|refused| refused.reason)
}

fn wipe_of(device: &DeviceDetail) -> CreateCommand {
    CreateCommand::wipe(&device.row.name)
}

/// This person as an administrator at the console.
fn console(app: &TestApp, user: &UserDetail) -> RequestCtx {
    let mut ctx = app.admin();
    let Actor::User(signed_in) = &mut ctx.actor else { panic!("nobody") };
    signed_in.user_id = user.row.id;
    ctx
}

/// A device of somebody new, with the order that wipes it.
async fn wipeable(app: &TestApp, number: u16) -> (DeviceId, CreateCommand) {
    let user = app.user(&format!("person-{number}")).await;
    let (_, id) = enrolled(app, &user, &format!("C39XK0ABC{number:03}")).await;
    (id, wipe_of(&device(app, id).await))
}

both_engines! {
    async fn a_wipe_needs_the_name_and_frees_the_place(app: TestApp) {
        let user = app.user("amira").await;
        let (phone, id) = enrolled(&app, &user, "C39XK0ABCDEF").await;
        let room = app.domain.devices();
        assert_eq!(refused(&app, id, &CreateCommand::of(Action::Wipe)).await, ErrorCode::InvalidInput);
        assert_eq!(refused(&app, id, &CreateCommand::wipe("Another")).await, ErrorCode::InvalidInput);
        assert_eq!(device(&app, id).await.row.state, DeviceState::Active);
        // In any case; the name holds what no keyboard writes.
        let lines = |name: &str| CreateCommand::wipe(&format!(" {} ", name.to_uppercase().replace('’', "'")));
        let wipe = order_of(&app, id, &lines(&device(&app, id).await.row.name)).await;
        let lock = order_of(&app, id, &CreateCommand::lock(&LockParams::default())).await;
        assert_eq!(device(&app, id).await.row.state, DeviceState::WipePending);
        for action in [Action::Wipe, Action::Retire] {
            assert_eq!(why_not(&app, id, action).await, Some(NoAction::OnItsWay));
        }
        let list = given(&app, &phone).await;
        assert_eq!(text_of(&list, "RequestType").as_deref(), Some("EraseDevice"));
        assert_eq!(text_of(&list, "PIN"), None);
        let late = room.cancel_command(&app.admin(), wipe.id).await;
        assert_eq!(late.unwrap_err().code(), ErrorCode::CommandAlreadySent);
        assert_eq!(connect(&app, &phone.report("Acknowledged", &wipe.id.to_string(), "")).await, Ok(Answer::Empty));
        assert_eq!(device(&app, id).await.row.state, DeviceState::Wiped);
        assert_eq!(room.find_command(&app.admin(), lock.id).await.unwrap().state, CommandState::Cancelled);
        assert_eq!(app.domain.registration().limit_of(user.row.id).await.unwrap().used, 0);
        assert_eq!(why_not(&app, id, Action::Lock).await, Some(NoAction::Gone));
    }

    async fn a_wipe_taken_back_in_time_erases_nothing(app: TestApp) {
        let user = app.user("amira").await;
        let (phone, id) = enrolled(&app, &user, "C39XK0ABCDEF").await;
        answer_questions(&app, &phone, false).await;
        let wipe = order_of(&app, id, &wipe_of(&device(&app, id).await)).await;
        let taken = app.domain.devices().cancel_command(&app.admin(), wipe.id).await.unwrap();
        assert_eq!(taken.state, CommandState::Cancelled);
        assert_eq!(device(&app, id).await.row.state, DeviceState::Active);
        assert_eq!(connect(&app, &phone.idle()).await, Ok(Answer::Empty));
        // One that the device cannot do, or that runs out, leaves it where it was, too.
        let wipe = order_of(&app, id, &wipe_of(&device(&app, id).await)).await;
        given(&app, &phone).await;
        connect(&app, &phone.report("Error", &wipe.id.to_string(), "")).await.unwrap();
        assert_eq!(device(&app, id).await.row.state, DeviceState::Active);
        order_of(&app, id, &wipe_of(&device(&app, id).await)).await;
        app.clock.advance(domain::devices::COMMAND_LIFETIME);
        app.domain.devices().expire_commands().await.unwrap();
        assert_eq!(device(&app, id).await.row.state, DeviceState::Active);
    }

    async fn a_retired_phone_removes_its_profile(app: TestApp) {
        let user = app.user("amira").await;
        let (phone, id) = enrolled(&app, &user, "C39XK0ABCDEF").await;
        let retire = order_of(&app, id, &CreateCommand::of(Action::Retire)).await;
        assert_eq!(device(&app, id).await.row.state, DeviceState::RetirePending);
        let list = given(&app, &phone).await;
        assert_eq!(text_of(&list, "RequestType").as_deref(), Some("RemoveProfile"));
        let identifier = text_of(&list, "Identifier").unwrap();
        let handout = order(&app, &user, Platform::Ios).await;
        let profile = app.domain.mdm().enrolment_profile(&app.anonymous(), token_of(&handout), None, false).await.unwrap();
        assert!(String::from_utf8_lossy(&profile).contains(&format!("<string>{identifier}</string>")));
        connect(&app, &phone.report("Acknowledged", &retire.id.to_string(), "")).await.unwrap();
        assert_eq!(check_in(&app, &phone.check_out()).await, Ok(Answer::Empty));
        assert_eq!(device(&app, id).await.row.state, DeviceState::Retired);
    }

    async fn a_passcode_is_cleared_with_the_token_that_was_given(app: TestApp) {
        let user = app.user("amira").await;
        let (phone, id) = enrolled(&app, &user, "C39XK0ABCDEF").await;
        // A later message without the token takes nothing away.
        check_in(&app, &phone.token_update(false)).await.unwrap();
        order_of(&app, id, &CreateCommand::of(Action::Unlock)).await;
        let list = String::from_utf8(given(&app, &phone).await).unwrap();
        assert!(list.contains("ClearPasscode") && list.contains("VU5MT0NL"), "{list}");
        // A Mac has none, and a phone that gave none cannot.
        let handout = order(&app, &user, Platform::Ios).await;
        let mut other = AppleDevice::new("iPhone14,2", "D39XK0ABCDEF");
        assert!(certify(&app, &mut other, &taken(&app, &handout).await).await);
        check_in(&app, &other.authenticate()).await.unwrap();
        check_in(&app, &other.token_update(false)).await.unwrap();
        assert_eq!(why_not(&app, handout.device_id, Action::Unlock).await, Some(NoAction::NoToken));
        assert_eq!(refused(&app, handout.device_id, &CreateCommand::of(Action::Unlock)).await, ErrorCode::ActionNotSupported);
    }

    async fn only_supervised_phones_restart_and_take_a_name(app: TestApp) {
        let user = app.user("amira").await;
        let (phone, id) = enrolled(&app, &user, "C39XK0ABCDEF").await;
        assert_eq!(why_not(&app, id, Action::Restart).await, Some(NoAction::NeedsSupervision));
        answer_questions(&app, &phone, true).await;
        assert_eq!(why_not(&app, id, Action::Restart).await, None);
        order_of(&app, id, &CreateCommand::of(Action::Restart)).await;
        let list = given(&app, &phone).await;
        assert_eq!(text_of(&list, "RequestType").as_deref(), Some("RestartDevice"));
        connect(&app, &phone.report("Acknowledged", &text_of(&list, "CommandUUID").unwrap(), "")).await.unwrap();
        let long = CreateCommand::rename(&RenameParams { name: "x".repeat(64) });
        assert_eq!(refused(&app, id, &long).await, ErrorCode::InvalidInput);
        order_of(&app, id, &CreateCommand::rename(&RenameParams { name: " Front desk ".into() })).await;
        assert_eq!(text_of(&given(&app, &phone).await, "DeviceName").as_deref(), Some("Front desk"));
    }

    async fn a_locked_mac_opens_with_a_pin_for_those_who_may(app: TestApp) {
        let user = app.user("amira").await;
        let handout = order(&app, &user, Platform::Macos).await;
        let mut mac = AppleDevice::new("Mac14,2", "M2");
        assert!(certify(&app, &mut mac, &taken(&app, &handout).await).await);
        check_in(&app, &mac.authenticate()).await.unwrap();
        check_in(&app, &mac.token_update(false)).await.unwrap();
        let lock = order_of(&app, handout.device_id, &CreateCommand::lock(&LockParams::default())).await;
        let pin = lock.pin.clone().unwrap();
        assert!(pin.len() == 6 && pin.bytes().all(|byte| byte.is_ascii_digit()), "{pin}");
        assert_eq!(text_of(&given(&app, &mac).await, "PIN").as_deref(), Some(pin.as_str()));
        let room = app.domain.devices();
        let reader = app.admin_with([Permission::DeviceRead].into_iter().collect());
        assert_eq!(room.find_command(&reader, lock.id).await.unwrap().pin, None);
        let listed = room.list_commands(&app.portal(&user), handout.device_id, &PageQuery::default()).await.unwrap();
        assert_eq!(listed.items[0].pin.as_deref(), Some(pin.as_str()), "its person may lock it");
        let events = app.domain.audit().list(&app.admin(), &AuditQuery::default()).await.unwrap();
        assert!(!format!("{events:?}").contains(&pin));
    }

    async fn every_action_needs_its_own_permission(app: TestApp) {
        let user = app.user("amira").await;
        let (_, id) = enrolled(&app, &user, "C39XK0ABCDEF").await;
        let name = device(&app, id).await.row.name;
        for action in Action::ALL {
            let input = CreateCommand { confirm: Some(name.clone()), ..CreateCommand::of(*action) };
            let all: PermissionSet = PermissionSet::all().iter().filter(|one| *one != action.permission()).collect();
            let answer = app.domain.devices().command(&app.admin_with(all), id, &input).await;
            assert_eq!(answer.unwrap_err().code(), ErrorCode::Forbidden, "{action}");
            // Its person has only the right to lock, and knows that the device is there.
            let own = app.domain.devices().command(&app.portal(&user), id, &input).await;
            assert_eq!(own.is_ok(), *action == Action::Lock, "{action}");
        }
        let stranger = app.user("bela").await;
        let answer = app.domain.devices().command(&app.portal(&stranger), id, &CreateCommand::of(Action::Restart)).await;
        assert_eq!(answer.unwrap_err().code(), ErrorCode::NotFound);
    }

    async fn beyond_ten_wipes_in_an_hour_another_administrator_agrees(app: TestApp) {
        let jonas = console(&app, &app.user("jonas").await);
        let mut ids = Vec::new();
        for number in 0..12 {
            ids.push(wipeable(&app, number).await);
        }
        // All at once: exactly ten go out.
        let room = app.domain.devices();
        let all = ids.iter().map(|(id, wipe)| room.command(&jonas, *id, wipe));
        let rows: Vec<CommandRow> = futures::future::join_all(all).await.into_iter().map(Result::unwrap).collect();
        let held: Vec<&CommandRow> = rows.iter().filter(|row| row.state == CommandState::Held).collect();
        assert_eq!(held.len(), 2);
        for row in &held {
            assert_eq!(device(&app, row.device_id).await.row.state, DeviceState::Active);
        }
        let own = room.approve_command(&jonas, held[0].id).await;
        assert_eq!(own.unwrap_err().code(), ErrorCode::OwnAccount);
        let weak = app.admin_with([Permission::DeviceRead, Permission::DeviceLock].into_iter().collect());
        assert_eq!(room.approve_command(&weak, held[0].id).await.unwrap_err().code(), ErrorCode::Forbidden);
        assert_eq!(room.approve_command(&app.admin(), held[0].id).await.unwrap().state, CommandState::Queued);
        assert_eq!(room.approve_command(&app.admin(), held[0].id).await.unwrap().state, CommandState::Queued);
        assert_eq!(device(&app, held[0].device_id).await.row.state, DeviceState::WipePending);
        // What is held has not begun: taking it back leaves alone what has.
        let retire = CreateCommand::of(Action::Retire);
        room.command(&app.admin(), held[1].device_id, &retire).await.unwrap();
        let portal = room.approve_command(&app.portal(&app.user("nobody").await), held[1].id).await;
        assert_eq!(portal.unwrap_err().code(), ErrorCode::Forbidden);
        assert_eq!(room.approve_command(&app.admin(), held[1].id).await.unwrap_err().code(), ErrorCode::ActionNotSupported);
        assert_eq!(room.cancel_command(&jonas, held[1].id).await.unwrap().state, CommandState::Cancelled);
        assert_eq!(room.approve_command(&app.admin(), held[1].id).await.unwrap_err().code(), ErrorCode::WrongState);
        assert_eq!(device(&app, held[1].device_id).await.row.state, DeviceState::RetirePending);
        let open = room.list_commands(&app.admin(), held[1].device_id, &PageQuery::default()).await.unwrap();
        let retire = open.items.iter().find(|row| row.action == Action::Retire).unwrap();
        room.cancel_command(&app.admin(), retire.id).await.unwrap();
        // After the hour they may again.
        app.clock.advance(std::time::Duration::from_mins(61));
        let again = room.command(&jonas, held[1].device_id, &wipe_of(&device(&app, held[1].device_id).await)).await;
        assert_eq!(again.unwrap().state, CommandState::Queued);
    }

    async fn a_phone_whose_person_has_left_is_told_to_go(app: TestApp) {
        let user = app.user("amira").await;
        let (phone, id) = enrolled(&app, &user, "C39XK0ABCDEF").await;
        let input = types::DeleteUser { username: "amira".into(), devices: Some(DeviceFate::Retire), hand_over_to: None };
        app.domain.people().delete(&app.admin(), user.row.id, &input).await.unwrap();
        assert_eq!(device(&app, id).await.row.state, DeviceState::Retired);
        let list = given(&app, &phone).await;
        assert_eq!(text_of(&list, "RequestType").as_deref(), Some("RemoveProfile"));
        let uuid = text_of(&list, "CommandUUID").unwrap();
        assert_eq!(connect(&app, &phone.report("Acknowledged", &uuid, "")).await, Ok(Answer::Empty));
    }
}
