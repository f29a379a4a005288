//! Files: hashed, then sent, and the same in between.

use std::time::{Duration, SystemTime};

use super::*;

#[tokio::test]
async fn a_file_is_signed_by_its_hash_and_sent() {
    let server = server();
    for content in [long(), b"short".to_vec(), Vec::new()] {
        let file = Scratch::new(&content);
        let body = Body::file(file.path()).unwrap();
        assert_eq!(body.len(), Some(content.len() as u64));
        assert!(body.is_repeatable());
        bucket(&server).put("a", body).await.unwrap();
        let seen = server.seen().pop().unwrap();
        assert!(seen.verdict.is_ok(), "{seen:?}");
        assert_eq!(seen.body, content);
        assert_eq!(seen.headers["content-length"], content.len().to_string());
        assert_eq!(seen.headers["content-type"], "application/octet-stream");
    }
}

/// The hash is that of `sha256sum`.
#[tokio::test]
async fn the_hash_is_known_without_the_body_in_memory() {
    let file = Scratch::new(b"abc");
    let memory = Memory::new();
    let client = BucketClient::builder("https://s3.example", s3());
    let client = client.transport(memory.clone()).build().unwrap();
    let request = BucketPut {
        key: "a",
        content: Body::file(file.path()).unwrap(),
    };
    let signed = client.sign(&request).await.unwrap();
    let hash = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(signed.http().headers()["x-amz-content-sha256"], hash);
    assert_eq!(signed.http().body().as_bytes(), None);
    let unsigned = signed_api::Request::to_unsigned(&request, "https://s3.example").unwrap();
    let moment = signed_api::Moment {
        now: SystemTime::now(),
        nonce: String::new(),
    };
    let by_hand = signed_api::Signer::new(s3());
    let explained = by_hand.explain(&unsigned, &moment).unwrap().to_string();
    assert!(explained.contains(hash), "{explained}");
    let signed = by_hand.sign(unsigned, &moment).unwrap();
    assert_eq!(signed.http().headers()["x-amz-content-sha256"], hash);
}

#[tokio::test]
async fn a_file_is_sent_again_as_often_as_one_likes() {
    let server = server();
    let file = Scratch::new(b"again");
    let body = Body::file(file.path()).unwrap();
    for _ in 0..2 {
        bucket(&server).put("a", body.clone()).await.unwrap();
    }
    assert!(server.seen().iter().all(|seen| seen.body == "again"));
}

#[test]
fn a_blocking_client_sends_files() {
    let server = server();
    let content = long();
    let file = Scratch::new(&content);
    let bucket = BucketBlockingClient::new(&server.url(), s3()).unwrap();
    bucket.put("a", Body::file(file.path()).unwrap()).unwrap();
    assert_eq!(server.seen()[0].body, content);
}

#[tokio::test]
async fn a_file_that_changed_before_it_is_signed_is_not_sent() {
    let server = server();
    let file = Scratch::new(b"one");
    let body = Body::file(file.path()).unwrap();
    fs::write(file.path(), b"other").unwrap();
    let error = bucket(&server).put("a", body.clone()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Body);
    let path = file.path().display();
    assert_eq!(
        error.to_string(),
        format!(
            "Bucket::put: the body could not be read: {path}: the file changed after its `Body` was made"
        )
    );
    fs::remove_file(file.path()).unwrap();
    let error = bucket(&server).put("a", body).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Body);
    let read = format!("Bucket::put: the body could not be read: {path}: ");
    assert!(error.to_string().starts_with(&read), "{error}");
    assert!(server.seen().is_empty());
}

/// Length and time are as they were: only the hash tells.
#[tokio::test]
async fn what_is_sent_is_what_was_signed() {
    let server = server();
    let file = Scratch::new(b"one");
    let then = SystemTime::now() - Duration::from_mins(1);
    let touch = || {
        let file = fs::File::options().write(true).open(file.path()).unwrap();
        file.set_modified(then).unwrap();
    };
    touch();
    let body = Body::file(file.path()).unwrap();
    bucket(&server).put("a", body.clone()).await.unwrap();
    fs::write(file.path(), b"two").unwrap();
    touch();
    let error = bucket(&server).put("a", body).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Body, "{error:#}");
    let all = format!("{error:#}");
    assert!(
        all.contains("the file changed after it was signed"),
        "{all}"
    );
    assert_eq!(server.seen().len(), 1);
}

#[test]
fn what_is_no_file_is_no_body() {
    let none = Body::file("/no/such/file").unwrap_err();
    assert_eq!(none.kind(), std::io::ErrorKind::NotFound);
    assert!(none.to_string().starts_with("/no/such/file: "), "{none}");
    let folder = Body::file(std::env::temp_dir()).unwrap_err();
    assert!(folder.to_string().contains("Body::stream"), "{folder}");
}

#[tokio::test]
async fn a_scheme_that_signs_the_body_itself_has_it_in_memory() {
    let okx = Okx {
        api_key: "key".into(),
        secret: "secret".into(),
        passphrase: "pass".into(),
    };
    let server = Server::builder()
        .scheme(okx.clone())
        .unwrap()
        .start()
        .unwrap();
    let orders = OrdersClient::new(&server.url(), okx).unwrap();
    let file = Scratch::new(br#"{"side":"buy"}"#);
    orders
        .place(Body::file(file.path()).unwrap())
        .await
        .unwrap();
    let seen = server.seen().pop().unwrap();
    assert_eq!(
        (seen.body, seen.verdict.is_ok()),
        (r#"{"side":"buy"}"#.into(), true)
    );
    let large = Scratch::new(b"");
    fs::File::options()
        .write(true)
        .open(large.path())
        .unwrap()
        .set_len(Body::WHOLE_LIMIT + 1)
        .unwrap();
    let error = orders
        .place(Body::file(large.path()).unwrap())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Request);
    assert_eq!(
        error.to_string(),
        "Orders::place: scheme `okx` signs the body itself and not its hash, so it has to be in \
         memory, and 16777217 bytes are more than `Body::WHOLE_LIMIT`: use `Body::bytes`"
    );
}

#[test]
fn debug_shows_kind_and_length() {
    let file = Scratch::new(b"secret");
    let body = Body::file(file.path()).unwrap();
    assert_eq!(format!("{body:?}"), "Body(of files, 6 bytes)");
    assert_eq!(format!("{:?}", Body::text("secret")), "Body(6 bytes)");
}
