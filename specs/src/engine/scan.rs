//! Looks at all bytes of a text: sixteen at once, for that is quicker than to stop at the first.

/// Whether any byte is odd. Ends that overlap are looked at twice.
#[inline]
pub(super) fn any(text: &[u8], odd: impl Fn(u8) -> bool) -> bool {
    if let Some(last) = text.last_chunk::<16>() {
        let mut found = any_of(last, &odd);
        for chunk in text.as_chunks::<16>().0 {
            found |= any_of(chunk, &odd);
        }
        return found;
    }
    match (text.first_chunk::<8>(), text.last_chunk::<8>()) {
        (Some(first), Some(last)) => {
            let mut both = [0; 16];
            both[..8].copy_from_slice(first);
            both[8..].copy_from_slice(last);
            any_of(&both, &odd)
        }
        _ => any_of(text, &odd),
    }
}

/// Of arrays the compiler makes one step.
#[inline]
fn any_of<'t>(text: impl IntoIterator<Item = &'t u8>, odd: &impl Fn(u8) -> bool) -> bool {
    let bytes = text.into_iter();
    bytes.fold(false, |found, byte| found | odd(*byte))
}

/// How many bytes are odd.
#[inline]
pub(super) fn count(text: &[u8], odd: impl Fn(u8) -> bool) -> usize {
    // So many fit a byte, so that sixteen sums are made at once.
    let chunks = text.chunks(240);
    let sums = chunks.map(|chunk| chunk.iter().fold(0, |sum, byte| sum + u8::from(odd(*byte))));
    sums.map(usize::from).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_odd_byte_is_found_wherever_it_stands() {
        for len in 0..70 {
            let mut text = vec![b'a'; len];
            assert!(!any(&text, |byte| byte == b'@'), "{len}");
            for at in 0..len {
                text[at] = b'@';
                assert!(any(&text, |byte| byte == b'@'), "{at} of {len}");
                assert_eq!(count(&text, |byte| byte == b'@'), 1);
                assert_eq!(count(&text, |byte| byte == b'a'), len - 1);
                text[at] = b'a';
            }
        }
    }
}
