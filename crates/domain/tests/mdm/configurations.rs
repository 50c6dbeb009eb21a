//! Configurations on Apple's devices: they come by label, change, fail, drift and go.

use testkit::{TestApp, apple::text_of, both_engines};
use types::{
    ChangeOwnership, ConfigurationInput, ConfigurationRow, ConfigurationSettings, ConfigurationState,
    FieldCode, LabelId, Ownership, Permission, WifiSecurity, WifiSettings,
};

use super::*;

/// The label with this word that is always there.
pub(crate) async fn built_in(app: &TestApp, word: &str) -> LabelId {
    let labels = app.domain.labels().list(&app.admin()).await.unwrap();
    labels.iter().find(|label| label.built_in.is_some_and(|one| one.as_str() == word)).unwrap().id
}

pub(crate) fn wifi(name: &str, labels: &[LabelId]) -> ConfigurationInput {
    let wifi = WifiSettings {
        ssid: "Vellmere-Staff".into(),
        security: Some(WifiSecurity::Wpa2),
        hidden: false,
        auto_join: true,
    };
    ConfigurationInput {
        name: name.to_owned(),
        description: String::new(),
        settings: ConfigurationSettings::Wifi(wifi),
        network_password: Some("hush-hush-hush".into()),
        file: None,
        labels: labels.to_vec(),
    }
}

fn uploaded(identifier: &str) -> ConfigurationInput {
    let profile = testkit::apple::list(&format!(
        "<key>PayloadType</key><string>Configuration</string><key>PayloadIdentifier</key><string>{identifier}</string>\
         <key>PayloadContent</key><array><dict><key>PayloadType</key><string>com.apple.font</string></dict></array>"
    ));
    ConfigurationInput {
        settings: ConfigurationSettings::Profile(types::ProfileSettings::default()),
        network_password: None,
        file: Some(base64::Engine::encode(&base64::engine::general_purpose::STANDARD, profile)),
        ..wifi("Fonts", &[])
    }
}

async fn make(app: &TestApp, input: &ConfigurationInput) -> ConfigurationRow {
    app.domain.configurations().create(&app.admin(), input).await.unwrap()
}

async fn change(app: &TestApp, row: &ConfigurationRow, input: &ConfigurationInput) -> ConfigurationRow {
    app.domain.configurations().update(&app.admin(), row.id, input, None).await.unwrap()
}

async fn state(app: &TestApp, id: DeviceId, name: &str) -> Option<ConfigurationState> {
    let setup = app.domain.configurations().of_device(&app.admin(), id).await.unwrap();
    setup.configurations.into_iter().find(|one| one.name == name).map(|one| one.state)
}

/// What the phone is told now; it does as it is told, until there is nothing more.
async fn obey(app: &TestApp, phone: &AppleDevice) -> Vec<(String, Vec<u8>)> {
    let mut told = Vec::new();
    let mut answer = connect(app, &phone.idle()).await.unwrap();
    while let Answer::Plist(list) = answer {
        let (kind, uuid) = (text_of(&list, "RequestType").unwrap(), text_of(&list, "CommandUUID").unwrap());
        answer = connect(app, &phone.report("Acknowledged", &uuid, "")).await.unwrap();
        told.push((kind, list));
        assert!(told.len() < 20, "it never ends");
    }
    told
}

/// The kinds of what the phone is told beside the daily questions.
async fn orders(app: &TestApp, phone: &AppleDevice) -> Vec<String> {
    let questions = ["DeviceInformation", "SecurityInfo", "ProfileList"];
    let kinds = obey(app, phone).await.into_iter().map(|(kind, _)| kind);
    kinds.filter(|kind| !questions.contains(&kind.as_str())).collect()
}

/// The profile in a command, as text.
fn payload(list: &[u8]) -> String {
    let list = String::from_utf8_lossy(list).into_owned();
    let (_, rest) = list.split_once("<data>").unwrap();
    let data: String = rest.split_once("</data>").unwrap().0.split_whitespace().collect();
    let bytes = base64::Engine::decode(&base64::engine::general_purpose::STANDARD, data).unwrap();
    String::from_utf8(bytes).unwrap()
}

