//! Multipart bodies, as an independent reader (multer) reads them.

use futures_util::stream;
use serde::Serialize;
use signed_api::{Part, Parts, testing::Seen};

use super::*;

#[derive(Serialize)]
struct About {
    length: u32,
}

/// The hash of the whole body is signed.
#[signed_api(scheme = "aws-sigv4-s3")]
trait Recordings {
    #[post("/recordings")]
    async fn add(
        &self,
        #[part] title: &str,
        #[part("tag")] tags: &[&str],
        #[part] about: Option<&About>,
        #[part("a \"b\"\r\nc\nd")] sound: Part,
    ) -> Result<(), Error>;
    #[post("/recordings")]
    async fn files(
        &self,
        #[part("file")] one: Body,
        #[part("file")] more: Parts,
    ) -> Result<(), Error>;
    #[post("/recordings", payload = "UNSIGNED-PAYLOAD")]
    async fn unsigned(&self, #[part] title: &str, #[part("file")] one: Body) -> Result<(), Error>;
}

/// A part as multer has it: name, file name, content type, content.
type Read = (String, Option<String>, Option<String>, Bytes);

async fn read(seen: &Seen) -> Vec<Read> {
    assert!(seen.verdict.is_ok(), "{seen:?}");
    let content_type = seen.headers["content-type"].to_str().unwrap();
    let boundary = multer::parse_boundary(content_type).unwrap();
    let body = stream::iter([Ok::<_, std::io::Error>(seen.body.clone())]);
    let mut reader = multer::Multipart::new(body, boundary);
    let mut parts = Vec::new();
    while let Some(field) = reader.next_field().await.unwrap() {
        let own = |text: Option<&str>| text.map(str::to_owned);
        let kind = field.content_type().map(ToString::to_string);
        let (name, file) = (own(field.name()), own(field.file_name()));
        parts.push((name.unwrap(), file, kind, field.bytes().await.unwrap()));
    }
    parts
}

fn part(name: &str, file: Option<&str>, kind: Option<&str>, content: &[u8]) -> Read {
    let own = |text: Option<&str>| text.map(str::to_owned);
    (
        name.to_owned(),
        own(file),
        own(kind),
        Bytes::copy_from_slice(content),
    )
}

const OCTETS: Option<&str> = Some("application/octet-stream");

fn recordings(server: &Server) -> RecordingsClient {
    RecordingsClient::new(&server.url(), s3()).unwrap()
}

#[tokio::test]
async fn words_structs_and_parts() {
    let server = server();
    let sound = Part::new(&b"--\r\n\0"[..])
        .file_name("a\"\r\n: b.wav")
        .content_type("audio/wav");
    let recordings = recordings(&server);
    let about = Some(&About { length: 7 });
    recordings
        .add("é\nline", &["x", "y"], about, sound.clone())
        .await
        .unwrap();
    recordings.add("", &[], None, sound).await.unwrap();
    let seen = server.seen();
    // What would end a name is escaped as browsers do it.
    let sound = part(
        "a %22b%22%0D%0Ac%0D%0Ad",
        Some("a%22%0D%0A: b.wav"),
        Some("audio/wav"),
        b"--\r\n\0",
    );
    let all = [
        part("title", None, None, "é\nline".as_bytes()),
        part("tag", None, None, b"x"),
        part("tag", None, None, b"y"),
        part("about", None, Some("application/json"), br#"{"length":7}"#),
        sound.clone(),
    ];
    assert_eq!(read(&seen[0]).await, all);
    assert_eq!(
        read(&seen[1]).await,
        [part("title", None, None, b""), sound]
    );
    let length = seen[0].body.len().to_string();
    assert_eq!(seen[0].headers["content-length"], length);
    let boundaries = seen.iter().map(|seen| &seen.headers["content-type"]);
    assert!(
        boundaries
            .collect::<Vec<_>>()
            .windows(2)
            .all(|pair| pair[0] != pair[1])
    );
}

#[tokio::test]
async fn files_are_hashed_with_what_stands_between_them() {
    let server = server();
    let (one, two) = (Scratch::new(&long()), Scratch::new(b"two"));
    let name = |file: &Scratch| {
        file.path()
            .file_name()
            .unwrap()
            .to_str()
            .unwrap()
            .to_owned()
    };
    let more = vec![
        Part::file(two.path()).unwrap(),
        Part::new("three").file_name("c"),
    ];
    let body = Body::file(one.path()).unwrap();
    recordings(&server).files(body, more.into()).await.unwrap();
    recordings(&server)
        .files(Body::text("alone"), Parts::default())
        .await
        .unwrap();
    let seen = server.seen();
    let text = Some("text/plain; charset=utf-8");
    let all = [
        part("file", Some(&name(&one)), OCTETS, &long()),
        part("file", Some(&name(&two)), OCTETS, b"two"),
        part("file", Some("c"), text, b"three"),
    ];
    assert_eq!(read(&seen[0]).await, all);
    assert_eq!(read(&seen[1]).await, [part("file", None, text, b"alone")]);
}

#[tokio::test]
async fn a_stream_is_a_part_where_the_body_is_not_signed() {
    let server = server();
    let words = || stream::iter([Ok::<_, Error>(Bytes::from("one ")), Ok("two".into())]);
    let recordings = recordings(&server);
    recordings
        .unsigned("a", Body::stream(words()))
        .await
        .unwrap();
    recordings
        .unsigned("a", Body::stream_of(7, words()))
        .await
        .unwrap();
    // What it says is more than can be counted, so no length is said; that it gives less is an error.
    let error = recordings.unsigned("a", Body::stream_of(u64::MAX, words()));
    assert_eq!(error.await.unwrap_err().kind(), ErrorKind::Body);
    let seen = server.seen();
    for seen in &seen[..2] {
        assert_eq!(read(seen).await[1], part("file", None, OCTETS, b"one two"));
    }
    assert!(!seen[0].headers.contains_key("content-length"));
    assert_eq!(
        seen[1].headers["content-length"],
        seen[1].body.len().to_string()
    );
    let error = recordings
        .files(Body::stream(words()), Parts::default())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Request);
}

#[tokio::test]
async fn a_content_type_cannot_begin_another_header() {
    let server = server();
    let recordings = recordings(&server);
    for content_type in ["text/plain\r\nx-evil: 1", "text/plain; charset=\"é\""] {
        let part = Part::new("a").content_type(content_type);
        let files = recordings.files(Body::text("a"), vec![part].into());
        assert_eq!(
            files.await.unwrap_err().to_string(),
            "Recordings::files: part `file` has a content type that holds a control character or one \
             outside ASCII"
        );
    }
}

/// A scheme that puts its signature into a JSON body takes no other.
#[tokio::test]
async fn a_scheme_of_json_bodies_refuses_parts() {
    #[signed_api(scheme = "cryptocom")]
    trait Exchange {
        #[post("/upload")]
        async fn upload(&self, #[part] name: &str) -> Result<(), Error>;
    }
    let credentials = signed_api::schemes::Cryptocom {
        api_key: "key".into(),
        secret: "secret".into(),
    };
    let memory = Memory::new();
    let client = ExchangeClient::builder("http://h", credentials);
    let client = client.transport(memory.clone()).build().unwrap();
    let error = client.upload("a").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Request);
    assert!(memory.requests().is_empty());
}
