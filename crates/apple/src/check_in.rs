//! What a device says about its enrolment (Apple: *Check-in*).

use crate::{fields::Fields, property_list::Fault};

/// Who speaks, as every message says it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ids {
    device: Option<String>,
    user: Option<String>,
}

/// The user id that a shared iPad gives for everybody.
const ANY_USER: &str = "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF";

impl Ids {
    pub(crate) fn of(fields: &Fields) -> Self {
        let user = fields.text("UserID").or_else(|| fields.text("EnrollmentUserID"));
        Self {
            device: fields.text("UDID").or_else(|| fields.text("EnrollmentID")),
            user: match user.as_deref() {
                Some(ANY_USER) => fields.text("UserShortName"),
                _ => user,
            },
        }
    }

    /// What names the enrolment: the device, or in an enrolment by a person's own account, where the device
    /// is not told, the enrolment.
    #[must_use]
    pub fn device(&self) -> Option<&str> {
        self.device.as_deref()
    }

    /// The user, on the channel of a user of a Mac or a shared iPad.
    #[must_use]
    pub fn user(&self) -> Option<&str> {
        self.user.as_deref()
    }
}

/// A message about the enrolment. Has no `Debug`: there are tokens in it.
#[derive(Clone, PartialEq, Eq)]
pub struct CheckIn {
    /// Who speaks.
    pub ids: Ids,
    /// The topic of the profile.
    pub topic: Option<String>,
    /// What it says.
    pub says: Says,
}

/// What a message says. Has no `Debug`: there are tokens in it.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Says {
    /// The device asks to be managed.
    Authenticate(Box<Authenticate>),
    /// The device tells how it is reached; the first one completes the enrolment.
    TokenUpdate(Box<TokenUpdate>),
    /// The profile was removed; often it never comes.
    CheckOut,
    /// A Mac gives a token for later, or with nothing takes it back.
    SetBootstrapToken(Option<Vec<u8>>),
    /// A Mac asks for that token.
    GetBootstrapToken,
    /// A user of a Mac signs in; the answer to a challenge in the second message.
    UserAuthenticate(Option<String>),
    /// A request of declarative management: `tokens`, `declaration-items`, `status`, `declaration/…`.
    DeclarativeManagement {
        /// What is asked for.
        endpoint: String,
        /// What it sends along, JSON.
        data: Option<Vec<u8>>,
    },
    /// A token for another service of Apple's is asked for.
    GetToken(String),
    /// Something newer, by its name.
    Unknown(String),
}

/// The device asks to be managed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Authenticate {
    /// The version of the system.
    pub os_version: Option<String>,
    /// Its build.
    pub build_version: Option<String>,
    /// The kind of hardware, such as `iPhone14,2`.
    pub product_name: Option<String>,
    /// The serial number; not in an enrolment by account.
    pub serial_number: Option<String>,
    /// The number of its radio.
    pub imei: Option<String>,
    /// The number of an older radio.
    pub meid: Option<String>,
    /// Its name.
    pub device_name: Option<String>,
    /// The number of the model.
    pub model: Option<String>,
    /// The name of the model.
    pub model_name: Option<String>,
}

/// How a device is reached. Has no `Debug`: these are secrets.
#[derive(Clone, PartialEq, Eq)]
pub struct TokenUpdate {
    /// Its address at Apple's push service.
    pub token: Vec<u8>,
    /// What a push must say.
    pub push_magic: String,
    /// What takes its passcode away; not in every message, and then the earlier one stays.
    pub unlock_token: Option<Vec<u8>>,
    /// Whether it waits in its assistant.
    pub awaiting_configuration: bool,
}

