//! The setting that was probably meant: at compile time, where no library can tell.

use super::{SchemeData, Setting};

/// Longer names are not compared.
const LONGEST: usize = 32;

impl<'a> SchemeData<'a> {
    /// The setting whose name is a slip or two away from this one, if there is one.
    pub const fn setting_near(&self, name: &str) -> Option<&'a Setting> {
        let most = if name.len() < 6 { 1 } else { name.len() / 3 };
        let (mut nearest, mut least, mut at) = (None, most + 1, 0);
        while at < self.settings.len() {
            let setting = &self.settings[at];
            let distance = distance(self.text(setting.name).as_bytes(), name.as_bytes());
            if distance < least {
                (nearest, least) = (Some(setting), distance);
            }
            at += 1;
        }
        nearest
    }
}

/// How many letters are missing, too many, wrong, or swapped with their neighbours.
const fn distance(one: &[u8], other: &[u8]) -> usize {
    if one.len() > LONGEST || other.len() > LONGEST {
        return usize::MAX;
    }
    let mut table = [[0; LONGEST + 1]; LONGEST + 1];
    let mut i = 0;
    while i <= one.len() {
        let mut j = 0;
        while j <= other.len() {
            table[i][j] = match (i, j) {
                (0, slips) | (slips, 0) => slips,
                _ => step(&table, one, other, i, j),
            };
            j += 1;
        }
        i += 1;
    }
    table[one.len()][other.len()]
}

/// The distance of the first `i` and `j` letters, from those of fewer.
const fn step(
    table: &[[usize; LONGEST + 1]; LONGEST + 1],
    one: &[u8],
    other: &[u8],
    i: usize,
    j: usize,
) -> usize {
    let (here, there) = (one[i - 1], other[j - 1]);
    let is_wrong = !here.eq_ignore_ascii_case(&there);
    let mut least = table[i - 1][j - 1] + is_wrong as usize;
    least = smaller(least, smaller(table[i - 1][j], table[i][j - 1]) + 1);
    if i > 1 && j > 1 && here == other[j - 2] && one[i - 2] == there {
        least = smaller(least, table[i - 2][j - 2] + 1);
    }
    least
}

const fn smaller(one: usize, other: usize) -> usize {
    if one < other { one } else { other }
}

#[cfg(all(test, feature = "read"))]
mod tests {
    use super::*;

    /// Of names as schemes have them, each with slips.
    #[test]
    fn as_strsim() {
        let names = [
            "region",
            "service",
            "payload",
            "expires_in",
            "auth_scheme",
            "dry_run",
            "a",
            "",
        ];
        for name in names {
            for other in names {
                for cut in 0..=other.len() {
                    let slipped = format!("{}x{}", &other[..cut], &other[cut..]);
                    let swapped: String = other[..cut]
                        .chars()
                        .rev()
                        .chain(other[cut..].chars())
                        .collect();
                    for slip in [slipped.as_str(), &other[cut..], &swapped] {
                        let expected = strsim::osa_distance(name, slip);
                        assert_eq!(
                            distance(name.as_bytes(), slip.as_bytes()),
                            expected,
                            "{name} {slip}"
                        );
                    }
                }
            }
        }
    }
}
