//! probe
use signed_api::{schemes::*, *};
use signed_api_tests::*;
#[test]
fn probe() {
    let acs = || Acs { access_key: "c2VjcmV0".into() };
    let v = Verifier::new(acs()).unwrap();
    for uri in ["https://H.Example/a", "https://h.example:443/a", "https://u:p@h.example/a", "http://h.example:80/a", "https://h.example", "https://h.example?x", "https://[::1]:8443/a", "https://h.example/a?", "https://h.example/a#f", "https://h.example.:8443/", "https://h.example:/a"] {
        let r = http::Request::get(uri).body("");
        let Ok(r) = r else { println!("{uri}: no uri"); continue };
        match Signer::new(acs()).sign(Unsigned::new(r), &moment(NOW)) {
            Ok(s) => { let i = Incoming::of(&s); println!("{uri}: host={:?} target={:?} sts={:?} -> {:?} abs {:?}", i.header("host"), i.target(), s.string_to_sign().to_string(), i.shown_to(&v).map(|_| ()).map_err(|e| e.to_string()), v.verify(&{let mut p = i.parts.clone(); p.uri = s.http().uri().clone(); p}, &i.body, at(NOW)).map(|_| ()).map_err(|e| e.to_string())) }
            Err(e) => println!("{uri}: {e}"),
        }
    }
    // header values
    for value in [&b"a\xc2\xa0"[..], b"a\xff", b" a ", b"a\tb", b"", b"a  b"] {
        let aws = || AwsSigv4 { access_key_id: "k".into(), secret_access_key: "s".into(), session_token: None, region: "r".into() };
        let r = http::Request::get("https://h.example/").header("x-a", value).body("").unwrap();
        let mut u = Unsigned::new(r); u.set("service", "s");
        match Signer::new(aws()).sign(u, &moment(NOW)) {
            Ok(s) => println!("{value:?}: {:?}", Incoming::of(&s).shown_to(&Verifier::new(aws()).unwrap().setting("service", "s").unwrap()).map(|_| ()).map_err(|e| e.to_string())),
            Err(e) => println!("{value:?}: {e}"),
        }
    }
    // CONNECT / asterisk form
    let r = http::Request::options("*").body("").unwrap();
    println!("* {:?}", Signer::new(acs()).sign(Unsigned::new(r), &moment(NOW)).map(|_| ()).map_err(|e| e.to_string()));
    // key id with mark
    let sinch = |k: &str| SinchApplication { application_key: k.into(), application_secret: "c2VjcmV0".into() };
    for k in ["a:b", "a b", "", "é", "a\nb", " a"] {
        let r = http::Request::get("https://h.example/").body("").unwrap();
        match Signer::new(sinch(k)).sign(Unsigned::new(r), &moment(NOW)) {
            Ok(s) => println!("{k:?}: {:?} {:?}", Incoming::of(&s).header("authorization"), Incoming::of(&s).shown_to(&Verifier::new(sinch(k)).unwrap()).map(|_| ()).map_err(|e| e.to_string())),
            Err(e) => println!("{k:?}: {e}"),
        }
    }
    for k in ["a/b", "a, b", "", "é", "a b", "a,b"] {
        let aws = || AwsSigv4 { access_key_id: k.into(), secret_access_key: "s".into(), session_token: None, region: "r/x".into() };
        let mut u = Unsigned::new(http::Request::get("https://h.example/").body("").unwrap()); u.set("service", "s");
        match Signer::new(aws()).sign(u, &moment(NOW)) {
            Ok(s) => println!("{k:?}: {:?} {:?}", Incoming::of(&s).header("authorization"), Incoming::of(&s).shown_to(&Verifier::new(aws()).unwrap().setting("service", "s").unwrap()).map(|_| ()).map_err(|e| e.to_string())),
            Err(e) => println!("{k:?}: {e}"),
        }
    }
    for secs in [0u64, 253_402_207_199, 253_402_207_201, 253_402_300_799] {
        let r = http::Request::get("https://h.example/").body("").unwrap();
        println!("{secs} {:?}", Signer::new(acs()).sign(Unsigned::new(r), &moment(secs)).map(|s| Incoming::of(&s).shown_at(secs, &v).map(|_| s.string_to_sign().to_string()).map_err(|e| e.to_string())).map_err(|e| e.to_string()));
    }
    let before = std::time::SystemTime::UNIX_EPOCH - std::time::Duration::from_millis(1500);
    let r = http::Request::get("https://h.example/").body("").unwrap();
    let s = Signer::new(sinch("k")).sign(Unsigned::new(r), &Moment { now: before, nonce: String::new() }).unwrap();
    println!("{}", s.string_to_sign());
    let i = Incoming::of(&s);
    println!("{:?}", Verifier::new(sinch("k")).unwrap().verify(&i.parts, &i.body, before).map(|v| v.time));
}
