//! The README's walk from an empty file to a provider, step by step as it is written there: the
//! files and mendings it shows, the commands it runs, and what they print.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

const HEADING: &str = "## A provider of your own, in ten minutes";

/// A fenced block of the README.
struct Block {
    language: String,
    text: String,
}

/// The blocks of the walk, in order.
fn blocks() -> Vec<Block> {
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md");
    let readme = fs::read_to_string(readme).unwrap();
    let walk = readme
        .split_once(HEADING)
        .expect("the README has the walk")
        .1;
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for line in walk.lines() {
        match (line.strip_prefix("```"), &mut open) {
            (Some(language), None) => {
                let language = language.to_owned();
                open = Some(Block {
                    language,
                    text: String::new(),
                });
            }
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (None, Some(block)) => block.text.extend([line, "\n"]),
            (None, None) if line.starts_with("## ") => break,
            (None, None) => {}
        }
    }
    blocks
}

/// Whoever walks: a folder, an environment, and what the last command printed.
struct Walker {
    folder: PathBuf,
    variables: Vec<(String, String)>,
    printed: String,
}

impl Walker {
    fn scheme(&self) -> PathBuf {
        self.folder.join("schemes/bitvavo.toml")
    }

    fn follow(&mut self, block: &Block) {
        let text = block.text.as_str();
        match block.language.as_str() {
            "sh" => self.run(text),
            "text" => assert_eq!(self.printed.trim_end(), text.trim_end()),
            "toml" => self.write(text),
            "diff" => self.mend(text),
            "http" => fs::write(self.folder.join("orders.http"), text).unwrap(),
            "rust" => assert!(text.contains(r#"scheme!(pub Bitvavo = "schemes/bitvavo.toml")"#)),
            other => panic!("nobody knows how to follow `{other}`"),
        }
    }

    fn run(&mut self, commands: &str) {
        self.printed.clear();
        for command in commands.lines() {
            let words: Vec<&str> = command.split(' ').collect();
            match words.as_slice() {
                ["touch", file] => fs::write(self.folder.join(file), "").unwrap(),
                ["export", variables @ ..] => {
                    let pairs = variables.iter().map(|pair| pair.split_once('=').unwrap());
                    let pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
                    self.variables.extend(pairs);
                }
                ["signed-api", arguments @ ..] => self.signed_api(arguments),
                _ => panic!("nobody knows how to run `{command}`"),
            }
        }
    }

    fn signed_api(&mut self, arguments: &[&str]) {
        let output = Command::new(env!("CARGO_BIN_EXE_signed-api"))
            .args(arguments)
            .current_dir(&self.folder)
            .env_clear()
            .envs(self.variables.iter().map(|(name, value)| (name, value)))
            .output()
            .unwrap();
        for printed in [output.stdout, output.stderr] {
            self.printed += &String::from_utf8(printed).unwrap();
        }
    }

    /// A whole file begins with the address of a page; anything else goes to its end.
    fn write(&self, text: &str) {
        let whole = if text.starts_with("# https://") {
            text.to_owned()
        } else {
            format!("{}\n{text}", fs::read_to_string(self.scheme()).unwrap())
        };
        fs::write(self.scheme(), whole).unwrap();
    }

    /// Puts each run of lines with `+` in the place of the run with `-` before it.
    fn mend(&self, diff: &str) {
        let mut file = fs::read_to_string(self.scheme()).unwrap();
        let (mut old, mut new) = (String::new(), String::new());
        for line in diff.lines().chain(["-"]) {
            let (mark, rest) = line.split_at(1);
            if mark == "+" {
                new.extend([rest, "\n"]);
                continue;
            }
            assert_eq!(mark, "-", "{line}");
            if !new.is_empty() {
                assert_eq!(file.matches(&old).count(), 1, "{old}");
                file = file.replace(&old, &new);
                (old, new) = (String::new(), String::new());
            }
            old.extend([rest, "\n"]);
        }
        fs::write(self.scheme(), file).unwrap();
    }
}

#[test]
fn the_walk_leads_from_an_empty_file_to_a_scheme_that_reproduces_its_providers_example() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("walk");
    fs::create_dir_all(folder.join("schemes")).unwrap();
    let mut walker = Walker {
        folder,
        variables: Vec::new(),
        printed: String::new(),
    };
    let blocks = blocks();
    for block in &blocks {
        walker.follow(block);
    }
    let count = |language| {
        blocks
            .iter()
            .filter(|block| block.language == language)
            .count()
    };
    assert_eq!(
        ["sh", "text", "toml", "diff", "rust"].map(count),
        [6, 6, 2, 2, 1]
    );
    // The trait at its end is compiled with this file, as a test of the README's code.
    let kept = crate::schemes("bitvavo");
    let file = fs::read_to_string(walker.scheme()).unwrap();
    assert_eq!(file, fs::read_to_string(kept).unwrap());
}
