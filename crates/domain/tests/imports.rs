//! A file is looked at before anything happens, does what was shown, and does it once.

use std::fmt::Write as _;

use sea_orm::{ConnectionTrait as _, DbBackend, Statement, TransactionTrait as _};
use testkit::{TestApp, both_engines};
use types::{
    AuditQuery, DeviceQuery, ErrorCode, FieldCode, ImportDetail, ImportOptions, ImportRow, ImportRowQuery,
    ItemOutcome, JobId, JobState, MessageChannel, MessageKind, MessageQuery, PageQuery, Permission,
    PermissionSet, Platform, RegistrationSettings, RowPlan, UploadImport, UserQuery,
};

fn create() -> ImportOptions {
    ImportOptions { create_people: true, notify: vec![MessageChannel::Email], country: None }
}

fn options() -> ImportOptions {
    ImportOptions { country: Some("NO".into()), ..create() }
}

async fn upload(app: &TestApp, file: &str, options: ImportOptions) -> JobId {
    let input = UploadImport { file: file.to_owned(), options };
    app.domain.imports().upload(&app.system(), &input).await.unwrap()
}

async fn detail(app: &TestApp, id: JobId) -> ImportDetail {
    app.domain.imports().find(&app.admin(), id).await.unwrap()
}

fn all() -> PageQuery {
    PageQuery { limit: Some(200), ..PageQuery::default() }
}

async fn rows(app: &TestApp, id: JobId) -> Vec<ImportRow> {
    let query = ImportRowQuery { page: all(), ..ImportRowQuery::default() };
    app.domain.imports().rows(&app.admin(), id, &query).await.unwrap().items
}

async fn run(app: &TestApp, file: &str) -> ImportDetail {
    let id = upload(app, file, options()).await;
    app.domain.imports().start(&app.system(), id).await.unwrap();
    app.domain.jobs().work().await.unwrap();
    detail(app, id).await
}

async fn devices(app: &TestApp) -> usize {
    let query = DeviceQuery { page: all(), ..DeviceQuery::default() };
    app.domain.devices().list(&app.admin(), &query).await.unwrap().items.len()
}

const FILE: &str = "user;e-mail;name;platform;phone;reference;note\n\
                    amira;;;iPhone;400 55 014;;first\n\
                    new.person;new.person@vellmere.example;New Person;Linux;;INV-7;\n\
                    new.person;new.person@vellmere.example;New Person;Linux;;INV-8;\n\
                    amira;;;Toaster;;;\n\
                    amira;;;linux;12;;\n\
                    ;;;linux;;;\n";

/// How the engine would answer a query, when a table is long enough to be worth an index.
async fn plan(app: &TestApp, sql: &str) -> String {
    let db = app.domain.db().read();
    let backend = db.get_database_backend();
    let (explain, column) = match backend {
        DbBackend::Postgres => ("EXPLAIN", "QUERY PLAN"),
        _ => ("EXPLAIN QUERY PLAN", "detail"),
    };
    let tx = db.begin().await.unwrap();
    if backend == DbBackend::Postgres {
        tx.execute_unprepared("SET LOCAL enable_seqscan = off").await.unwrap();
    }
    let rows = tx.query_all_raw(Statement::from_string(backend, format!("{explain} {sql}"))).await.unwrap();
    rows.iter().map(|row| row.try_get::<String>("", column).unwrap() + "\n").collect()
}

