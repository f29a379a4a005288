//! Methods that list: with each kind of next page, and among others.

use serde::{Deserialize, Serialize};
use signed_api::{Error, ErrorWith, Listing, Pages, signed_api};

/// What is listed.
#[derive(Deserialize)]
pub struct Item;

/// What is asked.
#[derive(Serialize)]
pub struct Question;

/// A page of one's own.
#[derive(Deserialize)]
pub struct Listed;

impl Listing for Listed {
    type Item = Item;

    fn next(&self) -> Option<String> {
        None
    }

    fn into_items(self) -> Vec<Item> {
        vec![Item]
    }
}

/// Lists.
#[signed_api(scheme = "acs", blocking)]
pub trait Lists {
    /// One.
    #[get("/items/{id}")]
    async fn item(&self, id: &str) -> Result<Item, Error>;
    /// By a link in the body.
    #[get("/items", items = "value", next = "nextLink")]
    fn linked(&self, #[query] top: Option<u32>) -> Pages<Item>;
    /// By a token for the query, from an answer that is the list.
    #[get("/all", items = ".", next = header("X-Next"), into = query("$skipToken"))]
    fn all(&self) -> Pages<Item, ErrorWith<Item>>;
    /// By a token for the body.
    #[post("/query", items = "result.items", next = "/@next.token", into = body("at.token"))]
    fn asked(&self, #[body] question: &Question) -> Pages<Item>;
    /// By a type of one's own.
    #[get("/own", page = Listed, into = header("x-token"))]
    fn own(&self) -> Pages<Item>;
    /// By a token that is the same at the end.
    #[get("/log", items = "events", next = "token", into = query("token"), stop_on_same_token)]
    fn log(&self) -> Pages<Item>;
}
