use types::{
    ApiError, FieldCode, MessageKind, MessageLanguage, Place, TemplateKey, TemplatePart, TemplateTexts,
};

use super::{built_in, check, markup};
use crate::Error;

fn texts() -> TemplateTexts {
    built_in(&TemplateKey::general(MessageKind::Registration, MessageLanguage::English)).texts()
}

/// Checks the built-in registration message with another body, and gives what is wrong with it.
fn with_body(body: &str) -> Option<(FieldCode, Option<Place>)> {
    let body = format!("{body}<p>$REG_LINK$</p>");
    fault(&TemplateTexts { body, ..texts() })
}

fn fault(texts: &TemplateTexts) -> Option<(FieldCode, Option<Place>)> {
    match check::check(MessageKind::Registration, &check::tidy(texts)) {
        Ok(()) => None,
        Err(Error::Refused(ApiError { fields, .. })) => {
            fields.into_iter().next().map(|field| (field.code, field.place))
        }
        Err(other) => panic!("{other:?}"),
    }
}

#[test]
fn what_comes_with_gatehouse_would_be_accepted() {
    for kind in MessageKind::ALL {
        for language in MessageLanguage::ALL {
            let texts = built_in(&TemplateKey::general(*kind, *language)).texts();
            assert_eq!(check::tidy(&texts), texts, "{kind} {language}");
            check::check(*kind, &texts).unwrap_or_else(|error| panic!("{kind} {language}: {error:?}"));
        }
    }
}

#[test]
fn a_refusal_names_the_place_and_what_stands_there() {
    let (code, place) = with_body("<p>Hello</p>\n<p>ö <script>alert(1)</script></p>").unwrap();
    assert_eq!(code, FieldCode::ForbiddenMarkup);
    assert_eq!(place, Some(Place { line: 2, column: 6, what: "<script>".into() }));

    let (code, place) = with_body("<p>$PASCODE$</p>").unwrap();
    assert_eq!(code, FieldCode::UnknownVariable);
    assert_eq!(place, Some(Place { line: 1, column: 4, what: "$PASCODE$".into() }));
}

#[test]
fn markup_that_could_do_harm_is_refused() {
    for body in [
        "<script>alert(1)</script>",
        "<SCRIPT>alert(1)</SCRIPT>",
        "<style>p{color:red}</style>",
        "</style><p>x</p>",
        "<img src=\"https://elsewhere.example/a.png\">",
        "<img src=\"x\" onerror=\"alert(1)\">",
        "<p onclick=\"alert(1)\">x</p>",
        "<form action=\"https://elsewhere.example\"></form>",
        "<iframe></iframe>",
        "<input>",
        "<svg></svg>",
        "<link>",
        "<meta>",
        "<base>",
        "<!-- a comment -->",
        "<!--[if mso]><p>x</p><![endif]-->",
        "<?php ?>",
        "<p id=\"x\">x</p>",
        "<p class=\"gh-bg\">x</p>",
        "<p style=\"background:url(https://elsewhere.example/a.png)\">x</p>",
        "<p style=\"background-color:expression(alert(1))\">x</p>",
        "<p style=\"position:fixed\">x</p>",
        "<p style=\"color:\\72 ed\">x</p>",
        "<p style=\"{{unknown}}\">x</p>",
        "<p style=\"color:$USER$\">x</p>",
        "<p>{{body}}</p>",
        "<a href=\"javascript:alert(1)\">x</a>",
        "<a href=\"http://elsewhere.example/\">x</a>",
        "<a href=\"data:text/html,x\">x</a>",
        "<a href=\"&#106;avascript:alert(1)\">x</a>",
        "<a href=\"//elsewhere.example\">x</a>",
        "<a href=\"https://amira@elsewhere.example/\">x</a>",
        "<a href=\"$SERVER_URL$.elsewhere.example/\">x</a>",
    ] {
        let (code, _) = with_body(body).unwrap_or_else(|| panic!("{body} is accepted"));
        assert_eq!(code, FieldCode::ForbiddenMarkup, "{body}");
    }
}

#[test]
fn markup_that_programs_read_differently_is_refused() {
    for body in [
        "<p>x",
        "x</p>",
        "</td></tr></table>",
        "<p><b>x</p></b>",
        "<p class=gh-t>x</p>",
        "<p class='gh-t'>x</p>",
        "<p class=\"gh-t\"class=\"gh-m\">x</p>",
        "<p dir=\"ltr\" dir=\"rtl\">x</p>",
        "<p class>x</p>",
        "<p/>",
        "<p <b>x</p>",
        "<p",
        "<td>x</td>",
        "<table><p>x</p></table>",
        "<table>x<tr><td>y</td></tr></table>",
        "<table><td>x</td></table>",
        "<li>x</li>",
        "<a href=\"$REG_LINK$\"><a href=\"$REG_LINK$\">x</a></a>",
    ] {
        let (code, _) = with_body(body).unwrap_or_else(|| panic!("{body} is accepted"));
        assert_eq!(code, FieldCode::BrokenMarkup, "{body}");
    }
    let deep = format!("{}{}", "<div>".repeat(61), "</div>".repeat(61));
    assert_eq!(with_body(&deep).unwrap().0, FieldCode::BrokenMarkup);
}

