//! Both sides with each other.

use super::{
    Authority, FailInfo, Fault, Message, Responder, Validity, capabilities,
    client::{Client, Reply, Strength},
};
use crate::signature::is_issued_by;

const TODAY: Validity = Validity { from: 1_795_000_000, until: 2_000_000_000 };
const NONCE: &[u8] = b"sixteen of bytes";

fn authority() -> Authority {
    Authority::generate("Gatehouse devices", &[9, 8, 7], TODAY).unwrap()
}

#[test]
fn a_device_gets_its_certificate() {
    let authority = authority();
    let ours = authority.certificate().unwrap();
    let responder = Responder { authority: &authority, legacy: false };
    let client = Client::new("device", TODAY).unwrap();
    let asked = client.ask(&ours, Some("one-time"), "A1B2", NONCE, Strength::Aes128).unwrap();
    let message = Message::read(&asked).unwrap();
    assert_eq!(message.transaction_id, "A1B2");
    let request = responder.open(&message).unwrap();
    assert_eq!(request.challenge.as_deref(), Some("one-time"));
    let issued = authority.issue(&request.public_key, "registration-42", &[42], TODAY).unwrap();
    assert!(is_issued_by(&issued, &ours));
    let answer = responder.accept(&message, &issued, b"another sixteen!").unwrap();
    assert_eq!(client.read(&answer, &ours, NONCE), Ok(Reply::Issued(issued)));
    assert_eq!(client.read(&answer, &ours, b"of somebody else"), Err(Fault::Malformed));
    let stranger = Client::new("stranger", TODAY).unwrap();
    assert_eq!(stranger.read(&answer, &ours, NONCE), Err(Fault::Malformed));
}

#[test]
fn a_certificate_is_renewed_with_the_earlier_one_for_another_key() {
    let authority = authority();
    let ours = authority.certificate().unwrap();
    let responder = Responder { authority: &authority, legacy: false };
    let (first, next) = (Client::new("device", TODAY).unwrap(), Client::new("device", TODAY).unwrap());
    let asked = first.ask(&ours, Some("one-time"), "A1B2", NONCE, Strength::Aes128).unwrap();
    let request = responder.open(&Message::read(&asked).unwrap()).unwrap();
    let issued = authority.issue(&request.public_key, "device", &[42], TODAY).unwrap();

    let asked = first.renew(&issued, &next, &ours, "A1B3", NONCE).unwrap();
    let message = Message::read(&asked).unwrap();
    assert_eq!(message.signer, issued);
    let request = responder.open(&message).unwrap();
    let renewed = authority.issue(&request.public_key, "device", &[43], TODAY).unwrap();
    let answer = responder.accept(&message, &renewed, b"another sixteen!").unwrap();
    assert_eq!(first.read_renewed(&issued, &next, &answer, &ours, NONCE), Ok(Reply::Issued(renewed)));
}

#[test]
fn a_refusal_says_so() {
    let authority = authority();
    let ours = authority.certificate().unwrap();
    let responder = Responder { authority: &authority, legacy: false };
    let client = Client::new("device", TODAY).unwrap();
    let asked = client.ask(&ours, None, "A1B2", NONCE, Strength::Aes128).unwrap();
    let message = Message::read(&asked).unwrap();
    assert_eq!(responder.open(&message).unwrap().challenge, None);
    let answer = responder.refuse(&message, FailInfo::BadRequest, b"another sixteen!").unwrap();
    assert_eq!(client.read(&answer, &ours, NONCE), Ok(Reply::Refused("2".into())));
}

#[test]
fn old_clients_are_served_behind_a_switch() {
    let authority = authority();
    let ours = authority.certificate().unwrap();
    let client = Client::new("device", TODAY).unwrap();
    let asked = client.ask(&ours, Some("x"), "A1B2", NONCE, Strength::TripleDes).unwrap();
    let message = Message::read(&asked).unwrap();
    assert!(Responder { authority: &authority, legacy: true }.open(&message).is_ok());
    assert!(Responder { authority: &authority, legacy: false }.open(&message).is_err());
    assert!(capabilities(true).contains("DES3") && !capabilities(false).contains("DES3"));
}

#[test]
fn what_is_for_another_authority_or_was_changed_is_refused() {
    let (authority, other) = (authority(), authority());
    let responder = Responder { authority: &authority, legacy: true };
    let client = Client::new("device", TODAY).unwrap();
    let foreign = client.ask(&other.certificate().unwrap(), Some("x"), "A1B2", NONCE, Strength::Aes128);
    assert!(responder.open(&Message::read(&foreign.unwrap()).unwrap()).is_err());
    let ours = authority.certificate().unwrap();
    let asked = client.ask(&ours, Some("x"), "A1B2", NONCE, Strength::Aes128).unwrap();
    for at in (0..asked.len()).step_by(asked.len() / 97) {
        let mut changed = asked.clone();
        changed[at] ^= 0x20;
        let read = Message::read(&changed).and_then(|message| Ok((responder.open(&message)?, message)));
        // Where it is read at all, what was changed says nothing: the certificate's own signature.
        assert!(
            read.is_err()
                || read.is_ok_and(|(request, message)| {
                    request.challenge.as_deref() == Some("x") && message.transaction_id == "A1B2"
                })
        );
    }
    for length in [0, 1, 100, asked.len() - 1] {
        assert!(Message::read(&asked[..length]).is_err());
    }
    assert!(Message::read(&vec![0x30; 100 << 10]).is_err());
}

#[test]
fn an_authority_is_kept_and_read_again() {
    let authority = authority();
    let (certificate, key) = (authority.certificate().unwrap(), authority.private_key().unwrap());
    assert!(Authority::read(&certificate, &key).is_ok());
    let other = self::authority().private_key().unwrap();
    assert!(Authority::read(&certificate, &other).is_err());
    assert!(Authority::read(b"nonsense", &key).is_err());
}
