//! `signed-api list`.

use signed_api_reader::Scheme;
use signed_api_specs::data::{Credential, Known, SchemeData, Setting};
use signed_api_specs::{Reading, builtin_names};

use crate::print;
use crate::scheme::load;

/// How many vectors of each file are reproduced: the file's name is the scheme's.
const REPRODUCED: &str = include_str!("reproduced.txt");

/// Prints every built-in scheme.
pub(crate) fn list() -> Result<bool, String> {
    for name in builtin_names() {
        let scheme = load(name)?;
        let data = scheme.data();
        print::line(name);
        print::line(format_args!("  {}", data.title));
        print::line(format_args!("  {}", data.page));
        print::line(format_args!("  examples: {}", scheme.sources().join("; ")));
        if let Some(vectors) = vectors(&scheme) {
            print::line(format_args!("  vectors: {vectors}"));
        }
        let credentials: Vec<String> = data
            .credentials
            .iter()
            .map(|one| credential(&data, one))
            .collect();
        print::line(format_args!("  credentials: {}", credentials.join(", ")));
        if !data.settings.is_empty() {
            let settings: Vec<String> = data
                .settings
                .iter()
                .map(|one| setting(&data, one))
                .collect();
            print::line(format_args!("  settings: {}", settings.join(", ")));
        }
        match Reading::new(&data) {
            Ok(_) => print::line(format_args!("  signs and verifies\n")),
            Err(reason) => print::line(format_args!("  signs, cannot verify: {reason}\n")),
        }
    }
    Ok(true)
}

/// The vectors of a scheme; a variant shares those of the nearest scheme that it extends.
fn vectors(scheme: &Scheme) -> Option<String> {
    let extended = scheme.extends().iter().map(String::as_str);
    let mut names = std::iter::once(scheme.data().name).chain(extended);
    names.find_map(|name| {
        let mut counts = REPRODUCED.lines().filter_map(|line| line.split_once(": "));
        let (_, count) = counts.find(|(of, _)| *of == name)?;
        Some(format!("{count} in tests/vectors/{name}.jsonl"))
    })
}

fn credential(data: &SchemeData<'_>, credential: &Credential) -> String {
    let marks = [
        (credential.secret, "secret"),
        (credential.optional, "optional"),
    ];
    named(data.text(credential.name), &marks)
}

fn setting(data: &SchemeData<'_>, setting: &Setting) -> String {
    let marks = [
        (setting.optional, "optional"),
        (setting.by_trait, "by trait"),
        (
            setting.known == Known::ByRequest,
            "from the request when verifying",
        ),
        (
            setting.known == Known::ByTrying,
            "each tried when verifying",
        ),
    ];
    let shown = named(data.text(setting.name), &marks);
    let choices: Vec<&str> = data.choices(setting.one_of).collect();
    let choices = if choices.is_empty() {
        String::new()
    } else {
        format!(" = {}", choices.join(" | "))
    };
    let max = setting
        .max
        .map_or(String::new(), |max| format!(" up to {max}"));
    let default = setting
        .default
        .map_or(String::new(), |text| format!(" [{}]", data.text(text)));
    format!("{shown}{choices}{max}{default}")
}

fn named(name: &str, marks: &[(bool, &str)]) -> String {
    let marks: Vec<&str> = marks
        .iter()
        .filter(|(is, _)| *is)
        .map(|(_, mark)| *mark)
        .collect();
    if marks.is_empty() {
        name.to_owned()
    } else {
        format!("{name} ({})", marks.join(", "))
    }
}
