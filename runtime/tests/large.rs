//! A gibibyte up and down, in little memory. The process is this test's own, so that its peak is.
#![cfg(target_os = "linux")]

use std::{
    env, fs,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    process, thread,
    time::{Duration, Instant},
};

use bytes::Bytes;
use futures_util::stream;
use signed_api::{Body, Error, ErrorKind, Options, schemes::AwsSigv4S3, signed_api};

const GIB: u64 = 1 << 30;
static PIECE: [u8; 64 << 10] = [0; 64 << 10];

/// By `head -c 1073741824 /dev/zero | sha256sum`.
const HASH: &str = "49bc20df15e412a64472421e13fe86ff1c5165e18b2afccf160d4dc19fe68a14";

#[signed_api(scheme = "aws-sigv4-s3")]
trait Bucket {
    #[put("/{key}")]
    async fn put(&self, key: &str, #[body] content: Body) -> Result<String, Error>;
    #[put("/{key}", payload = "UNSIGNED-PAYLOAD")]
    async fn put_unsigned(&self, key: &str, #[body] content: Body) -> Result<String, Error>;
    #[get("/{key}")]
    async fn get(&self, key: &str) -> Result<Body, Error>;
}

/// Takes what is put, and answers with the hash that was said and how much came; gives zeros.
fn serve(stream: TcpStream) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut stream = stream;
    loop {
        let (mut length, mut hash) = (0, String::new());
        let mut first = String::new();
        if reader.read_line(&mut first)? == 0 {
            return Ok(());
        }
        loop {
            let mut line = String::new();
            reader.read_line(&mut line)?;
            match line.trim_end().split_once(": ") {
                Some(("content-length", said)) => length = said.parse().unwrap(),
                Some(("x-amz-content-sha256", said)) => said.clone_into(&mut hash),
                Some(_) => {}
                None => break,
            }
        }
        if first.starts_with("GET") {
            write!(stream, "HTTP/1.1 200 OK\r\ncontent-length: {GIB}\r\n\r\n")?;
            for _ in 0..GIB / PIECE.len() as u64 {
                stream.write_all(&PIECE)?;
            }
            continue;
        }
        let mut buffer = vec![0; PIECE.len()];
        let mut left = length;
        while left > 0 {
            let most = buffer.len().min(usize::try_from(left).unwrap());
            let read = reader.read(&mut buffer[..most])?;
            assert!(read > 0 && buffer[..read] == PIECE[..read]);
            left -= read as u64;
        }
        let said = format!("{hash} {length}");
        let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", said.len());
        stream.write_all((head + &said).as_bytes())?;
    }
}

/// The most memory that the process has ever had, in kB.
fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.unwrap()
        .trim()
        .trim_end_matches(" kB")
        .parse()
        .unwrap()
}

/// Threads that read bodies end soon when nobody wants what they read.
fn assert_no_thread_reads() {
    let reads = || {
        let threads = fs::read_dir("/proc/self/task").unwrap();
        let mut names = threads.map(|one| fs::read_to_string(one.unwrap().path().join("comm")));
        names.any(|name| name.is_ok_and(|name| name.trim() == "signed-api body"))
    };
    let until = Instant::now() + Duration::from_secs(10);
    while reads() {
        assert!(Instant::now() < until, "a thread still reads");
        thread::sleep(Duration::from_millis(5));
    }
}

fn assert_small(what: &str) {
    let peak = peak();
    assert!(peak < 30 << 10, "{what}: {peak} kB");
}

#[tokio::test]
async fn a_gibibyte_goes_up_and_down_in_less_than_30_mb() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming() {
            thread::spawn(move || serve(stream.unwrap()));
        }
    });
    let s3 = AwsSigv4S3 {
        access_key_id: "AKID".into(),
        secret_access_key: "secret".into(),
        session_token: None,
        region: "eu-central-1".into(),
    };
    let bucket = BucketClient::new(&endpoint, s3).unwrap();

    // A file that takes no room on the disk.
    let path = env::temp_dir().join(format!("signed-api-large-{}", process::id()));
    fs::File::create(&path).unwrap().set_len(GIB).unwrap();
    let file = Body::file(&path);
    let said = bucket.put("a", file.unwrap()).await;
    // A call that ends while its file is hashed leaves nothing behind.
    let hurried = bucket.with(Options::new().timeout(Duration::from_millis(20)));
    let late = hurried.put("a", Body::file(&path).unwrap()).await;
    fs::remove_file(&path).unwrap();
    assert_eq!(said.unwrap(), format!("{HASH} {GIB}"));
    let late = late.unwrap_err();
    assert_eq!(late.kind(), ErrorKind::Timeout, "{late}");
    assert!(late.to_string().contains("was not hashed"), "{late}");
    assert_no_thread_reads();
    assert_small("a file, hashed and sent");

    let pieces = (0..GIB / PIECE.len() as u64).map(|_| Ok::<_, Error>(Bytes::from_static(&PIECE)));
    let body = Body::stream_of(GIB, stream::iter(pieces));
    let said = bucket.put_unsigned("a", body).await.unwrap();
    assert_eq!(said, format!("UNSIGNED-PAYLOAD {GIB}"));
    assert_small("a stream");

    let mut body = bucket.get("a").await.unwrap();
    let mut came = 0;
    while let Some(piece) = body.chunk().await.unwrap() {
        came += piece.len() as u64;
    }
    assert_eq!(came, GIB);
    assert_small("an answer as it comes");
}
