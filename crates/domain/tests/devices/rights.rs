//! Every set of portal rights beside signing in, against everything that a person can do with their own devices:
//! each right opens its own action, and nothing else does.

use testkit::{TestApp, both_engines};
use types::{
    Action, ChangeOwnership, CreateCommand, DeviceId, ErrorCode, LockParams, Ownership, Platform,
    PortalRight, RegisterOwnDevice, UploadCertificate, UserDetail,
};

use super::active;

/// What is tried, and the right that it takes.
const TRIES: [(&str, PortalRight); 9] = [
    ("register", PortalRight::Register),
    ("lock", PortalRight::Lock),
    ("unlock", PortalRight::Unlock),
    ("locate", PortalRight::Locate),
    ("wipe", PortalRight::Wipe),
    ("retire", PortalRight::Retire),
    ("reset_pin_password", PortalRight::ResetPinPassword),
    ("ownership", PortalRight::ChangeOwnership),
    ("certificates", PortalRight::UploadCertificates),
];

/// Asks for something that cannot be done for another reason, so that nothing changes.
async fn try_it(app: &TestApp, user: &UserDetail, device: DeviceId, what: &str) -> ErrorCode {
    let ctx = app.portal(user);
    let error = match what {
        "register" => {
            let nowhere = RegisterOwnDevice {
                platform: Platform::Linux,
                phone_number: None,
                country: Some("QQ".into()),
            };
            app.domain.registration().create_own(&ctx, &nowhere).await.unwrap_err()
        }
        "certificates" => {
            let nothing = UploadCertificate { file: String::new(), file_name: String::new(), password: None };
            app.domain.user_certificates().upload(&ctx, nothing).await.unwrap_err()
        }
        "ownership" => {
            let input = ChangeOwnership { ownership: Ownership::Employee };
            app.domain.devices().change_ownership(&ctx, device, &input).await.unwrap_err()
        }
        "lock" => {
            let input = CreateCommand::lock(&LockParams::default());
            app.domain.devices().command(&ctx, device, &input).await.unwrap_err()
        }
        word => {
            let input = CreateCommand::of(Action::from_word(word).unwrap());
            app.domain.devices().command(&ctx, device, &input).await.unwrap_err()
        }
    };
    error.code()
}

both_engines! {
    async fn each_right_opens_its_own_action_alone_in_all_512_sets(app: TestApp) {
        let mut user = app.user("amira").await;
        let (mine, theirs) = (active(&app, &user, 1).await, active(&app, &app.user("bela").await, 2).await);
        // Gone: whoever may do it learns that, and nothing is done.
        let retire = CreateCommand::of(Action::Retire);
        let order = app.domain.devices().command(&app.admin(), mine.device_id, &retire).await.unwrap();
        let ctx = app.device(mine.device_id, user.row.id);
        app.domain.devices().check_in(&ctx, &Default::default()).await.unwrap();
        let done = types::command::CommandResult::new(types::ResultState::Done, None);
        app.domain.devices().report_result(&ctx, order.id, &done).await.unwrap();
        let others: Vec<PortalRight> =
            PortalRight::ALL.iter().copied().filter(|right| *right != PortalRight::SignIn).collect();
        assert_eq!(others.len(), 9);
        for set in 0..1_u32 << others.len() {
            let chosen = others.iter().enumerate().filter(|(place, _)| set & (1 << place) != 0);
            user.row.rights = std::iter::once(PortalRight::SignIn).chain(chosen.map(|(_, right)| *right)).collect();
            for (what, right) in TRIES {
                let code = try_it(&app, &user, mine.device_id, what).await;
                let may = user.row.rights.contains(&right);
                assert_eq!(code != ErrorCode::Forbidden, may, "{what} with {:?}: {code:?}", user.row.rights);
                // Somebody else's device is not there, whatever the rights.
                if !["register", "certificates"].contains(&what) {
                    assert_eq!(try_it(&app, &user, theirs.device_id, what).await, ErrorCode::NotFound);
                }
            }
        }
        // Without signing in, no right has any effect.
        user.row.rights = others;
        for (what, _) in TRIES {
            assert_ne!(try_it(&app, &user, mine.device_id, what).await, ErrorCode::ActionNotSupported);
        }
    }
}
