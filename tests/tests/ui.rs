//! Programs that must not compile. Each also uses what it declares: the error that it is about
//! must be the only one.

#[test]
fn messages() {
    trybuild::TestCases::new().compile_fail("ui/*.rs");
}
