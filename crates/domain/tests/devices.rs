//! Devices prove themselves, check in, and do as they are told.

mod check_in;
mod command;
mod delete;
mod history;
mod list;
mod pin;
mod profile;
mod rights;
mod signature;

use testkit::TestApp;
use types::{
    CheckIn, CommandRow, CreateCommand, DeliveredCommand, Handout, LockParams, ResultState, UserDetail,
    command::CommandResult,
};

use super::registration::{pin_of, redeem, register, with_pin};

/// A device of this person that has registered and not checked in yet.
async fn enrolled(app: &TestApp, user: &UserDetail, number: u16) -> Handout {
    let handout = register(app, user).await;
    redeem(app, &with_pin(&user.row.username, &pin_of(&handout), number)).await.unwrap();
    handout
}

/// A device of this person that is active.
pub(crate) async fn active(app: &TestApp, user: &UserDetail, number: u16) -> Handout {
    let handout = enrolled(app, user, number).await;
    check_in(app, user, &handout).await;
    handout
}

async fn check_in(app: &TestApp, user: &UserDetail, device: &Handout) -> Vec<DeliveredCommand> {
    let ctx = app.device(device.device_id, user.row.id);
    app.domain.devices().check_in(&ctx, &CheckIn::default()).await.unwrap().commands
}

fn lock() -> CreateCommand {
    CreateCommand::lock(&LockParams::default())
}

async fn lock_by_owner(app: &TestApp, user: &UserDetail, device: &Handout) -> CommandRow {
    app.domain.devices().command(&app.portal(user), device.device_id, &lock()).await.unwrap()
}

fn result(state: ResultState, detail: Option<&str>) -> CommandResult {
    CommandResult::new(state, detail.map(str::to_owned))
}
