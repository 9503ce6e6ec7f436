//! `import storyden:…`: imports everything from Storyden.

use std::{fmt::Write as _, path::Path, str::FromStr, sync::Arc};

use indicatif::ProgressBar;
use storyden_robots::{
    Error, NotImported, StoreUrl, StorydenProgress, StorydenReport, StorydenSource, Transcripts,
};

use crate::{
    output::{Failure, Output, session_bar},
    transcripts::{OPERATOR, robots},
};

/// The source: a file, for this store, or a database of Storyden.
#[derive(Clone, Debug)]
pub(crate) enum From {
    File(StoreUrl),
    Storyden(StorydenSource),
}

impl FromStr for From {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        if text.starts_with("storyden:") {
            text.parse().map(Self::Storyden)
        } else {
            text.parse().map(Self::File)
        }
    }
}

/// The options of an import from Storyden.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Options {
    pub(crate) create: bool,
    pub(crate) dry_run: bool,
    pub(crate) check: bool,
}

pub(crate) async fn import(
    source: &StorydenSource,
    target: &Path,
    options: Options,
) -> Result<Output, Failure> {
    let url: StoreUrl = target.to_str().unwrap_or_default().parse()?;
    // The source first: a typo there must not create the target.
    source.check().await?;
    let create = options.create && !options.dry_run && !options.check;
    let store = if create { url.open_or_create().await? } else { url.open().await? };
    let transcripts = Transcripts::new(robots(&store), Arc::clone(&store));
    let bar = session_bar();
    let show = |progress: StorydenProgress, bar: &ProgressBar| {
        bar.set_length(progress.total);
        bar.set_position(progress.sessions);
    };
    if options.check {
        let check = transcripts.check_storyden(OPERATOR, source, |progress| show(progress, &bar)).await?;
        bar.finish_and_clear();
        let mut text = notes(&check.differences);
        let sum = (check.sessions, check.messages, check.difference_count);
        write!(text, "{} sessions and {} messages compared, {} differences", sum.0, sum.1, sum.2).ok();
        let json = serde_json::to_value(&check).map_err(|error| Failure::new("the report", error))?;
        return Ok(Output::new(text, json).code(if check.difference_count == 0 { 0 } else { 3 }));
    }
    let import = transcripts
        .import_storyden(OPERATOR, source, options.dry_run, |progress| show(progress, &bar))
        .await?;
    bar.finish_and_clear();
    let json = serde_json::to_value(&import).map_err(|error| Failure::new("the report", error))?;
    Ok(Output::new(describe(&import), json))
}

fn notes(notes: &[NotImported]) -> String {
    notes.iter().fold(String::new(), |mut text, note| {
        writeln!(text, "{}: {}", note.at, note.reason).ok();
        text
    })
}

/// Formats a report for people.
fn describe(report: &StorydenReport) -> String {
    let mut text = notes(&report.notes);
    let mut line = |what: &str, counts: Vec<String>| {
        if !counts.is_empty() {
            writeln!(text, "{what}: {}", counts.join(", ")).ok();
        }
    };
    line("rows", report.rows.iter().map(|(kind, rows)| format!("{rows} {kind}")).collect());
    line("parts", report.parts.iter().map(|(kind, parts)| format!("{parts} {kind}")).collect());
    line("no equivalent", report.no_equivalent.iter().map(|(what, rows)| format!("{rows} {what}")).collect());
    line("resources", report.resources.iter().map(|(what, count)| format!("{count} {what}")).collect());
    line("sessions", report.sessions.iter().map(|(what, count)| format!("{count} {what}")).collect());
    let StorydenReport { messages, joined_rows, turns, requests, missing_rows, .. } = report;
    let more = if report.dry_run { "; nothing was written" } else { "" };
    write!(
        text,
        "{messages} messages of which {joined_rows} rows became parts, {turns} turns, {requests} calls that wait or did, \
         {missing_rows} rows missing, {} notes{more}",
        report.note_count
    )
    .ok();
    text
}
