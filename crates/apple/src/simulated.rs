//! A simulated device of Apple's: it gets its certificate, signs what it says, and speaks like a real one.
//!
//! It knows nothing of sockets: whoever has one carries its messages to the domain or over HTTP.
#![expect(clippy::expect_used, reason = "a simulation without keys is none, and no server depends on one")]

pub use crate::{profile::Taken, scep::client::Strength};

use base64::{Engine as _, engine::general_purpose::STANDARD};

use crate::{
    machine_info::{self, MachineInfo},
    scep::{
        Authority, Validity,
        client::{Client, Reply},
    },
    signature,
};

/// What it sends along to be told back.
const NONCE: &[u8] = b"sixteen of bytes";

/// For certificates that only say who asks.
const VALIDITY: Validity = Validity { from: 1_700_000_000, until: 2_000_000_000 };

/// A message with its signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// The header `Mdm-Signature`.
    pub header: String,
    /// The body.
    pub body: Vec<u8>,
}

/// A simulated device.
pub struct AppleDevice {
    client: Client,
    certificate: Vec<u8>,
    /// What it is called in every message.
    pub udid: String,
    /// The kind of hardware, such as `iPhone14,2`.
    pub product: String,
    /// Its serial number.
    pub serial: String,
    /// The topic of its profile.
    pub topic: String,
    /// Whether it signs with attributes, as phones do, or without, as Macs do.
    pub attributes: bool,
}

impl AppleDevice {
    /// A device that nobody knows yet.
    ///
    /// # Panics
    /// When there is no key to be had.
    pub fn new(product: &str, serial: &str) -> Self {
        Self::with(Client::new("device", VALIDITY).expect("a key"), product, serial)
    }

    /// A device with a key that is there already (PKCS#1 DER): making one takes its time.
    ///
    /// # Panics
    /// For what is no key.
    pub fn with_key(key: &[u8], product: &str, serial: &str) -> Self {
        Self::with(Client::with_key(key, "device", VALIDITY).expect("a key"), product, serial)
    }

    fn with(client: Client, product: &str, serial: &str) -> Self {
        Self {
            client,
            certificate: Vec::new(),
            udid: format!("00008110-{serial}"),
            product: product.to_owned(),
            serial: serial.to_owned(),
            topic: String::new(),
            attributes: !product.contains("Mac"),
        }
    }

    /// Takes a profile, and asks for a certificate with what it says.
    ///
    /// # Panics
    /// When it cannot be asked.
    pub fn ask(&mut self, taken: &Taken, authority: &[u8], strength: Strength) -> Vec<u8> {
        self.topic.clone_from(&taken.topic);
        self.client.ask(authority, Some(&taken.challenge), "A1B2C3", NONCE, strength).expect("a request")
    }

    /// Takes the answer; whether there was a certificate in it.
    ///
    /// # Panics
    /// When it is no answer to what was asked.
    pub fn take(&mut self, answer: &[u8], authority: &[u8]) -> bool {
        match self.client.read(answer, authority, NONCE).expect("an answer") {
            Reply::Issued(certificate) => {
                self.certificate = certificate;
                true
            }
            Reply::Refused(_) => false,
        }
    }

    /// Makes a new key and asks for a certificate for it, as a device does that installs its profile again.
    ///
    /// # Panics
    /// When it cannot be asked.
    pub fn ask_anew(&mut self, taken: &Taken, authority: &[u8]) -> (Vec<u8>, Client) {
        let next = Client::new("device", VALIDITY).expect("a key");
        let asked = next.ask(authority, Some(&taken.challenge), "A1B2C4", NONCE, Strength::Aes128);
        (asked.expect("a request"), next)
    }

    /// Asks for another certificate with the one that it has.
    ///
    /// # Panics
    /// When it cannot be asked.
    pub fn renew(&self, authority: &[u8]) -> (Vec<u8>, Client) {
        let next = Client::new("device", VALIDITY).expect("a key");
        let asked = self.client.renew(&self.certificate, &next, authority, "A1B2C5", NONCE);
        (asked.expect("a request"), next)
    }

