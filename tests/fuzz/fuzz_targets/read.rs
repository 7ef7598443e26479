//! Reads any text as a note: it must not panic, and the spans of the note must be its bytes (invariant 1).
//!
//!     cargo +nightly fuzz run --fuzz-dir tests/fuzz --target-dir target/fuzz read -- -max_total_time=600

#![no_main]

use libfuzzer_sys::fuzz_target;
use notefold::note::{Note, ReadOptions};

fuzz_target!(|text: &str| {
    let note = Note::read("2025-09-05 - note.md", text, &ReadOptions::default());
    let spans: String = note.blocks().iter().map(|block| note.slice(block.span)).collect();
    assert_eq!(spans, text);
    for item in note.items() {
        assert!(item.tree.contains(item.span) && item.span.contains(item.content));
        assert!(item.parts.iter().all(|part| item.content.contains(part.span)));
    }
});