both_engines! {
    async fn the_person_of_a_row_is_found_without_reading_all(app: TestApp) {
        let sql = "SELECT id FROM users WHERE username_key IN ('a') OR lower(email) IN ('a')";
        let plan = plan(&app, sql).await;
        assert!(plan.contains("users_email_lower") && plan.contains("users_username_key"), "{plan}");
    }

    async fn the_preview_says_what_the_import_then_does(app: TestApp) {
        app.user("amira").await;
        let id = upload(&app, FILE, options()).await;
        let before = detail(&app, id).await;
        assert_eq!(before.job.state, JobState::Draft);
        assert_eq!((before.register, before.create_person, before.unchanged, before.refused), (2, 1, 0, 3));
        assert_eq!(before.columns[6].means, None);
        let told: Vec<_> = rows(&app, id).await.into_iter().filter(|row| row.plan == RowPlan::Refused).collect();
        let wrong: Vec<_> = told.iter().map(|row| (row.line, row.problems[0].path.as_str(), row.problems[0].code)).collect();
        assert_eq!(wrong, [
            (5, "platform", FieldCode::UnknownValue),
            (6, "phone_number", FieldCode::Malformed),
            (7, "user", FieldCode::Required),
        ]);
        app.domain.jobs().work().await.unwrap();
        assert_eq!(devices(&app).await, 0, "a draft does nothing");

        app.domain.imports().start(&app.system(), id).await.unwrap();
        app.domain.jobs().work().await.unwrap();
        let after = detail(&app, id).await.job;
        assert_eq!((after.state, after.done, after.skipped, after.failed), (JobState::Done, 3, 0, 3));
        let query = DeviceQuery { page: all(), ..DeviceQuery::default() };
        let made = app.domain.devices().list(&app.admin(), &query).await.unwrap().items;
        assert_eq!(made.iter().filter(|device| device.platform == Platform::Linux).count(), 2);
        let phone = made.iter().find(|device| device.platform == Platform::Ios).unwrap();
        let phone = app.domain.devices().find(&app.admin(), phone.id).await.unwrap();
        assert_eq!(phone.phone_number.as_deref(), Some("+4740055014"));
        let query = MessageQuery { page: all(), ..MessageQuery::default() };
        let messages = app.domain.messages().list(&app.admin(), &query).await.unwrap().items;
        assert_eq!(messages.iter().filter(|row| row.kind == MessageKind::Registration).count(), 3);
        let people = UserQuery { q: Some("new.person".into()), ..UserQuery::default() };
        assert_eq!(app.domain.people().list(&app.admin(), &people).await.unwrap().items.len(), 1);
        assert_eq!(app.domain.imports().start(&app.system(), id).await.unwrap_err().code(), ErrorCode::WrongState);
    }

    async fn the_same_file_again_changes_nothing(app: TestApp) {
        app.user("amira").await;
        run(&app, FILE).await;
        let (before, audit) = (devices(&app).await, audit(&app).await);
        let again = run(&app, FILE).await;
        assert_eq!((again.register, again.create_person, again.unchanged, again.refused), (0, 0, 3, 3));
        assert_eq!((again.job.done, again.job.skipped, again.job.failed), (0, 3, 3));
        assert_eq!(devices(&app).await, before);
        // Two lines: the job began and ended.
        assert_eq!(self::audit(&app).await, audit + 2);
        // One of two equal rows more is one device more.
        let file = FILE.replace("amira;;;iPhone;400 55 014;;first\n", "amira;;;iPhone;400 55 014;;first\namira;;;iPhone;+4740055014;;again\n");
        let more = run(&app, &file).await;
        assert_eq!((more.register, more.unchanged), (1, 3));
    }

    async fn a_draft_that_is_planned_before_another_runs_still_does_nothing_twice(app: TestApp) {
        app.user("amira").await;
        let first = upload(&app, FILE, options()).await;
        let second = upload(&app, FILE, options()).await;
        for id in [first, second] {
            app.domain.imports().start(&app.system(), id).await.unwrap();
        }
        let other = app.another_process().await;
        let (one, two) = (app.domain.jobs(), other.jobs());
        tokio::try_join!(one.work(), two.work()).unwrap();
        app.domain.jobs().work().await.unwrap();
        assert_eq!(devices(&app).await, 3);
        let (first, second) = (detail(&app, first).await.job, detail(&app, second).await.job);
        assert_eq!((first.done + second.done, first.skipped + second.skipped), (3, 3));
    }

    async fn limits_hold_in_the_preview_and_in_the_import(app: TestApp) {
        app.user("amira").await;
        let settings = app.domain.settings();
        let stored = settings.registration().await.unwrap();
        let two = RegistrationSettings { standard_device_limit: Some(2), ..stored };
        settings.update(&app.admin(), &two, None).await.unwrap();
        let file = "user,platform,reference\namira,linux,1\namira,linux,2\namira,linux,3\n";
        let id = upload(&app, file, options()).await;
        let found = detail(&app, id).await;
        assert_eq!((found.register, found.refused), (2, 1));
        assert_eq!(rows(&app, id).await[0].problems[0].code, FieldCode::OutOfRange);
        // Somebody takes a place in between.
        run(&app, "user,platform,reference\namira,linux,0\n").await;
        app.domain.imports().start(&app.system(), id).await.unwrap();
        app.domain.jobs().work().await.unwrap();
        let found = detail(&app, id).await.job;
        assert_eq!((found.done, found.failed), (1, 2));
        assert_eq!(devices(&app).await, 2);
    }

    async fn who_may_not_create_people_creates_none(app: TestApp) {
        let registrar: PermissionSet = [Permission::UserRead, Permission::RegistrationWrite].into_iter().collect();
        let ctx = app.admin_with(registrar);
        let input = UploadImport { file: FILE.into(), options: options() };
        assert_eq!(app.domain.imports().upload(&ctx, &input).await.unwrap_err().code(), ErrorCode::Forbidden);
        let input = UploadImport { file: FILE.into(), options: ImportOptions::default() };
        let id = app.domain.imports().upload(&ctx, &input).await.unwrap();
        assert_eq!(detail(&app, id).await.refused, 6, "nobody of the file is there");
        let create = app.domain.imports().replan(&ctx, id, &options()).await;
        assert_eq!(create.unwrap_err().code(), ErrorCode::Forbidden);
        app.domain.imports().replan(&app.system(), id, &options()).await.unwrap();
        assert_eq!(detail(&app, id).await.create_person, 1);
        assert_eq!(app.domain.imports().start(&ctx, id).await.unwrap_err().code(), ErrorCode::Forbidden);
        let nobody = app.admin_with(PermissionSet::EMPTY);
        assert_eq!(app.domain.imports().find(&nobody, id).await.unwrap_err().code(), ErrorCode::Forbidden);
    }

    async fn what_is_no_import_is_refused_as_a_whole(app: TestApp) {
        for (file, path, code) in [
            ("", "file", FieldCode::Required),
            ("user,platform\nam\0ira,linux\n", "file", FieldCode::ForbiddenCharacters),
            ("name,platform\nAmira,linux\n", "columns.user", FieldCode::Required),
            ("user,name\namira,Amira\n", "columns.platform", FieldCode::Required),
        ] {
            let input = UploadImport { file: file.into(), options: ImportOptions::default() };
            let error = types::ApiError::from(app.domain.imports().upload(&app.admin(), &input).await.unwrap_err());
            assert_eq!(error.field(path), Some(code), "{file}");
        }
        let id = upload(&app, "user,platform\namira,linux\n", options()).await;
        app.domain.imports().discard(&app.admin(), id).await.unwrap();
        assert_eq!(app.domain.imports().find(&app.admin(), id).await.unwrap_err().code(), ErrorCode::NotFound);
    }

    async fn the_result_is_a_file_without_formulas(app: TestApp) {
        let mut file = String::from("user,e-mail,name,platform\n");
        for number in 0..300 {
            writeln!(file, "p{number},p{number}@vellmere.example,=HYPERLINK({number}),linux").unwrap();
        }
        let id = upload(&app, &file, options()).await;
        app.domain.imports().start(&app.system(), id).await.unwrap();
        app.domain.jobs().work().await.unwrap();
        let result = app.domain.jobs().result_file(&app.admin(), id).await.unwrap();
        let text = String::from_utf8(result).unwrap();
        assert_eq!(text.lines().count(), 301);
        assert!(text.contains(",'=HYPERLINK(7),") && !text.contains(",=HYPERLINK"), "{text:.300}");
        let items = rows(&app, id).await;
        assert!(items.iter().all(|row| row.outcome == ItemOutcome::Done && row.device_id.is_some()));
    }
}

async fn audit(app: &TestApp) -> usize {
    app.domain.audit().chain_pending().await.unwrap();
    let query = AuditQuery { page: all(), ..AuditQuery::default() };
    app.domain.audit().list(&app.admin(), &query).await.unwrap().items.len()
}
