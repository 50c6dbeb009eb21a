//! What a device says when it asks for commands, and about those that it got (Apple: *Response*).

use crate::{check_in::Ids, fields::Fields, property_list::Fault};

/// How a device stands to the command that it got last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Status {
    /// Ready, with nothing to tell.
    Idle,
    /// Done, or for erasing and removing about to be.
    Acknowledged,
    /// Not done, and never will be.
    Error,
    /// Not understood: our fault.
    CommandFormatError,
    /// Not now; it stays to be done.
    NotNow,
    /// Something newer.
    Unknown,
}

/// One step of a chain of errors, the outermost first.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ErrorStep {
    /// Who says so, such as `MCMDMErrorDomain`.
    pub domain: String,
    /// The number.
    pub code: f64,
    /// In English, else in the device's language.
    pub text: String,
}

/// A profile on a device.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InstalledProfile {
    /// Its identifier.
    pub identifier: String,
    /// Which issue of it.
    pub uuid: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// Whether this server has installed it.
    pub is_managed: bool,
}

/// A place on the earth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Location {
    /// Degrees to the north.
    pub latitude: f64,
    /// Degrees to the east.
    pub longitude: f64,
    /// How far off it may be, in metres.
    pub accuracy: Option<f64>,
}

/// What a device says. Has no `Debug`: answers can hold what identifies somebody.
pub struct Report {
    /// Who speaks.
    pub ids: Ids,
    /// How it stands.
    pub status: Status,
    /// The command that it is about.
    pub command_uuid: Option<String>,
    fields: Fields,
}

impl Report {
    /// Reads a report, whose signature was verified before.
    ///
    /// # Errors
    /// What is no report.
    pub fn read(body: &[u8]) -> Result<Self, Fault> {
        let fields = Fields::read(body)?;
        let status = match fields.needed("Status")?.as_str() {
            "Idle" => Status::Idle,
            "Acknowledged" => Status::Acknowledged,
            "Error" => Status::Error,
            "CommandFormatError" => Status::CommandFormatError,
            "NotNow" => Status::NotNow,
            _ => Status::Unknown,
        };
        Ok(Self { ids: Ids::of(&fields), status, command_uuid: fields.text("CommandUUID"), fields })
    }

    /// A text that the device has told about itself.
    #[must_use]
    pub fn text(&self, query: &str) -> Option<String> {
        self.fields.inner("QueryResponses").text(query)
    }

    /// Whether something is so, as the device has told about itself.
    #[must_use]
    pub fn is(&self, query: &str) -> Option<bool> {
        self.fields.inner("QueryResponses").is_said(query)
    }

    /// A number that the device has told about itself.
    #[must_use]
    pub fn number(&self, query: &str) -> Option<f64> {
        self.fields.inner("QueryResponses").number(query)
    }

    /// Whether something is so, as the device has told about its security.
    #[must_use]
    pub fn is_secure_by(&self, name: &str) -> Option<bool> {
        self.fields.inner("SecurityInfo").is_said(name)
    }

    /// Its profiles; those without an identifier are none.
    #[must_use]
    pub fn profiles(&self) -> Vec<InstalledProfile> {
        let profile = |fields: Fields| {
            Some(InstalledProfile {
                identifier: fields.text("PayloadIdentifier")?,
                uuid: fields.text("PayloadUUID"),
                name: fields.text("PayloadDisplayName"),
                is_managed: fields.is("IsManaged"),
            })
        };
        self.fields.each("ProfileList").into_iter().filter_map(profile).collect()
    }

    /// How a lock ended, such as `Success` or `NoPasscodeSet`.
    #[must_use]
    pub fn message_result(&self) -> Option<String> {
        self.fields.text("MessageResult")
    }

    /// Where the device is, as far as that is on the earth.
    #[must_use]
    pub fn location(&self) -> Option<Location> {
        let (latitude, longitude) = (self.fields.number("Latitude")?, self.fields.number("Longitude")?);
        let is_on_earth = (-90.0..=90.0).contains(&latitude) && (-180.0..=180.0).contains(&longitude);
        let accuracy = self.fields.number("HorizontalAccuracy");
        let accuracy = accuracy.filter(|metres| metres.is_finite() && *metres >= 0.0);
        is_on_earth.then_some(Location { latitude, longitude, accuracy })
    }

