//! The keys that choose the base of a group.

use super::{Key, Step, View, Walk};
use crate::review::verdicts::GroupVerdict;

impl Walk<'_> {
    pub(super) fn press_in_bases(&mut self, key: Key, marked: usize) -> Step {
        let last = self.group().notes.len() - 1;
        let marked_at = |at: usize| View::Base { marked: at.min(last) };
        match key {
            Key::Char('k') | Key::Up => self.see(marked_at(marked.saturating_sub(1))),
            Key::Char('j') | Key::Down => self.see(marked_at(marked + 1)),
            Key::Home | Key::PageUp => self.see(marked_at(0)),
            Key::End | Key::PageDown => self.see(marked_at(last)),
            Key::Enter => self.choose(marked),
            Key::Char(digit @ '1'..='9') => match digit.to_digit(10).map(|digit| digit as usize - 1) {
                Some(at) if at <= last => self.choose(at),
                Some(_) | None => self.say("there is no such note"),
            },
            Key::Escape | Key::Char('q' | 'b') => self.see(View::Group),
            Key::Char(_) => self.say("type the number of a note, or Esc to leave it as it is"),
        }
    }

    /// Takes the note at this place as base.
    fn choose(&mut self, at: usize) -> Step {
        self.view = View::Group;
        let base = self.group().notes[at].path.clone();
        if base == self.group().notes[0].path {
            return self.say("that is the base already");
        }
        let base = Some(base).filter(|base| *base != self.planned().notes[0].path);
        let words = match base {
            Some(_) => "the base is another one now: c shows what that changes",
            None => "the base is the plan's again",
        };
        self.change(GroupVerdict { base, ..self.decided() }, words)
    }
}
