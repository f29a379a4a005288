//! The texts that are signed: their lines, what stands between values, and their ends.

use crate::data::{Id, Op, SchemeData};
use crate::diagnose::case::Case;
use crate::diagnose::tables::{Tables, reachable};
use crate::diagnose::way::{Alter, Hints, Made, Way};

pub(super) static WAYS: &[Way] = &[
    Way {
        name: "line ends",
        done: "The lines were joined with other line ends than a line feed alone.",
        mend: "Join lines with `\\n` (one byte, 0x0A), whatever the system's line end is; in single quotes some languages take it for two characters.",
        pairs: true,
        alter: Alter::Case(line_ends),
    },
    Way {
        name: "line end at the end",
        done: "A line end was signed behind the last line, or the one that belongs there was not.",
        mend: "End the text as the scheme's file does.",
        pairs: true,
        alter: Alter::Case(last_line_end),
    },
    Way {
        name: "line left out",
        done: "A line of what is signed was left out, its line end too.",
        mend: "Write every line; an empty value leaves an empty line.",
        pairs: true,
        alter: Alter::Case(lines_left_out),
    },
    Way {
        name: "lines swapped",
        done: "Two lines of what is signed were swapped.",
        mend: "Write the lines in the scheme's order.",
        pairs: true,
        alter: Alter::Case(lines_swapped),
    },
    Way {
        name: "part left out",
        done: "A value was left out of what is signed.",
        mend: "Sign every value that the scheme's file names.",
        pairs: true,
        alter: Alter::Case(parts_left_out),
    },
    Way {
        name: "parts swapped",
        done: "Two values of what is signed stand in each other's place.",
        mend: "Sign the values in the scheme's order.",
        pairs: true,
        alter: Alter::Case(parts_swapped),
    },
    Way {
        name: "text between values",
        done: "What stands between values has other letters or blanks than the scheme's.",
        mend: "Write it letter by letter as the scheme's file does, blanks included.",
        pairs: true,
        alter: Alter::Case(literals),
    },
];

/// The texts of the file that are part of what is signed, with what stands in them.
fn texts<'d>(data: &SchemeData<'d>) -> Vec<(Id, &'d str)> {
    let ids = reachable(data).into_iter();
    let texts = ids.filter_map(|id| match data.node(id).op {
        Op::Text(text) => Some((id, data.text(text))),
        _ => None,
    });
    texts.collect()
}

/// Templates of more than one part, with their parts.
fn templates<'d>(data: &SchemeData<'d>) -> Vec<(Id, &'d [Id])> {
    let ids = reachable(data).into_iter();
    let templates = ids.filter_map(|id| match data.node(id).op {
        Op::Template(run) => Some((id, data.links(run))),
        _ => None,
    });
    templates.collect()
}

fn put_text(tables: &mut Tables<'_>, id: Id, text: &str) -> Option<()> {
    let text = tables.add_text(text)?;
    let node = *tables.data().node(text);
    tables.put(id, node);
    Some(())
}

fn line_ends<'c>(case: &Case<'c>, _: &Hints<'c>) -> Made<'c> {
    let data = case.tables.data();
    let texts: Vec<(Id, &str)> = texts(&data)
        .into_iter()
        .filter(|(_, text)| text.contains('\n'))
        .collect();
    if texts.is_empty() {
        return Vec::new();
    }
    let ends = [
        ("CR LF", "\r\n"),
        ("a backslash and an `n`", "\\n"),
        ("CR", "\r"),
        ("nothing", ""),
        ("a blank", " "),
    ];
    let made = ends.iter().filter_map(|(name, end)| {
        let case = case.with_steps(|tables| {
            texts
                .iter()
                .try_for_each(|(id, text)| put_text(tables, *id, &text.replace('\n', end)))
        });
        Some((Some(format!("{name} stands between the lines")), case?))
    });
    made.collect()
}

fn last_line_end<'c>(case: &Case<'c>, _: &Hints<'c>) -> Made<'c> {
    let data = case.tables.data();
    let whole = data.signature.string_to_sign;
    let mut made = Vec::new();
    for (end, name) in [("\n", "a line feed"), ("\r\n", "CR LF")] {
        let case = case.with_steps(|tables| {
            let inner = tables.add(*tables.data().node(whole))?;
            let end = tables.add_text(end)?;
            tables.put_template(whole, &[inner, end])
        });
        made.extend(case.map(|case| (Some(format!("{name} behind the last line")), case)));
    }
    if let Op::Template(run) = data.node(whole).op
        && let Some(last) = data.links(run).last()
        && let Op::Text(text) = data.node(*last).op
        && let Some(short) = data.text(text).strip_suffix('\n')
    {
        let short = short.to_owned();
        let case = case.with_steps(|tables| put_text(tables, *last, &short));
        made.extend(case.map(|case| (Some("the line feed at the end".to_owned()), case)));
    }
    made
}

/// A template's lines: the parts of each, its texts cut at line feeds. Parts are added for them.
fn lines(tables: &mut Tables<'_>, parts: &[Id]) -> Option<Vec<Vec<Id>>> {
    let mut lines = vec![Vec::new()];
    for part in parts {
        let text = match tables.data().node(*part).op {
            Op::Text(text) => Some(tables.data().text(text).to_owned()),
            _ => None,
        };
        let Some(text) = text else {
            lines.last_mut()?.push(*part);
            continue;
        };
        for (index, piece) in text.split('\n').enumerate() {
            if index > 0 {
                lines.push(Vec::new());
            }
            if !piece.is_empty() {
                let piece = tables.add_text(piece)?;
                lines.last_mut()?.push(piece);
            }
        }
    }
    Some(lines)
}

