//! [`TextRows`]: reads messages directly from rows to the JSON that is served.

use super::{
    checksum,
    columns::Stored as _,
    locked::Place,
    row::{Collect, Row},
    sides::{ReadSide, Side},
    statement::Statement,
    tx::Tx,
    value::Named,
};
use crate::{
    model::{
        error::{Error, Result},
        id::{AccountId, Id as _},
        offset::Revision,
    },
    repository::{MessageTexts, Person, Text},
};

/// The JSON of the rows of one session, as a [statement for a collector](super::text_statements) selects them.
pub(super) struct RowTexts {
    pub(super) texts: MessageTexts,
    /// The authors that were found, by their text.
    authors: Vec<(Vec<u8>, Person)>,
    place: Place,
}

impl RowTexts {
    pub(super) fn new(place: Place, limit: u32) -> Self {
        Self { texts: MessageTexts::with_capacity(limit), authors: Vec::new(), place }
    }

    /// Writes a message that has no open draft, if there is `room` for it. Its id is in the document.
    fn load(&mut self, row: &dyn Row, room: impl FnOnce() -> bool) -> Result<Loaded> {
        let (mut integers, mut texts) = ([None; 3], [None; 3]);
        row.read(&mut integers, &mut texts)?;
        let ([sequence, revised, sum], [author, annotations, document]) = (integers, texts);
        // Exactly what erasing a document leaves: a damaged row must be reported, and not be left out.
        if matches!((sum, author, annotations, document), (None, None, None, Some(b""))) {
            return Ok(Loaded::Deleted);
        }
        if !room() {
            return Ok(Loaded::NoRoom);
        }
        let document = document.unwrap_or_default();
        checksum::check(document, sum)?;
        let author = author.map(|author| self.author(author)).transpose()?;
        let sequence = self.place.sequence(sequence.unwrap_or_default())?;
        let revision = match revised {
            None => sequence.into(),
            Some(_) => Revision::load(row, 1)?,
        };
        let annotations = match annotations {
            None => None,
            Some(_) => row.text(4)?,
        };
        self.texts.write(document, (sequence, revision), author, annotations).map(Loaded::Written)
    }

    /// Returns the index of an author. There are few of them.
    fn author(&mut self, text: &[u8]) -> Result<Person> {
        if let Some((_, known)) = self.authors.iter().find(|(known, _)| known == text) {
            return Ok(*known);
        }
        let author = self.texts.author(AccountId::from_text(text)?);
        self.authors.push((text.to_owned(), author));
        Ok(author)
    }
}

/// The outcome of a row.
enum Loaded {
    Written(Text),
    /// Its message is deleted.
    Deleted,
    NoRoom,
}

/// Reads rows as JSON. The texts are moved to the collector and back, and lost if that fails.
pub(super) struct TextRows(pub(super) Option<RowTexts>);

impl ReadSide for TextRows {
    type Out = Text;

    async fn read<T: Tx>(
        &mut self,
        tx: &mut T,
        statement: &Statement,
        values: &[Named],
        limit: usize,
    ) -> Result<Side<Text>> {
        let texts = self
            .0
            .take()
            .ok_or_else(|| Error::internal("a window cannot be read", "what was read of it is lost"))?;
        let collected =
            tx.collect(statement, values, TextSide { texts, side: Side::with_room(limit), limit });
        let TextSide { texts, side, .. } = collected.await?;
        self.0 = Some(texts);
        Ok(side)
    }
}

struct TextSide {
    texts: RowTexts,
    side: Side<Text>,
    limit: usize,
}

impl Collect for TextSide {
    fn take(&mut self, row: &dyn Row) -> Result<bool> {
        match self.texts.load(row, || self.side.wants_more(self.limit))? {
            Loaded::Written(text) => self.side.rows.push(text),
            Loaded::Deleted => {}
            Loaded::NoRoom => return Ok(false),
        }
        Ok(true)
    }
}
