//! What a certificate says, for its person.

use types::UserCertificateFacts;
use x509_parser::{
    certificate::X509Certificate,
    extensions::{GeneralName, ParsedExtension},
    x509::X509Name,
};

use crate::{
    error::{Error, Result},
    x509::{self, KeyKind},
};

/// Longest text that is kept of one field, in characters.
const LONGEST: usize = 200;
/// Most addresses.
const ADDRESSES: usize = 5;

/// What the certificate of an identity says.
pub(super) fn of(alias: Option<&str>, der: &[u8]) -> Result<UserCertificateFacts> {
    let certificate =
        x509::parse(der).ok_or_else(|| Error::internal("a certificate that was read before"))?;
    let emails = emails(&certificate);
    let subject = short(&certificate.subject().to_string());
    let name = common_name(certificate.subject()).or_else(|| emails.first().cloned());
    Ok(UserCertificateFacts {
        alias: alias.map(short),
        name: name.unwrap_or_else(|| subject.clone()),
        issuer: short(&certificate.issuer().to_string()),
        issuer_name: common_name(certificate.issuer())
            .unwrap_or_else(|| short(&certificate.issuer().to_string())),
        emails,
        serial_number: crate::hex::hex(certificate.raw_serial()),
        not_before: x509::timestamp(certificate.validity().not_before),
        not_after: x509::timestamp(certificate.validity().not_after),
        usages: usages(&certificate),
        key: KeyKind::of(&certificate).to_string(),
        fingerprint: x509::fingerprint(der),
        subject,
    })
}

/// Shortened, and without what would break a line or turn its direction.
fn short(text: &str) -> String {
    let is_plain = |letter: &char| {
        !letter.is_control()
            && !matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().filter(is_plain).take(LONGEST).collect()
}

fn common_name(name: &X509Name<'_>) -> Option<String> {
    let text = name.iter_common_name().next()?.as_str().ok()?;
    Some(short(text)).filter(|text| !text.trim().is_empty())
}

fn emails(certificate: &X509Certificate<'_>) -> Vec<String> {
    let in_names = certificate.subject_alternative_name().ok().flatten();
    let in_names = in_names.into_iter().flat_map(|names| &names.value.general_names);
    let in_names = in_names.filter_map(|name| match name {
        GeneralName::RFC822Name(address) => Some(*address),
        _ => None,
    });
    let in_subject = certificate.subject().iter_email().filter_map(|address| address.as_str().ok());
    let mut found: Vec<String> = Vec::new();
    for address in in_names.chain(in_subject).map(short) {
        if found.len() < ADDRESSES && !found.contains(&address) {
            found.push(address);
        }
    }
    found
}

/// The words of RFC 5280, 4.2.1.3 and 4.2.1.12.
fn usages(certificate: &X509Certificate<'_>) -> Vec<String> {
    let mut words: Vec<&str> = Vec::new();
    for extension in certificate.extensions() {
        match extension.parsed_extension() {
            ParsedExtension::KeyUsage(usage) => {
                let known = [
                    (usage.digital_signature(), "digital_signature"),
                    (usage.non_repudiation(), "non_repudiation"),
                    (usage.key_encipherment(), "key_encipherment"),
                    (usage.data_encipherment(), "data_encipherment"),
                    (usage.key_agreement(), "key_agreement"),
                ];
                words.extend(known.iter().filter(|(is_so, _)| *is_so).map(|(_, word)| *word));
            }
            ParsedExtension::ExtendedKeyUsage(usage) => {
                let known = [
                    (usage.email_protection, "email_protection"),
                    (usage.client_auth, "client_auth"),
                    (usage.server_auth, "server_auth"),
                    (usage.code_signing, "code_signing"),
                ];
                words.extend(known.iter().filter(|(is_so, _)| *is_so).map(|(_, word)| *word));
            }
            _ => {}
        }
    }
    words.into_iter().map(str::to_owned).collect()
}
