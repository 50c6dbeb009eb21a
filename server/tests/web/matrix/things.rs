//! What calls are about: a person with everything that belongs to one, made anew after each change.

use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
};

use domain::{RequestCtx, people::People};
use serde_json::{Value, json};
use signatures::{SigningKey, encode_public_key};
use types::{
    CreateCommand, CreateGroup, CreateRegistration, CreateRole, DeviceFacts, Face, LockParams, MessageQuery,
    Permission, Platform, RegisterDevice, RegistrationSettings, RoleKey, UserDetail, UserId,
};
use uuid::Uuid;

use super::actors::{Actor, set};
use crate::support::{Device, PASSWORD, Web};

/// A Gatehouse with what is needed to make things in it.
pub(crate) struct Kit<'a> {
    pub(crate) web: &'a Web,
    count: Cell<u32>,
    roles: RefCell<VecDeque<RoleKey>>,
}

/// An organisation makes no more than 200 roles; older ones are cleared away.
const ROLES: usize = 50;

/// Ids by the words that samples use: `user`, `device`, `registration`, …
#[derive(Debug, Clone)]
pub(crate) struct Things(pub(crate) Vec<(&'static str, String)>);

/// The words.
pub(crate) const WORDS: [&str; 10] = [
    "user",
    "device",
    "registration",
    "command",
    "message",
    "session",
    "group",
    "role",
    "directory",
    "authority",
];

impl Things {
    /// Ids of nothing.
    pub(crate) fn nowhere() -> Self {
        Self(WORDS.iter().map(|word| (*word, Uuid::now_v7().to_string())).collect())
    }
}

impl<'a> Kit<'a> {
    pub(crate) async fn new(web: &'a Web) -> Self {
        let kit = Self { web, count: Cell::new(0), roles: RefCell::default() };
        let settings = web.app.domain.settings();
        let stored = settings.registration().await.unwrap();
        let no_limit = RegistrationSettings { standard_device_limit: None, ..stored };
        settings.update(&kit.admin(), &no_limit, None).await.unwrap();
        kit
    }

    pub(crate) fn admin(&self) -> RequestCtx {
        self.web.app.admin()
    }

    pub(crate) fn people(&self) -> People<'_> {
        self.web.app.domain.people()
    }

    /// A number that nobody has had.
    pub(crate) fn number(&self) -> u32 {
        self.count.set(self.count.get() + 1);
        self.count.get()
    }

    /// A new person without a password.
    pub(crate) async fn person(&self) -> UserDetail {
        self.web.app.user(&format!("person.{}", self.number())).await
    }

    /// A new super administrator with a password.
    pub(crate) async fn administrator(&self, username: &str) -> UserId {
        self.web.app.domain.access().create_admin(&self.web.app.system(), username, PASSWORD).await.unwrap()
    }

    /// Gives somebody exactly these roles.
    pub(crate) async fn give(&self, user: UserId, roles: &[RoleKey]) {
        self.people().set_roles(&self.admin(), user, &set(roles)).await.unwrap();
    }

    /// The cookie of a new session.
    pub(crate) async fn sign_in(&self, face: Face, username: &str) -> String {
        let access = self.web.app.domain.access();
        let session = access.sign_in(&self.web.app.anonymous(), face, username, PASSWORD).await.unwrap();
        session.token
    }

    /// A token of somebody that may do all they may.
    pub(crate) async fn token(&self, username: &str) -> String {
        let access = self.web.app.domain.access();
        access.create_token(&self.web.app.system(), username, "test", &[types::Scope::All]).await.unwrap()
    }

    /// What belongs to the actor themselves, if they are a person of the portal.
    pub(crate) async fn things_of(&self, actor: &Actor) -> Option<Things> {
        let user = self.people().find(&self.admin(), actor.user?).await.unwrap();
        Some(self.things(&user).await)
    }

    /// One of everything, for somebody.
    pub(crate) async fn things(&self, user: &UserDetail) -> Things {
        let (domain, admin) = (&self.web.app.domain, self.admin());
        let ordered = domain.registration().create(&admin, &wanted(user.row.id)).await.unwrap();
        let key = SigningKey::from_bytes(&key_bytes(self.number()));
        let device = RegisterDevice {
            username: Some(user.row.username.clone()),
            pin: ordered.pin,
            password: None,
            link_token: None,
            public_key: encode_public_key(&key.verifying_key()),
            device: DeviceFacts {
                platform: Platform::Linux,
                model: None,
                os_version: None,
                serial_number: None,
                name: Some("a device".into()),
                battery_percent: None,
            },
        };
        let device =
            domain.registration().redeem(&self.web.app.anonymous(), &device).await.unwrap().device_id;
        let lock = CreateCommand::lock(&LockParams::default());
        let command = domain.devices().command(&admin, device, &lock).await.unwrap().id;
        let waiting = domain.registration().create(&admin, &wanted(user.row.id)).await.unwrap().id;
        let number = self.number();
        let group =
            CreateGroup { name: format!("Group {number}"), description: String::new(), rights: Vec::new() };
        let role = self.role(number).await;
        let messages = domain.messages().list(&admin, &MessageQuery::default()).await.unwrap().items;
        let message = messages.iter().find(|row| row.user_id == user.row.id);
        Things(vec![
            ("user", user.row.id.to_string()),
            ("device", device.to_string()),
            ("registration", waiting.to_string()),
            ("command", command.to_string()),
            ("message", message.map_or_else(|| Uuid::now_v7().to_string(), |row| row.id.to_string())),
            // Of these there are none: whoever may look for one is told so, others are refused before.
            ("session", Uuid::now_v7().to_string()),
            ("directory", Uuid::now_v7().to_string()),
            ("authority", Uuid::now_v7().to_string()),
            ("group", self.people().create_group(&admin, &group).await.unwrap().row.id.to_string()),
            ("role", role.to_string()),
        ])
    }

    /// A role that reads people.
    async fn role(&self, number: u32) -> RoleKey {
        let input = CreateRole {
            name: format!("Role {number}"),
            description: String::new(),
            permissions: vec![Permission::UserRead],
        };
        let role = self.people().create_role(&self.admin(), &input).await.unwrap().row.id;
        self.roles.borrow_mut().push_back(role);
        let old = if self.roles.borrow().len() > ROLES { self.roles.borrow_mut().pop_front() } else { None };
        if let Some(old) = old {
            // A call may have deleted it.
            let _ = self.people().delete_role(&self.admin(), old, None).await;
        }
        role
    }

    /// Lets a device in that can sign.
    pub(crate) async fn register(&self, device: &mut Device) {
        let user = self.person().await;
        let ordered =
            self.web.app.domain.registration().create(&self.admin(), &wanted(user.row.id)).await.unwrap();
        let answer = device.register(self.web, &user.row.username, &ordered.pin.unwrap()).await;
        assert_eq!(answer.status, 201, "{}", answer.text);
    }
}

fn wanted(user_id: UserId) -> CreateRegistration {
    let wanted: Value = json!({ "user_id": user_id, "platform": "linux" });
    serde_json::from_value(wanted).unwrap()
}

fn key_bytes(number: u32) -> [u8; 32] {
    let mut bytes = [7; 32];
    bytes[..4].copy_from_slice(&number.to_be_bytes());
    bytes
}
