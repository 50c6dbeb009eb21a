//! A wipe that is taken back at the very moment at which the phone fetches it: one of the two wins, and everybody is
//! told which.

use testkit::{TestApp, apple::text_of, both_engines};
use types::{CreateCommand, PortalRight};

use super::{actions::answer_questions, *};

/// Rounds; in some the phone is first, in some the person is.
const ROUNDS: usize = 24;

both_engines! {
    async fn a_wipe_taken_back_while_it_is_fetched_has_one_outcome(app: TestApp) {
        let mut user = app.user("amira").await;
        user.row.rights = vec![PortalRight::SignIn, PortalRight::Wipe];
        let (phone, id) = enrolled(&app, &user, "C39XK0ABCDEF").await;
        answer_questions(&app, &phone, false).await;
        let (ctx, other) = (app.portal(&user), app.another_process().await);
        let wipe = CreateCommand::wipe(&device(&app, id).await.row.name);
        for round in 0..ROUNDS {
            let asked = app.domain.devices().command(&ctx, id, &wipe).await.unwrap();
            assert_eq!(device(&app, id).await.row.state, DeviceState::WipePending);
            // Each of them begins first in half of the rounds.
            let (devices, idle) = (other.devices(), phone.idle());
            let (fetched, cancelled) = if round % 2 == 0 {
                tokio::join!(connect(&app, &idle), devices.cancel_command(&ctx, asked.id))
            } else {
                let (cancelled, fetched) =
                    tokio::join!(devices.cancel_command(&ctx, asked.id), connect(&app, &idle));
                (fetched, cancelled)
            };
            let erases = match fetched.unwrap() {
                Answer::Plist(list) => {
                    assert_eq!(text_of(&list, "RequestType").as_deref(), Some("EraseDevice"));
                    true
                }
                _ => false,
            };
            let now = app.domain.devices().find_command(&app.admin(), asked.id).await.unwrap();
            match cancelled {
                Ok(row) => {
                    assert_eq!((erases, row.state, now.state), (false, CommandState::Cancelled, CommandState::Cancelled));
                    assert_eq!(connect(&app, &phone.idle()).await, Ok(Answer::Empty), "nor later");
                }
                Err(refused) => {
                    assert_eq!(refused.code(), ErrorCode::CommandAlreadySent);
                    assert_eq!((erases, now.state), (true, CommandState::Sent));
                    // This one refuses, so that the next round has a phone.
                    connect(&app, &phone.report("Error", &asked.id.to_string(), "")).await.unwrap();
                }
            }
            assert_eq!(device(&app, id).await.row.state, DeviceState::Active);
        }
    }
}
