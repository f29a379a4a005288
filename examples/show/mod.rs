//! Shows requests as they are sent, what was signed, and what the server thought of it.

use std::{error::Error, process::ExitCode};

use signed_api::{Body, BoxError, Outgoing, StringToSign, Transport, blocking, testing::Seen};

/// A transport that prints what it sends, through another.
pub(crate) struct Printed<T>(pub(crate) T);

impl<T: Transport> Transport for Printed<T> {
    async fn send(&self, request: Outgoing) -> Result<http::Response<Body>, BoxError> {
        print_request(&request);
        let answer = self.0.send(request).await?;
        println!("── answer: {}\n", answer.status());
        Ok(answer)
    }
}

/// The same for clients that wait.
impl<T: blocking::Transport> blocking::Transport for Printed<T> {
    fn send(&self, request: Outgoing) -> Result<http::Response<Body>, BoxError> {
        print_request(&request);
        let answer = self.0.send(request)?;
        println!("── answer: {}\n", answer.status());
        Ok(answer)
    }
}

fn print_request(request: &Outgoing) {
    println!("── sent: {}", request.call().unwrap_or("a request"));
    print_head(request.http());
    if let Some(body) = request
        .http()
        .body()
        .as_bytes()
        .filter(|body| !body.is_empty())
    {
        println!("\n{}", String::from_utf8_lossy(body));
    }
    if let Some(text) = request.string_to_sign() {
        println!("── string to sign:");
        print_lines(text);
    }
}

/// The request line and the headers.
pub(crate) fn print_head<B>(request: &http::Request<B>) {
    let target = request.uri().path_and_query();
    println!(
        "{} {}",
        request.method(),
        target.map_or("/", |target| target.as_str())
    );
    for (name, value) in request.headers() {
        println!("{name}: {}", String::from_utf8_lossy(value.as_bytes()));
    }
}

/// Every line with its end made visible; secrets are masked.
fn print_lines(text: &StringToSign) {
    let text = text.to_string();
    let mut lines = text.split('\n').peekable();
    while let Some(line) = lines.next() {
        println!("  {line}{}", if lines.peek().is_some() { "⏎" } else { "" });
    }
}

/// What the server tells its operator; its sender gets the provider's one answer.
pub(crate) fn verdict(seen: &Seen) -> String {
    match &seen.verdict {
        Ok(_) => "accepted".to_owned(),
        Err(refusal) => format!("refused, {refusal}"),
    }
}

/// How a program ends: an error is shown with its causes and, of a refusal, its explanation.
pub(crate) fn ended(result: Result<(), Box<dyn Error>>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}
