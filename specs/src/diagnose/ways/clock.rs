//! The clock: looked at twice, in another zone, or written in another form.

use std::time::{Duration, SystemTime};

use crate::data::{Function, Id, Op};
use crate::diagnose::case::Case;
use crate::diagnose::tables::reachable;
use crate::diagnose::way::{Alter, Hints, Made, Way};
use crate::time::{self, Calendar};
use crate::timestamp::{Length, Timestamp};

pub(super) static WAYS: &[Way] = &[
    Way {
        name: "time in another form",
        done: "The time was signed in another form than it is sent.",
        mend: "Write the time once, as text, and use that text in both places.",
        pairs: true,
        alter: Alter::Case(forms),
    },
    // What is likely is tried together with others, too; the rest would make too many pairs.
    Way {
        pairs: true,
        alter: Alter::Case(|case, _| shifts(case, (1..=3).map(Duration::from_secs))),
        ..SECOND_LOOK
    },
    SECOND_LOOK,
    Way {
        pairs: true,
        alter: Alter::Case(|case, _| shifts(case, (1..=14).map(Duration::from_hours))),
        ..OTHER_ZONE
    },
    OTHER_ZONE,
    Way {
        name: "date of another day",
        done: "A date was signed of another day than the time beside it.",
        mend: "Look at the clock once for each request, and write both from that one value, in UTC.",
        pairs: true,
        alter: Alter::Case(days),
    },
];

const SECOND_LOOK: Way = Way {
    name: "second look at the clock",
    done: "The time that was signed is another than the one that is sent: the clock was looked at twice.",
    mend: "Look at the clock once for each request, and use that one value in both places.",
    pairs: false,
    alter: Alter::Case(second_look),
};

const OTHER_ZONE: Way = Way {
    name: "time of another zone",
    done: "The time that was signed is of another time zone than the one that is sent.",
    mend: "Use UTC in both places, from one look at the clock.",
    pairs: false,
    alter: Alter::Case(zones),
};

fn second_look<'c>(case: &Case<'c>, _: &Hints<'c>) -> Made<'c> {
    let milliseconds = case.received.digits().is_some_and(|digits| digits >= 3);
    let fine = (1..=250).filter(|_| milliseconds);
    let steps = (4..=30).map(Duration::from_secs);
    shifts(case, steps.chain(fine.map(Duration::from_millis)))
}

/// Quarter hours, as some zones are apart from UTC.
fn zones<'c>(case: &Case<'c>, _: &Hints<'c>) -> Made<'c> {
    let quarters = (1..=56).filter(|quarter| quarter % 4 != 0);
    shifts(
        case,
        quarters.map(|quarter| Duration::from_mins(15 * quarter)),
    )
}

/// The time told later and earlier by each step.
fn shifts<'c>(case: &Case<'c>, steps: impl Iterator<Item = Duration>) -> Made<'c> {
    let both = steps.flat_map(|step| [(step, "ahead of"), (step, "behind")]);
    both.filter_map(|(step, side)| shifted(case, step, side))
        .collect()
}

fn shifted<'c>(case: &Case<'c>, step: Duration, side: &str) -> Option<(Option<String>, Case<'c>)> {
    let sent = SystemTime::try_from(case.received.time()?).ok()?;
    let signed = if side == "behind" {
        sent.checked_sub(step)
    } else {
        sent.checked_add(step)
    };
    let changed = case.retold(signed?.try_into().ok()?, None)?;
    let at = format!("the time signed is {} {side} the time sent", Length(step));
    Some((Some(at), changed))
}

/// What the scheme writes of the day alone, as of the day before and after.
fn days<'c>(case: &Case<'c>, _: &Hints<'c>) -> Made<'c> {
    let Some(time) = case.received.time() else {
        return Vec::new();
    };
    let data = case.tables.data();
    let dates = reachable(&data).into_iter().filter_map(|id| {
        let Op::Call(Function::Format(format), ..) = data.node(id).op else {
            return None;
        };
        let format = data.text(format);
        (format.contains("%d") && !format.contains("%H")).then_some((id, format))
    });
    let dates: Vec<(Id, &str)> = dates.collect();
    let days = [(86_400, "after"), (-86_400, "before")];
    let made = days.into_iter().filter_map(|(seconds, side)| {
        let other = time.plus_seconds(seconds)?;
        let (_, format) = dates.first()?;
        let at = format!(
            "the date is that of the day {side}, `{}`",
            written(other, format)?
        );
        let changed = case.with_steps(|tables| {
            dates.iter().try_for_each(|(id, format)| {
                let text = tables.add_text(&written(other, format)?)?;
                let node = *tables.data().node(text);
                tables.put(*id, node);
                Some(())
            })
        });
        Some((Some(at), changed?))
    });
    made.collect()
}

/// The same time as others write it.
const FORMATS: [&str; 9] = [
    time::HTTP_DATE,
    "%Y-%m-%dT%H:%M:%SZ",
    "%Y-%m-%dT%H:%M:%S+00:00",
    "%Y-%m-%dT%H:%M:%S.%3fZ",
    "%Y-%m-%dT%H:%M:%S.%f+00:00",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%d %H:%M:%S",
    "%Y%m%dT%H%M%SZ",
    "%a, %d %b %Y %H:%M:%S +0000",
];

fn forms<'c>(case: &Case<'c>, _: &Hints<'c>) -> Made<'c> {
    let Some(time) = case.received.time() else {
        return Vec::new();
    };
    let mut texts: Vec<String> = FORMATS
        .iter()
        .filter_map(|format| written(time, format))
        .collect();
    let seconds = time.as_second();
    texts.push(seconds.to_string());
    texts.push(time.as_millisecond().to_string());
    texts.push(format!("{seconds}000"));
    texts.push(format!("{}000", time.as_millisecond()));
    let made = texts.into_iter().filter_map(|text| {
        let at = format!("`{text}` was signed");
        Some((Some(at), case.retold(time, Some(text))?))
    });
    made.collect()
}

fn written(time: Timestamp, format: &str) -> Option<String> {
    let mut text = Vec::new();
    let calendar = Calendar::of(time).ok()?;
    calendar.write(format.as_bytes(), &mut |bytes| {
        text.extend_from_slice(bytes);
    });
    String::from_utf8(text).ok()
}