    /// Takes the answer to [`renew`](Self::renew), and signs with the new certificate from then on; whether there
    /// was one.
    ///
    /// # Panics
    /// When it is no answer to what was asked.
    pub fn take_renewed(&mut self, answer: &[u8], authority: &[u8], next: Client) -> bool {
        let read = self.client.read_renewed(&self.certificate, &next, answer, authority, NONCE);
        self.turn_to(read.expect("an answer"), next)
    }

    /// Takes the answer to [`ask_anew`](Self::ask_anew), likewise.
    ///
    /// # Panics
    /// When it is no answer to what was asked.
    pub fn take_anew(&mut self, answer: &[u8], authority: &[u8], next: Client) -> bool {
        let read = next.read(answer, authority, NONCE).expect("an answer");
        self.turn_to(read, next)
    }

    fn turn_to(&mut self, reply: Reply, next: Client) -> bool {
        let Reply::Issued(certificate) = reply else { return false };
        (self.certificate, self.client) = (certificate, next);
        true
    }

    /// Its certificate, DER; empty before it has one.
    pub fn certificate(&self) -> &[u8] {
        &self.certificate
    }

    /// Signs a message.
    ///
    /// # Panics
    /// Without a certificate.
    pub fn sign(&self, body: &str) -> Signed {
        let key = self.client.private_key().expect("a key");
        let header = signature::sign(&self.certificate, &key, body.as_bytes(), self.attributes);
        Signed { header: header.expect("a signature"), body: body.as_bytes().to_vec() }
    }

    fn say(&self, inside: &str) -> Signed {
        self.sign(&list(&format!("<key>UDID</key><string>{}</string>{inside}", self.udid)))
    }

    /// Asks to be managed.
    pub fn authenticate(&self) -> Signed {
        self.say(&format!(
            "<key>MessageType</key><string>Authenticate</string><key>Topic</key><string>{}</string>\
             <key>ProductName</key><string>{}</string><key>SerialNumber</key><string>{}</string>\
             <key>OSVersion</key><string>18.1</string>{}",
            self.topic,
            self.product,
            self.serial,
            // Only a Mac says what it is called.
            if self.product.contains("Mac") { "<key>DeviceName</key><string>A Mac</string>" } else { "" }
        ))
    }

    /// Tells how it is reached, with what takes its passcode away or without.
    pub fn token_update(&self, unlocks: bool) -> Signed {
        let (token, magic) = (STANDARD.encode(self.push_token()), self.push_magic());
        let unlock = if unlocks { "<key>UnlockToken</key><data>VU5MT0NL</data>" } else { "" };
        self.say(&format!(
            "<key>MessageType</key><string>TokenUpdate</string><key>Topic</key><string>{}</string>\
             <key>PushMagic</key><string>{magic}</string><key>Token</key><data>{token}</data>{unlock}",
            self.topic
        ))
    }

    /// Its address at the push service.
    pub fn push_token(&self) -> Vec<u8> {
        self.serial.clone().into_bytes()
    }

    /// What a push must say to it.
    pub fn push_magic(&self) -> String {
        format!("magic-{}", self.serial)
    }

    /// Its management was taken away.
    pub fn check_out(&self) -> Signed {
        let topic = &self.topic;
        self.say(&format!(
            "<key>MessageType</key><string>CheckOut</string><key>Topic</key><string>{topic}</string>"
        ))
    }

    /// Is ready.
    pub fn idle(&self) -> Signed {
        self.say("<key>Status</key><string>Idle</string>")
    }

    /// Tells what became of a command: `Acknowledged`, `NotNow`, `Error` …; with more inside.
    pub fn report(&self, status: &str, command: &str, more: &str) -> Signed {
        self.say(&format!(
            "<key>Status</key><string>{status}</string><key>CommandUUID</key><string>{command}</string>{more}"
        ))
    }
}

