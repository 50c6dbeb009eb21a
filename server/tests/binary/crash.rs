//! A power cut while devices register: each registration is made and shown, or not made and its PIN
//! still works.

use std::sync::mpsc;

use serde_json::{Value, json};
use signatures::{SigningKey, encode_public_key};

use crate::support::{Home, http, said};

const PEOPLE: usize = 8;
const EACH: usize = 3;

/// What the device with this number sends.
fn body(number: usize, username: &str, pin: &str) -> Value {
    let seed = [u8::try_from(number).unwrap() + 1; 32];
    json!({
        "username": username, "pin": pin,
        "public_key": encode_public_key(&SigningKey::from_bytes(&seed).verifying_key()),
        "device": { "platform": "linux", "model": "m", "os_version": "1", "serial_number": "s", "name": "n" },
    })
}

#[test]
fn after_a_kill_each_registration_is_made_or_its_pin_still_works() {
    let home = Home::with_admin();
    let token = home.token();
    let server = home.serve(&[]);
    let mut waiting = Vec::new();
    for person in 0..PEOPLE {
        let username = format!("person{person}");
        let user = json!({ "username": username, "display_name": username, "email": format!("{username}@vellmere.example") });
        let user = server.rest(&token, "POST", "/api/v1/users", Some(&user));
        for _ in 0..EACH {
            let asked = json!({ "user_id": user["id"], "platform": "linux" });
            let handout = server.rest(&token, "POST", "/api/v1/registrations", Some(&asked));
            let text = |name: &str| handout[name].as_str().unwrap().to_owned();
            waiting.push((username.clone(), text("pin"), text("device_id")));
        }
    }
    let address = server.address();
    let (tell, told) = mpsc::channel();
    let mut acknowledged = vec![false; waiting.len()];
    std::thread::scope(|scope| {
        for lane in 0..4 {
            let (tell, waiting, address) = (tell.clone(), &waiting, &address);
            scope.spawn(move || {
                for (number, (username, pin, _)) in
                    waiting.iter().enumerate().filter(|(number, _)| number % 4 == lane)
                {
                    let answer = http(
                        address,
                        "POST",
                        "/api/device/v1/register",
                        &[],
                        Some(&body(number, username, pin)),
                    );
                    if answer.is_some_and(|(status, _)| status == 201) {
                        tell.send(number).unwrap();
                    }
                }
            });
        }
        drop(tell);
        // In the middle of it: some are made, some are under way, some have not begun.
        for _ in 0..waiting.len() / 3 {
            acknowledged[told.recv().unwrap()] = true;
        }
        server.kill();
        for number in told {
            acknowledged[number] = true;
        }
    });

    let server = home.serve(&[]);
    let (mut made, mut open) = (0, 0);
    for (number, (username, pin, device)) in waiting.iter().enumerate() {
        let shown = server.rest(&token, "GET", &format!("/api/v1/devices/{device}"), None);
        let with_key_of = |key: usize| {
            http(&server.address(), "POST", "/api/device/v1/register", &[], Some(&body(key, username, pin)))
                .unwrap()
                .0
        };
        match shown["state"].as_str().unwrap() {
            "enrolling" => {
                made += 1;
                assert_eq!(with_key_of(number), 201, "a lost answer is given again");
                assert_eq!(with_key_of(number + 100), 403, "the PIN is used up");
            }
            "pending" => {
                open += 1;
                assert!(!acknowledged[number], "device {number} was told that it is registered");
                assert_eq!(with_key_of(number + 100), 201, "the PIN still works");
            }
            other => panic!("device {number} is {other}"),
        }
    }
    assert!(made >= waiting.len() / 3, "{made} were made");
    assert!(open > 0, "the kill came too late to prove anything");
    let verified = home.run(&["audit", "verify"], &[]);
    assert!(verified.status.success(), "{}", said(&verified));
}
