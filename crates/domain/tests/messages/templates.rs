//! Templates that administrators change.

use super::*;
use testkit::both_engines;
use types::{
    AuditAction, AuditQuery, ErrorCode, FieldCode, MessageKind, MessageLanguage, Permission, PreviewScheme,
    TemplateKey, TemplateTexts,
};

const KEY: TemplateKey =
    TemplateKey { kind: MessageKind::Registration, language: MessageLanguage::English, platform: None };

impl Post {
    async fn texts(&self, key: TemplateKey) -> TemplateTexts {
        self.app.domain.messages().find_template(&self.app.admin(), key).await.unwrap().texts
    }

    async fn save(&self, key: TemplateKey, texts: &TemplateTexts) -> i64 {
        let messages = self.app.domain.messages();
        messages.save_template(&self.app.admin(), key, texts, None).await.unwrap().version
    }

    async fn subject_of_next(&self, user: UserId) -> String {
        let before = self.mail.messages().len();
        self.register(user).await;
        self.deliver().await;
        self.arrived_after(before).remove(0).header("Subject").unwrap()
    }

    async fn actions(&self) -> Vec<AuditAction> {
        let query = AuditQuery::default();
        let page = self.app.domain.audit().list(&self.app.admin(), &query).await.unwrap();
        page.items.iter().filter_map(|row| AuditAction::from_word(&row.action)).collect()
    }
}

/// A script of somebody who may invite people.
fn script_of(app: &TestApp, user_id: UserId) -> domain::RequestCtx {
    let actor = domain::ctx::TokenActor {
        token_id: types::TokenId(uuid::Uuid::now_v7()),
        name: "inviter".into(),
        user_id,
        face: types::Face::Console,
        permissions: [Permission::RegistrationWrite].into_iter().collect(),
        scopes: vec![types::Scope::All],
    };
    app.anonymous().with_actor(domain::Actor::ApiToken(actor))
}

