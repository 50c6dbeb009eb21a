//! What a device says of itself when it asks a server for its enrolment (Apple: *MachineInfo*).

use crate::{
    fields::Fields,
    property_list::Fault,
    signed::{Signature, inside},
};

/// Largest message, in bytes.
const MAX: usize = 64 << 10;

/// A device that asks. Claims: who signed is not judged here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MachineInfo {
    /// The kind of hardware, such as `AppleTV11,1`.
    pub product: String,
    /// Apple's number of the device.
    pub udid: String,
    /// Its serial number.
    pub serial: Option<String>,
    /// Its system.
    pub os_version: Option<String>,
}

impl MachineInfo {
    /// Reads a message: signed data with a property list inside (RFC 2315).
    ///
    /// # Errors
    /// What is no such message, or is not signed by the certificate that it brings.
    pub fn read(message: &[u8]) -> Result<Self, Fault> {
        if message.len() > MAX {
            return Err(Fault::Unexpected);
        }
        let inside = inside(message, Signature::Fits).ok_or(Fault::Unexpected)?;
        let fields = Fields::read(&inside)?;
        Ok(Self {
            product: fields.needed("PRODUCT")?,
            udid: fields.needed("UDID")?,
            serial: fields.text("SERIAL"),
            os_version: fields.text("OS_VERSION"),
        })
    }
}

/// A message of a simulated device.
///
/// # Errors
/// Where certificate or key are none.
pub fn sign(
    info: &MachineInfo,
    certificate: &[u8],
    key: &[u8],
) -> Result<Vec<u8>, crate::profile::SignFault> {
    let mut fields = plist::Dictionary::new();
    fields.insert("PRODUCT".into(), info.product.as_str().into());
    fields.insert("UDID".into(), info.udid.as_str().into());
    for (name, value) in [("SERIAL", &info.serial), ("OS_VERSION", &info.os_version)] {
        if let Some(value) = value {
            fields.insert(name.into(), value.as_str().into());
        }
    }
    crate::profile::sign(&crate::property_list::write(&fields), &[certificate.to_vec()], key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scep::{Authority, Validity};

    #[test]
    fn a_device_says_what_it_is_and_nobody_changes_it_on_the_way() {
        let validity = Validity { from: 1_700_000_000, until: 2_000_000_000 };
        let signer = Authority::generate("A device", &[1], validity).unwrap();
        let info = MachineInfo {
            product: "AppleTV11,1".into(),
            udid: "00008110-TV".into(),
            serial: Some("TV0001".into()),
            os_version: None,
        };
        let message = sign(&info, &signer.certificate().unwrap(), &signer.private_key().unwrap()).unwrap();
        assert_eq!(MachineInfo::read(&message).unwrap(), info);
        let at = message.windows(4).position(|bytes| bytes == b"TV00").unwrap();
        let mut forged = message.clone();
        forged[at] = b'X';
        for wrong in [forged.as_slice(), b"", b"<plist/>", &message[..message.len() - 9], &[0x30; 70_000]] {
            assert!(MachineInfo::read(wrong).is_err());
        }
    }
}
