//! Calls with parts: their boundary is another each time, and a part may be one to hide.

use signed_api::{Body, Part};

use super::*;

#[signed_api(scheme = "acs")]
trait Uploads {
    #[post("/uploads")]
    async fn upload(
        &self,
        #[part] title: &str,
        #[part("about")] about: &Value,
        #[part("phoneNumber")] number: &str,
        #[part("file")] file: Part,
    ) -> Result<Bytes, Error>;
}

fn uploads(transport: impl signed_api::Transport, key: &str) -> UploadsClient {
    let client = UploadsClient::builder("https://contoso.example", acs(key));
    client.transport(transport).build().unwrap()
}

/// What is recorded of an upload, and the file that it stands in.
async fn recorded(file: &File, part: Part) -> Value {
    let memory = Memory::new();
    memory.answer(http::Response::new("done"));
    let recorder = Recorder::new(memory, &file.0).unwrap();
    let recorder = recorder.hide("phoneNumber").secret("a secret");
    let about = json!({"n": 1.5, "PhoneNumber": 14_255_550_123_u64, "list": ["a secret"]});
    let upload = uploads(recorder, KEY);
    let answer = upload
        .upload("Hello.", &about, "+1 425 555 0123", part)
        .await;
    assert_eq!(answer.unwrap(), "done");
    serde_json::from_str(&file.text()).unwrap()
}

/// Uploads again, with what is hidden another, and with another key.
async fn again(file: &File, title: &str, part: Part) -> Result<Bytes, Error> {
    let replay = Replay::open(file).unwrap().secret("another");
    let about = json!({"n": 1.5, "PhoneNumber": 7, "list": ["another"]});
    uploads(replay, "bm9ib2R5")
        .upload(title, &about, "", part)
        .await
}

#[tokio::test]
async fn a_call_with_parts_is_replayed() {
    let file = File::new();
    let part = || Part::new(&b"of 425 nothing"[..]).file_name("a secret.txt");
    let recorded = recorded(&file, part()).await;
    let request = &recorded["exchanges"][0]["request"];
    let body = request["body"]["text"].as_str().unwrap();
    let expected = "--‹boundary›\r\ncontent-disposition: form-data; name=\"title\"\r\n\r\nHello.\r\n\
        --‹boundary›\r\ncontent-disposition: form-data; name=\"about\"\r\n\
        content-type: application/json\r\n\r\n\
        {\"PhoneNumber\":\"‹scrubbed›\",\"list\":[\"‹scrubbed›\"],\"n\":1.5}\r\n\
        --‹boundary›\r\ncontent-disposition: form-data; name=\"phoneNumber\"\r\n\r\n‹scrubbed›\r\n\
        --‹boundary›\r\ncontent-disposition: form-data; name=\"file\"; filename=\"‹scrubbed›.txt\"\r\n\
        content-type: application/octet-stream\r\n\r\nof 425 nothing\r\n--‹boundary›--\r\n";
    assert_eq!(body, expected);
    let kind = json!(["content-type", "multipart/form-data; boundary=‹boundary›"]);
    let headers = request["headers"].as_array().unwrap();
    assert!(headers.contains(&kind), "{headers:?}");

    let error = again(&file, "Bye.", part()).await.unwrap_err().to_string();
    assert!(
        error.contains("the body is another from character "),
        "{error}"
    );
    let renamed = part().file_name("another.txt");
    assert_eq!(again(&file, "Hello.", renamed).await.unwrap(), "done");
}

#[tokio::test]
async fn of_a_file_and_of_bytes() {
    let path = std::env::temp_dir().join(format!("signed-api-part-{}", std::process::id()));
    fs::write(&path, [0xff, 0, 0xfe]).unwrap();
    for part in [
        || Ok(Part::new(vec![0xff, 0, 0xfe])),
        || {
            Body::file(std::env::temp_dir().join(format!("signed-api-part-{}", std::process::id())))
                .map(Part::new)
        },
    ] as [fn() -> std::io::Result<Part>; 2]
    {
        let file = File::new();
        let recorded = recorded(&file, part().unwrap()).await;
        assert!(recorded["exchanges"][0]["request"]["body"]["base64"].is_string());
        assert!(!file.text().contains("0123"));
        let other = Part::new(vec![0xff, 0, 0xfd]);
        again(&file, "Hello.", other).await.unwrap_err();
        assert_eq!(
            again(&file, "Hello.", part().unwrap()).await.unwrap(),
            "done"
        );
    }
    fs::remove_file(path).unwrap();
}

/// An answer is replayed with the boundary that its content type names.
#[tokio::test]
async fn the_parts_of_an_answer() {
    let (file, memory) = (File::new(), Memory::new());
    let body = "--b\r\ncontent-type: application/json\r\n\r\n{ \"phoneNumber\": [1.0] , \"n\":1.0}\r\n--b--";
    let answer = http::Response::builder().header("content-type", "multipart/mixed; boundary=b");
    memory.answer(answer.body(body).unwrap());
    let recorder = Recorder::new(memory, &file.0).unwrap().hide("phoneNumber");
    calls(recorder, KEY).call("7", None).await.unwrap();
    let replayed = calls(Replay::open(&file).unwrap(), KEY)
        .call("7", None)
        .await;
    let expected = body.replace("[1.0]", "\"‹scrubbed›\"");
    assert_eq!(replayed.unwrap(), expected);
}