fn put_lines(tables: &mut Tables<'_>, id: Id, lines: &[Vec<Id>]) -> Option<()> {
    let mut parts = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        if index > 0 {
            parts.push(tables.add_text("\n")?);
        }
        parts.extend(line);
    }
    tables.put_template(id, &parts)
}

/// How many lines a template has; what its values bring is not counted.
fn count(data: &SchemeData<'_>, parts: &[Id]) -> usize {
    let newlines = parts.iter().map(|part| match data.node(*part).op {
        Op::Text(text) => data.text(text).matches('\n').count(),
        _ => 0,
    });
    newlines.sum::<usize>() + 1
}

fn lines_left_out<'c>(case: &Case<'c>, _: &Hints<'c>) -> Made<'c> {
    let data = case.tables.data();
    let mut made = Vec::new();
    for (id, parts) in templates(&data) {
        let lines_there = count(&data, parts);
        for index in (0..lines_there).filter(|_| lines_there > 1) {
            let changed = case.with_steps(|tables| {
                let mut lines = lines(tables, parts)?;
                lines.remove(index);
                put_lines(tables, id, &lines)
            });
            let at = format!(
                "line {}: `{}`",
                index + 1,
                line_template(case, parts, index)
            );
            made.extend(changed.map(|changed| (Some(at), changed)));
        }
    }
    made
}

fn lines_swapped<'c>(case: &Case<'c>, _: &Hints<'c>) -> Made<'c> {
    let data = case.tables.data();
    let mut made = Vec::new();
    for (id, parts) in templates(&data) {
        let lines_there = count(&data, parts).min(16);
        for one in 0..lines_there {
            for other in one + 1..lines_there {
                let changed = case.with_steps(|tables| {
                    let mut lines = lines(tables, parts)?;
                    lines.swap(one, other);
                    put_lines(tables, id, &lines)
                });
                let at = format!("lines {} and {}", one + 1, other + 1);
                made.extend(changed.map(|changed| (Some(at), changed)));
            }
        }
    }
    made
}

/// What stands in a line of a file's template.
fn line_template(case: &Case<'_>, parts: &[Id], index: usize) -> String {
    let mut tables = (*case.tables).clone();
    let lines = lines(&mut tables, parts).unwrap_or_default();
    let line = lines.get(index).map(Vec::as_slice).unwrap_or_default();
    let data = tables.data();
    line.iter().map(|part| data.template(*part)).collect()
}

/// The values of a template, by their places among its parts.
fn values(data: &SchemeData<'_>, parts: &[Id]) -> Vec<usize> {
    let is_value = |index: &usize| !matches!(data.node(parts[*index]).op, Op::Text(_));
    (0..parts.len()).filter(is_value).collect()
}

fn parts_left_out<'c>(case: &Case<'c>, _: &Hints<'c>) -> Made<'c> {
    let data = case.tables.data();
    let mut made = Vec::new();
    for (id, parts) in templates(&data) {
        for index in values(&data, parts) {
            let left = [&parts[..index], &parts[index + 1..]].concat();
            let changed = case.with_steps(|tables| tables.put_template(id, &left));
            let at = format!("`{}`", data.template(parts[index]));
            made.extend(changed.map(|changed| (Some(at), changed)));
        }
    }
    made
}

fn parts_swapped<'c>(case: &Case<'c>, _: &Hints<'c>) -> Made<'c> {
    let data = case.tables.data();
    let mut made = Vec::new();
    for (id, parts) in templates(&data) {
        let values = values(&data, parts);
        for (at, one) in values.iter().enumerate().take(16) {
            for other in values[at + 1..].iter().take(16) {
                let mut swapped = parts.to_vec();
                swapped.swap(*one, *other);
                let changed = case.with_steps(|tables| tables.put_template(id, &swapped));
                let at = [*one, *other].map(|index| format!("`{}`", data.template(parts[index])));
                made.extend(changed.map(|changed| (Some(at.join(" and ")), changed)));
            }
        }
    }
    made
}

fn literals<'c>(case: &Case<'c>, _: &Hints<'c>) -> Made<'c> {
    let data = case.tables.data();
    let mut made = Vec::new();
    for (id, text) in texts(&data) {
        for other in others(text) {
            let changed = case.with_steps(|tables| put_text(tables, id, &other));
            let at = format!("{other:?} in the place of {text:?}");
            made.extend(changed.map(|changed| (Some(at), changed)));
        }
    }
    made
}

/// A text between values as it may have been written by mistake.
fn others(text: &str) -> Vec<String> {
    let mut others = vec![
        format!("{text} "),
        format!(" {text}"),
        text.replace(' ', ""),
        text.to_ascii_lowercase(),
        text.to_ascii_uppercase(),
        crate::engine::title_case(text),
        String::new(),
    ];
    for mark in [";", ",", "&", ":", "|", "."] {
        others.extend([";", ",", ", ", "&", "\n", "="].map(|other| text.replace(mark, other)));
    }
    others.retain(|other| other != text);
    others.sort_unstable();
    others.dedup();
    others
}
