//! Progress of uploads and downloads.

use futures_util::StreamExt as _;
use tokio::join;

use super::*;

#[tokio::test]
async fn an_upload_tells_how_far_it_is() {
    let server = server();
    let bucket = bucket(&server);
    let content = long();
    let total = content.len() as u64;
    let file = Scratch::new(&content);
    for body in [Body::file(file.path()).unwrap(), Body::bytes(content)] {
        let (body, progress) = body.progress();
        let (sent, counts) = join!(bucket.put("a", body), progress.collect::<Vec<_>>());
        sent.unwrap();
        assert!(
            counts.is_sorted_by(|one, two| one.bytes < two.bytes),
            "{counts:?}"
        );
        let last = counts.last().unwrap();
        assert_eq!((last.bytes, last.total), (total, Some(total)));
    }
}

#[tokio::test]
async fn a_download_tells_how_far_it_is() {
    let server = Server::builder()
        .scheme(s3())
        .unwrap()
        .answer(|_| http::Response::new(long()))
        .start()
        .unwrap();
    let (body, mut progress) = bucket(&server).get("a").await.unwrap().progress();
    let came = body.collect_to(1 << 20).await.unwrap();
    assert_eq!(came, long());
    // Nobody looked on, so there is one count to tell, and the end.
    let count = progress.next().await.unwrap();
    assert_eq!((count.bytes, count.total), (240_000, Some(240_000)));
    assert_eq!(progress.next().await, None);
}

#[tokio::test]
async fn it_ends_when_nobody_has_the_body() {
    let (body, mut progress) = Body::text("never sent").progress();
    drop(body.clone());
    drop(body);
    assert_eq!(progress.next().await, None);
}
