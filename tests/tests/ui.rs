//! Programs that must not compile, a folder for each kind of mistake. Each also implements its trait
//! and calls its client: the error that it is about must be the only one. Those called `several` make
//! several mistakes, which are all told at once.

#[test]
fn messages() {
    trybuild::TestCases::new().compile_fail("ui/*/*.rs");
}
