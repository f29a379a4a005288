//! Lists that come in pages: against the test server, which verifies each, and in memory.

mod fakes;
mod forms;
mod resumed;
mod server;
mod wrong;

use serde::{Deserialize, Serialize};
use signed_api::{Error, Listing, Pages, schemes::Acs, signed_api, testing::Memory};

#[derive(Debug, Deserialize, PartialEq)]
struct Item {
    id: u32,
}

#[derive(Serialize)]
struct Question<'a> {
    #[serde(rename = "TableName")]
    table: &'a str,
    #[serde(rename = "ExclusiveStartKey", skip_serializing_if = "Option::is_none")]
    start: Option<&'a str>,
}

/// A page that is no JSON: one item a line, and the last line says where to go on.
struct Lines(Vec<String>);

impl signed_api::FromResponse for Lines {
    fn accept() -> &'static str {
        "text/plain"
    }

    fn from_response(response: http::Response<bytes::Bytes>) -> Result<Self, Error> {
        let lines = String::from_utf8(response.into_body().into()).unwrap();
        Ok(Self(lines.split('\n').map(str::to_owned).collect()))
    }
}

impl Listing for Lines {
    type Item = String;

    fn next(&self) -> Option<String> {
        self.0.last().cloned()
    }

    fn into_items(mut self) -> Vec<String> {
        self.0.pop();
        self.0
    }
}

/// Every way to say where the next page is.
#[signed_api(scheme = "acs", query = "v=1")]
trait Lists {
    #[get("/linked/{id}", items = "value", next = "nextLink")]
    fn linked(&self, id: &str) -> Pages<Item>;
    #[get("/named", items = "/a.b/c", next = "/@odata.nextLink")]
    fn named(&self) -> Pages<Item>;
    #[get("/header", items = ".", next = header("Link"))]
    fn link_header(&self) -> Pages<Item>;
    #[get("/own-header", items = ".", next = header("x-next"))]
    fn own_header(&self) -> Pages<Item>;
    #[get("/query", items = "result.items", next = "result.next", into = query("$skip"))]
    fn query(&self, #[query("$skip")] start: Option<&str>, #[query] top: u32) -> Pages<Item>;
    #[get("/cosmos", items = "Documents", next = header("x-ms-continuation"), into = header("x-ms-continuation"))]
    fn header(&self) -> Pages<Item>;
    #[post("/dynamo", items = "Items", next = "LastEvaluatedKey", into = body("ExclusiveStartKey"))]
    fn body(&self, #[body] question: &Question<'_>) -> Pages<Item>;
    #[post("/logs", items = "events", next = "nextForwardToken", into = body("nextToken"), stop_on_same_token)]
    fn log(&self, #[body] question: &Question<'_>) -> Pages<Item>;
    #[post("/form", items = "items", next = "next", into = form("page token"))]
    fn form(&self, #[form] action: &str) -> Pages<Item>;
    #[get("/lines", page = Lines, into = query("after"))]
    fn lines(&self) -> Pages<String>;
    #[get("/linked-lines", page = Lines)]
    fn linked_lines(&self) -> Pages<String>;
    #[get("/open", items = "value", next = "nextLink", unsigned)]
    fn open(&self) -> Pages<Item>;
}

fn acs() -> Acs {
    Acs {
        access_key: "c2VjcmV0".into(),
    }
}

/// A client, and a network that gives these answers.
fn answered(answers: &[&'static str]) -> (ListsClient, Memory) {
    let memory = Memory::new();
    for answer in answers {
        memory.answer(http::Response::new(*answer));
    }
    (client(&memory), memory)
}

fn client(memory: &Memory) -> ListsClient {
    let builder = ListsClient::builder("https://h.example/base", acs());
    builder.transport(memory.clone()).build().unwrap()
}

/// The targets of what was sent.
fn targets(memory: &Memory) -> Vec<String> {
    let sent = memory.requests();
    let target = |uri: &http::Uri| uri.path_and_query().unwrap().to_string();
    sent.iter().map(|sent| target(sent.http().uri())).collect()
}

/// The items up to the first error.
async fn ids(mut pages: Pages<Item>) -> Result<Vec<u32>, Error> {
    let mut ids = Vec::new();
    while let Some(item) = pages.next().await {
        ids.push(item?.id);
    }
    Ok(ids)
}
