//! Writes the seeds anew: what honest devices, tools and administrators send. Each goes to `seeds/<target>/`.
//! `cargo run --example seeds`, in this folder.

use std::{fs, path::Path};

use apple::{
    machine_info::{self, MachineInfo},
    profile::{self, Enrolment, Identity, Name, Passcode, Payload, Target},
    rights::AccessRights,
    scep::{
        Authority, Validity,
        client::{Client, Strength},
    },
    signature,
};

const VALIDITY: Validity = Validity { from: 1_700_000_000, until: 2_000_000_000 };

/// A property list around its entries.
fn list(entries: &str) -> Vec<u8> {
    format!(r#"<?xml version="1.0"?><plist version="1.0"><dict>{entries}</dict></plist>"#).into_bytes()
}

fn seed(target: &str, name: &str, content: &[u8]) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds").join(target);
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(folder.join(name), content).expect("a seed");
}

fn name(what: &str) -> Name {
    Name { identifier: format!("org.example.{what}"), uuid: "A-B-C".to_owned(), display: what.to_owned() }
}

fn enrolment() -> Vec<u8> {
    let identity = Identity {
        name: name("identity"),
        url: "https://gate.example/scep".to_owned(),
        authority: "Gatehouse".to_owned(),
        common_name: "device-1".to_owned(),
        challenge: "once".to_owned(),
        fingerprint: [7; 32],
    };
    let enrolment = Enrolment {
        name: name("enrolment"),
        management: name("management"),
        organization: "Vellmere".to_owned(),
        description: "Lets Vellmere manage this device.".to_owned(),
        server_url: "https://gate.example/apple/mdm".to_owned(),
        topic: "com.apple.mgmt.External.1".to_owned(),
        rights: AccessRights::ALL_WE_USE,
        target: Target::PhoneOrTablet,
        identity,
        roots: Vec::new(),
        consent: Some("Agreed?".to_owned()),
    };
    enrolment.write()
}

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let authority = match (fs::read(folder.join("authority.der")), fs::read(folder.join("authority.key"))) {
        (Ok(certificate), Ok(key)) => Authority::read(&certificate, &key),
        _ => Authority::generate("Seeds", &[1; 16], VALIDITY),
    };
    let authority = authority.expect("an authority");
    let certificate = authority.certificate().expect("its certificate");
    let key = authority.private_key().expect("its key");
    fs::write(folder.join("authority.der"), &certificate).expect("the authority");
    fs::write(folder.join("authority.key"), &key).expect("the authority");

    let ids = "<key>UDID</key><string>00008110-1</string>";
    let topic = "<key>Topic</key><string>com.apple.mgmt.External.1</string>";
    for (kind, more) in [
        (
            "Authenticate",
            "<key>SerialNumber</key><string>C1</string><key>ProductName</key><string>iPhone14,2</string>",
        ),
        (
            "TokenUpdate",
            "<key>Token</key><data>AAEC</data><key>PushMagic</key><string>M</string><key>UnlockToken</key><data>AAEC</data>",
        ),
        ("CheckOut", ""),
        ("SetBootstrapToken", "<key>BootstrapToken</key><data>AAEC</data>"),
        ("GetBootstrapToken", ""),
        ("UserAuthenticate", "<key>UserID</key><string>U</string><key>DigestResponse</key><string></string>"),
        ("DeclarativeManagement", "<key>Endpoint</key><string>tokens</string>"),
    ] {
        let body = list(&format!("<key>MessageType</key><string>{kind}</string>{ids}{topic}{more}"));
        seed("check_in", kind, &body);
    }

    let command = "<key>CommandUUID</key><string>1</string>";
    for (file, status, more) in [
        ("idle", "Idle", ""),
        ("not-now", "NotNow", ""),
        (
            "error",
            "Error",
            "<key>ErrorChain</key><array><dict><key>ErrorCode</key><integer>12021</integer><key>ErrorDomain</key>\
             <string>MCMDMErrorDomain</string><key>USEnglishDescription</key><string>No</string></dict></array>",
        ),
        (
            "information",
            "Acknowledged",
            "<key>QueryResponses</key><dict><key>OSVersion</key><string>18.1</string><key>DeviceCapacity</key>\
             <real>128</real><key>IsSupervised</key><true/></dict>",
        ),
        (
            "profiles",
            "Acknowledged",
            "<key>ProfileList</key><array><dict><key>PayloadIdentifier</key><string>a</string><key>PayloadUUID</key>\
             <string>b</string></dict></array>",
        ),
        (
            "location",
            "Acknowledged",
            "<key>Latitude</key><real>52.5</real><key>Longitude</key><real>13.4</real>",
        ),
        (
            "security",
            "Acknowledged",
            "<key>SecurityInfo</key><dict><key>PasscodePresent</key><true/></dict>\
             <key>MessageResult</key><string>Success</string>",
        ),
    ] {
        let body = list(&format!("{ids}{command}<key>Status</key><string>{status}</string>{more}"));
        seed("report", file, &body);
    }

    let body = list(&format!("{ids}<key>Status</key><string>Idle</string>"));
    for (file, attributes) in [("with-attributes", true), ("without-attributes", false)] {
        let header = signature::sign(&certificate, &key, &body, attributes).expect("a signature");
        seed("signature", file, &[header.as_bytes(), b"\0", &body].concat());
    }
    let fixtures = folder.join("../tests/fixtures");
    let idle = fs::read(fixtures.join("idle.plist")).expect("a fixture");
    for file in ["ber-sha1-with-attributes", "ber-sha1-without-attributes", "ber-sha512-with-attributes"] {
        let header = fs::read_to_string(fixtures.join(format!("{file}.b64"))).expect("a fixture");
        seed("signature", file, &[header.trim().as_bytes(), b"\0", &idle].concat());
    }

    let info = MachineInfo {
        product: "AppleTV11,1".to_owned(),
        udid: "00008110-1".to_owned(),
        serial: Some("C1".to_owned()),
        os_version: Some("18.1".to_owned()),
    };
    seed("machine_info", "signed", &machine_info::sign(&info, &certificate, &key).expect("a message"));

    let rules = Passcode::default();
    let rules =
        profile::write(&name("rules"), "Vellmere", "Rules", &[(name("one"), Payload::Passcode(rules))]);
    seed("uploaded_profile", "rules", &rules);
    let chain = [certificate.clone()];
    seed("uploaded_profile", "signed", &profile::sign(&rules, &chain, &key).expect("a profile"));
    seed("uploaded_profile", "enrols", &enrolment());
    seed("enrolment_profile", "enrolment", &enrolment());

    let both = [authority.certificate_pem().expect("PEM"), apple::simulated::key_pem(&key)].concat();
    seed("push_certificate", "authority", both.as_bytes());

    let client = Client::new("device", VALIDITY).expect("a client");
    for (file, strength) in [("aes", Strength::Aes128), ("triple-des", Strength::TripleDes)] {
        let asked = client.ask(&certificate, Some("once"), "A1B2C3", b"sixteen of bytes", strength);
        seed("scep_message", file, &asked.expect("a request"));
    }
}
