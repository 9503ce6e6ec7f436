//! `erase`, `export` and `import` of single sessions.

use std::{
    fs::{self, File},
    io::{self, Read as _, Write as _},
    path::Path,
    sync::Arc,
};

use serde_json::json;
use storyden_robots::{
    AccountId, AllowAll, ExportFormat, Files, ImportFormat, ImportOptions, Robots, SessionId, StaticProfiles,
    StoreUrl, Transcripts, WholeStore,
};

use crate::output::{Failure, Output, byte_bar, spinner};

/// The account on whose behalf the operator works; no account of the host has this id.
pub(crate) const OPERATOR: AccountId = AccountId::from_bytes(*b"the operator");

pub(crate) fn robots(store: &Arc<dyn WholeStore>) -> Robots {
    Robots::new(Arc::clone(store), AllowAll, StaticProfiles::default())
        .with_files(Files::in_store(Arc::clone(store)))
}

async fn transcripts(url: &StoreUrl) -> Result<Transcripts, Failure> {
    let store = url.open().await?;
    Ok(Transcripts::new(robots(&store), store))
}

pub(crate) async fn erase(url: &StoreUrl, session: SessionId, dry_run: bool) -> Result<Output, Failure> {
    let receipt = robots(&url.open().await?).erase_session(OPERATOR, session, dry_run).await?;
    let rows: Vec<_> = receipt.rows.iter().map(|(name, rows)| format!("{rows} {name}")).collect();
    let what = if dry_run { "would go" } else { "erased" };
    let mut text = format!("{what}: {}", rows.join(", "));
    if receipt.log_is_clean == Some(false) {
        text += "\nthe log still has copies: somebody reads, and the store tries again";
    }
    let json = serde_json::to_value(&receipt).map_err(|error| Failure::new("the receipt", error))?;
    Ok(Output::new(text, json))
}

pub(crate) async fn export(
    url: &StoreUrl,
    session: SessionId,
    file: &Path,
    format: ExportFormat,
) -> Result<Output, Failure> {
    let unwritable = |error: io::Error| Failure::new(format!("{} cannot be written", file.display()), error);
    if file.try_exists().map_err(unwritable)? {
        return Err(Failure::argument(format!("{} exists already", file.display())));
    }
    let transcripts = transcripts(url).await?;
    let mut export = transcripts.export(OPERATOR, session, format).await?;
    // Under another name until it is whole.
    let mut partial = file.as_os_str().to_owned();
    partial.push(".partial");
    let (mut lines, bar, mut bytes) = (File::create(&partial).map_err(unwritable)?, spinner("exporting"), 0);
    while let Some(piece) = export.next().await? {
        lines.write_all(&piece).map_err(unwritable)?;
        bytes += piece.len();
    }
    bar.finish_and_clear();
    lines.sync_all().and_then(|()| fs::rename(&partial, file)).map_err(unwritable)?;
    Ok(Output::new(format!("{} ({bytes} bytes)", file.display()), json!({ "file": file, "bytes": bytes })))
}

pub(crate) async fn import(
    url: &StoreUrl,
    file: &Path,
    format: ImportFormat,
    dry_run: bool,
) -> Result<Output, Failure> {
    let unreadable = |error: io::Error| Failure::new(format!("{} cannot be read", file.display()), error);
    let lines = File::open(file).map_err(unreadable)?;
    let bar = byte_bar(lines.metadata().map_err(unreadable)?.len());
    let mut lines = bar.wrap_read(lines);
    let options = ImportOptions::new(format).dry_run(dry_run);
    let mut import = transcripts(url).await?.import(OPERATOR, options).await?;
    let mut piece = vec![0; 64 << 10];
    loop {
        let read = lines.read(&mut piece).map_err(unreadable)?;
        if read == 0 {
            break;
        }
        import.push(&piece[..read]).await?;
    }
    let report = import.finish().await?;
    bar.finish_and_clear();
    let mut text = Vec::new();
    for session in &report.sessions {
        let existed = if session.existed { ", existed already" } else { "" };
        text.push(format!("{} {}: {} messages{existed}", session.id, session.name, session.messages));
    }
    text.extend(report.not_imported.iter().map(|left| format!("not imported: {}: {}", left.at, left.reason)));
    text.push(format!("{} sessions, {} not imported", report.sessions.len(), report.not_imported_count));
    let json = serde_json::to_value(&report).map_err(|error| Failure::new("the report", error))?;
    Ok(Output::new(text.join("\n"), json))
}
