//! What calls are about: a person with everything that belongs to one, made anew after each change.

use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    time::Duration,
};

use domain::{RequestCtx, people::People};
use sea_orm::ConnectionTrait as _;
use serde_json::{Value, json};
use signatures::{SigningKey, encode_public_key};
use testkit::{
    apple::{AppleDevice, Strength, Taken, device_authority},
    ldap::Branch,
    pki::Authority,
    push::push_certificate,
};
use types::{
    AddAuthority, AuthorityId, BuiltInLabel, ChooseGroups, ConfigurationId, ConfigurationInput,
    ConfigurationSettings, CreateCommand, CreateGroup, CreateRegistration, CreateRole, CreateTvEnrolment,
    DeviceCertificateQuery, DeviceFacts, DirectoryId, Face, ImportOptions, Invite, LabelId, LabelInput,
    LockParams, MessageChannel, MessageQuery, PasscodeSettings, Permission, Platform, RegisterDevice,
    RegistrationSettings, RoleKey, Selection, SessionId, SyncInput, UpdateUser, UploadImport, UserDetail,
    UserId,
};
use uuid::Uuid;

use super::actors::{Actor, set};
use crate::support::{ADMIN, Device, PASSWORD, Web};

/// A Gatehouse with what is needed to make things in it.
pub(crate) struct Kit<'a> {
    pub(crate) web: &'a Web,
    count: Cell<u32>,
    roles: RefCell<VecDeque<RoleKey>>,
    authorities: RefCell<VecDeque<AuthorityId>>,
    directories: RefCell<VecDeque<DirectoryId>>,
    labels: RefCell<VecDeque<LabelId>>,
    configurations: RefCell<VecDeque<ConfigurationId>>,
    /// Where directories are read from, and the groups there.
    branch: Branch,
    groups: Vec<String>,
    /// The certificate of a phone.
    certificate: String,
    /// What may be uploaded: a push certificate and an authority of devices, each with its key.
    uploads: [(&'static str, String); 4],
}

/// An organisation makes no more than 200 roles and 50 authorities, and long lists of directories take
/// their time; older ones are cleared away.
const ROLES: usize = 50;
const AUTHORITIES: usize = 14;
const DIRECTORIES: usize = 10;

/// Ids, and what else belongs to things, by the words that samples use: `user`, `device`, `registration`, …
#[derive(Debug, Clone)]
pub(crate) struct Things(pub(crate) Vec<(&'static str, String)>);

/// The words for things that are there, or not.
pub(crate) const WORDS: [&str; 20] = [
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
    "username",
    "chosen-group",
    "group-key",
    "job",
    "held-job",
    "draft",
    "label",
    "configuration",
    "tv",
    "device-certificate",
];

impl<'a> Kit<'a> {
    pub(crate) async fn new(web: &'a Web) -> Self {
        let mut branch = Branch::new().await;
        branch.add_people(&["bound"]).await;
        let members = [branch.person("bound")];
        for name in ["Fleet", "Stores"] {
            branch.add_group(name, &members).await;
        }
        let mut kit = Self {
            web,
            count: Cell::new(0),
            roles: RefCell::default(),
            authorities: RefCell::default(),
            directories: RefCell::default(),
            labels: RefCell::default(),
            configurations: RefCell::default(),
            branch,
            groups: Vec::new(),
            certificate: String::new(),
            uploads: uploads(),
        };
        kit.certificate = kit.phone().await;
        kit.web.app.domain.push().make_request(&kit.admin()).await.unwrap();
        let directory = kit.directory().await;
        let found =
            kit.web.app.domain.directories().search_groups(&kit.admin(), directory, "").await.unwrap();
        kit.groups = found.items.into_iter().map(|group| group.key).collect();
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

    /// The certificate that a phone has got by its profile.
    async fn phone(&self) -> String {
        let (app, admin) = (&self.web.app, self.admin());
        let user = self.person().await;
        let wanted = CreateRegistration { platform: Platform::Ios, ..wanted(user.row.id) };
        let handout = app.domain.registration().create(&admin, &wanted).await.unwrap();
        let token = handout.link.rsplit('/').next().unwrap();
        let profile = app.domain.mdm().enrolment_profile(&app.anonymous(), token, None, false).await.unwrap();
        let taken = Taken::read(&profile).ok().unwrap();
        let authority = app.domain.certificates().authority_certificate().await.unwrap();
        let asked = AppleDevice::new("iPhone14,2", "C39XK0ABCDEF").ask(&taken, &authority, Strength::Aes128);
        app.domain.certificates().answer_scep(&app.anonymous(), asked).await.unwrap();
        let all = app.domain.certificates().list(&admin, &DeviceCertificateQuery::default()).await.unwrap();
        all.items[0].id.to_string()
    }

    /// A new person without a password.
    pub(crate) async fn person(&self) -> UserDetail {
        self.web.app.user(&format!("person.{}", self.number())).await
    }

    /// A new super administrator with a password and an address.
    pub(crate) async fn administrator(&self, username: &str) -> UserId {
        let (domain, system) = (&self.web.app.domain, self.web.app.system());
        let id = domain.access().create_admin(&system, username, PASSWORD).await.unwrap();
        let email = Some(format!("{username}@vellmere.example"));
        let change = UpdateUser { email, ..UpdateUser::default() };
        domain.people().update(&system, id, &change, None).await.unwrap();
        id
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
        // With a message about it.
        let ordered = CreateRegistration { notify: vec![MessageChannel::Email], ..wanted(user.row.id) };
        let ordered = domain.registration().create(&admin, &ordered).await.unwrap();
        let key = SigningKey::from_bytes(&key_bytes(self.number()));
        let device = RegisterDevice {
            username: Some(user.row.username.clone()),
            pin: ordered.pin,
            password: None,
            link_token: None,
            accepted_terms: None,
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
        let directory = self.directory().await;
        let (first, second) = (self.groups[0].clone(), self.groups[1].clone());
        let choice = ChooseGroups { keys: vec![first] };
        let chosen = domain.directories().choose_groups(&admin, directory, &choice).await.unwrap();
        domain.directories().request_sync(&admin, directory, &SyncInput::default()).await.unwrap();
        let (authority, list) = self.authority().await;
        let (label, configuration) = self.set_up().await;
        let rooms = CreateTvEnrolment {
            user_id: user.row.id,
            name: "Rooms".into(),
            uses: 1,
            lifetime_h: 1,
            ownership: None,
        };
        let tv = domain.mdm().create_tv_enrolment(&admin, &rooms).await.unwrap().id;
        // Nobody works on jobs here: they wait.
        let invite = Invite { selection: Selection::People(vec![user.row.id]) };
        let job = domain.invitations().start(&admin, &invite).await.unwrap();
        let held = domain.invitations().start(&admin, &invite).await.unwrap();
        let file = format!("user,platform\n{},linux\n", user.row.username);
        let file = UploadImport { file, options: ImportOptions::default() };
        let draft = domain.imports().upload(&admin, &file).await.unwrap();
        domain.jobs().pause(&admin, held).await.unwrap();
        // Settings are changed in the version that is there.
        let sign_in = domain.access().read_sign_in(&admin).await.unwrap().version;
        let mut words = vec![
            ("sign-in-version", sign_in.to_string()),
            ("user", user.row.id.to_string()),
            ("device", device.to_string()),
            ("registration", waiting.to_string()),
            ("command", command.to_string()),
            ("message", message.expect("the one about the registration").id.to_string()),
            ("session", self.session_of(user).await.to_string()),
            ("directory", directory.to_string()),
            ("authority", authority.to_string()),
            ("job", job.to_string()),
            ("draft", draft.to_string()),
            ("held-job", held.to_string()),
            ("username", user.row.username.clone()),
            ("user-version", user.version.to_string()),
            ("chosen-group", chosen[0].id.to_string()),
            ("group-key", second),
            ("list", list),
            ("group", self.people().create_group(&admin, &group).await.unwrap().row.id.to_string()),
            ("role", role.to_string()),
            ("label", label.to_string()),
            ("tv", tv.to_string()),
            ("configuration", configuration.to_string()),
            ("device-certificate", self.certificate.clone()),
        ];
        words.extend(self.places());
        words.extend(self.uploads.clone());
        Things(words)
    }

    /// Ids of nothing.
    pub(crate) fn nowhere(&self) -> Things {
        let nothing = WORDS.iter().map(|word| (*word, Uuid::now_v7().to_string()));
        let list = ("list", Authority::new("Nobody").list(&[]));
        let version = ("user-version", "1".to_owned());
        let places = self.places().into_iter().chain(self.uploads.clone());
        Things(nothing.chain([list, version]).chain(places).collect())
    }

    /// What new things are made from.
    fn places(&self) -> [(&'static str, String); 5] {
        let input = self.branch.input("any");
        [
            ("branch", self.branch.base()),
            ("branch-url", input.settings.url),
            ("branch-reader", input.settings.bind_dn.unwrap_or_default()),
            ("branch-password", input.bind_password.map(|password| password.0).unwrap_or_default()),
            ("certificate", Authority::new(&format!("New authority {}", self.number())).pem()),
        ]
    }

    /// A directory that is there and answers.
    async fn directory(&self) -> DirectoryId {
        let input = self.branch.input(&format!("Branch {}", self.number()));
        let (directories, admin) = (self.web.app.domain.directories(), self.admin());
        let id = directories.create(&admin, &input).await.unwrap().row.id;
        if let Some(old) = one_more(&self.directories, id, DIRECTORIES) {
            let _ = directories.delete(&admin, old, None).await;
        }
        id
    }

    /// An authority, and a revocation list of its own.
    async fn authority(&self) -> (AuthorityId, String) {
        let (access, admin) = (self.web.app.domain.access(), self.admin());
        let root = Authority::new(&format!("Authority {}", self.number()));
        let input = AddAuthority { certificate: root.pem(), crl_required: false };
        let id = access.add_authority(&admin, &input).await.unwrap().id;
        if let Some(old) = one_more(&self.authorities, id, AUTHORITIES) {
            let _ = access.remove_authority(&admin, old, None).await;
        }
        (id, root.list(&[]))
    }

    /// A session at the portal. Who has no password gets that of the administrator.
    async fn session_of(&self, user: &UserDetail) -> SessionId {
        let domain = &self.web.app.domain;
        if !user.row.has_password {
            let copy = format!(
                "UPDATE users SET password_hash = (SELECT password_hash FROM users WHERE username = '{ADMIN}') \
                 WHERE username = '{}'",
                user.row.username
            );
            domain.db().write().execute_unprepared(&copy).await.unwrap();
        }
        // Tries are counted by address, and over all as time goes by.
        self.web.app.pass(Duration::from_millis(20));
        let [_, a, b, c] = self.number().to_be_bytes();
        let ctx = RequestCtx { address: Some([10, a, b, c].into()), ..self.web.app.anonymous() };
        let begun = domain.access().sign_in(&ctx, Face::Portal, &user.row.username, PASSWORD).await;
        begun.unwrap().session_id
    }

    /// A role that reads people.
    async fn role(&self, number: u32) -> RoleKey {
        let input = CreateRole {
            name: format!("Role {number}"),
            description: String::new(),
            permissions: vec![Permission::UserRead],
        };
        let role = self.people().create_role(&self.admin(), &input).await.unwrap().row.id;
        if let Some(old) = one_more(&self.roles, role, ROLES) {
            let _ = self.people().delete_role(&self.admin(), old, None).await;
        }
        role
    }

    /// A label that is put on by hand, and a configuration for all Linux computers.
    async fn set_up(&self) -> (LabelId, ConfigurationId) {
        let (domain, admin, number) = (&self.web.app.domain, self.admin(), self.number());
        let label = LabelInput { name: format!("Label {number}"), ..LabelInput::default() };
        let label = domain.labels().create(&admin, &label).await.unwrap().id;
        if let Some(old) = one_more(&self.labels, label, ROLES) {
            let _ = domain.labels().delete(&admin, old).await;
        }
        let all = domain.labels().list(&admin).await.unwrap();
        let linux = all.iter().find(|label| label.built_in == Some(BuiltInLabel::Linux)).unwrap().id;
        let passcode = ConfigurationInput {
            name: format!("Configuration {number}"),
            description: String::new(),
            settings: ConfigurationSettings::Passcode(PasscodeSettings::default()),
            network_password: None,
            file: None,
            labels: vec![linux],
        };
        let configuration = domain.configurations().create(&admin, &passcode).await.unwrap().id;
        if let Some(old) = one_more(&self.configurations, configuration, AUTHORITIES) {
            let _ = domain.configurations().delete(&admin, old).await;
        }
        (label, configuration)
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

/// Remembers one more, and gives the oldest when there are too many. A call may have taken that away.
fn one_more<T>(known: &RefCell<VecDeque<T>>, new: T, most: usize) -> Option<T> {
    let mut known = known.borrow_mut();
    known.push_back(new);
    if known.len() > most { known.pop_front() } else { None }
}

fn uploads() -> [(&'static str, String); 4] {
    let push = push_certificate(&Authority::new("Push"), "com.apple.mgmt.External.matrix");
    let (certificate, key) = device_authority("Own");
    [
        ("push-certificate", push.pem()),
        ("push-key", push.key_pem),
        ("device-authority", certificate),
        ("device-authority-key", key),
    ]
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
