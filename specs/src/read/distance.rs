//! How near two names are.

/// How many slips lie between two names, whatever their case: letters left out, put in, changed,
/// or exchanged with the next one. (The optimal string alignment distance.)
pub fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.to_lowercase().chars().collect();
    // The distances of what was seen of the one to every start of the other: now, and two letters
    // before.
    let mut row: Vec<usize> = (0..=other.len()).collect();
    let (mut before, mut previous) = (row.clone(), None);
    for (at, letter) in one.to_lowercase().chars().enumerate() {
        let mut next = vec![at + 1];
        for (i, known) in other.iter().enumerate() {
            let changed = row[i] + usize::from(letter != *known);
            let mut least = changed.min(row[i + 1] + 1).min(next[i] + 1);
            if i > 0 && previous == Some(*known) && letter == other[i - 1] {
                least = least.min(before[i - 1] + 1);
            }
            next.push(least);
        }
        before = std::mem::replace(&mut row, next);
        previous = Some(letter);
    }
    row[other.len()]
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
            ("acbd", "abdc", 2),
            ("kitten", "sitting", 3),
            ("größe", "grösse", 2),
            ("ca", "abc", 3),
        ] {
            assert_eq!(distance(one, other), slips, "{one} {other}");
            assert_eq!(distance(other, one), slips, "{other} {one}");
        }
    }
}
