//! Real servers take what is signed here, and refuse it if one character of the signature is
//! another. `tests/servers/run` starts them.

mod azure_blob;
mod azure_queue;
mod azure_table;
mod hawk;
mod oauth;
mod rfc9421;
mod s3;
mod s3_v2;
mod scratchstack;