impl CheckIn {
    /// Reads a message, whose signature was verified before.
    ///
    /// # Errors
    /// What is no such message.
    pub fn read(body: &[u8]) -> Result<Self, Fault> {
        let fields = Fields::read(body)?;
        let says = match fields.needed("MessageType")?.as_str() {
            "Authenticate" => Says::Authenticate(Box::new(Authenticate {
                os_version: fields.text("OSVersion"),
                build_version: fields.text("BuildVersion"),
                product_name: fields.text("ProductName"),
                serial_number: fields.text("SerialNumber"),
                imei: fields.text("IMEI"),
                meid: fields.text("MEID"),
                device_name: fields.text("DeviceName"),
                model: fields.text("Model"),
                model_name: fields.text("ModelName"),
            })),
            "TokenUpdate" => Says::TokenUpdate(Box::new(TokenUpdate {
                token: fields.bytes("Token").ok_or(Fault::Unexpected)?,
                push_magic: fields.needed("PushMagic")?,
                unlock_token: fields.bytes("UnlockToken"),
                awaiting_configuration: fields.is("AwaitingConfiguration"),
            })),
            "CheckOut" => Says::CheckOut,
            "SetBootstrapToken" => Says::SetBootstrapToken(fields.bytes("BootstrapToken")),
            "GetBootstrapToken" => Says::GetBootstrapToken,
            "UserAuthenticate" => Says::UserAuthenticate(fields.text("DigestResponse")),
            "DeclarativeManagement" => Says::DeclarativeManagement {
                endpoint: fields.needed("Endpoint")?,
                data: fields.bytes("Data"),
            },
            "GetToken" => Says::GetToken(fields.text("TokenServiceType").unwrap_or_default()),
            newer => Says::Unknown(newer.to_owned()),
        };
        Ok(Self { ids: Ids::of(&fields), topic: fields.text("Topic"), says })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(inside: &str) -> Result<CheckIn, Fault> {
        let text = format!("<plist version=\"1.0\"><dict>{inside}</dict></plist>");
        CheckIn::read(text.as_bytes())
    }

    #[test]
    fn a_phone_asks_to_be_managed() {
        let asked = message(
            "<key>BuildVersion</key><string>22B83</string><key>MessageType</key><string>Authenticate</string>\
             <key>OSVersion</key><string>18.1</string><key>ProductName</key><string>iPhone14,2</string>\
             <key>SerialNumber</key><string>C39XK0ABCDEF</string><key>IMEI</key><string>35 693803 564380 9</string>\
             <key>Topic</key><string>com.apple.mgmt.External.1</string><key>UDID</key><string>00008110-1</string>\
             <key>SomethingNew</key><dict><key>a</key><integer>1</integer></dict><key>Model</key><integer>7</integer>",
        );
        let asked = asked.ok().unwrap();
        assert_eq!((asked.ids.device(), asked.ids.user()), (Some("00008110-1"), None));
        assert_eq!(asked.topic.as_deref(), Some("com.apple.mgmt.External.1"));
        let Says::Authenticate(asked) = asked.says else { panic!("no Authenticate") };
        assert_eq!(asked.product_name.as_deref(), Some("iPhone14,2"));
    }

    #[test]
    fn a_token_update_carries_bytes_and_may_lack_the_unlock_token() {
        let text = "<key>MessageType</key><string>TokenUpdate</string><key>UDID</key><string>u</string>\
                    <key>Topic</key><string>t</string><key>PushMagic</key><string>m</string>\
                    <key>Token</key><data>AQID\n\tBA==</data>";
        let update = |text: &str| match message(text).map(|told| told.says) {
            Ok(Says::TokenUpdate(told)) => told,
            _ => panic!("no TokenUpdate"),
        };
        let told = update(text);
        assert_eq!(told.token, [1, 2, 3, 4]);
        assert!(told.unlock_token.is_none() && !told.awaiting_configuration);
        let with =
            format!("{text}<key>UnlockToken</key><data>/w==</data><key>AwaitingConfiguration</key><true/>");
        let told = update(&with);
        assert_eq!(told.unlock_token, Some(vec![255]));
        assert!(told.awaiting_configuration);
    }

    #[test]
    fn everybody_on_a_shared_ipad_is_told_apart_by_the_short_name() {
        let text = "<key>MessageType</key><string>CheckOut</string><key>UDID</key><string>u</string>\
                    <key>UserID</key><string>FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF</string>\
                    <key>UserShortName</key><string>amira</string>";
        let told = message(text).ok().unwrap();
        assert_eq!(told.ids.user(), Some("amira"));
    }

    #[test]
    fn what_is_newer_is_known_as_such_and_what_is_none_is_refused() {
        let newer =
            message("<key>MessageType</key><string>Tomorrow</string><key>UDID</key><string>u</string>");
        assert!(newer.is_ok_and(|newer| newer.says == Says::Unknown("Tomorrow".into())));
        assert!(message("<key>UDID</key><string>u</string>").is_err());
        assert!(message("<key>MessageType</key><string>TokenUpdate</string>").is_err());
    }
}
