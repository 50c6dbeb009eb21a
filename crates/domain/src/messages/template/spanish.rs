//! Spanish.

use types::{MessageLanguage, Platform};

use super::{
    Language,
    language::{Unit, WayIn},
    moment::Parts,
};

/// Spanish.
pub(super) const SPANISH: Language = Language {
    tag: MessageLanguage::Spanish,
    owner: "para $ENT_NAME$",
    nobody_named: "tu departamento de informática",
    qr_alt: "Código QR. Si no lo ves, usa el enlace.",
    qr_left_out: "Aquí se omite el código QR",
    template,
    platform,
    browser_on_system: |name, system| format!("{name} en {system}"),
    not_known: "no se conoce",
    advice,
    way_in,
    moment,
    span,
};

templates!("es");

fn platform(platform: Platform) -> &'static str {
    match platform {
        Platform::Ios => "iPhone",
        Platform::Ipados => "iPad",
        Platform::Macos => "Mac",
        Platform::Tvos => "Apple TV",
        Platform::Android => "dispositivo Android",
        Platform::Windows => "equipo Windows",
        Platform::Linux => "equipo Linux",
    }
}

const WEEKDAYS: [&str; 7] = ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"];
const MONTHS: [&str; 12] = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
];

fn advice(is_of_a_directory: bool) -> &'static str {
    match is_of_a_directory {
        true => {
            "Cambia enseguida tu contraseña donde la cambias para el trabajo. Después cierra en la página de tu cuenta las sesiones que no sean tuyas y avisa a tu departamento de informática."
        }
        false => {
            "Elige enseguida una contraseña nueva. Así se cierra la sesión de cualquiera que use tu cuenta. Después avisa a tu departamento de informática."
        }
    }
}

fn way_in(way: WayIn<'_>, username: &str) -> String {
    match way {
        WayIn::Directory => {
            format!("Inicia sesión como {username} con la contraseña que usas para el trabajo.")
        }
        WayIn::Password => format!("Inicia sesión como {username} con tu contraseña de Gatehouse."),
        WayIn::Choose { until } => format!(
            "Primero elige una contraseña; tu nombre de usuario es {username}. El enlace sirve una sola vez, hasta el {until}."
        ),
    }
}

/// `sábado, 21 de noviembre de 2026, 15:02 (CET)`.
fn moment(at: &Parts, zone: &str) -> String {
    let weekday = WEEKDAYS.get(at.weekday).copied().unwrap_or_default();
    let month = MONTHS.get(at.month).copied().unwrap_or_default();
    let (day, year, hour, minute) = (at.day, at.year, at.hour, at.minute);
    format!("{weekday}, {day} de {month} de {year}, {hour:02}:{minute:02} ({zone})")
}

/// `24 horas`.
fn span(count: u64, unit: Unit) -> String {
    let unit = match (unit, count) {
        (Unit::Minute, 1) => "minuto",
        (Unit::Minute, _) => "minutos",
        (Unit::Hour, 1) => "hora",
        (Unit::Hour, _) => "horas",
        (Unit::Day, 1) => "día",
        (Unit::Day, _) => "días",
    };
    format!("{count} {unit}")
}
