//! The texts that come with Gatehouse, one folder per language: `templates/<language>/<kind>/`.

/// The texts of one kind in one language; `sms` where it also goes to telephones.
macro_rules! texts {
    ($language:literal, $kind:literal) => {
        texts!($language, $kind, None)
    };
    ($language:literal, $kind:literal, sms) => {
        texts!($language, $kind, Some(texts!(@ $language, $kind, "sms.txt")))
    };
    ($language:literal, $kind:literal, $sms:expr) => {
        Template::built_in(
            texts!(@ $language, $kind, "subject.txt"),
            texts!(@ $language, $kind, "preheader.txt"),
            texts!(@ $language, $kind, "body.html"),
            texts!(@ $language, $kind, "foot.html"),
            texts!(@ $language, $kind, "text.txt"),
            $sms,
        )
    };
    (@ $language:literal, $kind:literal, $file:literal) => {
        include_str!(concat!("../templates/", $language, "/", $kind, "/", $file))
    };
}

/// A function `template` that gives the texts of every kind in a language.
macro_rules! templates {
    ($language:literal) => {
        fn template(kind: types::MessageKind) -> $crate::messages::template::Template {
            use types::MessageKind;
            use $crate::messages::template::Template;
            match kind {
                MessageKind::Invitation => texts!($language, "invitation"),
                MessageKind::Registration => texts!($language, "registration", sms),
                MessageKind::Reminder => texts!($language, "reminder", sms),
                MessageKind::SetPassword => texts!($language, "set_password"),
                MessageKind::ResetPassword => texts!($language, "reset_password"),
                MessageKind::PinEnded => texts!($language, "pin_ended", sms),
                MessageKind::PasswordChanged => texts!($language, "password_changed"),
                MessageKind::UnfamiliarSignIn => texts!($language, "unfamiliar_sign_in"),
                MessageKind::ProfileMissing => texts!($language, "profile_missing"),
                MessageKind::CertificateExpiring => texts!($language, "certificate_expiring"),
            }
        }
    };
}
