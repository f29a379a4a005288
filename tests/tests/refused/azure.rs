//! What Azure answers: Communication Services, App Configuration, Storage.

use signed_api::{
    refused::{Fault, Refused},
    schemes::{Acs, AzureAppconfig, AzureStorageAccountSas, AzureStorageSharedKey},
};
use signed_api_tests::NOW;

use crate::{KEY, Line, differ, refused, request, says};

fn acs(name: &str) -> Refused {
    let acs = Acs {
        access_key: KEY.into(),
    };
    refused(
        acs,
        NOW,
        &request("GET https://contoso.communication.azure.com/calling/a?api-version=1"),
        name,
    )
}

#[test]
fn azure_communication_services() {
    let seven = acs("acs");
    says(
        &seven,
        ", code 7509 (the signature does not match): your clock is 2 h 3 min behind the server's",
    );
    assert_eq!(seven.fault, Fault::Signature);
    assert!(!seven.told);
    let capitals = acs("acs_capitals");
    assert_eq!(
        (capitals.code.as_deref(), capitals.fault),
        (Some("7509"), Fault::Signature)
    );
    assert!(capitals.clock.is_none(), "there is no date");
    let denied = Line(&acs("acs_denied")).to_string();
    assert!(
        denied.starts_with(", code Denied (the hash of the body differs"),
        "{denied}"
    );
}

#[test]
fn azure_app_configuration() {
    let unsigned = request("GET https://contoso.azconfig.io/kv?api-version=1.0");
    let scheme = AzureAppconfig {
        credential_id: "a-b-c".into(),
        secret: KEY.into(),
    };
    let wrong = refused(scheme.clone(), NOW, &unsigned, "app_configuration");
    says(
        &wrong,
        ", code Invalid Signature (the signature does not match)",
    );
    let expired = refused(scheme, NOW, &unsigned, "app_configuration_expired");
    assert_eq!(expired.fault, Fault::Time);
    says(
        &expired,
        ", code The access token has expired (the request is more than 15 minutes old): \
         your clock is 16 min behind the server's",
    );
}

#[test]
fn azure_storage() {
    let scheme = AzureStorageSharedKey {
        account_name: "contosostore1".into(),
        account_key: KEY.into(),
    };
    let unsigned = request(
        "PUT https://contosostore1.blob.core.windows.net/photos/a%20b.jpg?comp=metadata\n\
         content-length: 5\ncontent-type: image/jpeg\nx-ms-version: 2026-10-06\n\nhello",
    );
    let blob = refused(scheme.clone(), NOW, &unsigned, "azure_blob");
    let unseen = "the server saw no `content-type`; something between you and it removed it";
    says(
        &blob,
        &format!(
            ", code AuthenticationFailed (the signature does not match, or its time is over): {unseen}"
        ),
    );
    differ(
        &blob,
        &[("string_to_sign", 6, "{header.content-type or ''}", unseen)],
    );
    assert_eq!(
        blob.clock.unwrap().to_string(),
        "your clock agrees with the server's"
    );
    let old = refused(scheme, NOW, &unsigned, "azure_blob_old");
    says(
        &old,
        ", code Request date header too old (the request is too old): your clock is 20 min 1 s behind the server's",
    );
}

#[test]
fn azure_storage_links() {
    let scheme = AzureStorageAccountSas {
        account_name: "contosostore1".into(),
        account_key: KEY.into(),
        permissions: "rwdl".into(),
        services: "b".into(),
        resource_types: "co".into(),
        expiry: "2026-02-01T00:00:00Z".into(),
    };
    let mut unsigned = request("GET https://contosostore1.blob.core.windows.net/photos");
    unsigned.set("protocol", "https");
    let refused = refused(scheme, NOW, &unsigned, "azure_sas");
    let unseen = "the server saw no `protocol`; something between you and it removed it";
    differ(
        &refused,
        &[("string_to_sign", 8, "{protocol or ''}", unseen)],
    );
}
