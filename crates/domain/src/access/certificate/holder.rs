//! Whom a verified certificate names.

use std::collections::BTreeMap;

use entity::user;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, ExprTrait, Func},
};
use types::{CertificateField, MappingRule, PersonField};
use x509_parser::{
    certificate::X509Certificate,
    der_parser::asn1_rs::{Any, Class, FromDer, Tag},
    extensions::GeneralName,
};

use crate::{error::Result, people::store, x509};

/// otherName of Microsoft's user principal name.
const UPN: &str = "1.3.6.1.4.1.311.20.2.3";

/// Longer values name nobody.
const MAX_LENGTH: usize = 254;
/// More values of one kind are not looked at.
const MAX_VALUES: usize = 8;

/// The one person that the first rule with a result finds; else says why there is none.
pub(super) async fn find<C: ConnectionTrait>(
    db: &C,
    leaf: &[u8],
    rules: &[MappingRule],
) -> Result<Result<user::Model, &'static str>> {
    let Some(certificate) = x509::parse(leaf) else { return Ok(Err("the certificate cannot be read")) };
    for rule in rules {
        let mut found = BTreeMap::new();
        for value in values(&certificate, rule.from) {
            for user in who(db, rule.to, &value).await? {
                found.insert(user.id, user);
            }
        }
        match (found.len(), found.into_values().next()) {
            (0, _) => {}
            (1, Some(user)) => return Ok(Ok(user)),
            _ => return Ok(Err("it fits several people")),
        }
    }
    Ok(Err("it fits nobody by the mapping rules"))
}

async fn who<C: ConnectionTrait>(db: &C, field: PersonField, value: &str) -> Result<Vec<user::Model>> {
    match field {
        PersonField::Username => {
            let key = types::contact::username_key(value);
            Ok(store::find_by_key(db, &key).await?.into_iter().collect())
        }
        PersonField::Email => {
            let lowered = Expr::expr(Func::lower(Expr::col(user::Column::Email)));
            let is_it = user::Column::Email.is_not_null().and(lowered.eq(value.to_lowercase()));
            Ok(user::Entity::find().filter(is_it).limit(2).all(db).await?)
        }
    }
}

/// The values of one kind, as far as they can be somebody's name.
fn values(certificate: &X509Certificate<'_>, field: CertificateField) -> Vec<String> {
    let values = match field {
        CertificateField::Upn => alternative(certificate, upn),
        CertificateField::Email => alternative(certificate, |name| match name {
            GeneralName::RFC822Name(address) => Some((*address).to_owned()),
            _ => None,
        }),
        CertificateField::CommonName => subject(certificate, "2.5.4.3"),
        CertificateField::UserId => subject(certificate, "0.9.2342.19200300.100.1.1"),
        CertificateField::SerialNumber => subject(certificate, "2.5.4.5"),
        CertificateField::SubjectEmail => subject(certificate, "1.2.840.113549.1.9.1"),
    };
    let values = values.into_iter().map(|value| value.trim().to_owned());
    let is_name = |value: &String| {
        !value.is_empty() && value.len() <= MAX_LENGTH && !value.chars().any(char::is_control)
    };
    values.filter(is_name).take(MAX_VALUES).collect()
}

fn alternative(
    certificate: &X509Certificate<'_>,
    read: impl Fn(&GeneralName<'_>) -> Option<String>,
) -> Vec<String> {
    let names = certificate.subject_alternative_name().ok().flatten();
    names.map(|names| names.value.general_names.iter().filter_map(read).collect()).unwrap_or_default()
}

fn upn(name: &GeneralName<'_>) -> Option<String> {
    let GeneralName::OtherName(oid, value) = name else { return None };
    if oid.to_id_string() != UPN {
        return None;
    }
    let (_, outer) = Any::from_der(value).ok()?;
    if outer.class() != Class::ContextSpecific || outer.tag() != Tag(0) {
        return None;
    }
    let (rest, inner) = Any::from_der(outer.data).ok()?;
    if !rest.is_empty() || !matches!(inner.tag(), Tag::Utf8String | Tag::Ia5String | Tag::PrintableString) {
        return None;
    }
    std::str::from_utf8(inner.data).ok().map(str::to_owned)
}

fn subject(certificate: &X509Certificate<'_>, oid: &str) -> Vec<String> {
    let attributes = certificate.subject().iter_attributes();
    let wanted = attributes.filter(|attribute| attribute.attr_type().to_id_string() == oid);
    wanted.filter_map(|attribute| attribute.as_str().ok().map(str::to_owned)).collect()
}
