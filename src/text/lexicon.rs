//! Words with what they stand for, found without regard to the case of ASCII letters.

/// Words with what they stand for. Every word of a text is looked up, and nearly all of them are in no list, so the
/// words are kept by their first letter, and nothing is folded to find one.
#[derive(Debug)]
pub(crate) struct Lexicon<V> {
    by_letter: [Vec<(&'static str, V)>; 26],
    /// Which lengths the words of a letter have, a bit each.
    lengths: [u64; 26],
}

impl<V: Copy> Lexicon<V> {
    /// Makes a lexicon of `words`, which start with ASCII letters; of equal ones the first counts.
    pub(crate) fn of(words: impl IntoIterator<Item = (&'static str, V)>) -> Self {
        let mut lexicon = Self { by_letter: std::array::from_fn(|_| Vec::new()), lengths: [0; 26] };
        for (word, value) in words {
            let Some(letter) = letter(word) else { continue };
            if let (Some(list), Some(lengths)) =
                (lexicon.by_letter.get_mut(letter), lexicon.lengths.get_mut(letter))
            {
                list.push((word, value));
                *lengths |= length_bit(word);
            }
        }
        lexicon
    }

    /// What `word` stands for.
    pub(crate) fn get(&self, word: &str) -> Option<V> {
        let letter = letter(word)?;
        if self.lengths.get(letter)? & length_bit(word) == 0 {
            return None;
        }
        let list = self.by_letter.get(letter)?;
        list.iter().find(|(known, _)| word.eq_ignore_ascii_case(known)).map(|(_, value)| *value)
    }
}

/// Long words share the last bit.
fn length_bit(word: &str) -> u64 {
    1 << word.len().min(63)
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
