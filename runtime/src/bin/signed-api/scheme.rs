//! Schemes by name or file.

use std::{io::ErrorKind, path::Path};

use signed_api_reader::Scheme;
use signed_api_reader::{builtin, builtin_meant, read};
use signed_api_specs::builtin_names;

/// A built-in scheme by its name, or a scheme file.
pub(crate) fn load(name_or_file: &str) -> Result<Scheme, String> {
    let path = Path::new(name_or_file);
    if path
        .extension()
        .is_some_and(|extension| extension == "toml")
    {
        return load_file(path);
    }
    if let Some(scheme) = builtin(name_or_file) {
        return scheme.map_err(|problems| problems.to_string());
    }
    let near = builtin_meant(name_or_file);
    let names: Vec<&str> = builtin_names().collect();
    let names = names.join(", ");
    Err(format!(
        "there is no built-in scheme `{name_or_file}`{near}\nthese are: {names}; a file ends in `.toml`"
    ))
}

/// A scheme file; what it extends is looked for beside it.
pub(crate) fn load_file(path: &Path) -> Result<Scheme, String> {
    let shown = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|error| format!("{shown}: {error}"))?;
    let folder = path.parent().unwrap_or(Path::new(""));
    let mut find = |name: &str| {
        let beside = folder.join(format!("{name}.toml"));
        let shown = beside.display().to_string();
        match std::fs::read_to_string(&beside) {
            Ok(text) => Some(Ok((shown, text))),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => Some(Err(format!("`{shown}` cannot be read: {error}"))),
        }
    };
    read(&shown, &text, &mut find).map_err(|problems| problems.to_string())
}
