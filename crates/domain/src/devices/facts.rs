//! What devices say about themselves: cleaned, stored, compared. Claims, never proofs.

use entity::device;
use sea_orm::{UpdateMany, sea_query::Expr};
use serde_json::{Value, json};
use types::{DeviceFacts, label::version_key};

use super::hardware;

/// The facts without spaces around them; empty ones are none.
pub(crate) fn cleaned(facts: &DeviceFacts) -> DeviceFacts {
    let clean = |text: &Option<String>| {
        text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
    };
    DeviceFacts {
        platform: facts.platform,
        model: clean(&facts.model),
        os_version: clean(&facts.os_version),
        serial_number: clean(&facts.serial_number),
        name: clean(&facts.name),
        battery_percent: facts.battery_percent,
    }
}

/// The facts of a check-in over those of the record: what a device does not say stays as it was.
pub(super) fn over(device: &device::Model, given: &DeviceFacts) -> DeviceFacts {
    let given = cleaned(given);
    let battery = device.battery_percent.and_then(|percent| u8::try_from(percent).ok());
    DeviceFacts {
        platform: given.platform,
        model: given.model.or_else(|| device.model.clone()),
        os_version: given.os_version.or_else(|| device.os_version.clone()),
        serial_number: given.serial_number.or_else(|| device.serial_number.clone()),
        name: given.name.or_else(|| device.name.clone()),
        battery_percent: given.battery_percent.or(battery),
    }
}

/// Writes the facts into an update of device records.
pub(crate) fn store(update: UpdateMany<device::Entity>, facts: &DeviceFacts) -> UpdateMany<device::Entity> {
    update
        .col_expr(device::Column::Platform, Expr::value(facts.platform.as_str()))
        .col_expr(device::Column::Model, Expr::value(facts.model.clone()))
        .col_expr(device::Column::OsVersion, Expr::value(facts.os_version.clone()))
        .col_expr(device::Column::OsKey, Expr::value(facts.os_version.as_deref().and_then(version_key)))
        .col_expr(device::Column::SerialNumber, Expr::value(facts.serial_number.clone()))
        .col_expr(device::Column::SerialKey, Expr::value(hardware::key(facts.serial_number.as_deref())))
        .col_expr(device::Column::Name, Expr::value(facts.name.clone()))
        .col_expr(device::Column::BatteryPercent, Expr::value(facts.battery_percent.map(i64::from)))
}

/// The facts for the audit log. The battery is not among them: it changes all the time and says
/// nothing about who the device is.
pub(crate) fn as_json(facts: &DeviceFacts) -> Value {
    json!({
        "platform": facts.platform,
        "model": facts.model,
        "os_version": facts.os_version,
        "serial_number": facts.serial_number,
        "name": facts.name,
    })
}

/// The facts of a record as the audit log knows them.
pub(super) fn recorded(device: &device::Model) -> Value {
    json!({
        "platform": device.platform,
        "model": device.model,
        "os_version": device.os_version,
        "serial_number": device.serial_number,
        "name": device.name,
    })
}

/// What differs, before and after; nothing when all is the same.
pub(super) fn difference(before: &Value, after: &Value) -> Option<(Value, Value)> {
    let (old, new) = (before.as_object()?, after.as_object()?);
    let changed: Vec<&String> = new.keys().filter(|key| old.get(*key) != new.get(*key)).collect();
    if changed.is_empty() {
        return None;
    }
    let pick = |from: &serde_json::Map<String, Value>| {
        changed.iter().map(|key| ((*key).clone(), from.get(*key).cloned().unwrap_or_default())).collect()
    };
    Some((Value::Object(pick(old)), Value::Object(pick(new))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_changed_is_told() {
        let before = json!({ "name": "a", "model": null, "platform": "linux" });
        let after = json!({ "name": "b", "model": null, "platform": "linux" });
        assert_eq!(difference(&before, &after), Some((json!({ "name": "a" }), json!({ "name": "b" }))));
        assert_eq!(difference(&after, &after), None);
    }
}