    /// Why a command was not done.
    #[must_use]
    pub fn errors(&self) -> Vec<ErrorStep> {
        let step = |fields: Fields| ErrorStep {
            domain: fields.text("ErrorDomain").unwrap_or_default(),
            code: fields.number("ErrorCode").unwrap_or_default(),
            text: fields
                .text("USEnglishDescription")
                .or_else(|| fields.text("LocalizedDescription"))
                .unwrap_or_default(),
        };
        self.fields.each("ErrorChain").into_iter().map(step).collect()
    }

    /// The same in one line for people: the innermost cause.
    #[must_use]
    pub fn reason(&self) -> Option<String> {
        let step = self.errors().pop()?;
        Some(format!("{} ({} {})", step.text, step.domain, step.code))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(inside: &str) -> Result<Report, Fault> {
        Report::read(format!("<plist version=\"1.0\"><dict>{inside}</dict></plist>").as_bytes())
    }

    #[test]
    fn a_device_that_is_ready_says_so() {
        let idle =
            report("<key>Status</key><string>Idle</string><key>UDID</key><string>u</string>").ok().unwrap();
        assert_eq!((idle.status, idle.ids.device(), idle.command_uuid), (Status::Idle, Some("u"), None));
    }

    #[test]
    fn answers_are_read_by_their_kind() {
        let told = report(
            "<key>Status</key><string>Acknowledged</string><key>UDID</key><string>u</string>\
             <key>CommandUUID</key><string>c</string><key>QueryResponses</key><dict>\
             <key>DeviceName</key><string>Amira's iPhone</string><key>BatteryLevel</key><real>0.75</real>\
             <key>IsSupervised</key><false/><key>DeviceCapacity</key><integer>128</integer></dict>",
        )
        .ok()
        .unwrap();
        assert_eq!(told.text("DeviceName").as_deref(), Some("Amira's iPhone"));
        assert_eq!((told.number("BatteryLevel"), told.number("DeviceCapacity")), (Some(0.75), Some(128.0)));
        assert_eq!((told.is("IsSupervised"), told.is("IsMDMLostModeEnabled")), (Some(false), None));
        assert_eq!(told.location(), None);
    }

    #[test]
    fn a_place_is_on_the_earth() {
        let at = |latitude: &str| {
            let told = format!(
                "<key>Status</key><string>Acknowledged</string><key>UDID</key><string>u</string>\
                 <key>Latitude</key><real>{latitude}</real><key>Longitude</key><real>10.75</real>\
                 <key>HorizontalAccuracy</key><real>65</real>"
            );
            report(&told).ok().unwrap().location()
        };
        let oslo = Location { latitude: 59.91, longitude: 10.75, accuracy: Some(65.0) };
        assert_eq!(at("59.91"), Some(oslo));
        assert_eq!(at("159.91"), None);
    }

    #[test]
    fn an_error_is_told_in_english() {
        let failed = report(
            "<key>Status</key><string>Error</string><key>UDID</key><string>u</string>\
             <key>CommandUUID</key><string>c</string><key>ErrorChain</key><array><dict>\
             <key>ErrorCode</key><integer>12021</integer><key>ErrorDomain</key><string>MCMDMErrorDomain</string>\
             <key>LocalizedDescription</key><string>Unbekannter Befehl</string>\
             <key>USEnglishDescription</key><string>Unknown command</string></dict></array>",
        )
        .ok()
        .unwrap();
        assert_eq!(failed.reason().as_deref(), Some("Unknown command (MCMDMErrorDomain 12021)"));
        let later = report("<key>Status</key><string>Tomorrow</string><key>UDID</key><string>u</string>");
        assert_eq!(later.ok().unwrap().status, Status::Unknown);
        assert!(report("<key>UDID</key><string>u</string>").is_err());
    }
}
