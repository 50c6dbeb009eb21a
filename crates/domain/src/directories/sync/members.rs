//! Who is in which chosen group, through however many groups inside groups.

use std::collections::{HashMap, HashSet};

use super::super::dn::Mark;

/// A group as read.
#[derive(Debug)]
pub(super) struct Node {
    /// Its lasting key.
    pub(super) key: String,
    /// Its name as a mark.
    pub(super) mark: Mark,
    /// Its members: people and other groups.
    pub(super) members: Vec<Mark>,
}

/// All groups below the group bases.
#[derive(Debug, Default)]
pub(super) struct Tree {
    nodes: Vec<Node>,
    by_mark: HashMap<Mark, usize>,
}

impl Tree {
    /// Takes a group in. A second one of the same name is the same one.
    pub(super) fn add(&mut self, node: Node) {
        if !self.by_mark.contains_key(&node.mark) {
            self.by_mark.insert(node.mark, self.nodes.len());
            self.nodes.push(node);
        }
    }

    /// Everybody in the group with this key, and whether groups go in a circle below it. Every group is
    /// looked at once, so that a circle ends.
    pub(super) fn everybody_in(&self, key: &str) -> Option<(HashSet<Mark>, bool)> {
        let start = self.nodes.iter().position(|node| node.key == key)?;
        let (mut people, mut circle) = (HashSet::new(), false);
        let mut seen = HashSet::from([start]);
        // The way down to the group that is looked at, with the place in each.
        let mut way = vec![(start, 0)];
        let mut on_the_way = HashSet::from([start]);
        while let Some((index, place)) = way.last_mut() {
            let member = self.nodes.get(*index).and_then(|node| node.members.get(*place)).copied();
            *place += 1;
            let Some(member) = member else {
                on_the_way.remove(index);
                way.pop();
                continue;
            };
            match self.by_mark.get(&member) {
                None => {
                    people.insert(member);
                }
                Some(group) => {
                    circle |= on_the_way.contains(group);
                    if seen.insert(*group) {
                        on_the_way.insert(*group);
                        way.push((*group, 0));
                    }
                }
            }
        }
        Some((people, circle))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(name: &str) -> Mark {
        Mark::of_dn(format!("cn={name}").as_bytes())
    }

    fn tree(groups: &[(&str, &[&str])]) -> Tree {
        let mut tree = Tree::default();
        for (name, members) in groups {
            let members = members.iter().map(|member| mark(member)).collect();
            tree.add(Node { key: (*name).to_owned(), mark: mark(name), members });
        }
        tree
    }

    #[test]
    fn members_of_groups_inside_groups_are_members() {
        let tree = tree(&[("all", &["it", "amira"]), ("it", &["ops"]), ("ops", &["bela", "amira"])]);
        let (people, circle) = tree.everybody_in("all").unwrap();
        assert_eq!(people, HashSet::from([mark("amira"), mark("bela")]));
        assert!(!circle);
        assert!(tree.everybody_in("none").is_none());
    }

    #[test]
    fn a_circle_ends_and_is_told() {
        let tree = tree(&[("a", &["b", "amira"]), ("b", &["c", "bela"]), ("c", &["a", "chen"])]);
        for key in ["a", "b", "c"] {
            let (people, circle) = tree.everybody_in(key).unwrap();
            assert_eq!(people.len(), 3);
            assert!(circle);
        }
    }

    #[test]
    fn a_group_reached_twice_is_no_circle() {
        let tree = tree(&[("a", &["b", "c"]), ("b", &["d"]), ("c", &["d"]), ("d", &["amira"])]);
        let (people, circle) = tree.everybody_in("a").unwrap();
        assert_eq!((people.len(), circle), (1, false));
    }

    #[test]
    fn a_very_long_chain_is_followed_to_its_end() {
        let mut tree = Tree::default();
        for index in 0..20_000 {
            let next = mark(&format!("{}", index + 1));
            tree.add(Node { key: index.to_string(), mark: mark(&index.to_string()), members: vec![next] });
        }
        assert_eq!(tree.everybody_in("0").unwrap().0, HashSet::from([mark("20000")]));
    }
}
