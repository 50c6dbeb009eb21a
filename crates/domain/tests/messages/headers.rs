//! Names that try to become headers (trust.md INJ-3).

use super::*;
use entity::user;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use testkit::both_engines;

/// The names of a message's headers, in order.
fn names(message: &Message) -> Vec<String> {
    let raw = String::from_utf8(message.raw.clone()).unwrap();
    let head = raw.split("\r\n\r\n").next().unwrap().to_owned();
    let lines = head.split("\r\n").filter(|line| !line.starts_with([' ', '\t']));
    lines.map(|line| line.split(':').next().unwrap().to_owned()).collect()
}

async fn rename(post: &Post, user: &UserDetail, name: &str) {
    user::Entity::update_many()
        .col_expr(user::Column::DisplayName, Expr::value(name))
        .filter(user::Column::Id.eq(user.row.id.0))
        .exec(post.app.domain.db().write())
        .await
        .unwrap();
}

both_engines! {
    async fn no_name_adds_a_header_or_another_receiver(post: Post) {
        let user = post.person("amira").await;
        let usual = names(&post.arrived_after(0)[0]);
        let long = "Amira ".repeat(60);
        let japanese = "佐藤".repeat(40);
        for name in [
            "Amira\r\nBcc: everybody@evil.example",
            "Amira\nX-Evil: yes\r\n\r\nbody",
            "\"Amira\" <evil@evil.example>, \"x",
            "Amira\u{2028}Bcc: everybody@evil.example\u{2029}\u{85}",
            "=?utf-8?q?=0D=0ABcc:_everybody=40evil.example?=",
            "Amira \\\" <evil@evil.example>",
            "\u{1}\u{7}\u{1b}[2J",
            long.as_str(),
            japanese.as_str(),
        ] {
            rename(&post, &user, name).await;
            let before = post.mail.messages().len();
            let handout = post.register(user.row.id).await;
            post.deliver().await;
            let arrived = post.arrived_after(before);
            assert_eq!(arrived.len(), 1, "{name:?}");
            let message = &arrived[0];
            assert_eq!(names(message), usual, "{name:?}");
            assert_eq!(message.recipients, ["amira@vellmere.example"], "{name:?}");
            let to = message.header("To").unwrap();
            assert!(to.ends_with("amira@vellmere.example>") || to == "amira@vellmere.example", "{to}");
            assert!(!message.header("Subject").unwrap().contains("Bcc"), "{name:?}");
            let raw = String::from_utf8(message.raw.clone()).unwrap();
            assert!(raw.split("\r\n").all(|line| line.len() <= 998), "{name:?}: lines stay short");
            assert!(!message.html().unwrap().contains("<evil@"), "{name:?}: escaped in HTML");
            post.app.domain.registration().withdraw(&post.app.admin(), handout.id).await.unwrap();
        }
    }

    async fn links_come_from_the_configured_address_alone(post: Post) {
        let user = post.person("amira").await;
        let handout = post.register(user.row.id).await;
        post.deliver().await;
        let text = post.arrived_after(1)[0].text().unwrap();
        let links: Vec<_> = text.split_whitespace().filter(|word| word.contains("://")).collect();
        assert_eq!(links, [handout.link.as_str(), "https://gate.vellmere.example/go"]);
    }
}