both_engines! {
    async fn the_texts_of_the_platform_win_then_those_for_all_then_the_built_in_ones(post: Post) {
        let user = post.person("amira").await.row.id;
        let built_in = post.texts(KEY).await;
        let linux = TemplateKey { platform: Some(Platform::Linux), ..KEY };
        let mac = TemplateKey { platform: Some(Platform::Macos), ..KEY };
        let with = |subject: &str| TemplateTexts { subject: subject.into(), ..built_in.clone() };
        assert_eq!(post.subject_of_next(user).await, "Register your Linux computer with Gatehouse");

        post.save(KEY, &with("For all: $PLATFORM$")).await;
        post.save(mac, &with("For a Mac")).await;
        assert_eq!(post.subject_of_next(user).await, "For all: Linux computer");
        post.save(linux, &with("For Linux, $USER$")).await;
        assert_eq!(post.subject_of_next(user).await, "For Linux, amira of Vellmere");
        assert_eq!(post.texts(TemplateKey { platform: Some(Platform::Ios), ..KEY }).await.subject, "For all: $PLATFORM$");

        let messages = post.app.domain.messages();
        messages.restore_template(&post.app.admin(), linux, None, None).await.unwrap();
        assert_eq!(post.subject_of_next(user).await, "For all: Linux computer");
        messages.restore_template(&post.app.admin(), KEY, None, None).await.unwrap();
        assert_eq!(post.subject_of_next(user).await, "Register your Linux computer with Gatehouse");

        let list = messages.list_templates(&post.app.admin()).await.unwrap();
        assert_eq!(list.len(), MessageKind::ALL.len() * MessageLanguage::ALL.len() + 1);
        let changed: Vec<_> = list.iter().filter(|row| row.is_changed).map(|row| row.key).collect();
        assert_eq!(changed, [mac]);
    }

    async fn every_version_is_kept_and_comes_back(post: Post) {
        let messages = post.app.domain.messages();
        let built_in = post.texts(KEY).await;
        let with = |subject: &str| TemplateTexts { subject: subject.into(), ..built_in.clone() };
        assert_eq!(post.save(KEY, &built_in).await, 0, "the same texts change nothing");
        assert_eq!(post.save(KEY, &with("One")).await, 1);
        assert_eq!(post.save(KEY, &with("Two")).await, 2);
        assert_eq!(post.save(KEY, &with("Two")).await, 2, "the same texts change nothing");
        let back = messages.restore_template(&post.app.admin(), KEY, Some(1), Some(2)).await.unwrap();
        assert_eq!((back.texts.subject.as_str(), back.version, back.row.is_changed), ("One", 3, true));
        let back = messages.restore_template(&post.app.admin(), KEY, None, Some(3)).await.unwrap();
        assert_eq!((back.texts, back.version, back.row.is_changed), (built_in, 4, false));

        let history = messages.template_history(&post.app.admin(), KEY).await.unwrap();
        let told: Vec<_> = history
            .iter()
            .map(|version| {
                (version.version, version.restored, version.texts.as_ref().map(|texts| texts.subject.clone()))
            })
            .collect();
        assert_eq!(
            told,
            [
                (4, None, None),
                (3, Some(1), Some("One".into())),
                (2, None, Some("Two".into())),
                (1, None, Some("One".into())),
            ]
        );
        assert!(history.iter().all(|version| version.changed_at == post.app.clock.now()));
        let actions = post.actions().await;
        let count = |action| actions.iter().filter(|seen| **seen == action).count();
        assert_eq!((count(AuditAction::TemplateChanged), count(AuditAction::TemplateRestored)), (2, 2));
        let missing = messages.restore_template(&post.app.admin(), KEY, Some(9), None).await.unwrap_err();
        assert_eq!(missing.code(), ErrorCode::NotFound);
    }

    async fn a_change_made_on_an_older_version_is_refused(post: Post) {
        let messages = post.app.domain.messages();
        let built_in = post.texts(KEY).await;
        let with = |subject: &str| TemplateTexts { subject: subject.into(), ..built_in.clone() };
        let admin = post.app.admin();
        let (one, two) = (with("One"), with("Two"));
        let (first, second) = tokio::join!(
            messages.save_template(&admin, KEY, &one, Some(0)),
            messages.save_template(&admin, KEY, &two, Some(0)),
        );
        assert_eq!(u8::from(first.is_ok()) + u8::from(second.is_ok()), 1, "one of both wins");
        let refused = first.and(second).unwrap_err();
        assert_eq!(refused.code(), ErrorCode::VersionConflict);
        let late = messages.restore_template(&admin, KEY, None, Some(0)).await.unwrap_err();
        assert_eq!(late.code(), ErrorCode::VersionConflict);
    }

    async fn what_cannot_stay_changes_nothing(post: Post) {
        let messages = post.app.domain.messages();
        let built_in = post.texts(KEY).await;
        let body = format!("{}<script>", built_in.body);
        let bad = TemplateTexts { body, subject: "Two\nlines".into(), ..built_in.clone() };
        let refused = messages.save_template(&post.app.admin(), KEY, &bad, None).await.unwrap_err();
        let refused = types::ApiError::from(refused);
        assert_eq!(refused.field("subject"), Some(FieldCode::ForbiddenCharacters));
        let body = format!("{}<script>", built_in.body);
        let bad = TemplateTexts { body, ..built_in.clone() };
        let refused = messages.save_template(&post.app.admin(), KEY, &bad, None).await.unwrap_err();
        let place = types::ApiError::from(refused).fault("body").and_then(|fault| fault.place.clone());
        assert_eq!(place.unwrap().what, "<script>");
        assert_eq!(post.texts(KEY).await, built_in);
        assert!(messages.template_history(&post.app.admin(), KEY).await.unwrap().is_empty());

        let impossible = TemplateKey {
            platform: Some(Platform::Ios),
            ..TemplateKey::general(MessageKind::SetPassword, MessageLanguage::English)
        };
        let refused = messages.find_template(&post.app.admin(), impossible).await.unwrap_err();
        assert_eq!(refused.code(), ErrorCode::NotFound);
    }

    async fn a_value_that_looks_like_a_variable_stays_what_it_is(post: Post) {
        let user = post.person("amira").await.row.id;
        let change = types::UpdateUser {
            display_name: Some("<b>$PASSCODE$</b>".into()),
            ..Default::default()
        };
        post.app.domain.people().update(&post.app.admin(), user, &change, None).await.unwrap();
        let built_in = post.texts(KEY).await;
        let body = "<p>$USER$</p><a href=\"https://help.example/?$USER$\">$REG_LINK$</a>".to_owned();
        post.save(KEY, &TemplateTexts { subject: "For $USER$".into(), body, ..built_in }).await;
        let before = post.mail.messages().len();
        post.register(user).await;
        post.deliver().await;
        let message = post.arrived_after(before).remove(0);
        assert_eq!(message.header("Subject").unwrap(), "For <b>$PASSCODE$</b>");
        let html = message.html().unwrap();
        assert!(html.contains("<p>&lt;b&gt;$PASSCODE$&lt;/b&gt;</p>"));
        assert!(html.contains("href=\"https://help.example/?%3Cb%3E%24PASSCODE%24%3C%2Fb%3E\""));
    }

    async fn a_preview_is_what_would_be_sent_and_holds_nothing_that_works(post: Post) {
        let messages = post.app.domain.messages();
        for kind in MessageKind::ALL {
            for language in MessageLanguage::ALL {
                let key = TemplateKey::general(*kind, *language);
                let texts = post.texts(key).await;
                let light = messages
                    .preview_template(&post.app.admin(), key, &texts, PreviewScheme::Light)
                    .await
                    .unwrap();
                assert!(light.html.contains("Amira Haddad") && light.text.contains("Amira Haddad"));
                assert!(light.html.contains("@media not all {"), "{key}");
                assert_eq!(light.sms.is_some(), kind.is_sent_as_text_message());
                let dark = messages
                    .preview_template(&post.app.admin(), key, &texts, PreviewScheme::Dark)
                    .await
                    .unwrap();
                assert!(dark.html.contains("@media all {"), "{key}");
            }
        }
    }

    async fn a_trial_goes_to_oneself_through_the_outbox(post: Post) {
        let messages = post.app.domain.messages();
        let me = post.person("amira").await.row.id;
        let built_in = post.texts(KEY).await;
        let texts = TemplateTexts { subject: "A trial for $USER$".into(), ..built_in };
        let other = post.person("jonas").await.row.id;
        let before = post.mail.messages().len();
        let ctx = domain::RequestCtx::system("command line");
        let id = messages.try_template(&ctx, KEY, &texts, me).await.unwrap();
        post.deliver().await;
        let message = post.arrived_after(before).remove(0);
        assert_eq!(message.recipients, ["amira@vellmere.example"]);
        assert_eq!(message.header("Subject").unwrap(), "A trial for amira of Vellmere");
        assert!(message.text().unwrap().contains("4827 1936"));
        assert!(messages.find(&post.app.admin(), id).await.unwrap().redacted);
        assert_eq!(messages.resend(&post.app.admin(), id).await.unwrap_err().code(), ErrorCode::WrongState);
        assert!(post.actions().await.contains(&AuditAction::TemplateTried));
        let admin = post.app.admin();
        let refused = messages.try_template(&admin, KEY, &texts, other).await.unwrap_err();
        assert_eq!(refused.code(), ErrorCode::Forbidden);
    }

    async fn an_invitation_is_tried_by_whoever_may_invite(post: Post) {
        let app = &post.app;
        let user = app.user("amira").await;
        let inviter = script_of(app, user.row.id);
        let id = app.domain.messages().try_invitation(&inviter, types::MessageLanguage::German).await.unwrap();
        let row = outbox(app).await.into_iter().find(|row| row.id == id).unwrap();
        assert!(row.subject.starts_with("[Test] ") && row.to_address == "amira@vellmere.example");
        let portal = app.portal(&user);
        let refused = app.domain.messages().try_invitation(&portal, types::MessageLanguage::German).await;
        assert_eq!(refused.unwrap_err().code(), ErrorCode::Forbidden);
    }
}
