//! Where to go after signing in: never to another site (trust.md INJ-6).

/// `next` if it is an absolute path on this site, else `default`.
///
/// Browsers read `\` as `/`, drop tabs and line breaks, and take `//host` for another site; so a path
/// has one slash at its beginning, no backslash, nothing outside printable ASCII, and no encoded slash
/// or backslash in its first part, which a proxy might decode.
pub fn or<'a>(next: Option<&'a str>, default: &'a str) -> &'a str {
    next.filter(|next| is_own_path(next)).unwrap_or(default)
}

fn is_own_path(next: &str) -> bool {
    let Some(rest) = next.strip_prefix('/') else { return false };
    let path = rest.split(['?', '#']).next().unwrap_or_default();
    let lower = path.to_ascii_lowercase();
    next.len() <= 2_000
        && next.bytes().all(|byte| (0x21..0x7f).contains(&byte))
        && !next.contains('\\')
        && !path.starts_with('/')
        && !lower.contains("%2f")
        && !lower.contains("%5c")
        && !lower.contains("%0")
        && !path.split('/').any(|part| part == "..")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_this_site_are_kept() {
        for path in ["/", "/devices/0198f3a2", "/admin/users?q=a%20b&state=active", "/a?next=//x", "/a#b"] {
            assert_eq!(or(Some(path), "/home"), path);
        }
    }

    #[test]
    fn nothing_leads_to_another_site() {
        for next in [
            "",
            "//evil.example",
            "///evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "/%2f%2fevil.example",
            "/%2Fevil.example",
            "/%5cevil.example",
            "https://evil.example",
            "https:evil.example",
            "javascript:alert(1)",
            "/\t/evil.example",
            "\t//evil.example",
            "/\r\nSet-Cookie: a=b",
            "/%0d%0aX: y",
            "user@evil.example",
            "evil.example",
            " /a",
            "/a b",
            "/..//evil.example",
            "/é",
        ] {
            assert_eq!(or(Some(next), "/home"), "/home", "{next:?}");
        }
        assert_eq!(or(None, "/home"), "/home");
        assert_eq!(or(Some(&format!("/{}", "a".repeat(3_000))), "/home"), "/home");
    }
}
