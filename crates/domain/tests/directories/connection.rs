//! Testing a connection tells step by step what is right and what is not.

use testkit::{
    Engine, ForEngine, TestApp,
    ldap::{Authority, Branch, Gateway, Manner, Slapd},
};
use types::{DirectoryFault, DirectoryInput, DirectorySecurity, ErrorCode, TestServer, TestStepKind};

use super::create;

async fn app() -> TestApp {
    TestApp::for_engine(Engine::Sqlite).await
}

async fn branch() -> Branch {
    let mut branch = Branch::new().await;
    branch.add_people(&["amira", "bela"]).await;
    branch.add_group("field", &[branch.person("amira")]).await;
    branch
}

fn encrypted(branch: &Branch, security: DirectorySecurity) -> DirectoryInput {
    let server = Slapd::shared();
    let mut input = branch.input("Vellmere");
    input.settings.security = security;
    input.settings.ca_pem = Some(server.authority().pem());
    input.settings.url = match security {
        DirectorySecurity::Ldaps => server.tls_url(),
        _ => server.url(),
    };
    input
}

async fn test(app: &TestApp, input: &DirectoryInput) -> Vec<TestServer> {
    app.domain.directories().test_input(&app.admin(), None, input).await.unwrap().servers
}

/// Where it ended and why.
fn end(server: &TestServer) -> (TestStepKind, Option<DirectoryFault>) {
    let last = server.steps.last().unwrap();
    (last.step, last.fault)
}

#[tokio::test]
async fn every_way_to_connect_finds_people_and_groups() {
    let (app, branch) = (app().await, branch().await);
    for security in [DirectorySecurity::Plain, DirectorySecurity::StartTls, DirectorySecurity::Ldaps] {
        let servers = test(&app, &encrypted(&branch, security)).await;
        let steps: Vec<_> = servers[0].steps.iter().map(|step| (step.step, step.fault)).collect();
        let all = TestStepKind::ALL.iter().map(|step| (*step, None)).collect::<Vec<_>>();
        assert_eq!(steps, all, "{security}");
        let found = servers[0].steps[4].found.as_ref().unwrap();
        assert_eq!((found.count, found.more, found.samples.len()), (2, false, 2));
        assert_eq!(servers[0].steps[5].found.as_ref().unwrap().samples, ["field"]);
        let certificate = servers[0].certificate.as_ref();
        assert_eq!(certificate.is_some(), security != DirectorySecurity::Plain);
        if let Some(facts) = certificate {
            assert_eq!(facts.names, ["localhost"]);
            assert!(facts.issuer.contains("Vellmere test authority"));
            assert_eq!(facts.fingerprint.len(), 64);
        }
    }
}

#[tokio::test]
async fn a_certificate_that_is_not_good_says_why_and_what_it_is() {
    let (app, branch) = (app().await, branch().await);
    let server = Slapd::shared();
    let foreign = Authority::new();
    let cases = [
        (server.authority().expired_config(), DirectoryFault::CertificateExpired),
        (foreign.config_for("localhost"), DirectoryFault::UnknownIssuer),
        (server.authority().config_for("ldap.elsewhere.example"), DirectoryFault::CertificateWrongName),
    ];
    for (config, fault) in cases {
        let gateway = Gateway::before(server.address(), Some(config)).await;
        let mut input = encrypted(&branch, DirectorySecurity::Ldaps);
        input.settings.url = gateway.tls_url();
        let servers = test(&app, &input).await;
        assert_eq!(end(&servers[0]), (TestStepKind::Tls, Some(fault)));
        assert!(servers[0].certificate.is_some(), "an administrator can compare it");
        assert!(servers[0].steps[2].detail.is_some());
    }
    let mut unknown = encrypted(&branch, DirectorySecurity::StartTls);
    unknown.settings.ca_pem = Some(foreign.pem());
    let servers = test(&app, &unknown).await;
    assert_eq!(end(&servers[0]), (TestStepKind::Tls, Some(DirectoryFault::UnknownIssuer)));
}