/// What a device says of itself when it asks a server for its enrolment, signed with a certificate of its own.
///
/// # Panics
/// When there is no key to be had.
pub fn machine_info(product: &str, serial: &str) -> Vec<u8> {
    let signer = Authority::generate("A device", &[1], VALIDITY).expect("a key");
    let info = MachineInfo {
        product: product.to_owned(),
        udid: format!("00008110-{serial}"),
        serial: Some(serial.to_owned()),
        os_version: Some("18.1".to_owned()),
    };
    let (certificate, key) = (signer.certificate().expect("one"), signer.private_key().expect("one"));
    machine_info::sign(&info, &certificate, &key).expect("a signature")
}

/// A property list around the entries of a dictionary.
pub fn list(inside: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \
         \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n<plist version=\"1.0\"><dict>{inside}</dict></plist>\n"
    )
}

/// The bytes behind a key in a property list.
pub fn data_of(list: &[u8], key: &str) -> Option<Vec<u8>> {
    let list = String::from_utf8_lossy(list);
    let (_, rest) = list.split_once(&format!("<key>{key}</key>"))?;
    let (_, rest) = rest.split_once("<data>")?;
    let (data, _) = rest.split_once("</data>")?;
    STANDARD.decode(data.split_whitespace().collect::<String>()).ok()
}

/// An authority of devices of one's own, with its key: both in PEM.
///
/// # Panics
/// When there is no key to be had.
pub fn device_authority(name: &str) -> (String, String) {
    let made = Authority::generate(name, &[7; 16], VALIDITY).expect("an authority");
    let key = made.private_key().expect("a key");
    (made.certificate_pem().expect("a certificate"), key_pem(&key))
}

/// A private key (PKCS#8, DER) in PEM.
pub fn key_pem(key: &[u8]) -> String {
    format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", STANDARD.encode(key))
}

/// RSA keys (PKCS#1 DER) for [`AppleDevice::with_key`].
///
/// # Panics
/// When there are no random numbers.
pub fn keys(number: usize) -> Vec<Vec<u8>> {
    let make = || openssl::rsa::Rsa::generate(2048)?.private_key_to_der();
    (0..number).map(|_| make().expect("a key")).collect()
}

/// What a device tells about itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct About<'a> {
    /// What its person calls it.
    pub name: &'a str,
    /// The kind of hardware, such as `iPhone14,2`.
    pub product: &'a str,
    /// What that is sold as.
    pub model: &'a str,
    /// Its serial number.
    pub serial: &'a str,
    /// Its system.
    pub os_version: &'a str,
    /// Whether the organisation may do more with it than a person would allow.
    pub supervised: bool,
}

/// Plausible facts, as the answer to a question about the device.
pub fn facts(about: &About<'_>) -> String {
    let About { name, product, model, serial, os_version, supervised } = *about;
    format!(
        "<key>QueryResponses</key><dict><key>DeviceName</key><string>{name}</string>\
         <key>ModelName</key><string>{model}</string><key>OSVersion</key><string>{os_version}</string>\
         <key>SerialNumber</key><string>{serial}</string><key>BatteryLevel</key><real>0.62</real>\
         <key>ProductName</key><string>{product}</string><key>DeviceCapacity</key><real>128.0</real>\
         <key>AvailableDeviceCapacity</key><real>48.5</real><key>IsSupervised</key><{supervised}/></dict>"
    )
}

/// The text behind a key in a property list, for tests that look at one.
pub fn text_of(list: &[u8], key: &str) -> Option<String> {
    let list = String::from_utf8_lossy(list);
    let (_, rest) = list.split_once(&format!("<key>{key}</key>"))?;
    let (_, rest) = rest.split_once("<string>")?;
    rest.split_once("</string>").map(|(text, _)| text.to_owned())
}
