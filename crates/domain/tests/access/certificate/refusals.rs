//! Which cards count, and why others do not.

use testkit::{
    TestApp,
    pki::{
        Authority, Card,
        rcgen::{
            ExtendedKeyUsagePurpose, GeneralSubtree, KeyUsagePurpose, NameConstraints, SanType, date_time_ymd,
        },
    },
};
use types::{
    CertificateField, ErrorCode, Face, MappingRule, PersonField, PutRevocationList, UpdateAuthority,
    UpdateSignIn, UpdateUser, UserState,
};

use super::{come, listen, open_for, refused, trust};

const UPN: &str = "amira.haddad";

testkit::both_engines! {
    async fn a_card_of_a_trusted_authority_brings_its_holder_in(app: TestApp) {
        let user = app.user(UPN).await;
        let root = Authority::new("Vellmere Root");
        open_for(&app, &root).await;
        let session = come(&app, Face::Portal, &root.card(UPN)).await.unwrap();
        assert_eq!(session.user_id, user.row.id);
        let below = root.below("Vellmere People", |_| {}).card("AMIRA.haddad");
        assert_eq!(come(&app, Face::Portal, &below).await.unwrap().user_id, user.row.id);
        let logon = ExtendedKeyUsagePurpose::Other(vec![1, 3, 6, 1, 4, 1, 311, 20, 2, 2]);
        let smart = root.card_with(UPN, |card| card.extended_key_usages = vec![logon]);
        assert!(come(&app, Face::Portal, &smart).await.is_ok());
        // No administrator: the console stays closed.
        assert_eq!(come(&app, Face::Console, &root.card(UPN)).await.unwrap_err(), ErrorCode::SignInRefused);
    }

    async fn cards_that_nobody_trusted_has_issued_are_refused(app: TestApp) {
        app.user(UPN).await;
        let root = Authority::new("Vellmere Root");
        open_for(&app, &root).await;
        assert!(refused(&app, &Card::forged(UPN)).await.contains("nobody who is trusted"));
        assert!(refused(&app, &Authority::new("Elsewhere").card(UPN)).await.contains("nobody who is trusted"));
        // Calls itself what the trusted one is called.
        let twin = Authority::new("Vellmere Root");
        assert!(refused(&app, &twin.card(UPN)).await.contains("signature"));
        // Below the same root, but only its sibling is trusted.
        let upper = Authority::new("Upper Root");
        trust(&app, &upper.below("People", |_| {})).await;
        assert!(refused(&app, &upper.below("Printers", |_| {}).card(UPN)).await.contains("nobody who is trusted"));
        let none = Card { chain: Vec::new(), ..root.card(UPN) };
        assert!(refused(&app, &none).await.contains("no certificate"));
        let noise = Card { chain: vec![vec![0x30, 3, 1, 2, 3].into()], ..root.card(UPN) };
        assert!(refused(&app, &noise).await.contains("cannot be read"));
        // A card issues nothing, and an authority is nobody's card.
        let card = root.card(UPN);
        let authority = Card { chain: vec![root.der().into()], ..card };
        assert!(refused(&app, &authority).await.contains("authority"));
    }

    async fn a_card_counts_in_its_time_and_for_its_purpose(app: TestApp) {
        app.user(UPN).await;
        let root = Authority::new("Vellmere Root");
        open_for(&app, &root).await;
        let expired = root.card_with(UPN, |card| card.not_after = date_time_ymd(2021, 1, 1));
        assert!(refused(&app, &expired).await.contains("expired"));
        let early = root.card_with(UPN, |card| card.not_before = date_time_ymd(2080, 1, 1));
        assert!(refused(&app, &early).await.contains("not valid yet"));
        for purposes in [
            vec![ExtendedKeyUsagePurpose::ServerAuth],
            vec![ExtendedKeyUsagePurpose::Any],
            vec![ExtendedKeyUsagePurpose::EmailProtection],
            vec![],
        ] {
            let card = root.card_with(UPN, |card| card.extended_key_usages = purposes.clone());
            assert!(refused(&app, &card).await.contains("extended key usage"), "{purposes:?}");
        }
        let sealing = root.card_with(UPN, |card| card.key_usages = vec![KeyUsagePurpose::KeyEncipherment]);
        assert!(refused(&app, &sealing).await.contains("key usage"));
        let bound = Authority::with("Bound", |root| {
            root.name_constraints = Some(NameConstraints {
                permitted_subtrees: vec![GeneralSubtree::DnsName("printers.example".into())],
                excluded_subtrees: vec![],
            });
        });
        trust(&app, &bound).await;
        let beyond = bound.card_with(UPN, |card| {
            card.subject_alt_names.push(SanType::DnsName("people.example".try_into().unwrap()));
        });
        assert!(refused(&app, &beyond).await.contains("name constraints"));
    }

    async fn an_authority_counts_in_its_time(app: TestApp) {
        app.user(UPN).await;
        let root = Authority::with("Short", |root| root.not_after = date_time_ymd(2027, 1, 1));
        open_for(&app, &root).await;
        let card = root.card(UPN);
        assert!(come(&app, Face::Portal, &card).await.is_ok());
        app.pass(std::time::Duration::from_hours(24 * 90));
        assert!(refused(&app, &card).await.contains("authority is not valid now"));
    }

    async fn a_revoked_card_is_refused_and_a_needed_list_must_be_current(app: TestApp) {
        app.user(UPN).await;
        let (root, access) = (Authority::new("Vellmere Root"), app.domain.access());
        let row = open_for(&app, &root).await;
        let (good, stolen) = (root.card(UPN), root.card(UPN));
        let put = |crl: String| {
            let app = &app;
            async move {
                access.put_revocation_list(&app.admin(), row.id, &PutRevocationList { crl }, None).await
            }
        };
        let need = UpdateAuthority { crl_required: Some(true) };
        access.update_authority(&app.admin(), row.id, &need, None).await.unwrap();
        assert!(refused(&app, &good).await.contains("no revocation list"));
        let listed = put(root.list_between(&[stolen.number], 2026, 2027)).await.unwrap();
        assert_eq!(listed.crl.unwrap().revoked, 1);
        assert!(come(&app, Face::Portal, &good).await.is_ok());
        assert!(refused(&app, &stolen).await.contains("revoked"));
        // Nobody vouches for cards of an authority below that has no list of its own.
        let below = root.below("Below", |_| {}).card(UPN);
        assert!(refused(&app, &below).await.contains("no revocation list"));
        app.pass(std::time::Duration::from_hours(24 * 90));
        assert!(refused(&app, &good).await.contains("out of date"));
        // Once nobody needs it, the old list still names whom it names.
        let free = UpdateAuthority { crl_required: Some(false) };
        access.update_authority(&app.admin(), row.id, &free, None).await.unwrap();
        assert!(come(&app, Face::Portal, &good).await.is_ok());
        assert!(refused(&app, &stolen).await.contains("revoked"));
    }

    async fn the_rules_are_tried_in_order_and_never_guess(app: TestApp) {
        listen(&app);
        let root = Authority::new("Vellmere Root");
        open_for(&app, &root).await;
        let (amira, jonas) = (app.user(UPN).await, app.user("jonas").await);
        let mail = |card: &mut testkit::pki::rcgen::CertificateParams| {
            card.subject_alt_names.push(SanType::Rfc822Name("jonas@vellmere.example".try_into().unwrap()));
        };
        // The user principal name comes first, whatever else the card says.
        let card = root.card_with(UPN, mail);
        assert_eq!(come(&app, Face::Portal, &card).await.unwrap().user_id, amira.row.id);
        let unknown = root.card_with("nobody@vellmere.example", mail);
        assert_eq!(come(&app, Face::Portal, &unknown).await.unwrap().user_id, jonas.row.id);
        let rules = vec![MappingRule { from: CertificateField::Email, to: PersonField::Email }];
        let input = UpdateSignIn { rules: Some(rules), ..UpdateSignIn::default() };
        app.domain.access().update_sign_in(&app.admin(), &input, None).await.unwrap();
        assert_eq!(come(&app, Face::Portal, &card).await.unwrap().user_id, jonas.row.id);
        assert!(refused(&app, &root.card(UPN)).await.contains("nobody"));
        // Two people under one address: neither.
        let same = UpdateUser { email: Some("jonas@vellmere.example".into()), ..UpdateUser::default() };
        app.domain.people().update(&app.admin(), amira.row.id, &same, None).await.unwrap();
        assert!(refused(&app, &card).await.contains("several people"));
        let both = root.card_with("x", |card| {
            mail(card);
            card.subject_alt_names.push(SanType::Rfc822Name("amira.haddad@vellmere.example".try_into().unwrap()));
        });
        assert!(refused(&app, &both).await.contains("several people"));
    }

    async fn names_that_would_break_something_name_nobody(app: TestApp) {
        app.user(UPN).await;
        let root = Authority::new("Vellmere Root");
        open_for(&app, &root).await;
        for upn in ["", " ", "amira.haddad\0", "amira.haddad\0.evil", "\u{202e}", "' OR 1=1 --", "%", "amira.hadda_"] {
            assert!(refused(&app, &root.card(upn)).await.contains("nobody"), "{upn:?}");
        }
        assert!(refused(&app, &root.card(&"a".repeat(60_000))).await.contains("nobody"));
        assert!(refused(&app, &root.card(&"a".repeat(70_000))).await.contains("too long"));
    }

    async fn somebody_disabled_stays_out(app: TestApp) {
        let user = app.user(UPN).await;
        let root = Authority::new("Vellmere Root");
        open_for(&app, &root).await;
        let off = UpdateUser { state: Some(UserState::Disabled), ..UpdateUser::default() };
        app.domain.people().update(&app.admin(), user.row.id, &off, None).await.unwrap();
        assert!(refused(&app, &root.card(UPN)).await.contains("disabled"));
    }
}
