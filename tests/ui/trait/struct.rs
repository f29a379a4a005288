use signed_api::signed_api;

#[signed_api(scheme = "acs")]
pub struct Calls;

fn main() {
    let _ = Calls;
}
