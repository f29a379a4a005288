//! Fakes, and clients that wait.

use signed_api::{Error, Pages, blocking, signed_api};

use super::{Item, Lists, Question, acs, answered, ids};

struct Fake;

impl Lists for Fake {
    fn linked(&self, id: &str) -> Pages<Item> {
        Pages::of((0..id.parse().unwrap_or_default()).map(|id| Item { id }))
    }
    fn named(&self) -> Pages<Item> {
        let refused = http::Response::builder().status(403).body("").unwrap();
        let items = [Ok(Item { id: 1 }), Err(Error::refused(refused))];
        items.into_iter().collect()
    }
    fn link_header(&self) -> Pages<Item> {
        unreachable!()
    }
    fn own_header(&self) -> Pages<Item> {
        unreachable!()
    }
    fn query(&self, _: Option<&str>, _: u32) -> Pages<Item> {
        unreachable!()
    }
    fn header(&self) -> Pages<Item> {
        unreachable!()
    }
    fn body(&self, _: &Question<'_>) -> Pages<Item> {
        unreachable!()
    }
    fn log(&self, _: &Question<'_>) -> Pages<Item> {
        unreachable!()
    }
    fn form(&self, _: &str) -> Pages<Item> {
        unreachable!()
    }
    fn lines(&self) -> Pages<String> {
        unreachable!()
    }
    fn linked_lines(&self) -> Pages<String> {
        unreachable!()
    }
    fn open(&self) -> Pages<Item> {
        unreachable!()
    }
}

#[tokio::test]
async fn a_fake_gives_what_it_has() {
    assert_eq!(
        ids(Fake.linked("2").starting_at("?3")).await.unwrap(),
        [0, 1]
    );
    let page = Fake.linked("2").next_page().await.unwrap().unwrap();
    assert_eq!((page.items.len(), page.next), (2, None));
    let mut failing = Fake.named();
    assert_eq!(failing.next().await.unwrap().unwrap().id, 1);
    assert_eq!(
        failing.next().await.unwrap().unwrap_err().status().unwrap(),
        403
    );
    assert!(failing.next().await.is_none());
}

#[signed_api(scheme = "acs", blocking)]
trait Twin {
    #[get("/one")]
    async fn one(&self) -> Result<Item, Error>;
    #[get("/all", items = "value", next = "nextLink")]
    fn all(&self) -> Pages<Item>;
}

/// Blocking by itself.
#[signed_api(scheme = "acs")]
trait Plain {
    #[get("/one")]
    fn one(&self) -> Result<Item, Error>;
    #[get("/all", items = "value", next = "nextLink")]
    fn all(&self) -> blocking::Pages<Item>;
}

impl TwinBlocking for Fake {
    fn one(&self) -> Result<Item, Error> {
        Ok(Item { id: 1 })
    }
    fn all(&self) -> blocking::Pages<Item> {
        blocking::Pages::of([Item { id: 2 }])
    }
}

const PAGES: [&str; 3] = [
    r#"{"value":[{"id":1},{"id":2}],"nextLink":"?2"}"#,
    r#"{"value":[{"id":3}]}"#,
    r#"{"id":4}"#,
];

#[test]
fn the_twin_of_an_async_list_is_an_iterator() {
    let (_, memory) = answered(&PAGES);
    let twin = TwinBlockingClient::builder("https://h.example", acs());
    let twin = twin.transport(memory).build().unwrap();
    let all: Result<Vec<Item>, Error> = twin.all().collect();
    assert_eq!(all.unwrap().len(), 3);
    assert_eq!(twin.one().unwrap().id, 4);
    assert_eq!((Fake.one().unwrap().id, Fake.all().count()), (1, 1));
}

#[tokio::test]
async fn the_async_one_beside_it() {
    let (_, memory) = answered(&PAGES);
    let twin = TwinClient::builder("https://h.example", acs());
    let twin = twin.transport(memory).build().unwrap();
    assert_eq!(ids(twin.all()).await.unwrap(), [1, 2, 3]);
    assert_eq!(Twin::one(&twin).await.unwrap().id, 4);
}

#[test]
fn a_list_of_a_blocking_trait_waits() {
    let (_, memory) = answered(&PAGES);
    let plain = PlainClient::builder("https://h.example", acs());
    let plain = plain.transport(memory).build().unwrap();
    let mut all = plain.all();
    assert_eq!(all.next_page().unwrap().unwrap().items.len(), 2);
    assert_eq!(all.next().unwrap().unwrap().id, 3);
    assert!(all.next().is_none() && all.next_page().is_none());
    assert_eq!(plain.one().unwrap().id, 4);
}
