//! A session as a text for people.

use std::fmt::Write as _;

use crate::model::{
    id::AccountId,
    message::Message,
    part::{Part, ToolPart},
    session::SessionRef,
};

/// The longest input or output of a tool that is shown, in characters.
const SHOWN: usize = 2000;

pub(super) fn write_head(out: &mut String, session: &SessionRef<AccountId>) {
    // Writing to a `String` cannot fail.
    writeln!(out, "# {}\n", one_line(&session.name)).ok();
}

pub(super) fn write_message(out: &mut String, message: &Message) {
    let who = match (&message.robot, &message.author) {
        (Some(robot), _) => robot.name.as_str(),
        (None, Some(author)) => author.name.as_str(),
        (None, None) => message.role.as_str(),
    };
    writeln!(out, "## {} · {}\n", one_line(who), message.created_at).ok();
    for part in &message.parts {
        write_part(out, &part);
    }
}

fn write_part(out: &mut String, part: &Part<'_>) {
    match part {
        Part::Text(text) => writeln!(out, "{}\n", text.text),
        Part::Reasoning(reasoning) => {
            for line in reasoning.text.lines() {
                writeln!(out, "> {line}").ok();
            }
            writeln!(out)
        }
        Part::Tool(tool) => {
            write_tool(out, tool);
            Ok(())
        }
        Part::File(file) => {
            let name = file.filename.as_deref().unwrap_or(&file.media_type);
            write_link(out, name, &file.url);
            Ok(())
        }
        Part::SourceUrl(source) => {
            write_link(out, source.title.as_deref().unwrap_or(&source.url), &source.url);
            Ok(())
        }
        Part::SourceDocument(source) => writeln!(out, "- {}\n", one_line(&source.title)),
        _ => Ok(()),
    }
    .ok();
}

fn write_tool(out: &mut String, tool: &ToolPart<'_>) {
    writeln!(out, "**{}** ({})\n", one_line(&tool.name), tool.state.as_str()).ok();
    let values = [("input", &tool.input), ("output", &tool.output)];
    for (name, value) in values.iter().filter_map(|(name, value)| Some((name, value.as_ref()?))) {
        let shown: String = value.as_str().chars().take(SHOWN).collect();
        let more = if shown.len() < value.as_str().len() { " …" } else { "" };
        // A fence is longer than every run of backticks in what it holds.
        let longest = shown.split(|c| c != '`').map(str::len).max().unwrap_or_default();
        let fence = "`".repeat(longest.max(2) + 1);
        writeln!(out, "{name}:\n{fence}json\n{shown}{more}\n{fence}\n").ok();
    }
    if let Some(error) = &tool.error_text {
        writeln!(out, "error: {}\n", one_line(error)).ok();
    }
    let approval = tool.approval.as_ref();
    if let Some((approved, reason)) = approval.and_then(|it| Some((it.approved?, it.reason.as_deref()))) {
        let verdict = if approved { "approved" } else { "denied" };
        writeln!(
            out,
            "{verdict}{}{}\n",
            if reason.is_some() { ": " } else { "" },
            one_line(reason.unwrap_or_default())
        )
        .ok();
    }
}

fn write_link(out: &mut String, name: &str, url: &str) {
    // The content of a file is not for people.
    if url.starts_with("data:") {
        writeln!(out, "- {} (attached)\n", one_line(name)).ok();
    } else {
        let name = one_line(name).replace(['[', ']'], " ");
        writeln!(out, "- [{name}](<{}>)\n", url.replace(['<', '>', '\n', '\r'], "")).ok();
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
