//! Words with what they stand for, found without regard to the case of ASCII letters.

/// Words with what they stand for. Every word of a text is looked up, and nearly all of them are in no list, so the
/// words are kept by their first letter, and nothing is folded to find one.
#[derive(Debug)]
pub(crate) struct Lexicon<V> {
    by_letter: [Vec<(&'static str, V)>; 26],
}

impl<V: Copy> Lexicon<V> {
    /// Makes a lexicon of `words`, which start with ASCII letters; of equal ones the first counts.
    pub(crate) fn of(words: impl IntoIterator<Item = (&'static str, V)>) -> Self {
        let mut lexicon = Self { by_letter: std::array::from_fn(|_| Vec::new()) };
        for (word, value) in words {
            if let Some(list) = letter(word).and_then(|letter| lexicon.by_letter.get_mut(letter)) {
                list.push((word, value));
            }
        }
        lexicon
    }

    /// What `word` stands for.
    pub(crate) fn get(&self, word: &str) -> Option<V> {
        let list = self.by_letter.get(letter(word)?)?;
        list.iter().find(|(known, _)| word.eq_ignore_ascii_case(known)).map(|(_, value)| *value)
    }
}

fn letter(word: &str) -> Option<usize> {
    let first = word.bytes().next()?.to_ascii_lowercase();
    first.checked_sub(b'a').map(usize::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(word: &str, expect: Option<u8>) {
        let lexicon = Lexicon::of([("ten", 1), ("Ten", 2), ("zero", 3)]);
        assert_eq!(lexicon.get(word), expect, "{word}");
    }

    #[test]
    fn a_word_is_found_in_any_case() {
        check("ten", Some(1));
        check("TEN", Some(1));
        check("Zero", Some(3));
    }

    #[test]
    fn what_is_not_listed_stands_for_nothing() {
        for word in ["", "te", "tens", "é", "{", "1", "@"] {
            check(word, None);
        }
    }
}
