use std::time::Duration;

use types::{MessageKind, MessageLanguage};

use super::{fill::Fault, *};

fn sample() -> Values {
    let mut values = Values::default();
    for (variable, text) in [
        (Variable::UserId, "amira.haddad"),
        (Variable::User, "Amira Haddad"),
        (Variable::Email, "amira.haddad@vellmere.example"),
        (Variable::Passcode, "4827 1936"),
        (Variable::PasscodeTtl, "24 hours"),
        (Variable::ServerUrl, "https://devices.vellmere.example"),
        (Variable::RegLink, "https://devices.vellmere.example/r/k7mq2vxd"),
        (Variable::QrCode, "the code"),
        (Variable::EntName, "Vellmere"),
        (Variable::Phone, "+4720000000"),
        (Variable::Platform, "Linux computer"),
        (Variable::SupportContact, "extension 4400"),
        (Variable::ExpiresAt, "Saturday, 21 November 2026, 14:02 UTC"),
        (Variable::HappenedAt, "Saturday, 21 November 2026, 14:02 UTC"),
        (Variable::Browser, "Firefox on Windows"),
        (Variable::Address, "203.0.113.44"),
        (Variable::WayIn, "Sign in as amira.haddad. The link works once, until 14:02 UTC."),
        (Variable::Advice, "Choose a new password at once."),
        (Variable::Certificate, "S/MIME (amira.haddad@vellmere.example)"),
    ] {
        values.set(variable, text);
    }
    values
}

fn languages() -> impl Iterator<Item = &'static Language> {
    MessageLanguage::ALL.iter().map(|tag| Language::of(*tag))
}

