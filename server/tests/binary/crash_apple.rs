//! A power cut at every edge of the queue of one of Apple's devices (trust.md REL-21): each command reaches it once
//! at least, what became of it is recorded once, and the order stays.

use serde_json::{Value, json};
use testkit::apple::{AppleDevice, Signed, Strength, Taken, text_of};

use crate::support::{Home, Server, http, said, send};

/// A phone at a server that comes and goes.
struct Line {
    phone: AppleDevice,
    device: String,
    token: String,
}

impl Line {
    fn new(home: &Home, server: &Server) -> Self {
        let token = home.token();
        let amira =
            json!({ "username": "amira", "display_name": "Amira", "email": "amira@vellmere.example" });
        let user = server.rest(&token, "POST", "/api/v1/users", Some(&amira));
        let asked = json!({ "user_id": user["id"], "platform": "ios" });
        let handout = server.rest(&token, "POST", "/api/v1/registrations", Some(&asked));
        let link = handout["link"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
        let address = server.address();
        let take = |method: &str, path: &str, body: &[u8]| {
            let (status, body) = send(&address, method, path, &[], body).unwrap();
            assert_eq!(status, 200, "{path}: {}", String::from_utf8_lossy(&body));
            body
        };
        let taken = Taken::read(&take("POST", &format!("/r/{link}/profile?unsigned=1"), b"")).ok().unwrap();
        let authority = take("GET", "/scep?operation=GetCACert", b"");
        let mut phone = AppleDevice::new("iPhone14,2", "C39XK0CRASH1");
        let asked = phone.ask(&taken, &authority, Strength::Aes128);
        assert!(phone.take(&take("POST", "/scep?operation=PKIOperation", &asked), &authority));
        let device = handout["device_id"].as_str().unwrap().to_owned();
        let line = Self { phone, device, token };
        for said in [line.phone.authenticate(), line.phone.token_update(true)] {
            let kind = "Content-Type: application/x-apple-aspen-mdm-checkin";
            assert_eq!(line.say(server, &said, kind).unwrap().0, 200);
        }
        // The questions that come once a day are answered before anything else.
        let mut question = line.next(server).map(|(_, uuid)| uuid);
        while let Some(uuid) = question {
            question = line.answer(server, &uuid);
        }
        line
    }

    fn say(&self, server: &Server, said: &Signed, kind: &str) -> Option<(u16, Vec<u8>)> {
        let signature = format!("Mdm-Signature: {}", said.header);
        send(&server.address(), "PUT", "/apple/mdm", &[kind, &signature], &said.body)
    }

    fn connect(&self, server: &Server, said: &Signed) -> Option<Vec<u8>> {
        let (status, body) = self.say(server, said, "Content-Type: application/x-apple-aspen-mdm")?;
        assert_eq!(status, 200, "a device is never sent away by accident");
        Some(body)
    }

    /// What it is told: kind and id.
    fn next(&self, server: &Server) -> Option<(String, String)> {
        let list = self.connect(server, &self.phone.idle()).unwrap();
        Some((text_of(&list, "RequestType")?, text_of(&list, "CommandUUID")?))
    }

    /// Has done it; gives what it is told next.
    fn answer(&self, server: &Server, uuid: &str) -> Option<String> {
        let list = self.connect(server, &self.phone.report("Acknowledged", uuid, ""))?;
        text_of(&list, "CommandUUID")
    }

    fn lock(&self, server: &Server) -> String {
        let path = format!("/api/v1/devices/{}/commands", self.device);
        let lock = json!({ "action": "lock", "params": {} });
        server.rest(&self.token, "POST", &path, Some(&lock))["id"].as_str().unwrap().to_owned()
    }

    fn state(&self, server: &Server, id: &str) -> String {
        let command = server.rest(&self.token, "GET", &format!("/api/v1/commands/{id}"), None);
        command["state"].as_str().unwrap().to_owned()
    }

    /// How often something about the device stands in the log.
    fn told(&self, server: &Server, action: &str) -> usize {
        let path = format!("/api/v1/audit-events?target_id={}&limit=200", self.device);
        let events = server.rest(&self.token, "GET", &path, None);
        let events: &Vec<Value> = events["items"].as_array().unwrap();
        events.iter().filter(|event| event["action"] == action).count()
    }
}

#[test]
fn a_power_cut_at_any_edge_loses_no_command_and_records_no_end_twice() {
    let home = Home::with_admin();
    let server = home.serve(&[]);
    let line = Line::new(&home, &server);

    // After it was accepted, before anybody has fetched it.
    let (first, second) = (line.lock(&server), line.lock(&server));
    server.kill();
    let server = home.serve(&[]);
    assert_eq!(line.next(&server).unwrap().1, first, "the oldest comes first");
    assert_eq!(line.state(&server, &first), "sent");

    // After it was fetched, before it was done: it comes again, under the same name.
    server.kill();
    let server = home.serve(&[]);
    assert_eq!(line.next(&server).unwrap().1, first);

    // After its end was taken in.
    assert_eq!(line.answer(&server, &first).as_deref(), Some(second.as_str()));
    server.kill();
    let server = home.serve(&[]);
    assert_eq!(line.state(&server, &first), "done");
    assert_eq!(line.next(&server).unwrap().1, second, "what has ended does not come again");
    assert_eq!(line.told(&server, "device.lock_done"), 1);
    // A device that has not heard that it was heard says it again.
    assert_eq!(line.answer(&server, &first).as_deref(), Some(second.as_str()));
    assert_eq!(line.told(&server, "device.lock_done"), 1, "once");
    assert_eq!(line.answer(&server, &second), None);

    // In the middle of taking its end in, many times.
    let mut server = server;
    for round in 0..6_u32 {
        let id = line.lock(&server);
        assert_eq!(line.next(&server).unwrap().1, id, "round {round}");
        let before = line.told(&server, "device.lock_done");
        let heard = std::thread::scope(|scope| {
            let (address, report) = (server.address(), line.phone.report("Acknowledged", &id, ""));
            let saying = scope.spawn(move || {
                let signature = format!("Mdm-Signature: {}", report.header);
                let kind = "Content-Type: application/x-apple-aspen-mdm";
                send(&address, "PUT", "/apple/mdm", &[kind, &signature], &report.body)
            });
            // Any moment will do: each is another edge.
            for _ in 0..round {
                let _ = http(&server.address(), "GET", "/healthz", &[], None);
            }
            server.kill();
            saying.join().unwrap()
        });
        server = home.serve(&[]);
        let is_done = line.state(&server, &id) == "done";
        assert!(is_done || heard.is_none(), "round {round}: it was told that it was heard");
        if !is_done {
            assert_eq!(line.next(&server).unwrap().1, id, "round {round}: it comes again");
            line.answer(&server, &id);
        }
        assert_eq!(line.state(&server, &id), "done", "round {round}");
        assert_eq!(line.told(&server, "device.lock_done"), before + 1, "round {round}: recorded once");
        assert_eq!(line.next(&server), None, "round {round}");
    }

    // Taken back while somebody fetches it, with the power cut: one of both has won, for good.
    for round in 0..4 {
        let id = line.lock(&server);
        let (cancelled, fetched) = std::thread::scope(|scope| {
            let (address, token) = (server.address(), line.token.clone());
            let path = format!("/api/v1/commands/{id}");
            let cancelling = scope.spawn(move || {
                http(&address, "DELETE", &path, &[&format!("Authorization: Bearer {token}")], None)
            });
            let fetched = line.next(&server);
            let cancelled = cancelling.join().unwrap();
            (cancelled.is_some_and(|(status, _)| status == 200), fetched)
        });
        server.kill();
        server = home.serve(&[]);
        assert_ne!(cancelled, fetched.is_some(), "round {round}: taken back or fetched, never both");
        match cancelled {
            true => {
                assert_eq!(line.state(&server, &id), "cancelled");
                assert_eq!(line.next(&server), None);
            }
            false => {
                assert_eq!(line.next(&server).unwrap().1, id);
                line.answer(&server, &id);
            }
        }
    }
    let verified = home.run(&["audit", "verify"], &[]);
    assert!(verified.status.success(), "{}", said(&verified));
}