#[test]
fn what_messages_need_is_accepted() {
    for body in [
        "5 > 4 &amp; 3",
        "<br><br/><hr />",
        "<ul><li>One</li>\n<li>Two</li></ul>",
        "<p class=\"gh-t gh-m\" style=\"{{lead}}color:#16211f; font-family:'Segoe UI',Arial\" dir=\"rtl\">x</p>",
        "<a class=\"gh-a\" href=\"https://help.example/devices?user=$USER_ID$&amp;for=$PLATFORM$\">Help</a>",
        "<a href=\"mailto:help@vellmere.example\">Help</a><a href=\"tel:+4740055014\">Call</a>",
        "<a href=\"$SERVER_URL$/go\">x</a>",
        "<table width=\"100%\" cellpadding=\"0\"><tbody><tr><td colspan=\"2\" bgcolor=\"#fff\">x</td></tr></tbody></table>",
    ] {
        assert_eq!(with_body(body), None, "{body}");
    }
    assert!(markup::check("").is_ok());
}

#[test]
fn a_secret_never_reaches_another_server() {
    for address in [
        "https://elsewhere.example/?pin=$PASSCODE$",
        "https://elsewhere.example/$REG_LINK$",
        "mailto:x@elsewhere.example?body=$REG_LINK$",
        "$SERVER_URL$/go?pin=$PASSCODE$",
    ] {
        let body = format!("<a href=\"{address}\">x</a>");
        assert_eq!(with_body(&body).unwrap().0, FieldCode::LeaksSecret, "{address}");
    }
    let body = "<a href=\"https://$USER_ID$.elsewhere.example/\">x</a>";
    assert_eq!(with_body(body).unwrap().0, FieldCode::VariableNotHere);
}

#[test]
fn variables_stand_only_where_they_can() {
    let subject = |subject: &str| fault(&TemplateTexts { subject: subject.into(), ..texts() });
    assert_eq!(subject("$PASSCODE$ for you").unwrap().0, FieldCode::VariableNotHere);
    assert_eq!(subject("Open $REG_LINK$").unwrap().0, FieldCode::VariableNotHere);
    assert_eq!(subject("$Passcode$").unwrap().0, FieldCode::UnknownVariable);
    assert_eq!(subject("It costs $5 or $10"), None);
    let sms = |sms: &str| fault(&TemplateTexts { sms: Some(sms.into()), ..texts() });
    assert_eq!(sms("$QR_CODE$ $REG_LINK$").unwrap().0, FieldCode::VariableNotHere);

    let of = |kind| built_in(&TemplateKey::general(kind, MessageLanguage::English)).texts();
    for kind in MessageKind::ALL.iter().filter(|kind| !kind.carries_pin()) {
        let mut texts = of(*kind);
        texts.body.push_str("<p>$PASSCODE$</p>");
        let refused = check::check(*kind, &texts).unwrap_err();
        assert_eq!(refused.code(), types::ErrorCode::InvalidInput, "{kind}");
    }
}

#[test]
fn lines_and_lengths_are_kept() {
    let subject = |subject: &str| fault(&TemplateTexts { subject: subject.into(), ..texts() });
    for bad in ["Hello\nBcc: all@example.com", "Hello\r\nBcc: all@example.com", "Hello\u{85}x", "a\u{0}b"] {
        assert_eq!(subject(bad).unwrap().0, FieldCode::ForbiddenCharacters, "{bad:?}");
    }
    assert_eq!(subject("").unwrap().0, FieldCode::Required);
    assert_eq!(subject(&"x".repeat(201)).unwrap().0, FieldCode::TooLong);
    let body = format!("<p>$REG_LINK$ {}</p>", "x".repeat(1024 * 1024));
    assert_eq!(fault(&TemplateTexts { body, ..texts() }).unwrap().0, FieldCode::TooLong);
}

#[test]
fn a_message_leads_somewhere() {
    let text = "Hello".to_owned();
    assert_eq!(fault(&TemplateTexts { text, ..texts() }), Some((FieldCode::LeadsNowhere, None)));
    assert_eq!(fault(&TemplateTexts { sms: None, ..texts() }), Some((FieldCode::Required, None)));
    assert!(TemplatePart::ALL.iter().all(|part| part.longest() <= 64 * 1024));
}
