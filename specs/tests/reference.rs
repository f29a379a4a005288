//! The reference says what the language does: every example in it is run, every key in it is one
//! that the reader knows, and every scheme that it names uses the function that it is named for.
//!
//! The results in the reference come from Python 3.12 (hashlib, hmac, base64, urllib, email, json),
//! not from this engine.

mod page;

use std::collections::BTreeSet;

use signed_api_reader::read;
use signed_api_specs::{builtin_names, builtin_text};

use page::{Expected, PAGE, acme, blocks, examples, expressions, section, spans, tables};

#[test]
fn every_file_reproduces_its_example() {
    let files: Vec<_> = blocks("toml").filter(|text| is_file(text)).collect();
    assert!(files.len() >= 2, "{} files", files.len());
    for (index, file) in files.into_iter().enumerate() {
        checked(["acme", "variant"][index.min(1)], file).unwrap();
    }
}

#[test]
fn every_fragment_stands_in_a_file() {
    let fragments: Vec<_> = blocks("toml").filter(|text| !is_file(text)).collect();
    assert!(!fragments.is_empty());
    for fragment in fragments {
        let file = format!("{fragment}\n{}", without(&unproved(), fragment));
        let file = format!("title = \"\"\n{}", file.replacen("title = ", "#", 1));
        checked("fragment", &file).unwrap();
    }
}

