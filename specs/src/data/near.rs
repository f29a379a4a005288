//! How near two names are, and the name that was probably meant: at compile time too, where no
//! library can tell.

use super::{SchemeData, Setting};

/// Longer names are not compared.
const LONGEST: usize = 40;

impl<'a> SchemeData<'a> {
    /// The setting whose name is a slip or two away from this one, if there is one.
    pub const fn setting_near(&self, name: &str) -> Option<&'a Setting> {
        let most = if name.len() < 6 { 1 } else { name.len() / 3 };
        let (mut nearest, mut least, mut at) = (None, most + 1, 0);
        while at < self.settings.len() {
            let setting = &self.settings[at];
            let distance = distance(self.text(setting.name), name);
            if distance < least {
                (nearest, least) = (Some(setting), distance);
            }
            at += 1;
        }
        nearest
    }
}

/// How many slips lie between two names, whatever their case: letters left out, put in, changed,
/// or exchanged with the next one (the optimal string alignment distance). Names of more than 40
/// bytes are not compared: they are as far from each other as can be.
pub const fn distance(one: &str, other: &str) -> usize {
    let (one, other) = (one.as_bytes(), other.as_bytes());
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
    let mut least = table[i - 1][j - 1] + !is_same(here, there) as usize;
    least = smaller(least, smaller(table[i - 1][j], table[i][j - 1]) + 1);
    if i > 1 && j > 1 && is_same(here, other[j - 2]) && is_same(one[i - 2], there) {
        least = smaller(least, table[i - 2][j - 2] + 1);
    }
    least
}

const fn is_same(one: u8, other: u8) -> bool {
    one.eq_ignore_ascii_case(&other)
}

const fn smaller(one: usize, other: usize) -> usize {
    if one < other { one } else { other }
}

#[cfg(test)]
mod tests {
    use super::distance;

    #[test]
    fn slips_are_counted() {
        for (one, other, slips) in [
            ("", "", 0),
            ("", "abc", 3),
            ("abc", "", 3),
            ("Header", "header", 0),
            ("heder", "header", 1),
            ("heaader", "header", 1),
            ("heater", "header", 1),
            ("haeder", "header", 1),
            ("HAeder", "header", 1),
            ("acbd", "abdc", 2),
            ("kitten", "sitting", 3),
            ("ca", "abc", 3),
        ] {
            assert_eq!(distance(one, other), slips, "{one} {other}");
            assert_eq!(distance(other, one), slips, "{other} {one}");
        }
    }
}
