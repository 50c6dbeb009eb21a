//! A device's way in: codes, places under the limit, and who wins when many come at once.

mod channels;
mod code;
mod come_back;
mod expiry;
mod limit;
mod link;
mod redeem;
mod reissue;
mod remind;
mod send;
mod tries;

use std::future::Future;

use domain::{Domain, Error, RequestCtx};
use signatures::{SigningKey, encode_public_key};
use testkit::TestApp;
use types::{
    ApiError, AuditQuery, AuditRow, CreateRegistration, DeviceFacts, DeviceState, ErrorCode, Handout,
    Platform, RegisterDevice, Registered, UserDetail, UserId,
};

/// What an administrator asks for.
pub(crate) fn linux_for(user_id: UserId) -> CreateRegistration {
    CreateRegistration {
        user_id,
        platform: Platform::Linux,
        phone_number: None,
        country: None,
        ownership: None,
        language: None,
        exceed_reason: None,
        notify: Vec::new(),
    }
}

/// A registration by an administrator.
pub(crate) async fn register(app: &TestApp, user: &UserDetail) -> Handout {
    app.domain.registration().create(&app.admin(), &linux_for(user.row.id)).await.unwrap()
}

/// A key of its own for each number.
pub(crate) fn key(number: u16) -> SigningKey {
    let mut seed = [7; 32];
    seed[..2].copy_from_slice(&number.to_le_bytes());
    SigningKey::from_bytes(&seed)
}

/// What a device sends that was given a PIN.
pub(crate) fn with_pin(username: &str, pin: &str, number: u16) -> RegisterDevice {
    RegisterDevice {
        username: Some(username.to_owned()),
        pin: Some(pin.to_owned()),
        password: None,
        link_token: None,
        accepted_terms: None,
        public_key: encode_public_key(&key(number).verifying_key()),
        // Another key is another piece of hardware.
        device: DeviceFacts { serial_number: Some(format!("PF-{}", 1233 + u32::from(number))), ..laptop() },
    }
}

/// What a device sends that was given the link.
pub(crate) fn with_link(handout: &Handout, number: u16) -> RegisterDevice {
    let token = token_of(handout);
    RegisterDevice { username: None, pin: None, link_token: Some(token), ..with_pin("", "", number) }
}

pub(crate) fn token_of(handout: &Handout) -> String {
    handout.link.rsplit_once('/').unwrap().1.to_owned()
}

pub(crate) fn pin_of(handout: &Handout) -> String {
    handout.pin.clone().unwrap()
}

/// A PIN that is not this one.
pub(crate) fn wrong(pin: &str) -> String {
    pin.chars().map(|c| if c == '1' { '2' } else { '1' }).collect()
}

pub(crate) fn laptop() -> DeviceFacts {
    DeviceFacts {
        platform: Platform::Linux,
        model: Some("ThinkPad T14".into()),
        os_version: Some("Debian GNU/Linux 12".into()),
        serial_number: Some("PF-1234".into()),
        name: Some("amira-t14".into()),
        battery_percent: None,
    }
}

/// A device tries.
pub(crate) async fn redeem(app: &TestApp, input: &RegisterDevice) -> Result<Registered, ErrorCode> {
    app.domain.registration().redeem(&app.anonymous(), input).await.map_err(|error| error.code())
}

/// Many things at once, each on a task of its own.
pub(crate) async fn all_at_once<T, F, Fut>(app: &TestApp, count: u16, one: F) -> Vec<Result<T, ErrorCode>>
where
    T: Send + 'static,
    F: Fn(Domain, RequestCtx, u16) -> Fut,
    Fut: Future<Output = Result<T, Error>> + Send + 'static,
{
    let tasks: Vec<_> =
        (0..count).map(|number| tokio::spawn(one(app.domain.clone(), app.anonymous(), number))).collect();
    let mut outcomes = Vec::new();
    for task in tasks {
        outcomes.push(task.await.unwrap().map_err(|error| error.code()));
    }
    outcomes
}

pub(crate) fn winners<T>(outcomes: &[Result<T, ErrorCode>]) -> usize {
    outcomes.iter().filter(|outcome| outcome.is_ok()).count()
}

pub(crate) fn losers<T>(outcomes: &[Result<T, ErrorCode>], code: ErrorCode) -> usize {
    outcomes.iter().filter(|outcome| outcome.as_ref().is_err_and(|error| *error == code)).count()
}

/// All audit events of one kind, newest first.
pub(crate) async fn events(app: &TestApp, action: &str) -> Vec<AuditRow> {
    let query = AuditQuery { q: Some(action.to_owned()), ..AuditQuery::default() };
    app.domain.audit().list(&app.admin(), &query).await.unwrap().items
}

pub(crate) async fn state_of(app: &TestApp, handout: &Handout) -> DeviceState {
    app.domain.devices().find(&app.admin(), handout.device_id).await.unwrap().row.state
}

/// What a caller sees of an error, to the byte.
pub(crate) fn seen(error: Error) -> String {
    serde_json::to_string(&ApiError::from(error)).unwrap()
}
