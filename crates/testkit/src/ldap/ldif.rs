//! Many people and groups at once.

use super::SUFFIX;
use std::fmt::Write as _;

/// Entries below `ou=<branch>`: `people` people named `person00001` and so on, and `groups` groups of about twenty
/// of them each, all of which are in the group `everybody` too.
///
/// # Panics
/// Never: text takes what is written.
#[must_use]
pub fn people_and_groups(branch: &str, people: usize, groups: usize) -> String {
    let base = format!("ou={branch},{SUFFIX}");
    let mut ldif = String::new();
    places(&mut ldif, &base);
    for number in 1..=people {
        writeln!(
            ldif,
            "dn: uid=person{number:05},ou=people,{base}\nobjectClass: inetOrgPerson\nuid: person{number:05}\n\
             cn: Person {number:05} of Vellmere\ngivenName: Person\nsn: Number {number:05}\n\
             mail: person{number:05}@vellmere.example\ntelephoneNumber: +47400{number:05}\n\
             userPassword: person{number:05} knows the way\n"
        )
        .unwrap();
    }
    for group in 0..groups {
        writeln!(
            ldif,
            "dn: cn=group{group:04},ou=groups,{base}\nobjectClass: groupOfNames\ncn: group{group:04}"
        )
        .unwrap();
        let size = people.div_ceil(groups.max(1)).max(1);
        // Those that no other group has, so that everybody is in one, and one neighbour.
        let first = group * size;
        for place in first..(first + size + 1) {
            let number = place % people.max(1) + 1;
            writeln!(ldif, "member: uid=person{number:05},ou=people,{base}").unwrap();
        }
        writeln!(ldif).unwrap();
    }
    writeln!(ldif, "dn: cn=everybody,ou=groups,{base}\nobjectClass: groupOfNames\ncn: everybody").unwrap();
    for group in 0..groups {
        writeln!(ldif, "member: cn=group{group:04},ou=groups,{base}").unwrap();
    }
    writeln!(ldif).unwrap();
    ldif
}

/// A branch, and in it a place for people and one for groups.
pub(super) fn places(ldif: &mut String, base: &str) {
    for ou in [base.to_owned(), format!("ou=people,{base}"), format!("ou=groups,{base}")] {
        writeln!(ldif, "dn: {ou}\nobjectClass: organizationalUnit\n").unwrap();
    }
}