both_engines! {
    async fn a_network_comes_by_label_changes_and_goes(app: TestApp) {
        let user = app.user("amira").await;
        let (phone, id) = enrolled(&app, &user, "C39XK0ABCDEF").await;
        obey(&app, &phone).await;
        let (all, company) = (built_in(&app, "all").await, built_in(&app, "company_owned").await);
        let row = make(&app, &wifi("Staff", &[all, company])).await;
        assert!(row.has_password);
        assert_eq!(state(&app, id, "Staff").await, Some(ConfigurationState::Waiting));
        assert_eq!((row.counts.waiting, row.counts.installed), (1, 0));
        let told = obey(&app, &phone).await;
        assert_eq!(told.len(), 1, "once, though two labels assign it");
        assert_eq!(told[0].0, "InstallProfile");
        let profile = payload(&told[0].1);
        assert!(profile.contains("<string>Vellmere-Staff</string>") && profile.contains("hush-hush-hush"), "{profile}");
        assert_eq!(state(&app, id, "Staff").await, Some(ConfigurationState::Installed));
        let counted = app.domain.configurations().find(&app.admin(), row.id).await.unwrap().counts;
        assert_eq!((counted.installed, counted.waiting), (1, 0));
        assert_eq!(orders(&app, &phone).await, [""; 0]);
        // Another name alone changes nothing on devices; another password does, and the identifier stays.
        let other = ConfigurationInput { network_password: None, ..wifi("Staff Wi-Fi", &[all]) };
        change(&app, &row, &other).await;
        assert_eq!(orders(&app, &phone).await, [""; 0]);
        change(&app, &row, &ConfigurationInput { network_password: Some("another-secret".into()), ..other.clone() }).await;
        let told = obey(&app, &phone).await;
        let again = payload(&told[0].1);
        assert_eq!(text_of(again.as_bytes(), "PayloadIdentifier"), text_of(profile.as_bytes(), "PayloadIdentifier"));
        assert!(again.contains("another-secret"));
        // Taken off with the label, and back.
        change(&app, &row, &ConfigurationInput { labels: vec![], ..other.clone() }).await;
        assert_eq!(orders(&app, &phone).await, ["RemoveProfile"]);
        assert_eq!(state(&app, id, "Staff Wi-Fi").await, Some(ConfigurationState::Removed));
        change(&app, &row, &other).await;
        assert_eq!(orders(&app, &phone).await, ["InstallProfile"]);
        // Deleted: it goes, and is out of the books after that.
        app.domain.configurations().delete(&app.admin(), row.id).await.unwrap();
        let same_name = make(&app, &wifi("Staff Wi-Fi", &[])).await;
        assert_eq!(orders(&app, &phone).await, ["RemoveProfile"]);
        assert_eq!(state(&app, id, "Staff Wi-Fi").await, None);
        app.domain.configurations().delete(&app.admin(), same_name.id).await.unwrap();
        let events = app.domain.audit().list(&app.admin(), &AuditQuery::default()).await.unwrap();
        let said = format!("{events:?}");
        assert!(said.contains("device.configuration_installed") && !said.contains("hush-hush") && !said.contains("another-secret"));
    }

    async fn a_changed_ownership_moves_configurations_on_and_off(app: TestApp) {
        let user = app.user("amira").await;
        let (phone, id) = enrolled(&app, &user, "C39XK0ABCDEF").await;
        obey(&app, &phone).await;
        let (company, employee) = (built_in(&app, "company_owned").await, built_in(&app, "employee_owned").await);
        make(&app, &wifi("Staff", &[company])).await;
        make(&app, &wifi("Guests", &[employee])).await;
        assert_eq!(orders(&app, &phone).await, ["InstallProfile"]);
        let room = app.domain.configurations();
        let preview = room.ownership_change(&app.admin(), id, Ownership::Employee).await.unwrap();
        assert_eq!((preview.installed, preview.removed), (vec!["Guests".to_owned()], vec!["Staff".to_owned()]));
        assert_eq!((preview.labels_added[0].id, preview.labels_removed[0].id), (employee, company));
        assert_eq!(device(&app, id).await.row.ownership, Ownership::Company, "a preview changes nothing");
        let to = |ownership| ChangeOwnership { ownership };
        let refused = app.domain.devices().change_ownership(&app.portal(&user), id, &to(Ownership::Employee)).await;
        assert_eq!(refused.unwrap_err().code(), ErrorCode::Forbidden);
        let refused = room.ownership_change(&app.portal(&user), id, Ownership::Employee).await;
        assert_eq!(refused.unwrap_err().code(), ErrorCode::Forbidden);
        // Taken back before the device came.
        let asked = app.domain.devices().change_ownership(&app.admin(), id, &to(Ownership::Employee)).await.unwrap();
        assert_eq!((asked.row.ownership, asked.ownership_wanted), (Ownership::Company, Some(Ownership::Employee)));
        let back = app.domain.devices().change_ownership(&app.admin(), id, &to(Ownership::Company)).await.unwrap();
        assert_eq!(back.ownership_wanted, None);
        assert_eq!(orders(&app, &phone).await, [""; 0]);
        for (ownership, gone, there) in [(Ownership::Employee, "Staff", "Guests"), (Ownership::Company, "Guests", "Staff")] {
            app.domain.devices().change_ownership(&app.admin(), id, &to(ownership)).await.unwrap();
            let mut told = orders(&app, &phone).await;
            told.sort();
            assert_eq!(told, ["InstallProfile", "RemoveProfile"]);
            let found = device(&app, id).await;
            assert_eq!((found.row.ownership, found.ownership_wanted), (ownership, None));
            assert_eq!(state(&app, id, gone).await, Some(ConfigurationState::Removed));
            assert_eq!(state(&app, id, there).await, Some(ConfigurationState::Installed));
        }
    }

    async fn what_a_phone_refuses_is_told_and_tried_again_when_asked(app: TestApp) {
        let user = app.user("amira").await;
        let (phone, id) = enrolled(&app, &user, "C39XK0ABCDEF").await;
        obey(&app, &phone).await;
        let row = make(&app, &wifi("Staff", &[built_in(&app, "all").await])).await;
        let (_, uuid) = command(connect(&app, &phone.idle()).await.unwrap());
        let why = "<key>ErrorChain</key><array><dict><key>ErrorCode</key><integer>4001</integer>\
                   <key>USEnglishDescription</key><string>The network is not allowed.</string>\
                   <key>ErrorDomain</key><string>MCInstallationErrorDomain</string></dict></array>";
        assert_eq!(connect(&app, &phone.report("Error", &uuid, why)).await, Ok(Answer::Empty));
        let setup = app.domain.configurations().of_device(&app.admin(), id).await.unwrap();
        assert_eq!(setup.configurations[0].state, ConfigurationState::Failed);
        assert!(setup.configurations[0].detail.as_deref().unwrap().contains("The network is not allowed."));
        assert_eq!(orders(&app, &phone).await, [""; 0], "it is not tried by itself");
        // The same answer again, one of an old issue and nonsense change nothing.
        for uuid in [uuid.as_str(), &uuid.replace(".1", ".9"), "configuration.x.1"] {
            connect(&app, &phone.report("Acknowledged", uuid, "")).await.unwrap();
        }
        assert_eq!(state(&app, id, "Staff").await, Some(ConfigurationState::Failed));
        app.domain.configurations().retry(&app.admin(), id, row.id).await.unwrap();
        // Busy: it stays, and comes with the next session.
        let (_, uuid) = command(connect(&app, &phone.idle()).await.unwrap());
        assert_eq!(connect(&app, &phone.report("NotNow", &uuid, "")).await, Ok(Answer::Empty));
        assert_eq!(orders(&app, &phone).await, ["InstallProfile"]);
    }

    async fn what_somebody_changed_on_the_phone_is_mended(app: TestApp) {
        let user = app.user("amira").await;
        let (phone, id) = enrolled(&app, &user, "C39XK0ABCDEF").await;
        let (staff, guests) = (make(&app, &wifi("Staff", &[built_in(&app, "all").await])).await, wifi("Guests", &[built_in(&app, "ios").await]));
        let guests_row = make(&app, &guests).await;
        obey(&app, &phone).await;
        change(&app, &guests_row, &ConfigurationInput { labels: vec![], network_password: None, ..guests }).await;
        let told = obey(&app, &phone).await;
        assert_eq!(told[0].0, "RemoveProfile");
        let identifier = text_of(&told[0].1, "Identifier").unwrap();
        app.clock.advance(std::time::Duration::from_hours(25));
        // The network of the staff is gone, that of the guests is back.
        let there = format!(
            "<key>ProfileList</key><array><dict><key>PayloadIdentifier</key><string>{identifier}</string></dict></array>",
        );
        let mut answer = connect(&app, &phone.idle()).await.unwrap();
        let mut kinds = Vec::new();
        while let Answer::Plist(list) = answer {
            let (kind, uuid) = (text_of(&list, "RequestType").unwrap(), text_of(&list, "CommandUUID").unwrap());
            let more = if kind == "ProfileList" { there.as_str() } else { "" };
            answer = connect(&app, &phone.report("Acknowledged", &uuid, more)).await.unwrap();
            kinds.push((kind, text_of(&list, "Identifier")));
        }
        let told: Vec<&str> = kinds.iter().map(|(kind, _)| kind.as_str()).skip(3).collect();
        assert_eq!(told, ["InstallProfile", "RemoveProfile"]);
        assert_eq!(kinds[4].1.as_deref(), Some(identifier.as_str()));
        assert_eq!(state(&app, id, &staff.name).await, Some(ConfigurationState::Installed));
    }

    async fn a_profile_of_ones_own_goes_out_as_it_is(app: TestApp) {
        let user = app.user("amira").await;
        let (phone, _) = enrolled(&app, &user, "C39XK0ABCDEF").await;
        obey(&app, &phone).await;
        let input = ConfigurationInput { labels: vec![built_in(&app, "all").await], ..uploaded("com.vellmere.fonts") };
        let row = make(&app, &input).await;
        let ConfigurationSettings::Profile(read) = &row.settings else { panic!("{row:?}") };
        assert_eq!((read.identifier.as_str(), read.payloads.as_slice()), ("com.vellmere.fonts", &["com.apple.font".to_owned()][..]));
        let told = obey(&app, &phone).await;
        assert!(payload(&told[0].1).contains("com.vellmere.fonts"));
        let room = app.domain.configurations();
        let fault = async |input: &ConfigurationInput| {
            let error = room.create(&app.admin(), input).await.unwrap_err();
            let domain::Error::Refused(error) = error else { panic!("{error}") };
            (error.fields[0].path.clone(), error.fields[0].code)
        };
        let named = |input: ConfigurationInput| ConfigurationInput { name: "Other".into(), ..input };
        assert_eq!(fault(&named(uploaded("com.vellmere.fonts"))).await, ("file".into(), FieldCode::Taken));
        assert_eq!(fault(&ConfigurationInput { file: None, ..named(uploaded("a")) }).await, ("file".into(), FieldCode::Required));
        assert_eq!(fault(&ConfigurationInput { file: Some("AAAA".into()), ..named(uploaded("a")) }).await, ("file".into(), FieldCode::Malformed));
        assert_eq!(fault(&wifi("fonts", &[])).await, ("name".into(), FieldCode::Taken));
        let nowhere = LabelId(uuid::Uuid::now_v7());
        assert_eq!(fault(&wifi("Elsewhere", &[nowhere])).await, ("labels".into(), FieldCode::NotFound));
        assert_eq!(fault(&ConfigurationInput { network_password: None, ..wifi("Open", &[]) }).await, ("network_password".into(), FieldCode::Required));
        let differs = room.update(&app.admin(), row.id, &uploaded("com.vellmere.other"), None).await.unwrap_err();
        assert_eq!(differs.code(), ErrorCode::InvalidInput);
        let stale = room.update(&app.admin(), row.id, &input, Some(row.version + 1)).await.unwrap_err();
        assert_eq!(stale.code(), ErrorCode::VersionConflict);
        let reader = app.admin_with([Permission::DeviceRead].into_iter().collect());
        for refused in [room.create(&reader, &input).await.map(drop), room.delete(&reader, row.id).await] {
            assert_eq!(refused.unwrap_err().code(), ErrorCode::Forbidden);
        }
        assert!(room.list(&reader).await.is_ok());
        assert_eq!(room.list(&app.portal(&user)).await.unwrap_err().code(), ErrorCode::Forbidden);
    }
}
