use super::*;

fn written(text: &str, done: impl Fn(&mut Buffer, usize)) -> String {
    let mut buffer = Buffer::default();
    buffer.push(b"% before ");
    let at = buffer.len();
    buffer.push(text.as_bytes());
    done(&mut buffer, at);
    assert!(buffer.bytes(0..at).starts_with(b"% before "));
    String::from_utf8_lossy(buffer.tail(at)).into_owned()
}

#[test]
fn everything_but_the_unreserved_and_the_kept_is_encoded() {
    for (text, kept, wanted) in [
        ("", "", ""),
        ("aZ09-._~", "", "aZ09-._~"),
        ("/a b/ü%", "/", "/a%20b/%C3%BC%25"),
        ("/a b/ü%", "", "%2Fa%20b%2F%C3%BC%25"),
        ("!*'()", "*", "%21*%27%28%29"),
    ] {
        let encoded = written(text, |buffer, at| encode(buffer, at, kept.as_bytes()));
        assert_eq!(encoded, wanted, "{text}");
        if kept.is_empty() {
            assert_eq!(percent_encoded(text), wanted, "{text}");
        }
    }
}

#[test]
fn a_space_of_a_form_is_a_plus() {
    for (text, wanted) in [
        ("", ""),
        (" ", "+"),
        ("a  b+%20", "a++b%2B%2520"),
        ("eight of ü", "eight+of+%C3%BC"),
    ] {
        let mut buffer = Buffer::default();
        push(&mut buffer, text.as_bytes(), Style::FORM);
        assert_eq!(buffer.tail(0), wanted.as_bytes(), "{text}");
    }
}

#[test]
fn what_is_unreserved_is_so_in_the_table_too() {
    for byte in 0..=u8::MAX {
        assert_eq!(is_unreserved_byte(byte), is_plain(byte), "{byte}");
    }
}

#[test]
fn what_is_encoded_once_is_what_encoding_makes() {
    for text in ["", "aZ09-._~", "a%20b%2Fc", "%25", "%7F%00"] {
        assert!(is_encoded_once(text.as_bytes()), "{text}");
        let again = written(text, |buffer, at| {
            decode(buffer, at, b'+');
            encode(buffer, at, b"");
        });
        assert_eq!(again, text);
    }
    for text in [
        "+", " ", "/", "%", "%2", "%2f", "%41", "%7E", "%C3%BC", "ü", "%zz",
    ] {
        assert!(!is_encoded_once(text.as_bytes()), "{text}");
    }
}

#[test]
fn what_is_written_again_is_encoded_in_the_same_way() {
    for text in ["", "aZ09-._~", "/a b/ü%", "!*'()~", "%"] {
        let mut buffer = Buffer::default();
        buffer.push(b"before");
        let at = buffer.len();
        buffer.push(text.as_bytes());
        encode_again(&mut buffer, at..at + text.len(), Style::STRICT);
        let again = String::from_utf8_lossy(buffer.tail(at)).into_owned();
        assert_eq!(again, format!("{text}{}", percent_encoded(text)));
    }
}

/// All but the unreserved characters.
const ENCODED: percent_encoding::AsciiSet = percent_encoding::NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');
const ENCODED_IN_PATHS: percent_encoding::AsciiSet = ENCODED.remove(b'/');

/// By the crate `percent-encoding`: wherever something stands that is encoded.
#[test]
fn what_is_encoded_is_what_another_encoder_makes() {
    for len in 0..=80 {
        for (at, odd) in (0..len).flat_map(|at| [(at, b'/'), (at, b' ')]) {
            let mut text = vec![b'a'; len];
            text[at] = odd;
            text[len - 1 - at / 3] = odd;
            let text = String::from_utf8(text).unwrap();
            let other = percent_encoding::utf8_percent_encode(&text, &ENCODED).to_string();
            assert_eq!(percent_encoded(&text), other);
            assert_eq!(written(&text, |buffer, at| encode(buffer, at, b"")), other);
            let other = percent_encoding::utf8_percent_encode(&text, &ENCODED_IN_PATHS).to_string();
            assert_eq!(written(&text, |buffer, at| encode(buffer, at, b"/")), other);
        }
    }
}

/// By the crate `percent-encoding`, which decodes in reverse.
#[test]
fn what_is_decoded_is_what_another_decoder_makes() {
    let same = |text: &[u8]| {
        let mut decoded = text.to_vec();
        let (len, _) = decode_in(&mut decoded, b'+');
        decoded.truncate(len);
        assert_eq!(
            decoded,
            percent_encoding::percent_decode(text).collect::<Vec<_>>()
        );
    };
    for (one, other) in (0..=u8::MAX).flat_map(|one| (0..=u8::MAX).map(move |other| (one, other))) {
        same(&[one, other]);
        same(&[b'%', one, other]);
        same(&[b'%', b'%', b'4', one, b'%', other]);
    }
    for text in ["", "%", "%%", "%%%%", "%4", "%25%34%31", "%2541", "%4%41"] {
        same(text.as_bytes());
    }
    // Any longer text of what counts here, by a generator that is the same every time.
    let mut seed = 1_u32;
    for len in 0..2_000 {
        let byte = |_| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            b"%%%%09afAFgG@`/:"[(seed >> 16) as usize % 16]
        };
        same(&(0..len % 40).map(byte).collect::<Vec<u8>>());
    }
}

#[test]
fn what_is_no_encoding_stands_for_itself() {
    for (text, wanted) in [
        ("a%20b", "a b"),
        ("%c3%BC", "ü"),
        ("%", "%"),
        ("%2", "%2"),
        ("%zz%41", "%zzA"),
        ("%%41", "%A"),
        ("+", "+"),
    ] {
        let decoded = written(text, |buffer, at| {
            assert_eq!(decode(buffer, at, b'+'), wanted.is_ascii(), "{text}");
        });
        assert_eq!(decoded, wanted, "{text}");
    }
}
