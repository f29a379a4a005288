//! What stands in the reference: its sections, tables, listings and examples.

/// The reference.
pub(crate) const PAGE: &str = include_str!("../../LANGUAGE.md");

/// What stands behind an expression.
#[derive(Debug)]
pub(crate) enum Expected {
    Text(String),
    Absent,
    Empty,
    Refused,
}

/// The file that the examples are evaluated in.
pub(crate) fn acme() -> &'static str {
    blocks("toml").next().unwrap()
}

/// The listings in a language.
pub(crate) fn blocks(language: &str) -> impl Iterator<Item = &'static str> {
    let listings = PAGE.split("```").skip(1).step_by(2);
    let listings = listings.filter_map(|listing| listing.split_once('\n'));
    let language = language.to_owned();
    listings.filter_map(move |(named, text)| (named == language).then_some(text))
}

/// What stands under a heading.
pub(crate) fn section(level: &str, heading: &str) -> &'static str {
    let found = format!("\n{level}{heading}");
    let (_, rest) = PAGE.split_once(&found).unwrap();
    let end = rest.find(&format!("\n{level}"));
    &rest[..end.unwrap_or(rest.len())]
}

/// The rows of tables, cell by cell, without their heads.
pub(crate) fn tables(text: &str) -> Vec<Vec<String>> {
    let rows = text.lines().filter(|line| line.starts_with("| `"));
    rows.map(|row| {
        let row = row.replace("\\|", "\u{0}");
        let cells = row.trim_matches('|').split('|');
        let cells = cells.map(|cell| cell.replace('\u{0}', "|").trim().to_owned());
        cells.collect()
    })
    .collect()
}

/// The texts in backticks.
pub(crate) fn spans(text: &str) -> Vec<String> {
    let lines = text.lines().filter(|line| !line.starts_with("```"));
    let spans = lines.flat_map(|line| line.split('`').skip(1).step_by(2));
    spans.map(|span| span.replace("\\|", "|")).collect()
}

/// The text without its listings, line by line.
fn prose() -> impl Iterator<Item = &'static str> {
    PAGE.split("```").step_by(2).flat_map(str::lines)
}

/// Expressions with what stands behind them.
pub(crate) fn examples() -> Vec<(String, Expected)> {
    let mut found = Vec::new();
    for line in prose() {
        let line = line.replace("\\|", "|");
        let pieces: Vec<&str> = line.split('`').collect();
        for (index, piece) in pieces.iter().enumerate().skip(1).step_by(2) {
            let Some(result) = pieces
                .get(index + 1)
                .and_then(|next| next.strip_prefix(" → "))
            else {
                continue;
            };
            let expected = match result {
                "" => Expected::Text(pieces[index + 2].to_owned()),
                _ if result.starts_with("*absent*") => Expected::Absent,
                _ if result.starts_with("*empty*") => Expected::Empty,
                _ if result.starts_with("*refused*") => Expected::Refused,
                _ => panic!("what is `{piece}`? {line}"),
            };
            found.push(((*piece).to_owned(), expected));
        }
    }
    found
}

/// Expressions whose value depends on more than the page says.
pub(crate) fn expressions() -> Vec<String> {
    let lines: Vec<&str> = prose().collect();
    let is_call = |span: &String| span.starts_with('{') && span.contains(" | ");
    spans(&lines.join("\n"))
        .into_iter()
        .filter(is_call)
        .collect()
}
