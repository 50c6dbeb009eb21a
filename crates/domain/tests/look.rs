//! The organisation's look: what it says, and pictures that become logos and lose everything else.

mod files;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::Error;
use image::ImageFormat;
use testkit::{TestApp, both_engines};
use types::{
    ApiError, AuditQuery, ErrorCode, FieldCode, Link, LogoRow, LogoTheme, LookSettings, LookTexts,
    MessageLanguage, Permission, PermissionSet, UploadLogo,
};

use self::files::{NOTE, with_exif, with_text_after, without_its_end, written};

fn input(file: &[u8]) -> UploadLogo {
    UploadLogo { file: STANDARD.encode(file) }
}

async fn upload(app: &TestApp, file: &[u8]) -> Result<LogoRow, Error> {
    app.domain.look().upload_logo(&app.admin(), LogoTheme::Light, &input(file)).await
}

async fn refusal(app: &TestApp, file: &[u8]) -> Option<FieldCode> {
    let error = ApiError::from(upload(app, file).await.unwrap_err());
    assert_eq!(error.code, ErrorCode::InvalidInput);
    error.field("file")
}

async fn kept(app: &TestApp, theme: LogoTheme) -> Vec<u8> {
    app.domain.look().logo_file(&app.anonymous(), theme).await.unwrap().png
}

