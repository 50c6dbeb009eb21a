//! What a device can be told to do, and what goes with each.

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{
    contact::PhoneNumber,
    error::{FieldCode, FieldError},
    permission::Permission,
    platform::words,
    validate::{Validate, check_line, check_optional},
};

words! {
    /// What a device can be told to do.
    Action {
        /// Lock the screen.
        Lock = "lock",
        /// Take the passcode away.
        Unlock = "unlock",
        /// Tell where it is.
        Locate = "locate",
        /// Start again.
        Restart = "restart",
        /// Take another name.
        Rename = "rename",
        /// Take another PIN for signing in, which it tells.
        ResetPinPassword = "reset_pin_password",
        /// Give up its management and what came with it; the rest stays.
        Retire = "retire",
        /// Erase everything.
        Wipe = "wipe",
    }
}

impl Action {
    /// What an administrator or token needs.
    pub fn permission(self) -> Permission {
        match self {
            Self::Lock => Permission::DeviceLock,
            Self::Unlock | Self::ResetPinPassword => Permission::DeviceUnlock,
            Self::Locate => Permission::DeviceLocate,
            Self::Restart | Self::Rename => Permission::DeviceWrite,
            Self::Retire => Permission::DeviceRetire,
            Self::Wipe => Permission::DeviceWipe,
        }
    }

    /// What its own person needs; nothing where it is for administrators alone.
    pub fn own_permission(self) -> Option<Permission> {
        match self {
            Self::Lock => Some(Permission::OwnLock),
            Self::Unlock => Some(Permission::OwnUnlock),
            Self::Locate => Some(Permission::OwnLocate),
            Self::ResetPinPassword => Some(Permission::OwnResetPinPassword),
            Self::Retire => Some(Permission::OwnRetire),
            Self::Wipe => Some(Permission::OwnWipe),
            Self::Restart | Self::Rename => None,
        }
    }

    /// Whether the device has left once it is done.
    pub fn ends_management(self) -> bool {
        matches!(self, Self::Retire | Self::Wipe)
    }
}

words! {
    /// Why a device cannot do an action now.
    NoAction {
        /// The device has left, or never came.
        Gone = "gone",
        /// The device has not come yet.
        NotYet = "not_yet",
        /// Its platform, or the way in which it is managed, has no such thing.
        NotOnPlatform = "not_on_platform",
        /// Only supervised devices do it.
        NeedsSupervision = "needs_supervision",
        /// The device has not given the token that this needs.
        NoToken = "no_token",
        /// A wipe or a retirement is on its way already.
        OnItsWay = "on_its_way",
    }
}

/// An action that a device cannot do now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RefusedAction {
    /// What.
    pub action: Action,
    /// Why not.
    pub reason: NoAction,
}

/// An action with what goes with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Order {
    /// Lock the screen.
    Lock(LockParams),
    /// Take the passcode away.
    Unlock,
    /// Tell where it is; the screen says this meanwhile.
    Locate(LockParams),
    /// Start again.
    Restart,
    /// Take another name.
    Rename(RenameParams),
    /// Take another PIN, and tell it.
    ResetPinPassword,
    /// Give up its management.
    Retire,
    /// Erase everything.
    Wipe,
}

impl Order {
    /// Reads the parameters of an action; none at all are empty ones.
    ///
    /// # Errors
    /// What is wrong with them.
    pub fn read(action: Action, params: Option<&serde_json::Value>) -> Result<Self, Vec<FieldError>> {
        Ok(match action {
            Action::Lock => Self::Lock(checked::<LockParams>(params)?.normalised()),
            Action::Locate => Self::Locate(checked::<LockParams>(params)?.normalised()),
            Action::Rename => Self::Rename(checked::<RenameParams>(params)?.normalised()),
            Action::Unlock => checked::<NoParams>(params).map(|_| Self::Unlock)?,
            Action::Restart => checked::<NoParams>(params).map(|_| Self::Restart)?,
            Action::ResetPinPassword => checked::<NoParams>(params).map(|_| Self::ResetPinPassword)?,
            Action::Retire => checked::<NoParams>(params).map(|_| Self::Retire)?,
            Action::Wipe => checked::<NoParams>(params).map(|_| Self::Wipe)?,
        })
    }

    /// Which action.
    pub fn action(&self) -> Action {
        match self {
            Self::Lock(_) => Action::Lock,
            Self::Unlock => Action::Unlock,
            Self::Locate(_) => Action::Locate,
            Self::Restart => Action::Restart,
            Self::Rename(_) => Action::Rename,
            Self::ResetPinPassword => Action::ResetPinPassword,
            Self::Retire => Action::Retire,
            Self::Wipe => Action::Wipe,
        }
    }

    /// The parameters as they are stored and go to the device.
    pub fn params(&self) -> serde_json::Value {
        let written = match self {
            Self::Lock(params) | Self::Locate(params) => serde_json::to_value(params),
            Self::Rename(params) => serde_json::to_value(params),
            Self::Unlock | Self::Restart | Self::ResetPinPassword | Self::Retire | Self::Wipe => {
                Ok(serde_json::json!({}))
            }
        };
        written.unwrap_or_default()
    }
}

fn checked<P: DeserializeOwned + Validate>(params: Option<&serde_json::Value>) -> Result<P, Vec<FieldError>> {
    let given = params.filter(|value| !value.is_null()).cloned();
    let params: P = serde_json::from_value(given.unwrap_or_else(|| serde_json::json!({})))
        .map_err(|_| vec![FieldError::new("params", FieldCode::Malformed)])?;
    let mut errors = Vec::new();
    params.check(&mut errors);
    if errors.is_empty() { Ok(params) } else { Err(errors) }
}

/// Nothing goes with it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NoParams {}

impl Validate for NoParams {
    fn check(&self, _: &mut Vec<FieldError>) {}
}

/// What a locked screen shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LockParams {
    /// Up to 200 characters for whoever finds the device.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// E.164, the number to call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone_number: Option<String>,
}

impl LockParams {
    /// Empty texts left out, the number in E.164 form.
    pub fn normalised(&self) -> Self {
        let message =
            self.message.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
        let phone_number =
            self.phone_number.as_deref().and_then(|text| PhoneNumber::parse(text).ok()).map(String::from);
        Self { message, phone_number }
    }
}

impl Validate for LockParams {
    fn check(&self, errors: &mut Vec<FieldError>) {
        check_line("params.message", self.message.as_deref().unwrap_or_default(), 0, 200, errors);
        check_optional("params.phone_number", self.phone_number.as_deref(), PhoneNumber::parse, errors);
    }
}

/// What a device is called from now on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RenameParams {
    /// 1 to 63 characters.
    #[serde(default)]
    pub name: String,
}

impl RenameParams {
    /// Without spaces around it.
    pub fn normalised(&self) -> Self {
        Self { name: self.name.trim().to_owned() }
    }
}

impl Validate for RenameParams {
    fn check(&self, errors: &mut Vec<FieldError>) {
        check_line("params.name", self.name.trim(), 1, 63, errors);
    }
}
