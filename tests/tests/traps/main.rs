//! What goes wrong when requests are signed by hand, one test for each way to go wrong. Each shows
//! both halves: the client's own request is right, whatever its user does, and a request with the
//! mistake in it is refused, for a reason that points at the mistake.

mod acs;
mod acs_body;
mod acs_client;
mod acs_target;
mod diagnosed;
mod sinch;
mod sinch_client;
