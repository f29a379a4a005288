//! Bodies that are not in memory: signed by their digests alone as they are signed whole, or not at
//! all.

use std::collections::BTreeSet;

use signed_api_specs::data::SchemeData;
use signed_api_specs::{BodyView, Digesting, Error, Input, Signing, SigningKey};

use crate::{SCHEMES, seed::Given, seed::Seed, wire::Wire};

fn signed(data: &SchemeData<'_>, input: Input<'_>) -> Result<Vec<u8>, Error> {
    let text = |signing: Signing| signing.string_to_sign.expose().to_vec();
    SigningKey::new(data).sign(input).map(text)
}

/// The text that is signed of a request whose body is read in pieces, if its digests are enough.
fn signed_apart(
    data: &SchemeData<'_>,
    request: &Wire,
    given: &Given,
) -> Result<(bool, Vec<u8>), Error> {
    let whole = request.input(given);
    let mut apart = whole;
    let mut digesting = Digesting::new([]);
    digesting.update(&request.body);
    let length = digesting.finish();
    apart.request.body = BodyView::Apart(&length);
    let wanted = data.digests(apart)?;
    let mut digesting = Digesting::new(wanted.iter().copied());
    for piece in request.body.chunks(7) {
        digesting.update(piece);
    }
    let digests = digesting.finish();
    apart.request.body = BodyView::Apart(&digests);
    assert_eq!(data.digests(apart), Ok(Vec::new()), "{}", data.name);
    Ok((!wanted.is_empty(), signed(data, apart)?))
}

#[test]
fn a_body_that_is_apart_is_signed_as_one_in_memory() {
    let mut hashed = BTreeSet::new();
    let mut taken_whole = BTreeSet::new();
    for (scheme, seeds) in SCHEMES.iter() {
        let data = scheme.data();
        for Seed {
            name,
            given,
            request,
        } in seeds
        {
            match signed_apart(&data, request, given) {
                Ok((by_digest, text)) => {
                    let whole = signed(&data, request.input(given)).unwrap();
                    assert_eq!(text, whole, "{}, {name}", data.name);
                    if by_digest {
                        hashed.insert(data.name.to_owned());
                    }
                }
                Err(Error::WholeBody) => {
                    taken_whole.insert(data.name.to_owned());
                }
                Err(error) => panic!("{}, {name}: {error}", data.name),
            }
        }
    }
    for name in [
        "acs",
        "alibaba-acs3",
        "aws-sigv4",
        "aws-sigv4-s3",
        "sinch-application",
    ] {
        assert!(
            hashed.contains(name) && !taken_whole.contains(name),
            "{name}"
        );
    }
    for name in ["binance", "github-webhook", "okx", "kraken"] {
        assert!(taken_whole.contains(name), "{name}");
    }
}

#[test]
fn a_setting_leaves_the_body_unsigned() {
    let (scheme, seeds) = SCHEMES
        .iter()
        .find(|(scheme, _)| scheme.data().name == "aws-sigv4-s3")
        .unwrap();
    let data = scheme.data();
    let Seed { given, request, .. } = &seeds[0];
    let unknown = signed_api_specs::Digests::of_length(None);
    let mut input = request.input(given);
    input.request.body = BodyView::Apart(&unknown);
    let wanted = data.digests(input).unwrap();
    assert_eq!(wanted.len(), 1);
    assert_eq!(
        signed(&data, input),
        Err(Error::Undigested { hash: "sha256" })
    );
    let given = given.clone().with("payload", "UNSIGNED-PAYLOAD");
    let mut input = request.input(&given);
    input.request.body = BodyView::Apart(&unknown);
    assert_eq!(data.digests(input), Ok(Vec::new()));
    let text = String::from_utf8(signed(&data, input).unwrap()).unwrap();
    assert!(!text.is_empty());
}