#[tokio::test]
async fn the_step_that_fails_is_named() {
    let (app, branch) = (app().await, branch().await);
    let plain = || branch.input("Vellmere");
    let gateway = Gateway::before(Slapd::shared().address(), None).await;
    let mut slow = plain();
    slow.settings.url = gateway.url();
    slow.settings.timeout_s = 1;
    gateway.behave(Manner::Silent);
    assert_eq!(end(&test(&app, &slow).await[0]), (TestStepKind::Bind, Some(DirectoryFault::TimedOut)));

    let mut nowhere = plain();
    nowhere.settings.url = "ldap://directory.invalid".into();
    nowhere.settings.allow_plain = true;
    let (step, fault) = end(&test(&app, &nowhere).await[0]);
    assert_eq!(step, TestStepKind::Resolve);
    assert!(matches!(fault, Some(DirectoryFault::Unresolvable | DirectoryFault::TimedOut)));

    let mut metadata = plain();
    metadata.settings.url = "ldap://169.254.169.254".into();
    metadata.settings.allow_plain = true;
    let servers = test(&app, &metadata).await;
    assert_eq!(end(&servers[0]), (TestStepKind::Resolve, Some(DirectoryFault::ForbiddenAddress)));

    let mut wrong = plain();
    wrong.bind_password = Some(types::BindPassword("not the password".into()));
    assert_eq!(end(&test(&app, &wrong).await[0]), (TestStepKind::Bind, Some(DirectoryFault::BindRefused)));

    let mut elsewhere = plain();
    elsewhere.settings.group_bases = vec![format!("ou=none,{}", branch.base())];
    let servers = test(&app, &elsewhere).await;
    assert_eq!(end(&servers[0]), (TestStepKind::Groups, Some(DirectoryFault::BaseNotFound)));
}

#[tokio::test]
async fn another_server_answers_when_the_first_does_not() {
    let (app, branch) = (app().await, branch().await);
    let gateway = Gateway::before(Slapd::shared().address(), None).await;
    gateway.behave(Manner::Closed);
    let mut input = branch.input("Vellmere");
    input.settings.failover_url = Some(input.settings.url.clone());
    input.settings.url = gateway.url();
    input.settings.people = types::PeopleScope::All;
    let servers = test(&app, &input).await;
    assert!(end(&servers[0]).1.is_some());
    assert_eq!(end(&servers[1]), (TestStepKind::Groups, None));
    let id = create(&app, &input).await;
    let sync = super::read_well(&app, id).await;
    assert_eq!(sync.report.server, input.settings.failover_url);
}

#[tokio::test]
async fn a_search_for_groups_takes_words_as_words() {
    let (app, mut branch) = (app().await, branch().await);
    branch.add_group("a*b (c)\\d", &[branch.person("amira")]).await;
    let id = create(&app, &branch.input("Vellmere")).await;
    let directories = app.domain.directories();
    let find = async |q: &str| {
        let found = directories.search_groups(&app.admin(), id, q).await.unwrap();
        assert_eq!(found.fault, None);
        found.items.into_iter().map(|group| group.name).collect::<Vec<_>>()
    };
    assert_eq!(find("").await, ["a*b (c)\\d", "field"]);
    assert_eq!(find("*").await, ["a*b (c)\\d"]);
    assert_eq!(find("(c)\\").await, ["a*b (c)\\d"]);
    assert!(find("*)(cn=*").await.is_empty());
    assert!(find("fi\0").await.is_empty());
    assert_eq!(find("IEL").await, ["field"]);
}

#[tokio::test]
async fn a_test_of_changed_settings_needs_the_password_again() {
    let (app, branch) = (app().await, branch().await);
    let id = create(&app, &branch.input("Vellmere")).await;
    let directories = app.domain.directories();
    let mut input = branch.input("Vellmere");
    input.bind_password = None;
    assert!(directories.test_input(&app.admin(), Some(id), &input).await.unwrap().is_fine());
    input.settings.url = "ldap://localhost:1".into();
    let error = directories.test_input(&app.admin(), Some(id), &input).await.unwrap_err();
    assert_eq!(error.code(), ErrorCode::InvalidInput);
}
