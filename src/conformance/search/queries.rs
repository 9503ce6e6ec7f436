//! Laws about the results of a query.

use std::collections::BTreeSet;

use super::subject::{SearchSubject, found_of, query};
use crate::{
    conformance::subject::{HARD_TEXTS, new_record, ok, write},
    model::{
        json::Json,
        message::Message,
        part::{Part, Parts},
        search::SearchQuery,
        session::SessionChange,
    },
};

pub(super) async fn a_text_is_found_by_all_of_its_words(store: SearchSubject) {
    let session = store.start().await;
    let said = store.says(session, "Who posted this Spam in the café?").await;
    let other = store.says(session, "No spam here.").await;
    let [said, other] = [said, other].map(|message| (session, Some(message.id)));
    assert_eq!(store.finds("posted").await, [said].into());
    assert_eq!(store.finds("SPAM, posted").await, [said].into(), "in any order and case");
    assert_eq!(store.finds("spam here").await, [other].into());
    assert_eq!(store.finds("spam").await, [said, other, (session, None)].into(), "the session is named so");
    assert_eq!(store.finds("spam tuesday").await, [(session, None)].into());
    assert_eq!(store.finds("spam nothing").await, BTreeSet::new(), "all of the words");
    assert_eq!(store.finds("post").await, BTreeSet::new(), "whole words");
}

pub(super) async fn a_hit_is_the_message_as_it_is_stored(store: SearchSubject) {
    let session = store.start().await;
    let said = store.says(session, "Who posted this?").await;
    let texts = store.texts(&query("posted"), 10).await;
    let expected = ok(store.find_message(session, said.id).await);
    assert_eq!(texts[0].message.as_ref(), Some(&expected), "the message");
    let expected = store.session(session).await.state.reference;
    assert_eq!(texts[0].session, expected, "its session");
    let texts = store.texts(&query("tuesday"), 10).await;
    assert_eq!((&texts[0].session, &texts[0].message), (&expected, &None), "the name");
}

pub(super) async fn words_of_all_scripts_are_found(store: SearchSubject) {
    let session = store.start().await;
    let cases = [
        ("Das Café in Zürich", &["cafe", "CAFÉ", "zurich", "Zu\u{308}rich"][..]),
        ("東京タワーに行く", &["東京", "タワー", "京タ", "行", "東", "く", "東京タワー"]),
        ("ภาษาไทยง่าย", &["ไทย", "ภาษา", "ง่าย"]),
        ("한국어 문서", &["한국어", "문서"]),
        ("Ship it 🎉🚀 👍🏽", &["🎉", "🚀 ship", "👍", "👍🏿"]),
        ("हिन्दी में", &["हिन्दी"]),
        ("ΟΔΟΣ οδός", &["οδος", "ΟΔΌΣ"]),
        ("Straße ﬁne ｆｕｌｌ", &["STRASSE", "fine", "full"]),
        ("שלום عليكم", &["שלום", "عليكم"]),
    ];
    for (text, queries) in cases {
        let said = store.says(session, text).await;
        for words in queries {
            let found = store.finds(words).await;
            assert!(found.contains(&(session, Some(said.id))), "{words} finds {text}, but: {found:?}");
        }
    }
    assert_eq!(store.finds("京都").await, BTreeSet::new(), "no pair of characters that are apart");
}

pub(super) async fn nothing_in_a_query_or_a_text_is_syntax(store: SearchSubject) {
    let session = store.start().await;
    for text in HARD_TEXTS {
        let said = store.says(session, text).await;
        let Ok(query) = SearchQuery::parse(text) else { continue };
        let found = store.found(&query).await;
        assert!(found.contains(&(session, Some(said.id))), "{text:?} finds itself, but: {found:?}");
    }
    for text in
        ["AND OR NOT", "near(a b)", "\"a", "a*b^c", "a & !b | c:* <-> d", "words:a", "- + ( ) a", "'a'':b"]
    {
        let said = store.says(session, text).await;
        let found = store.finds(text).await;
        assert!(found.contains(&(session, Some(said.id))), "{text:?} finds itself, but: {found:?}");
    }
    assert_eq!(store.finds("and nothing or not").await, BTreeSet::new(), "words, not operators");
}

