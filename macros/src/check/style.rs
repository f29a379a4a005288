//! Whether a trait is async, blocking or both.

use crate::{
    arguments::Arguments,
    errors::Errors,
    model::Style,
    written::{Method, Written},
};

/// The runtime has blocking clients; so have the expansions that tests look at.
pub(crate) const HAS_BLOCKING: bool = cfg!(any(feature = "blocking", test));

/// Checks that the methods agree. A trait of plain functions is blocking.
pub(crate) fn style(written: &Written, arguments: &Arguments, errors: &mut Errors) -> Style {
    // Those that list are plain in both.
    let calls = written.methods.iter().filter(|method| !method.lists());
    let (waiting, plain): (Vec<_>, Vec<_>) = calls.partition(|method| is_async(method));
    let style = match &arguments.blocking {
        Some(_) if !waiting.is_empty() || plain.is_empty() => Style::Both,
        None if waiting.len() >= plain.len() => Style::Async,
        _ => Style::Blocking,
    };
    let odd = if style == Style::Blocking {
        waiting
    } else {
        plain
    };
    if let (Style::Blocking, Some(word)) = (style, &arguments.blocking) {
        errors.at(
            word,
            "`blocking` makes a twin of an async trait; this one is blocking by itself",
        );
    } else if style == Style::Both && !HAS_BLOCKING {
        errors.at(&arguments.blocking, NEEDS_FEATURE);
    }
    for method in odd {
        errors.at(method.signature.fn_token, differs(method));
    }
    if style == Style::Blocking
        && !HAS_BLOCKING
        && let Some(method) = written
            .methods
            .iter()
            .find(|one| !is_async(one) && !one.lists())
    {
        let name = method.name();
        let message = format!("`{name}` is not async: `async fn {name}`\nhelp: {NEEDS_FEATURE}");
        errors.at(method.signature.fn_token, message);
    }
    style
}

const NEEDS_FEATURE: &str = "blocking clients need the feature `blocking` of `signed-api`";

const fn is_async(method: &Method) -> bool {
    method.signature.asyncness.is_some()
}

/// What is wrong with one that is not as the others are.
fn differs(method: &Method) -> String {
    let name = method.name();
    let (is, are, written, more) = if is_async(method) {
        ("async", "are not", "fn", "")
    } else {
        let more = "; for a blocking client too, `blocking` in the attribute of the trait";
        ("not async", "are", "async fn", more)
    };
    format!(
        "`{name}` is {is}, and other methods {are}: a trait is async or blocking as a whole\n\
         help: `{written} {name}`{more}"
    )
}