fn each(test: impl Fn(&'static Language, MessageKind, Template)) {
    for language in languages() {
        for kind in MessageKind::ALL {
            test(language, *kind, (language.template)(*kind));
        }
    }
}

#[test]
fn every_message_says_the_same_facts_in_html_and_text() {
    each(|language, kind, template| {
        let which = format!("{} {kind}", language.tag);
        let html = template.html(language, &sample(), "cid:mark", language.owner).unwrap();
        let text = template.text(&sample()).unwrap();
        assert!(!html.contains("{{") && !html.contains('$') && !text.contains('$'), "{which}");
        for fact in ["Amira Haddad", "amira.haddad", "k7mq2vxd", "14:02 UTC", "extension 4400"] {
            assert!(html.contains(fact), "{which}: {fact} is missing in HTML");
            assert!(text.contains(fact), "{which}: {fact} is missing in text");
        }
        assert_eq!(html.contains("4827 1936"), kind.carries_pin(), "{which}");
        assert_eq!(text.contains("4827 1936"), kind.carries_pin(), "{which}");
        let (lang, dir) = (language.tag.as_str(), language.tag.direction());
        assert!(html.contains(&format!("<html lang=\"{lang}\" dir=\"{dir}\"")), "{which}");
        let subject = template.subject(&sample()).unwrap();
        assert!(!subject.contains("k7mq2vxd") && !subject.contains("4827"), "{which}");
        assert!(!subject.contains('\n') && subject.chars().count() <= 90, "{which}: {subject}");
    });
}

#[test]
fn nobody_from_it_asks_for_a_secret() {
    let english = Language::of(MessageLanguage::English);
    for kind in MessageKind::ALL {
        let text = (english.template)(*kind).text(&sample()).unwrap();
        assert!(text.contains("Nobody from IT will ever ask you for"), "{kind}");
    }
}

#[test]
fn all_languages_use_the_same_variables_and_the_same_frame() {
    let english = Language::of(MessageLanguage::English);
    let variables = |html: &str| {
        let mut names: Vec<String> =
            html.split('$').filter(|part| fill::is_name(part)).map(str::to_owned).collect();
        names.sort_unstable();
        names.dedup();
        names
    };
    let tags = |html: &str| html.matches("<p").count() + html.matches("<table").count() * 100;
    each(|language, kind, template| {
        let original = (english.template)(kind);
        for (text, of) in [
            (format!("{}{}", template.body, template.foot), format!("{}{}", original.body, original.foot)),
            (template.text.into_owned(), original.text.into_owned()),
        ] {
            assert_eq!(variables(&text), variables(&of), "{} {kind}", language.tag);
            assert_eq!(tags(&text), tags(&of), "{} {kind}", language.tag);
        }
    });
}

#[test]
fn a_text_message_has_the_link_and_fits_into_two_parts() {
    each(|language, kind, template| {
        let mut values = sample();
        values.set(Variable::RegLink, "https://devices.vellmere.example/r/k7mq2vxdk7mq2vxdk7mq2v");
        values.set(Variable::Platform, (language.platform)(types::Platform::Windows));
        values.set(Variable::PasscodeTtl, language.span(Duration::from_hours(24)));
        let sms = template.sms(&values).unwrap();
        assert_eq!(sms.is_some(), kind.is_sent_as_text_message(), "{} {kind}", language.tag);
        let Some(sms) = sms else { return };
        assert!(sms.contains("/r/k7mq2vxd") && !sms.contains('$'), "{} {kind}", language.tag);
        assert_eq!(sms.contains("4827 1936"), kind.carries_pin(), "{} {kind}", language.tag);
        let parts = types::text_message::Parts::of(&sms);
        assert!(parts.count <= 2, "{} {kind}: {parts:?} {sms}", language.tag);
        let needs_unicode = matches!(language.tag, MessageLanguage::Japanese | MessageLanguage::Arabic);
        assert_eq!(parts.is_unicode, needs_unicode, "{} {kind}: {sms}", language.tag);
    });
}

#[test]
fn nothing_is_fetched_from_anywhere() {
    each(|language, kind, template| {
        let html = template.html(language, &sample(), "cid:mark", language.owner).unwrap();
        let own =
            html.replace("https://devices.vellmere.example", "").replace("http://www.w3.org/1999/xhtml", "");
        assert!(!own.contains("http") && !own.contains("url(") && !own.contains("@import"), "{kind}");
    });
}

#[test]
fn values_cannot_become_markup_or_variables() {
    let mut values = sample();
    values.set(Variable::User, "<b onclick='x'>\"&\" $PASSCODE$");
    let html = fill("Hello $USER$", &values, Form::Html).unwrap();
    assert_eq!(html, "Hello &lt;b onclick=&#39;x&#39;&gt;&quot;&amp;&quot; $PASSCODE$");
}

#[test]
fn a_subject_stays_on_one_line() {
    let mut values = sample();
    values.set(Variable::EntName, "Vell\r\nBcc: all@x\u{2028}mere\u{7}\t ");
    assert_eq!(fill("For $ENT_NAME$", &values, Form::Line).unwrap(), "For Vell Bcc: all@x mere");
}

#[test]
fn an_unknown_variable_is_an_error() {
    let unknown = fill("$PASSCODES$", &sample(), Form::Text);
    assert_eq!(unknown, Err(Fault::UnknownVariable("PASSCODES".to_owned())));
    let absent = fill("$PASSCODE$", &Values::default(), Form::Text);
    assert_eq!(absent, Err(Fault::NoValue(Variable::Passcode)));
}

#[test]
fn a_dollar_sign_alone_stands_for_itself() {
    assert_eq!(
        fill("$5, $a$, $$ and $USER_ID$$", &sample(), Form::Text).unwrap(),
        "$5, $a$, $$ and amira.haddad$"
    );
}

#[test]
fn spans_are_said_exactly() {
    let said = |tag, span| Language::of(tag).span(span);
    for (hours, english, arabic) in [
        (1, "1 hour", "ساعة واحدة"),
        (2, "2 hours", "ساعتان"),
        (3, "3 hours", "3 ساعات"),
        (24, "24 hours", "24 ساعة"),
        (36, "36 hours", "36 ساعة"),
        (48, "2 days", "يومان"),
        (168, "7 days", "7 أيام"),
        (2_400, "100 days", "100 يوم"),
        (4_320, "180 days", "180 يومًا"),
    ] {
        assert_eq!(said(MessageLanguage::English, Duration::from_hours(hours)), english);
        assert_eq!(said(MessageLanguage::Arabic, Duration::from_hours(hours)), arabic);
    }
    assert_eq!(said(MessageLanguage::English, Duration::from_mins(90)), "90 minutes");
    assert_eq!(said(MessageLanguage::French, Duration::ZERO), "0 minute");
    assert_eq!(said(MessageLanguage::German, Duration::from_hours(24)), "24 Stunden");
    assert_eq!(said(MessageLanguage::Japanese, Duration::from_hours(168)), "7日間");
}

#[test]
fn moments_are_written_as_the_language_does() {
    let at = "2026-11-01T14:02:00Z".parse().unwrap();
    let zone = crate::time_zone::Zone::find(Some("Europe/Oslo"));
    for (tag, written) in [
        (MessageLanguage::English, "Sunday, 1 November 2026, 15:02 CET"),
        (MessageLanguage::German, "Sonntag, 1. November 2026, 15:02 Uhr (CET)"),
        (MessageLanguage::French, "dimanche 1er novembre 2026 à 15:02 (CET)"),
        (MessageLanguage::Spanish, "domingo, 1 de noviembre de 2026, 15:02 (CET)"),
        (MessageLanguage::Japanese, "2026年11月1日（日）15:02 CET"),
        (MessageLanguage::Arabic, "الأحد، 1 نوفمبر 2026، 15:02 (CET)"),
    ] {
        assert_eq!(Language::of(tag).moment(at, &zone), written);
    }
}

#[test]
fn a_receiver_is_written_to_in_their_language_or_that_of_the_organisation() {
    let chosen = |receiver| Language::choose(receiver, MessageLanguage::German).tag;
    assert_eq!(chosen("fr-CA"), MessageLanguage::French);
    assert_eq!(chosen("nb"), MessageLanguage::German);
    assert_eq!(chosen("en"), MessageLanguage::English);
}

#[test]
fn a_value_in_an_address_cannot_leave_it() {
    let mut values = sample();
    values.set(Variable::User, "A&b=c\" onclick=\"x");
    let link = "<a href=\"https://help.example/?user=$USER$\">$USER$</a>";
    let html = fill(link, &values, Form::Html).unwrap();
    assert_eq!(
        html,
        "<a href=\"https://help.example/?user=A%26b%3Dc%22%20onclick%3D%22x\">A&amp;b=c&quot; onclick=&quot;x</a>"
    );
    let own = fill("<a href=\"$SERVER_URL$/go\">x</a>", &values, Form::Html).unwrap();
    assert_eq!(own, "<a href=\"https://devices.vellmere.example/go\">x</a>");
}
