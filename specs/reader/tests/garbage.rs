//! Whatever a file holds, reading it ends with a scheme or with problems: it never panics, and
//! neither does showing what is wrong.

use signed_api_reader::{Problems, read};
use signed_api_specs::{builtin_names, builtin_text};

/// Random numbers (xorshift), the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        let number = self.0 % u64::try_from(limit.max(1)).unwrap();
        usize::try_from(number).unwrap()
    }

    fn one_of<'t>(&mut self, several: &[&'t str]) -> &'t str {
        several[self.below(several.len())]
    }
}

/// What is put into a file: its own marks, and characters of every width.
const PIECES: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    "{{",
    "]]",
    "(",
    ")",
    "'",
    "\"",
    "\"\"\"",
    "'''",
    "|",
    "?",
    "+",
    ",",
    ".",
    "=",
    "!",
    "*",
    "%",
    "\\",
    "\\u00e9",
    "\\n",
    "\r\n",
    "\n",
    "\t",
    " ",
    "\0",
    "é",
    "日本",
    "😀",
    "or",
    "{now?}",
    "{header.}",
    "{signature}",
    "9999999999",
    "= false",
    "{query.a?}",
    "-",
    "| each('{name}')",
    "| format('%é')",
    "[let]\na = \"{a}\"\n",
    "extends = \"acs\"\n",
    "\u{feff}",
];

fn show(path: &str, problems: &Problems) {
    assert!(problems.iter().next().is_some(), "{path} has no problem");
    for problem in problems.iter() {
        let (_, line, column) = problem.position();
        assert!(line > 0 && column > 0);
        assert!(!problem.to_string().is_empty());
        assert!(!problem.message().is_empty(), "{problem}");
    }
}

fn check(text: &str) {
    match read("garbage.toml", text, &mut |_| None) {
        Ok(scheme) => scheme
            .warnings()
            .iter()
            .for_each(|warning| drop((warning.position(), warning.to_string()))),
        Err(problems) => show(text, &problems),
    }
}

fn change(text: &mut String, numbers: &mut Numbers) {
    let mut place = |text: &str| text.floor_char_boundary(numbers.below(text.len() + 1));
    let (at, other) = (place(text), place(text));
    match numbers.below(6) {
        0 => text.insert_str(at, numbers.one_of(PIECES)),
        1 => {
            let end = text.ceil_char_boundary((at + 1 + numbers.below(4)).min(text.len()));
            text.replace_range(at..end, "");
        }
        2 => {
            let end = text.ceil_char_boundary((at + 1).min(text.len()));
            text.replace_range(at..end, numbers.one_of(PIECES));
        }
        3 => {
            let end = text.floor_char_boundary((other + 40).min(text.len()));
            let copied = text[other..end].to_owned();
            text.insert_str(at, &copied);
        }
        4 => swap_lines(text, numbers),
        _ => {
            // Most often, only a little is cut off.
            if numbers.below(10) == 0 {
                text.truncate(at);
            }
        }
    }
}

fn swap_lines(text: &mut String, numbers: &mut Numbers) {
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    if lines.is_empty() {
        return;
    }
    let (one, two) = (numbers.below(lines.len()), numbers.below(lines.len()));
    lines.swap(one, two);
    *text = lines.concat();
}

#[test]
fn changed_files_never_panic() {
    let mut numbers = Numbers(0x5eed_0fa1_1f11_e5aa);
    let names: Vec<&str> = builtin_names().collect();
    for round in 0..12_000 {
        let whole = builtin_text(names[round % names.len()]).unwrap();
        // With its examples, a file is slower to read, and has less to go wrong.
        let templates = whole.split("[[example]]").next().unwrap();
        let mut text = if numbers.below(4) == 0 {
            whole
        } else {
            templates
        }
        .to_owned();
        if numbers.below(5) == 0 {
            text = text.replace('\n', "\r\n");
        }
        for _ in 0..=numbers.below(4) {
            change(&mut text, &mut numbers);
        }
        check(&text);
    }
}

#[test]
fn files_cut_off_anywhere_never_panic() {
    let text = builtin_text("aws-sigv4").unwrap();
    let end = text.find("[[example]]").unwrap() + 700;
    for (at, _) in text.char_indices().take_while(|(at, _)| *at < end) {
        check(&text[..at]);
    }
}

#[test]
fn deep_nesting_never_overflows_the_stack() {
    let template = |text: &str| {
        format!(
            "title = 'a'\n[signature]\nalgorithm = 'sha256'\nstring_to_sign = '''{text}'''\n[headers]\na = '{{signature | hex}}'\n"
        )
    };
    for (open, close) in [
        ("[x", "x]"),
        ("{'", "'}"),
        ("{path | hmac(", ")}"),
        ("{", "}"),
        ("[ {path", ""),
        ("{a | b(\"", ""),
    ] {
        check(&template(&(open.repeat(9_000) + &close.repeat(9_000))));
    }
    check(&template(&format!("{{path{}}}", " | trim".repeat(9_000))));
    check(&template(&format!("{{path{}}}", " or path".repeat(8_000))));
    check(&template(&format!("{{path{}}}", " + path".repeat(8_000))));
    check(&format!("a = {}", "[".repeat(100_000)));
    check(&format!("a = {}", "{a=".repeat(100_000)));
    check(&format!("[{}a]", "a.".repeat(100_000)));
    check(&format!("{}a = 1", "a.".repeat(100_000)));
}

#[test]
fn named_values_in_one_another_end() {
    let file = |lets: &str| {
        format!(
            "title = 'a'\n[let]\n{lets}[signature]\nalgorithm = 'sha256'\nstring_to_sign = '{{v0}}'\n[headers]\na = '{{signature | hex}}{{header.x?}}'\n"
        )
    };
    let link = |index: u32| format!("v{index} = '{{v{}}}'\n", index + 1);
    let chain = (0..2_000).map(link).collect::<Vec<_>>().concat();
    check(&file(&chain));
    check(&file(&format!("{chain}v2000 = '{{path}}'\n")));
    let fork = |index: u32| format!("v{index} = '{{v{0}}}{{v{0}}}'\n", index + 1);
    let tree = (0..40).map(fork).collect::<Vec<_>>().concat();
    check(&file(&format!("{tree}v40 = '{{path}}'\n")));
}

#[test]
fn large_files_are_refused() {
    let refused = |text: &str, why: &str| {
        let problems = read("large.toml", text, &mut |_| None).unwrap_err();
        show("large.toml", &problems);
        assert!(problems.to_string().contains(why), "{problems}");
    };
    let setting = |index: u32| format!("s{index} = {{}}\n");
    let settings = (0..20_000).map(setting).collect::<Vec<_>>().concat();
    refused(&format!("title = 'a'\n[settings]\n{settings}"), "too large");
    let rules = "'a', ".repeat(70_000);
    let rules = format!("title = 'a'\n[signature]\nsigned_headers = [{rules}]\n");
    refused(&rules, "too large");
    let template = format!("title = 'a'\n[let]\na = '{}'\n", "{path}".repeat(30_000));
    refused(&template, "too large");
    refused(&"#".repeat(2 << 20), "1048576 at most");
}

#[test]
fn files_that_extend_ever_more_files_end() {
    let mut count = 0;
    let mut find = |_: &str| {
        count += 1;
        let text = format!("extends = \"file{count}\"\n");
        Some(Ok((format!("file{count}.toml"), text)))
    };
    let problems = read("first.toml", "extends = \"file0\"\n", &mut find).unwrap_err();
    show("first.toml", &problems);
}
