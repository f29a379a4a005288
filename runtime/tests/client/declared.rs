//! Errors of a declared type, and errors of one's own.

use std::error::Error as StdError;

use signed_api::ErrorWith;

use super::*;

#[derive(Debug, Deserialize, PartialEq)]
struct Said {
    code: String,
}

#[signed_api(scheme = "acs")]
trait Declared {
    #[get("/calls/{id}")]
    async fn call(&self, id: &str) -> Result<Connection, ErrorWith<Said>>;
}

fn declared(memory: &Memory) -> DeclaredClient {
    let client = DeclaredClient::builder("https://h", acs());
    client.transport(memory.clone()).build().unwrap()
}

fn refusal(body: &str) -> http::Response<&str> {
    http::Response::builder().status(409).body(body).unwrap()
}

#[tokio::test]
async fn a_refusal_is_read_as_declared() {
    let memory = Memory::new();
    memory
        .answer(refusal(r#"{"code":"8522"}"#))
        .answer(refusal("<html>"))
        .fail("unplugged");
    let calls = declared(&memory);
    let error = calls.call("7").await.unwrap_err();
    let code = "8522".to_owned();
    assert_eq!(error.declared(), Some(&Said { code }));
    assert_eq!(
        (error.status().unwrap().as_u16(), error.call()),
        (409, Some("Declared::call"))
    );
    for kind in [ErrorKind::Refused, ErrorKind::Transport] {
        let error = calls.call("7").await.unwrap_err();
        assert_eq!((error.declared(), error.kind()), (None, kind));
    }
}

/// `?` takes a declared error to a plain one, to one of the user's and to any.
#[tokio::test]
async fn errors_flow() {
    async fn plain(calls: &impl Declared) -> Result<Connection> {
        Ok(calls.call("7").await?)
    }
    async fn own(calls: &impl Declared) -> Result<Connection, Own> {
        Ok(plain(calls).await?)
    }
    async fn any(calls: &impl Declared) -> Result<Connection, Box<dyn StdError + Send + Sync>> {
        Ok(calls.call("7").await?)
    }
    struct Fake;
    impl Declared for Fake {
        async fn call(&self, _: &str) -> Result<Connection, ErrorWith<Said>> {
            Err(Error::refused(refusal(r#"{"code":"8522"}"#)).into())
        }
    }
    let shown = r#"refused with 409 Conflict: {"code":"8522"}"#;
    assert_eq!(plain(&Fake).await.unwrap_err().to_string(), shown);
    assert_eq!(any(&Fake).await.unwrap_err().to_string(), shown);
    assert_eq!(own(&Fake).await.unwrap_err().0, ErrorKind::Refused);
    assert_eq!(
        Fake.call("7").await.unwrap_err().declared().unwrap().code,
        "8522"
    );
}
