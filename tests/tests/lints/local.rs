//! Traits inside functions, whose types nobody outside can name.

use serde::{Deserialize, Serialize};
use signed_api::{Error, schemes::Acs, signed_api, testing::Memory};
use signed_api_tests::now_or_never;

#[test]
fn a_trait_inside_a_function() -> Result<(), Error> {
    #[derive(Serialize)]
    struct Local<'a> {
        text: &'a str,
    }
    #[derive(Deserialize)]
    struct Answer {
        id: u8,
    }
    signed_api::scheme!(Own = "ui/specs/acme.toml");
    impl From<Acs> for Own {
        fn from(acs: Acs) -> Self {
            Self {
                key: acs.access_key,
            }
        }
    }

    #[signed_api(scheme = "acs")]
    trait Inner {
        #[post("/{id}")]
        async fn post(&self, id: u8, #[body] local: &Local<'_>) -> Result<Answer, Error>;
        #[put("/{id}", scheme = Own)]
        async fn put(&self, id: u8, #[body] local: Local<'_>) -> Result<(), Error>;
    }

    let memory = Memory::new();
    memory.answer(http::Response::new(r#"{"id":7}"#));
    memory.answer(http::Response::new(""));
    let acs = Acs {
        access_key: "cHc=".into(),
    };
    let inner = InnerClient::builder("https://h", acs).transport(memory.clone());
    let inner: InnerClient = inner.build()?;
    let local = Local { text: "a" };
    let id = now_or_never(inner.post(6, &local))?.id;
    now_or_never(inner.put(id, local))?;
    assert_eq!(memory.requests()[1].http().uri().path(), "/7");
    Ok(())
}