#[test]
fn every_expression_is_what_stands_beside_it() {
    let examples = examples();
    assert_eq!(examples.len(), PAGE.matches("` → ").count());
    assert!(examples.len() > 90, "{} examples", examples.len());
    let mut wrong = Vec::new();
    for (expression, expected) in examples {
        match (
            checked("acme", &evaluating(&expression, &expected)),
            expected,
        ) {
            (Ok(()), Expected::Refused) => wrong.push(format!("`{expression}` is not refused")),
            (Err(problems), Expected::Refused) if problems.contains("cannot be signed") => {}
            // The file sends whole seconds, so a verifier cannot know more of the time.
            (Err(problems), _)
                if problems.starts_with("warning: this example, as it is signed") => {}
            (Err(problems), _) => wrong.push(format!("`{expression}`\n{problems}")),
            (Ok(()), _) => {}
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_other_expression_is_understood() {
    for expression in expressions() {
        let file = unproved()
            .replace(
                "[let]\n",
                &format!("[let]\nreference = '''{expression}'''\n"),
            )
            .replace("\n{method}\n", "\n{reference or ''}{method}\n");
        // What is always there takes no `or`.
        let always = file.replace("{reference or ''}", "{reference}");
        checked("acme", &file)
            .or_else(|_| checked("acme", &always))
            .unwrap();
    }
}

#[test]
fn every_entry_in_the_text_can_be_sent() {
    let is_entry = |span: &&String| span.contains(" = \"{") && !span.starts_with('{');
    let entries: Vec<String> = spans(PAGE).iter().filter(is_entry).cloned().collect();
    assert!(entries.len() > 4, "{entries:?}");
    for entry in entries {
        let sent = ["headers", "query", "form", "json"].map(|section| {
            let file = unproved();
            let file = match section {
                "headers" => file.replace("[headers]\n", &format!("[headers]\n{entry}\n")),
                _ => format!("{file}\n[{section}]\n{entry}\n"),
            };
            checked("acme", &file)
        });
        assert!(sent.iter().any(Result::is_ok), "{entry}: {sent:?}");
    }
}

#[test]
fn the_tables_have_every_key_and_no_other() {
    let known = [
        ("At the top", "unknown = 1\n"),
        ("`[credentials]`", "[credentials]\na = { unknown = 1 }\n"),
        ("`[connection]`", "[connection]\nunknown = 1\n"),
        ("`[settings]`", "[settings]\na = { unknown = 1 }\n"),
        ("`[signature]`", "[signature]\nunknown = 1\n"),
        ("`[verify]`", "[verify]\nunknown = 1\n"),
        ("`[refusal]`", "[refusal]\nstatus = 401\nunknown = 1\n"),
        ("`[[example]]`", "[[example]]\nunknown = 1\n"),
    ];
    for (heading, file) in known {
        let problems = checked("keys", file).unwrap_err();
        let (_, note) = problems.split_once("these are known: ").unwrap();
        let known: BTreeSet<String> = spans(note.lines().next().unwrap()).into_iter().collect();
        let rows = tables(section("### ", heading));
        let keys = rows.iter().filter(|row| row.len() == 2);
        let told: BTreeSet<String> = keys.flat_map(|row| spans(&row[0])).collect();
        assert_eq!(told, known, "{heading}");
    }
}

#[test]
fn every_scheme_that_is_named_uses_the_function() {
    let mut wrong = Vec::new();
    for cells in tables(section("## ", "Functions")) {
        let [call, .., schemes] = cells.as_slice() else {
            continue;
        };
        let Some(call) = spans(call).into_iter().next() else {
            continue;
        };
        let function = call.split('(').next().unwrap();
        let users: BTreeSet<String> = builtin_names()
            .filter(|name| uses(builtin_text(name).unwrap(), function))
            .map(ToOwned::to_owned)
            .collect();
        let named: BTreeSet<String> = spans(schemes).into_iter().collect();
        let holds = match schemes.trim() {
            "none" => users.is_empty(),
            text if text.ends_with('…') => named.is_subset(&users) && named.len() < users.len(),
            _ => named == users && !users.is_empty(),
        };
        if !holds {
            wrong.push(format!("`{function}` is used by {users:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A file with so many of something.
type File<'f> = &'f dyn Fn(usize) -> String;

#[test]
fn the_limits_are_as_told() {
    let entries = |count| {
        let entry = |index| format!("x-{index} = '{{path}}'\n");
        let entries: String = (5..=count).map(entry).collect();
        unproved().replace("[headers]\n", &format!("[headers]\n{entries}"))
    };
    let expression = |expression: String| evaluating(&expression, &Expected::Text("a".to_owned()));
    // A brace and a quote each.
    let nested = |depth| {
        let (open, close) = ("{'".repeat(depth / 2), "'}".repeat(depth / 2));
        expression(format!("{open}a{close}"))
    };
    let calls = |count| expression(format!("{{'a'{}}}", " | trim".repeat(count)));
    let lets = |count| {
        let named = |index: usize| format!("v{index} = \"{{v{}}}\"\n", index - 1);
        let lets: String = (2..=count).map(named).collect();
        let first = "v1 = \"{path}\"\n";
        unproved()
            .replace("[let]\n", &format!("[let]\n{first}{lets}"))
            .replace("\n{path}\n", &format!("\n{{v{count}}}\n"))
    };
    let rows: [(&str, File<'_>, usize); 4] = [
        ("entries of", &entries, 1),
        ("brackets, quotes", &nested, 2),
        ("functions in a row", &calls, 1),
        ("named values in", &lets, 1),
    ];
    for (row, file, step) in rows {
        let (_, rest) = PAGE.split_once(&format!("\n| {row}")).unwrap();
        let most = rest.split(['|', ' ']).find_map(|word| word.parse().ok());
        let most: usize = most.unwrap();
        checked("acme", &file(most)).unwrap_or_else(|problems| panic!("{row}: {problems}"));
        assert!(checked("acme", &file(most + step)).is_err(), "{row}");
    }
}

/// Whether a scheme's own file calls a function.
fn uses(text: &str, function: &str) -> bool {
    let (file, _) = text.split_once("[[example]]").unwrap();
    file.split('|').skip(1).any(|rest| {
        let rest = rest.trim_start().strip_prefix(function);
        rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_'))
    })
}

fn is_file(text: &str) -> bool {
    text.starts_with("# http")
}

/// What is wrong with a file; warnings are, too.
fn checked(name: &str, text: &str) -> Result<(), String> {
    let mut beside = |name: &str| (name == "acme").then(|| Ok(("acme.toml".into(), acme().into())));
    match read(&format!("{name}.toml"), text, &mut beside) {
        Ok(scheme) if scheme.warnings().is_empty() => Ok(()),
        Ok(scheme) => Err(scheme.warnings().iter().map(ToString::to_string).collect()),
        Err(problems) => Err(problems.to_string()),
    }
}

/// The file of the page without its example.
fn unproved() -> String {
    let (file, _) = acme().split_once("[[example]]").unwrap();
    file.to_owned()
}

/// A file without the sections that another text has.
fn without(file: &str, other: &str) -> String {
    let heading = |section: &str| section.lines().next().unwrap_or_default().to_owned();
    let sections = file.split("\n\n");
    let kept = sections.filter(|section| {
        let heading = heading(section);
        !heading.starts_with('[') || !other.lines().any(|line| line == heading)
    });
    kept.collect::<Vec<_>>().join("\n\n")
}

/// The file of the page, whose string to sign and example begin with an expression and its value.
fn evaluating(expression: &str, expected: &Expected) -> String {
    let shown = if expression.ends_with("?}") {
        "{reference or '*absent*'}"
    } else {
        "{reference}"
    };
    let value = match expected {
        Expected::Text(text) => text.replace('\\', "\\\\").replace('"', "\\\""),
        Expected::Absent => "*absent*".to_owned(),
        Expected::Empty | Expected::Refused => String::new(),
    };
    let headers = acme().lines().find(|line| line.starts_with("headers "));
    acme()
        .replace(headers.unwrap(), "")
        .replace(
            "[let]\n",
            &format!("[let]\nreference = '''{expression}'''\n"),
        )
        .replace("\n{method}\n", &format!("\n{shown}\n{{method}}\n"))
        .replace("\"\"\"\nPOST\n", &format!("\"\"\"\n{value}\nPOST\n"))
}
