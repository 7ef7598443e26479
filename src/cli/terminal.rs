//! A terminal that is asked for keys. It is raw as long as it is taken: between two questions, too, what is typed is keys,
//! and none of it is echoed. It is given back as it was, however that ends.

use crate::render::terminal::Colors;
use crate::review::{Key, Room};
use crossterm::cursor::{Hide, MoveTo, Show};
use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, poll, read};
use crossterm::terminal::{
    Clear, ClearType, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode, size,
};
use crossterm::{execute, queue};
use std::io::{self, IsTerminal as _, Write as _};
use std::panic;
use std::time::Duration;

/// What a terminal is taken for that does not say how large it is.
const USUAL: (u16, u16) = (80, 24);

/// What was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Typed {
    /// A key.
    Key(Key),
    /// Ctrl-C.
    Interrupt,
}

/// The terminal, showing a screen of its own; what was on it comes back when this is dropped.
#[derive(Debug)]
pub(super) struct Terminal {
    colors: Colors,
}

impl Terminal {
    /// Whether there is one that can be asked: both ways lead to it, and it can place text.
    pub(super) fn is_there() -> bool {
        let is_dumb = std::env::var_os("TERM").is_some_and(|kind| kind == "dumb");
        io::stdin().is_terminal() && io::stdout().is_terminal() && !is_dumb
    }

    /// Takes the terminal.
    pub(super) fn open(colors: Colors) -> io::Result<Self> {
        // What a panic says is to be read where the program was started.
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            give_back();
            usual(panic);
        }));
        // Where no handler can be set, the program is simply ended: what was decided is kept with every key.
        drop(ctrlc::set_handler(|| {
            give_back();
            std::process::exit(super::Exit::Interrupted as i32);
        }));
        let terminal = Self { colors };
        enable_raw_mode()?;
        // Written with the first screen.
        queue!(io::stdout(), EnterAlternateScreen)?;
        Ok(terminal)
    }

    /// Its room.
    pub(super) fn room(&self) -> Room {
        let (width, height) =
            size().ok().filter(|(width, height)| *width > 0 && *height > 0).unwrap_or(USUAL);
        Room { width: usize::from(width), height: usize::from(height), colors: self.colors }
    }

    /// Gives the terminal to something else, such as an editor, until that is done.
    #[expect(clippy::unused_self, reason = "only who has the terminal can lend it")]
    pub(super) fn lend<T>(&self, done: impl FnOnce() -> T) -> io::Result<T> {
        disable_raw_mode()?;
        execute!(io::stdout(), Show, LeaveAlternateScreen)?;
        let outcome = done();
        enable_raw_mode()?;
        execute!(io::stdout(), EnterAlternateScreen)?;
        Ok(outcome)
    }

    /// Shows what `draw` makes for the room there is, again whenever that changes, until a key is typed.
    pub(super) fn ask(&self, draw: &dyn Fn(Room) -> String) -> io::Result<Typed> {
        // Whoever has asked once hears of every resize from then on, also of one while it is drawn.
        poll(Duration::ZERO)?;
        loop {
            let mut out = io::stdout().lock();
            queue!(out, Hide, Clear(ClearType::All), MoveTo(0, 0))?;
            // A raw terminal does not go to the start of a line by itself.
            out.write_all(draw(self.room()).replace('\n', "\r\n").as_bytes())?;
            queue!(out, Show)?;
            out.flush()?;
            drop(out);
            if let Some(typed) = next()? {
                return Ok(typed);
            }
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        give_back();
    }
}

/// Gives the terminal back as it was.
fn give_back() {
    // With the terminal gone there is nothing to give back.
    drop(disable_raw_mode());
    drop(execute!(io::stdout(), Show, LeaveAlternateScreen));
}

/// Waits for a key; `None` when the room changed.
fn next() -> io::Result<Option<Typed>> {
    loop {
        match read()? {
            Event::Key(event) if event.kind != KeyEventKind::Release => {
                if let Some(typed) = meant(event) {
                    return Ok(Some(typed));
                }
            }
            Event::Resize(..) => return Ok(None),
            Event::Key(_) | Event::FocusGained | Event::FocusLost | Event::Mouse(_) => {}
        }
    }
}

fn meant(event: KeyEvent) -> Option<Typed> {
    if event.modifiers.contains(KeyModifiers::CONTROL) {
        return (event.code == KeyCode::Char('c')).then_some(Typed::Interrupt);
    }
    let key = match event.code {
        KeyCode::Char(letter) => Key::Char(letter),
        KeyCode::Up => Key::Up,
        KeyCode::Down => Key::Down,
        KeyCode::PageUp => Key::PageUp,
        KeyCode::PageDown => Key::PageDown,
        KeyCode::Home => Key::Home,
        KeyCode::End => Key::End,
        KeyCode::Enter => Key::Enter,
        KeyCode::Esc => Key::Escape,
        KeyCode::Backspace
        | KeyCode::Left
        | KeyCode::Right
        | KeyCode::Tab
        | KeyCode::BackTab
        | KeyCode::Delete
        | KeyCode::Insert
        | KeyCode::F(_)
        | KeyCode::Null
        | KeyCode::CapsLock
        | KeyCode::ScrollLock
        | KeyCode::NumLock
        | KeyCode::PrintScreen
        | KeyCode::Pause
        | KeyCode::Menu
        | KeyCode::KeypadBegin
        | KeyCode::Media(_)
        | KeyCode::Modifier(_) => return None,
    };
    Some(Typed::Key(key))
}
