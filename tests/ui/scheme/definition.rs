use signed_api::scheme;

scheme!(pub Acme: "ui/specs/acme.toml");

fn main() {}
