//! The traits whose expansions are kept as text: the compiler expands them here, and compiles them.

use std::fs;

#[path = "../../macros/expansions/answers.rs"]
pub mod answers;
#[path = "../../macros/expansions/bodies.rs"]
pub mod bodies;
#[path = "../../macros/expansions/call_automation.rs"]
pub mod call_automation;
#[path = "../../macros/expansions/lifetimes.rs"]
pub mod lifetimes;
#[path = "../../macros/expansions/literals.rs"]
pub mod literals;
#[path = "../../macros/expansions/names.rs"]
pub mod names;
#[path = "../../macros/expansions/pages.rs"]
pub mod pages;
#[path = "../../macros/expansions/parameters.rs"]
pub mod parameters;
#[path = "../../macros/expansions/settings.rs"]
pub mod settings;
#[path = "../../macros/expansions/signing.rs"]
pub mod signing;
#[path = "../../macros/expansions/typed_settings.rs"]
pub mod typed_settings;

#[test]
fn every_one_of_them_is_compiled() {
    let here = include_str!("expansions.rs");
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../macros/expansions");
    let mut compiled = 0;
    for file in fs::read_dir(folder).unwrap() {
        let name = file.unwrap().file_name().into_string().unwrap();
        let path = format!("#[path = \"../../macros/expansions/{name}\"]");
        if !name.ends_with(".expanded.rs") {
            assert!(here.contains(&path), "{name}");
            compiled += 1;
        }
    }
    assert_eq!(compiled, 11);
}
