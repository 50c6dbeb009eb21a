//! Where a link in a template may lead.

use types::FieldCode;

use super::super::template::Variable;

/// Goes on only with an address that can stand in `href`: the link of the message, a page of this
/// Gatehouse, an `https` page elsewhere, a mail address or a telephone number. What a variable stands
/// for is percent-encoded there ([`super::super::template`]); secrets reach no other server.
///
/// # Errors
/// `leaks_secret`, `variable_not_here` or `forbidden_markup`.
pub(super) fn check(address: &str) -> Result<(), FieldCode> {
    if address == "$REG_LINK$" {
        return Ok(());
    }
    let inner = match address.strip_prefix("$SERVER_URL$") {
        Some(path) if path.is_empty() || path.starts_with(['/', '?', '#']) => path,
        Some(_) => return Err(FieldCode::ForbiddenMarkup),
        None => elsewhere(address)?,
    };
    let is_plain = |c: char| c.is_ascii_graphic() && !matches!(c, '<' | '>' | '\'' | '\\' | '`' | '{' | '}');
    if !inner.chars().all(is_plain) || inner.replace("&amp;", "").contains("&#") {
        return Err(FieldCode::ForbiddenMarkup);
    }
    variables(inner)
}

/// What stands behind the scheme and host of an address elsewhere.
fn elsewhere(address: &str) -> Result<&str, FieldCode> {
    if let Some(rest) = address.strip_prefix("mailto:").or_else(|| address.strip_prefix("tel:")) {
        return Ok(rest);
    }
    let rest = address.strip_prefix("https://").ok_or(FieldCode::ForbiddenMarkup)?;
    let (host, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    if host.contains('$') {
        return Err(FieldCode::VariableNotHere);
    }
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':');
    match !host.is_empty() && host.chars().all(fits) {
        true => Ok(path),
        false => Err(FieldCode::ForbiddenMarkup),
    }
}

fn variables(text: &str) -> Result<(), FieldCode> {
    for variable in Variable::ALL.iter().filter(|variable| text.contains(&format!("${}$", variable.name()))) {
        if variable.is_secret() {
            return Err(FieldCode::LeaksSecret);
        }
        if !variable.fits_in_address() {
            return Err(FieldCode::VariableNotHere);
        }
    }
    Ok(())
}
