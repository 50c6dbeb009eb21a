//! Apple's devices over HTTP: the profile, the certificate, check-in and commands.

use axum::{body::Body, http::Request};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::json;
use testkit::{
    apple::{AppleDevice, Signed, Strength, Taken, text_of},
    both_engines,
};
use types::Scope;

use crate::support::{Answer, Web, form};

const CHECK_IN: &str = "application/x-apple-aspen-mdm-checkin; charset=UTF-8";
const COMMANDS: &str = "application/x-apple-aspen-mdm; charset=UTF-8";

async fn get(web: &Web, path: &str) -> Answer {
    web.send(Request::get(path).header("host", "gate.vellmere.example").body(Body::empty()).unwrap()).await
}

async fn put(web: &Web, kind: &str, said: &Signed) -> Answer {
    let request = Request::put("/apple/mdm")
        .header("host", "gate.vellmere.example")
        .header("user-agent", "MDM/1.0")
        .header("content-type", kind)
        .header("mdm-signature", &said.header)
        .body(said.body.clone().into())
        .unwrap();
    web.send(request).await
}

/// A registration for a device of Apple's: its link's path, and its device.
async fn order(web: &Web, token: &str, username: &str) -> (String, String) {
    let email = format!("{username}@vellmere.example");
    let person = json!({ "username": username, "display_name": username, "email": email });
    let user = web.rest(token, "POST", "/api/v1/users", Some(person)).await.json();
    let wanted = json!({ "user_id": user["id"], "platform": "ios" });
    let made = web.rest(token, "POST", "/api/v1/registrations", Some(wanted)).await.json();
    let link = made["link"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    (format!("/r/{link}"), made["device_id"].as_str().unwrap().to_owned())
}

async fn taken(web: &Web, link: &str) -> Taken {
    let answer = web.send(form(&format!("{link}/profile?unsigned=1"), &[])).await;
    assert_eq!(answer.header("content-type"), "application/x-apple-aspen-config", "{answer:?}");
    Taken::read(&answer.body).ok().unwrap()
}

both_engines! {
    async fn a_phone_enrols_and_is_locked(web: Web) {
        let token = web.token(&[Scope::All]).await;
        let (link, id) = order(&web, &token, "amira").await;
        let page = get(&web, &format!("{link}?device")).await.text;
        assert!(page.contains("Download the profile") && page.contains(&format!("{link}/profile\"")), "{page}");
        let signed = web.send(form(&format!("{link}/profile"), &[])).await;
        assert_eq!((signed.body[0], signed.header("cache-control")), (0x30, "no-store"));
        let taken = taken(&web, &link).await;

        let capabilities = get(&web, "/scep?operation=GetCACaps&message=Gatehouse").await.text;
        assert!(capabilities.lines().any(|line| line == "POSTPKIOperation"), "{capabilities}");
        let authority = get(&web, "/scep?operation=GetCACert").await;
        assert_eq!(authority.header("content-type"), "application/x-x509-ca-cert");
        let mut phone = AppleDevice::new("iPhone14,2", "C39XK0ABCDEF");
        // Once as an address, where a plus sign has become a blank, and once as a body.
        let asked = phone.ask(&taken, &authority.body, Strength::TripleDes);
        let message: String = url::form_urlencoded::byte_serialize(STANDARD.encode(&asked).as_bytes()).collect();
        let answer = get(&web, &format!("/scep?x=1&operation=PKIOperation&message={message}")).await;
        assert_eq!(answer.header("content-type"), "application/x-pki-message", "{answer:?}");
        assert!(phone.take(&answer.body, &authority.body));
        let first = phone.certificate().to_vec();
        let post = Request::post("/scep?operation=PKIOperation").body(asked.into()).unwrap();
        assert!(phone.take(&web.send(post).await.body, &authority.body));
        assert_eq!(phone.certificate(), first);

        for said in [phone.authenticate(), phone.token_update(true)] {
            let answer = put(&web, CHECK_IN, &said).await;
            assert_eq!((answer.status.as_u16(), answer.body.len()), (200, 0));
        }
        // What it is asked about itself, until nothing is left to ask.
        let mut asked = put(&web, COMMANDS, &phone.idle()).await.body;
        while let Some(uuid) = text_of(&asked, "CommandUUID") {
            asked = put(&web, COMMANDS, &phone.report("Acknowledged", &uuid, "")).await.body;
        }
        let lock = json!({ "action": "lock", "params": { "message": "Call us" } });
        let path = format!("/api/v1/devices/{id}/commands");
        let command = web.rest(&token, "POST", &path, Some(lock)).await.json();
        let given = put(&web, COMMANDS, &phone.idle()).await;
        assert_eq!(given.header("content-type"), "application/xml");
        assert_eq!(text_of(&given.body, "RequestType").as_deref(), Some("DeviceLock"));
        let uuid = command["id"].as_str().unwrap();
        assert_eq!(put(&web, COMMANDS, &phone.report("Acknowledged", uuid, "")).await.status, 200);
        let path = format!("/api/v1/commands/{uuid}");
        assert_eq!(web.rest(&token, "GET", &path, None).await.json()["state"], "done");

        assert_eq!(put(&web, CHECK_IN, &phone.check_out()).await.status, 200);
        let gone = put(&web, CHECK_IN, &phone.token_update(false)).await;
        assert_eq!((gone.status.as_u16(), &gone.json()["code"]), (403, &json!("com.apple.unrecognized.device")));
    }

    async fn nobody_is_told_to_sign_in(web: Web) {
        let token = web.token(&[Scope::All]).await;
        let (link, _) = order(&web, &token, "amira").await;
        let mut phone = AppleDevice::new("iPhone14,2", "C39XK0ABCDEF");
        let authority = get(&web, "/scep?operation=GetCACert").await.body;
        let asked = phone.ask(&taken(&web, &link).await, &authority, Strength::Aes128);
        let post = Request::post("/scep?operation=PKIOperation").body(asked.into()).unwrap();
        assert!(phone.take(&web.send(post).await.body, &authority));
        let idle = phone.idle();
        for header in ["", "nonsense", "AAAA", &idle.header] {
            for body in [&b""[..], b"<plist/>", b"\xff\xfe", b"bplist00"] {
                let said = Signed { header: header.to_owned(), body: body.to_vec() };
                for kind in [CHECK_IN, COMMANDS, "text/plain"] {
                    assert_eq!(put(&web, kind, &said).await.status, 400, "{header:.8} {kind}");
                }
            }
        }
        // Known, but not enrolled.
        assert_eq!(put(&web, COMMANDS, &idle).await.status, 400);
        for path in ["/scep", "/scep?operation=Nonsense", "/scep?operation=PKIOperation&message=%25%25"] {
            assert_eq!(get(&web, path).await.status, 400, "{path}");
        }
        for body in [vec![], vec![0x30; 2_000], vec![0; 200_000]] {
            let post = Request::post("/scep?operation=PKIOperation").body(body.into()).unwrap();
            let status = web.send(post).await.status.as_u16();
            assert!((400..500).contains(&status) && status != 401, "{status}");
        }
        let none = web.send(form("/r/nothing-here/profile", &[])).await;
        assert_eq!(none.status, 404, "{none:?}");
    }
}
