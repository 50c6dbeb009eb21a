//! What one file may cost.

use crate::Fault;

/// What one file may cost and hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Most iterations of one derivation.
    pub iterations: u32,
    /// Most iterations of all derivations together, each as often as it has blocks.
    pub work: u64,
    /// Longest salt, in bytes.
    pub salt: usize,
    /// Longest derived key, in bytes.
    pub key: usize,
    /// Most bags.
    pub bags: usize,
    /// Most certificates.
    pub certificates: usize,
    /// Most levels of ASN.1.
    pub depth: u8,
    /// Longest friendly name, in characters.
    pub name: usize,
}

impl Default for Limits {
    /// Enough for what real tools write. The most costly are files of Firefox before 2021: three keys of triple DES
    /// with 600,000 iterations each.
    fn default() -> Self {
        Self {
            iterations: 1_000_000,
            work: 10_000_000,
            salt: 64,
            key: 64,
            bags: 32,
            certificates: 16,
            depth: 16,
            name: 256,
        }
    }
}

/// What is left of the work that one file may cost.
pub(crate) struct Budget<'a> {
    pub(crate) limits: &'a Limits,
    left: u64,
}

impl<'a> Budget<'a> {
    pub(crate) fn new(limits: &'a Limits) -> Self {
        Self { limits, left: limits.work }
    }

    /// Takes a derivation out of it, before it is done: `blocks` rounds of so many iterations.
    pub(crate) fn spend(&mut self, iterations: u32, blocks: u32) -> Result<(), Fault> {
        let work = u64::from(iterations) * u64::from(blocks);
        if iterations == 0 {
            return Err(Fault::Malformed);
        }
        if iterations > self.limits.iterations || work > self.left {
            return Err(Fault::TooCostly);
        }
        self.left -= work;
        Ok(())
    }
}
