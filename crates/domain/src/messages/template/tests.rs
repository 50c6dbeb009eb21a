use std::time::Duration;

use types::MessageKind;

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
        (Variable::Advice, "Choose a new password at once."),
    ] {
        values.set(variable, text);
    }
    values
}

#[test]
fn every_message_says_the_same_facts_in_html_and_text() {
    let english = Language::find("en");
    for kind in MessageKind::ALL {
        let template = (english.template)(*kind);
        let html = template.html(english, &sample(), "cid:mark", english.owner).unwrap();
        let text = template.text(&sample()).unwrap();
        assert!(!html.contains("{{") && !html.contains('$') && !text.contains('$'), "{kind}");
        for fact in
            ["Amira Haddad", "amira.haddad", "k7mq2vxd", "14:02 UTC", "extension 4400", "Nobody from IT"]
        {
            assert!(html.contains(fact), "{kind}: {fact} is missing in HTML");
            assert!(text.contains(fact), "{kind}: {fact} is missing in text");
        }
        let says_pin = *kind == MessageKind::Registration;
        assert_eq!(html.contains("4827 1936"), says_pin, "{kind}");
        assert_eq!(text.contains("4827 1936"), says_pin, "{kind}");
        let subject = template.subject(&sample()).unwrap();
        assert!(!subject.contains("k7mq2vxd") && !subject.contains("4827"), "{kind}");
    }
}

#[test]
fn nothing_is_fetched_from_anywhere() {
    let english = Language::find("en");
    for kind in MessageKind::ALL {
        let html = (english.template)(*kind).html(english, &sample(), "cid:mark", english.owner).unwrap();
        let own =
            html.replace("https://devices.vellmere.example", "").replace("http://www.w3.org/1999/xhtml", "");
        assert!(!own.contains("http") && !own.contains("url(") && !own.contains("@import"), "{kind}");
    }
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
    let span = Language::find("en-GB").span;
    for (hours, said) in
        [(1, "1 hour"), (24, "24 hours"), (36, "36 hours"), (48, "2 days"), (4_320, "180 days")]
    {
        assert_eq!(span(Duration::from_hours(hours)), said);
    }
    assert_eq!(span(Duration::from_mins(90)), "90 minutes");
}
