//! What a server says, without the secrets that it was sent: it may repeat them, as they are or in
//! any encoding.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use zeroize::Zeroize;

use crate::engine::json;

/// How short a text may be and still be hidden. What is shorter stands in any text by chance, and
/// is no secret.
const SHORTEST: usize = 4;
/// How long a piece of a secret has to be to be hidden by itself.
const PIECE: usize = 16;

/// Texts that are not shown, in lower case, and what is shown instead.
#[derive(Default)]
pub(crate) struct Veil(Vec<(String, String)>);

impl Drop for Veil {
    fn drop(&mut self) {
        self.0.iter_mut().for_each(|(form, _)| form.zeroize());
    }
}

impl Veil {
    /// Hides a secret in every form in which it could be told.
    pub(crate) fn hide(&mut self, secret: &[u8], shown: &str) {
        self.hide_text(&String::from_utf8_lossy(secret), shown);
        self.hide_bytes(secret, shown);
        // A key in base64 stands for its bytes.
        let decoded = STANDARD
            .decode(secret)
            .ok()
            .filter(|bytes| bytes.len() >= 2 * SHORTEST);
        if let Some(mut bytes) = decoded {
            self.hide_text(&String::from_utf8_lossy(&bytes), shown);
            self.hide_bytes(&bytes, shown);
            bytes.zeroize();
        }
    }

    fn hide_text(&mut self, text: &str, shown: &str) {
        let percent = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        // As most encode: these stay as they are.
        let kept = |text: String| {
            [("%2D", "-"), ("%2E", "."), ("%5F", "_"), ("%7E", "~")]
                .iter()
                .fold(text, |text, (encoded, plain)| text.replace(encoded, plain))
        };
        let once = kept(percent(text));
        self.add(kept(percent(&once)), shown);
        self.add(once, shown);
        let quoted = json::quoted(text);
        let quoted = &quoted[1..quoted.len() - 1];
        self.add(quoted.replace('/', "\\/"), shown);
        self.add(quoted.to_owned(), shown);
        let escaped = text.replace('&', "&amp;").replace('<', "&lt;");
        let more = escaped.replace('>', "&gt;");
        self.add(more.replace('"', "&quot;").replace('\'', "&apos;"), shown);
        self.add(more, shown);
        self.add(escaped, shown);
        // However the rest is encoded: what no encoding changes, if there is much of it.
        let unchanged = text.split(|c: char| !c.is_ascii_alphanumeric());
        for piece in unchanged.filter(|piece| piece.len() >= PIECE) {
            self.add(piece.to_owned(), shown);
        }
        self.add(text.escape_debug().to_string(), shown);
        self.add(text.to_owned(), shown);
    }

    fn hide_bytes(&mut self, bytes: &[u8], shown: &str) {
        let hex = bytes.iter().map(|byte| format!("{byte:02x}"));
        let spaced: Vec<String> = hex.collect();
        self.add(spaced.join(" "), shown);
        self.add(spaced.concat(), shown);
        self.add(STANDARD_NO_PAD.encode(bytes), shown);
        self.add(URL_SAFE_NO_PAD.encode(bytes), shown);
    }

    fn add(&mut self, mut form: String, shown: &str) {
        form.make_ascii_lowercase();
        if form.len() >= SHORTEST && !self.0.iter().any(|(known, _)| *known == form) {
            self.0.push((form, shown.to_owned()));
        }
    }

    /// A text with what is hidden replaced; of what begins at the same place, the longest.
    pub(crate) fn over(&self, text: &str) -> String {
        let lower = text.to_ascii_lowercase();
        let find = |form: &str, from: usize| Some(from + lower.get(from..)?.find(form)?);
        let mut next: Vec<Option<usize>> = self.0.iter().map(|(form, _)| find(form, 0)).collect();
        let (mut veiled, mut at) = (String::new(), 0);
        loop {
            let ahead = next
                .iter()
                .zip(&self.0)
                .filter_map(|(next, form)| Some(((*next)?, form)));
            let first = ahead.min_by_key(|(start, (form, _))| (*start, usize::MAX - form.len()));
            let Some((start, (form, shown))) = first else {
                break;
            };
            veiled.push_str(&text[at..start]);
            veiled.push_str(shown);
            at = start + form.len();
            for (next, (form, _)) in next.iter_mut().zip(&self.0) {
                if next.is_some_and(|next| next < at) {
                    *next = find(form, at);
                }
            }
        }
        veiled.push_str(&text[at..]);
        veiled
    }
}

#[cfg(test)]
mod tests {
    use super::Veil;

    #[test]
    fn every_form_is_hidden_and_nothing_else() {
        let mut veil = Veil::default();
        veil.hide(b"a+b/\"c\"==", "‹token›");
        veil.hide(b"+b/", "‹short›");
        let told = "x a+b/\"c\"== A%2bB%2F%22c%22%3D%3D a%252Bb%252F%2522c%2522%253D%253D a+b\\/\\\"c\\\"== \
                    a+b/&quot;c&quot;== 61 2B 62 2F 22 63 22 3d 3D 612b622f2263223d3d YStiLyJjIj09 y +b/";
        assert_eq!(veil.over(told), format!("x {}y +b/", "‹token› ".repeat(8)));
        assert_eq!(veil.over(""), "");
    }

    #[test]
    fn a_long_piece_is_hidden_by_itself() {
        let mut veil = Veil::default();
        veil.hide(b"abcdefghijklmnop+qrs/", "‹token›");
        assert_eq!(
            veil.over("abcdefghijklmnop&#43;qrs&#47;"),
            "‹token›&#43;qrs&#47;"
        );
    }

    #[test]
    fn the_longer_of_two_is_hidden_whole() {
        let mut veil = Veil::default();
        veil.hide(b"secret", "‹secret_key›");
        veil.hide(b"secretary", "‹b›");
        assert_eq!(veil.over("a secretary's secret"), "a ‹b›'s ‹secret_key›");
    }
}
