//! What arrives.

use super::*;
use testkit::both_engines;
use types::MessageKind;

both_engines! {
    async fn a_registration_message_arrives_once_with_all_its_facts(post: Post) {
        let user = post.person("amira").await;
        let handout = post.register(user.row.id).await;
        let pin = handout.pin.clone().unwrap();
        assert_eq!(post.deliver().await, 1);
        assert_eq!(post.deliver().await, 0, "nothing is sent twice");

        let arrived = post.arrived_after(1);
        let [message] = arrived.as_slice() else { panic!("{} messages", arrived.len()) };
        let row = post.newest().await;
        assert_eq!(message.sender, "no-reply@gate.vellmere.example");
        assert_eq!(message.recipients, ["amira@vellmere.example"]);
        assert_eq!(message.header("From").unwrap(), "Gatehouse <no-reply@gate.vellmere.example>");
        assert_eq!(message.header("To").unwrap(), "\"amira of Vellmere\" <amira@vellmere.example>");
        assert_eq!(message.header("Subject").unwrap(), "Register your Linux computer with Gatehouse");
        assert_eq!(message.header("Message-ID").unwrap(), format!("<{}@gate.vellmere.example>", row.id));
        assert_eq!(message.header("Auto-Submitted").unwrap(), "auto-generated");
        assert_eq!(message.header("Date").unwrap(), "Sat, 21 Nov 2026 13:43:00 +0000");
        assert_eq!(message.header("Reply-To"), None);

        for body in [message.text().unwrap(), message.html().unwrap().replace("&nbsp;", " ")] {
            assert!(body.contains(&grouped(&pin)), "the PIN");
            assert!(body.contains(&handout.link), "the link");
            assert!(body.contains("Sunday, 22 November 2026, 13:43 UTC"), "the end");
            assert!(body.contains("24 hours") && body.contains("amira") && body.contains("/go"));
            assert!(body.contains("Nobody from IT will ever ask you for this PIN."));
        }
        assert_eq!((row.state, row.attempts, row.last_error), (MessageState::Sent, 1, None));
        assert_eq!(row.sent_at, Some(post.app.clock.now()));
    }

    async fn images_travel_with_the_message_and_nothing_is_fetched(post: Post) {
        let user = post.person("amira").await;
        post.register(user.row.id).await;
        post.deliver().await;
        let message = post.arrived_after(1).remove(0);
        let html = message.html().unwrap();
        let raw = String::from_utf8(message.raw.clone()).unwrap();
        for id in ["mark@gatehouse", "qr@gatehouse"] {
            assert!(html.contains(&format!("src=\"cid:{id}\"")), "{id} is shown");
            assert!(raw.contains(&format!("Content-ID: <{id}>")), "{id} is attached");
        }
        assert_eq!(html.matches("src=").count(), 2);
        assert!(message.part("image/png").unwrap().starts_with(b"\x89PNG"));
        let structure: Vec<_> = raw.lines().filter(|line| line.starts_with("Content-Type:")).collect();
        let kinds = structure.iter().map(|line| line.split([' ', ';']).nth(1).unwrap()).collect::<Vec<_>>();
        assert_eq!(
            kinds,
            ["multipart/alternative", "text/plain", "multipart/related", "text/html", "image/png", "image/png"]
        );
    }

    async fn a_new_person_gets_a_link_to_choose_a_password(post: Post) {
        post.person("amira").await;
        let message = post.arrived_after(0).remove(0);
        let text = message.text().unwrap();
        let link = text.lines().find(|line| line.contains("/set-password/")).unwrap();
        assert!(link.starts_with("https://gate.vellmere.example/set-password/"));
        assert_eq!(token_of(link).len(), 43);
        assert!(message.html().unwrap().contains(link));
        assert_eq!(post.newest().await.kind, MessageKind::SetPassword);

        let found = post.app.domain.access().find_password_link(token_of(link)).await.unwrap();
        assert_eq!(found.username, "amira");
    }

    async fn the_help_line_names_whom_the_organisation_names(post: Post) {
        let organisation = types::OrganisationSettings {
            name: "Vellmere & Söhne".into(),
            support_contact: Some("IT desk, extension 4400".into()),
            support_email: Some("help@vellmere.example".into()),
            language: types::MessageLanguage::English,
        };
        post.app.domain.settings().update(&post.app.admin(), &organisation, None).await.unwrap();
        post.person("amira").await;
        let message = post.arrived_after(0).remove(0);
        assert!(message.text().unwrap().contains("Help: IT desk, extension 4400, help@vellmere.example."));
        let html = message.html().unwrap();
        assert!(html.contains("href=\"mailto:help@vellmere.example\""));
        assert!(html.contains("for Vellmere &amp; Söhne"));
        assert_eq!(message.header("Subject").unwrap(), "Choose your password for Vellmere & Söhne");
    }

    async fn people_are_written_to_in_their_language_or_that_of_the_organisation(post: Post) {
        let organisation = types::OrganisationSettings {
            name: "Vellmere".into(),
            language: types::MessageLanguage::German,
            ..Default::default()
        };
        post.app.domain.settings().update(&post.app.admin(), &organisation, None).await.unwrap();
        let user = post.person("amira").await;
        assert_eq!(user.row.language, "de", "new people get the organisation's language");
        let message = post.arrived_after(0).remove(0);
        assert_eq!(message.header("Subject").unwrap(), "Wählen Sie Ihr Passwort für Vellmere");
        assert!(message.text().unwrap().contains("Sonntag, 22. November 2026, 13:43 Uhr (UTC)"));

        for (language, subject, direction) in [
            ("nb", "Linux-Computer bei Vellmere registrieren", "ltr"),
            ("ar", "تسجيل كمبيوتر Linux لدى Vellmere", "rtl"),
        ] {
            let change = types::UpdateUser { language: Some(language.into()), ..Default::default() };
            post.app.domain.people().update(&post.app.admin(), user.row.id, &change, None).await.unwrap();
            let before = post.mail.messages().len();
            post.register(user.row.id).await;
            post.deliver().await;
            let message = post.arrived_after(before).remove(0);
            assert_eq!(message.header("Subject").unwrap(), subject);
            assert!(message.html().unwrap().contains(&format!("dir=\"{direction}\"")));
        }
    }
}