both_engines! {
    async fn what_the_organisation_says_is_kept_in_one_form(app: TestApp) {
        let look = LookSettings {
            accent: Some(" #8A1538 ".into()),
            privacy_url: Some(" ".into()),
            links: vec![Link { label: " Intranet ".into(), url: "https://intranet.vellmere.example".into() }],
            texts: [
                (MessageLanguage::English, LookTexts { welcome: " Hello ".into(), help: "One.\r\n\r\nTwo.".into() }),
                (MessageLanguage::German, LookTexts::default()),
            ]
            .into(),
        };
        let refused = app.domain.settings().update(&app.admin(), &look, None).await.unwrap_err();
        assert_eq!(ApiError::from(refused).field("privacy_url"), Some(FieldCode::Malformed));
        let look = LookSettings { privacy_url: None, ..look };
        let stored = app.domain.settings().update(&app.admin(), &look, None).await.unwrap();
        assert_eq!(stored.value.accent.as_deref(), Some("#8a1538"));
        assert_eq!(stored.value.links[0].label, "Intranet");
        assert_eq!(stored.value.texts.len(), 1);
        assert_eq!(stored.value.texts[&MessageLanguage::English].help, "One.\n\nTwo.");
        let stale = app.domain.settings().update(&app.admin(), &LookSettings::default(), Some(1)).await.unwrap_err();
        assert_eq!(stale.code(), ErrorCode::VersionConflict);
        assert_eq!(app.domain.look().shown().await.unwrap().settings, stored.value);
    }

    async fn a_picture_becomes_a_small_png_of_our_own(app: TestApp) {
        for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
            let row = upload(&app, &written(1200, 240, format)).await.unwrap();
            assert_eq!((row.width, row.height), (240, 48), "{format:?}");
            let png = kept(&app, LogoTheme::Light).await;
            assert_eq!(image::guess_format(&png).unwrap(), ImageFormat::Png);
            assert_eq!(row.size as usize, png.len());
            assert!(row.address.starts_with("/branding/logo?v="));
        }
        let small = upload(&app, &written(40, 20, ImageFormat::Png)).await.unwrap();
        assert_eq!((small.width, small.height), (40, 20), "nothing is enlarged");
        let line = upload(&app, &written(4000, 1, ImageFormat::Png)).await.unwrap();
        assert_eq!((line.width, line.height), (320, 1));
    }

    async fn nothing_of_a_file_is_left_but_what_is_seen(app: TestApp) {
        let has_note = |bytes: &[u8]| bytes.windows(NOTE.len()).any(|window| window == NOTE);
        for file in [with_text_after(), with_exif()] {
            assert!(has_note(&file));
            upload(&app, &file).await.unwrap();
            let png = kept(&app, LogoTheme::Light).await;
            assert!(!has_note(&png));
            assert!(png.ends_with(b"IEND\xaeB`\x82"));
            let chunks = files::chunks(&png);
            assert!(chunks.iter().all(|kind| ["IHDR", "IDAT", "IEND"].contains(&kind.as_str())), "{chunks:?}");
        }
        // As the phone was held, not as the file lies.
        let turned = upload(&app, &with_exif()).await.unwrap();
        assert_eq!((turned.width, turned.height), (20, 40));
    }

    async fn what_is_no_picture_or_too_much_of_one_is_refused_with_the_reason(app: TestApp) {
        let cases: [(&str, Vec<u8>, FieldCode); 9] = [
            ("svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>1</script></svg>".to_vec(), FieldCode::NotSupported),
            ("gif", b"GIF89a\x01\x00\x01\x00\x00\x00\x00;".to_vec(), FieldCode::NotSupported),
            ("a page that is called a picture", b"<!DOCTYPE html><p>".to_vec(), FieldCode::NotSupported),
            ("cut off", without_its_end(), FieldCode::Malformed),
            ("only its beginning", written(40, 20, ImageFormat::Png)[..8].to_vec(), FieldCode::Malformed),
            ("a jpeg of noise", [b"\xff\xd8\xff".as_slice(), &[7; 400]].concat(), FieldCode::Malformed),
            ("a webp of noise", b"RIFF\x20\x00\x00\x00WEBPVP8 \x10\x00\x00\x00aaaaaaaaaaaaaaaa".to_vec(), FieldCode::Malformed),
            ("a bomb", files::claiming(60_000, 60_000), FieldCode::TooCostly),
            ("more pixels than are decoded", files::claiming(4096, 4096), FieldCode::TooCostly),
        ];
        for (name, file, code) in cases {
            assert_eq!(refusal(&app, &file).await, Some(code), "{name}");
        }
        assert_eq!(refusal(&app, &vec![0; UploadLogo::MAX_FILE + 1]).await, Some(FieldCode::TooLong));
        assert_eq!(refusal(&app, b"").await, Some(FieldCode::Required));
        assert!(app.domain.look().list_logos(&app.admin()).await.unwrap().is_empty());
    }

    async fn each_theme_has_its_own_and_a_change_is_told_apart(app: TestApp) {
        let look = app.domain.look();
        let light = upload(&app, &written(40, 20, ImageFormat::Png)).await.unwrap();
        let dark = look.upload_logo(&app.admin(), LogoTheme::Dark, &input(&written(30, 30, ImageFormat::Png))).await.unwrap();
        let listed: Vec<LogoTheme> = look.list_logos(&app.admin()).await.unwrap().iter().map(|row| row.theme).collect();
        assert_eq!(listed, [LogoTheme::Light, LogoTheme::Dark]);
        let again = upload(&app, &written(44, 20, ImageFormat::Png)).await.unwrap();
        assert_ne!(again.address, light.address);
        look.remove_logo(&app.admin(), LogoTheme::Light).await.unwrap();
        look.remove_logo(&app.admin(), LogoTheme::Light).await.unwrap();
        assert_eq!(look.logo_file(&app.anonymous(), LogoTheme::Light).await.unwrap_err().code(), ErrorCode::NotFound);
        assert_eq!(look.shown().await.unwrap().logos, [dark]);
        let log = app.domain.audit().list(&app.admin(), &AuditQuery::default()).await.unwrap();
        assert_eq!(log.items.iter().filter(|row| row.target_id.as_deref() == Some("look")).count(), 4);
    }

    async fn only_who_may_write_settings_changes_a_logo(app: TestApp) {
        let reader = app.admin_with([Permission::SettingsRead].into_iter().collect::<PermissionSet>());
        let file = input(&written(40, 20, ImageFormat::Png));
        let refused = app.domain.look().upload_logo(&reader, LogoTheme::Light, &file).await.unwrap_err();
        assert_eq!(refused.code(), ErrorCode::Forbidden);
        assert!(app.domain.look().remove_logo(&reader, LogoTheme::Light).await.is_err());
        assert!(app.domain.look().list_logos(&reader).await.is_ok());
        assert!(app.domain.look().list_logos(&app.anonymous()).await.is_err());
    }
}
