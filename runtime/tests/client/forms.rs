//! Forms, and lists that are one pair. How a form is written is the URL Standard's to say: its
//! section on serialising `application/x-www-form-urlencoded`.

use std::collections::BTreeMap;

use super::*;

#[derive(Serialize)]
struct Person<'a> {
    #[serde(rename = "First Name")]
    first: &'a str,
    nick: Option<&'a str>,
    phones: &'a [&'a str],
}

#[signed_api(scheme = "acs")]
trait Forms {
    #[post("/people")]
    async fn add(
        &self,
        #[form] person: &Person<'_>,
        #[form("Max-Age")] age: Option<u8>,
        #[form] tags: &[&str],
        #[form("tag list", join = ";")] joined: &[&str],
        #[form] more: BTreeMap<&str, bool>,
        #[query] id: u8,
    ) -> Result<()>;
    #[put(
        "/people",
        header = "content-type: application/x-www-form-urlencoded; charset=utf-8"
    )]
    async fn nobody(&self, #[form] name: Option<&str>) -> Result<()>;
    #[get("/any")]
    async fn any(&self, #[query(join = "%7c")] any: &[&str]) -> Result<()>;
    #[get("/people")]
    async fn find(
        &self,
        #[query(join = ",")] ids: &[&str],
        #[query("any", join = "%7C")] tags: Option<Vec<u8>>,
        #[query(join = ",")] person: &Person<'_>,
        #[header("x-fields", join = ", ")] fields: &[&str],
    ) -> Result<()>;
}

fn forms(memory: &Memory) -> FormsClient {
    let client = FormsClient::builder("https://contoso.example", acs());
    client.transport(memory.clone()).build().unwrap()
}

#[tokio::test]
async fn a_form_is_the_body() {
    let memory = Memory::new();
    memory.answer(json("")).answer(json(""));
    let person = Person {
        first: "Ada & Zoë",
        nick: None,
        phones: &["+1 555", "*~-._'()"],
    };
    let more = BTreeMap::from([("left", true), ("right?", false)]);
    let forms = forms(&memory);
    let tags = ["a", "b,c"];
    forms
        .add(&person, None, &tags, &["x", "y"], more, 7)
        .await
        .unwrap();
    forms.nobody(None).await.unwrap();
    let sent = memory.requests();
    let expected = concat!(
        "First+Name=Ada+%26+Zo%C3%AB&phones=%2B1+555&phones=*%7E-._%27%28%29",
        "&tags=a&tags=b%2Cc&tag+list=x%3By&left=true&right%3F=false",
    );
    assert_eq!(str::from_utf8(body(&sent[0])), Ok(expected));
    assert_eq!(
        header(&sent[0], "content-type"),
        Some("application/x-www-form-urlencoded")
    );
    assert_eq!(
        header(&sent[0], "content-length"),
        Some(&*expected.len().to_string())
    );
    assert_eq!(sent[0].http().uri().query(), Some("id=7"));
    // A form of no pairs is a form all the same, and what the method says of it stands.
    assert_eq!(body(&sent[1]), b"");
    assert_eq!(
        header(&sent[1], "content-type"),
        Some("application/x-www-form-urlencoded; charset=utf-8")
    );
    assert_eq!(header(&sent[1], "content-length"), Some("0"));
}

#[tokio::test]
async fn a_list_is_one_pair() {
    let memory = Memory::new();
    memory.answer(json("")).answer(json(""));
    let person = Person {
        first: "A",
        nick: Some("B"),
        phones: &["1", "2,3"],
    };
    let forms = forms(&memory);
    let find = forms.find(&["a", "b,c"], Some(vec![1, 2]), &person, &["x", "y"]);
    find.await.unwrap();
    let nothing = Person {
        phones: &[],
        ..person
    };
    forms.find(&[], None, &nothing, &[]).await.unwrap();
    let sent = memory.requests();
    // The commas that join stand as they were written; one in a word is encoded.
    assert_eq!(
        sent[0].http().uri().query(),
        Some("ids=a,b%2Cc&any=1%7C2&First%20Name=A&nick=B&phones=1,2%2C3")
    );
    let fields: Vec<_> = sent[0]
        .http()
        .headers()
        .get_all("x-fields")
        .iter()
        .collect();
    assert_eq!(fields, ["x, y"]);
    assert_eq!(sent[1].http().uri().query(), Some("First%20Name=A&nick=B"));
    assert_eq!(header(&sent[1], "x-fields"), None);
}

/// A request of one's own making, which no trait would have let through.
#[derive(Debug)]
struct Both;

impl Request for Both {
    type Scheme = Acs;
    type Answer = Result<()>;
    const CALL: signed_api::Call = FormsNobody::CALL;

    fn write(&self, draft: &mut signed_api::Draft) {
        draft.form("a", "b");
        draft.text("c");
    }
}

#[test]
fn a_form_is_no_part_of_a_body() {
    let error = Both.to_unsigned("https://contoso.example").unwrap_err();
    assert_eq!(
        error.to_string(),
        "Forms::nobody: the request has a form and another body"
    );
}

#[tokio::test]
async fn a_word_that_would_be_read_as_two_is_refused() {
    let memory = Memory::new();
    let forms = forms(&memory);
    let person = Person {
        first: "",
        nick: None,
        phones: &[],
    };
    let of_form = forms.add(&person, None, &[], &["x;y"], BTreeMap::new(), 7);
    assert_eq!(
        of_form.await.unwrap_err().to_string(),
        "Forms::add: parameter `tag list` has a word that holds `;`, and its words are joined by it"
    );
    let of_header = forms.find(&[], None, &person, &["x", "y,z"]);
    assert_eq!(
        of_header.await.unwrap_err().to_string(),
        "Forms::find: parameter `x-fields` has a word that holds `,`, and its words are joined by it"
    );
    for holds_it in ["a|b", "|"] {
        let of_query = forms.any(&["x", holds_it]).await.unwrap_err();
        assert_eq!(
            of_query.to_string(),
            "Forms::any: parameter `any` has a word that holds `%7c`, and its words are joined by it"
        );
    }
    assert!(memory.requests().is_empty());
}

#[tokio::test]
async fn a_header_is_visible_ascii() {
    let memory = Memory::new();
    let forms = forms(&memory);
    let person = Person {
        first: "",
        nick: None,
        phones: &[],
    };
    for text in ["Zoë", "a\nb"] {
        let error = forms.find(&[], None, &person, &[text]).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "Forms::find: parameter `x-fields` holds a control character or one outside ASCII, and stands in a header"
        );
    }
    assert!(memory.requests().is_empty());
}