pub(super) async fn only_text_parts_and_names_are_found(store: SearchSubject) {
    let session = store.start().await;
    let output = ok(Json::parse(r#"{"secret":"tool"}"#));
    let parts: [Part<'_>; 4] = [
        Part::text("first part").into(),
        Part::reasoning("a thought").into(),
        Part::tool("lookup", "call").input(Json::object()).output(output).into(),
        Part::text("second part").into(),
    ];
    let message = Message { parts: ok(Parts::new(parts)), ..store.typed("") };
    let message = Message { metadata: Some(ok(Json::parse(r#"{"meta":"data"}"#))), ..message };
    let said = ok(store.append(session, vec![new_record(&message)]).await).remove(0);
    assert_eq!(store.finds("first second").await, [(session, Some(said.id))].into(), "all text parts");
    assert_eq!(store.finds("partsecond").await, BTreeSet::new(), "parts are apart");
    for words in ["thought", "secret", "lookup", "data", "user"] {
        assert_eq!(store.finds(words).await, BTreeSet::new(), "{words} is not in a text part");
    }
}

pub(super) async fn the_best_is_found_first(store: SearchSubject) {
    let session = store.start().await;
    let filler = "lorem ipsum dolor sit amet consetetur ".repeat(20);
    let worst = store.says(session, &format!("{filler} crawler {filler}")).await;
    let best = store.says(session, "crawler, crawler: which crawler?").await;
    for _ in 0..20 {
        store.says(session, &filler).await;
    }
    let found: Vec<_> = store.texts(&query("crawler"), 10).await.iter().map(found_of).collect();
    assert_eq!(found, [(session, Some(best.id)), (session, Some(worst.id))], "more often, and in less text");
    let first = store.texts(&query("crawler"), 1).await;
    assert_eq!(first.iter().map(found_of).collect::<Vec<_>>(), [found[0]], "a limit keeps the best");
}

pub(super) async fn filters_narrow_a_search(store: SearchSubject) {
    let (one, other) = (store.record(), store.record());
    for record in [&one, &other] {
        ok(store.create_session(record).await);
        let change = SessionChange::default().name("a needle");
        ok(store.update_session(record.id, &change, write(1)).await);
    }
    let said = store.says(one.id, "a needle").await;
    let also = store.says(other.id, "another needle").await;
    let in_one: BTreeSet<_> = [(one.id, None), (one.id, Some(said.id))].into();
    assert_eq!(store.found(&query("needle").in_session(one.id)).await, in_one, "of a session");
    let by = query("needle").created_by(one.reference.created_by);
    assert_eq!(store.found(&by).await, in_one, "of an account's sessions");
    let by = query("needle").by_author(also.author);
    assert_eq!(store.found(&by).await, [(other.id, Some(also.id))].into(), "of an author");
    assert_eq!(
        store.found(&by.clone().in_session(one.id)).await,
        BTreeSet::new(),
        "of an author in a session"
    );
    let nowhere = query("needle").in_session(store.record().id);
    assert_eq!(store.found(&nowhere).await, BTreeSet::new(), "of no session");
    assert_eq!(store.found(&query("needle").by_author(store.account())).await, BTreeSet::new(), "of nobody");
    assert_eq!(store.texts(&by, 1).await.len(), 1, "a filter comes before the limit");
}

pub(super) async fn a_text_of_any_length_is_kept(store: SearchSubject) {
    let session = store.start().await;
    let numbers: String = (0..80_000).flat_map(|number| [format!("{number:x}"), " ".to_owned()]).collect();
    let all_han: String = ('\u{4e00}'..='\u{9ff0}').cycle().take(100_000).collect();
    for text in [numbers, all_han, "a".repeat(400_000), "🎉".repeat(50_000)] {
        let said = store.says(session, &format!("beginning {text} ending")).await;
        let found = store.finds("beginning").await;
        assert!(found.contains(&(session, Some(said.id))), "{} bytes", text.len());
        ok(store.delete_message(session, said.id, 7).await);
        assert_eq!(store.finds("beginning").await, BTreeSet::new(), "{} bytes", text.len());
    }
}
