//! Japanese.

use types::{MessageLanguage, Platform};

use super::{
    Language,
    language::{Unit, WayIn},
    moment::Parts,
};

/// Japanese.
pub(super) const JAPANESE: Language = Language {
    tag: MessageLanguage::Japanese,
    owner: "$ENT_NAME$",
    nobody_named: "管理者",
    qr_alt: "QRコード。表示されない場合は、リンクをお使いください。",
    qr_left_out: "ここではQRコードを省略しています",
    template,
    platform,
    browser_on_system: |name, system| format!("{name}（{system}）"),
    not_known: "不明",
    advice,
    way_in,
    moment,
    span,
};

templates!("ja");

fn platform(platform: Platform) -> &'static str {
    match platform {
        Platform::Ios => "iPhone",
        Platform::Ipados => "iPad",
        Platform::Macos => "Mac",
        Platform::Tvos => "Apple TV",
        Platform::Android => "Androidデバイス",
        Platform::Windows => "Windowsパソコン",
        Platform::Linux => "Linuxパソコン",
    }
}

const WEEKDAYS: [&str; 7] = ["月", "火", "水", "木", "金", "土", "日"];

fn advice(is_of_a_directory: bool) -> &'static str {
    match is_of_a_directory {
        true => {
            "職場のパスワードを変更するページで、すぐにパスワードを変更してください。次に、アカウントページで心当たりのないセッションを終了し、管理者にご連絡ください。"
        }
        false => {
            "すぐに新しいパスワードを設定してください。設定すると、アカウントを使用中の全員がサインアウトされます。その後、管理者にご連絡ください。"
        }
    }
}

fn way_in(way: WayIn<'_>, username: &str) -> String {
    match way {
        WayIn::Directory => {
            format!("職場でお使いのパスワードで、{username}としてサインインしてください。")
        }
        WayIn::Password => format!("Gatehouseのパスワードで、{username}としてサインインしてください。"),
        WayIn::Choose { until } => format!(
            "最初にパスワードを設定してください。ユーザー名は{username}です。リンクは1回だけ、{until}まで使えます。"
        ),
    }
}

/// `2026年11月21日（土）15:02 CET`.
fn moment(at: &Parts, zone: &str) -> String {
    let weekday = WEEKDAYS.get(at.weekday).copied().unwrap_or_default();
    let (year, month, day, hour, minute) = (at.year, at.month + 1, at.day, at.hour, at.minute);
    format!("{year}年{month}月{day}日（{weekday}）{hour}:{minute:02} {zone}")
}

/// `24時間`; days as a span, `7日間`.
fn span(count: u64, unit: Unit) -> String {
    let unit = match unit {
        Unit::Minute => "分",
        Unit::Hour => "時間",
        Unit::Day => "日間",
    };
    format!("{count}{unit}")
}
