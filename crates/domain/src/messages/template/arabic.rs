//! Arabic. Digits are those that PINs are typed in.

use types::{MessageLanguage, Platform};

use super::{
    Language,
    language::{Unit, WayIn},
    moment::Parts,
};

/// Arabic. Digits are those that PINs are typed in.
pub(super) const ARABIC: Language = Language {
    tag: MessageLanguage::Arabic,
    owner: "لدى $ENT_NAME$",
    nobody_named: "مسؤول النظام",
    qr_alt: "رمز QR. إن لم يظهر، فيمكن استخدام الرابط.",
    qr_left_out: "رمز QR محذوف هنا",
    template,
    platform,
    browser_on_system: |name, system| format!("{name} على {system}"),
    not_known: "غير معروف",
    advice,
    way_in,
    moment,
    span,
};

templates!("ar");

fn platform(platform: Platform) -> &'static str {
    match platform {
        Platform::Ios => "جهاز iPhone",
        Platform::Ipados => "جهاز iPad",
        Platform::Macos => "جهاز Mac",
        Platform::Tvos => "جهاز Apple TV",
        Platform::Android => "جهاز Android",
        Platform::Windows => "كمبيوتر Windows",
        Platform::Linux => "كمبيوتر Linux",
    }
}

const WEEKDAYS: [&str; 7] = ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"];
const MONTHS: [&str; 12] = [
    "يناير",
    "فبراير",
    "مارس",
    "أبريل",
    "مايو",
    "يونيو",
    "يوليو",
    "أغسطس",
    "سبتمبر",
    "أكتوبر",
    "نوفمبر",
    "ديسمبر",
];

fn advice(is_of_a_directory: bool) -> &'static str {
    match is_of_a_directory {
        true => {
            "يلزم تغيير كلمة المرور فورًا حيث تُغيَّر للعمل، ثم إنهاء الجلسات التي ليست لك من صفحة حسابك، وإبلاغ مسؤول النظام."
        }
        false => {
            "يلزم اختيار كلمة مرور جديدة فورًا، وبذلك يُسجَّل خروج كل من يستخدم حسابك، ثم إبلاغ مسؤول النظام."
        }
    }
}

fn way_in(way: WayIn<'_>, username: &str) -> String {
    match way {
        WayIn::Directory => {
            format!("يُرجى تسجيل الدخول باسم {username} بكلمة المرور المستخدمة للعمل.")
        }
        WayIn::Password => format!("يُرجى تسجيل الدخول باسم {username} بكلمة مرور Gatehouse."),
        WayIn::Choose { until } => format!(
            "يلزم أولًا اختيار كلمة مرور، واسم المستخدم هو {username}. يعمل الرابط مرة واحدة فقط، حتى {until}."
        ),
    }
}

/// `السبت، 21 نوفمبر 2026، 15:02 (CET)`.
fn moment(at: &Parts, zone: &str) -> String {
    let weekday = WEEKDAYS.get(at.weekday).copied().unwrap_or_default();
    let month = MONTHS.get(at.month).copied().unwrap_or_default();
    let (day, year, hour, minute) = (at.day, at.year, at.hour, at.minute);
    format!("{weekday}، {day} {month} {year}، {hour:02}:{minute:02} ({zone})")
}

/// `24 ساعة`. One and two are words of their own; then the noun follows the last two digits.
fn span(count: u64, unit: Unit) -> String {
    let [one, two, few, many, other] = match unit {
        Unit::Minute => ["دقيقة واحدة", "دقيقتان", "دقائق", "دقيقة", "دقيقة"],
        Unit::Hour => ["ساعة واحدة", "ساعتان", "ساعات", "ساعة", "ساعة"],
        Unit::Day => ["يوم واحد", "يومان", "أيام", "يومًا", "يوم"],
    };
    match (count, count % 100) {
        (1, _) => one.to_owned(),
        (2, _) => two.to_owned(),
        (_, 3..=10) => format!("{count} {few}"),
        (_, 11..=99) => format!("{count} {many}"),
        _ => format!("{count} {other}"),
    }
}
