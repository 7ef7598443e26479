//! A text in the editor of the person who asked for it.

use super::failure::Failure;
use super::memory;
use crate::disk::{Disk, Existing, write_whole};
use std::ffi::OsString;
use std::io::{self, ErrorKind};
use std::path::Path;
use std::process::Command;

/// The editor that is there where nobody says which one to take.
const USUAL: &str = if cfg!(windows) { "notepad" } else { "vi" };

/// Lets a person edit `text` in a file at `path`, which is theirs alone and gone afterwards. `None` when the editor
/// failed: what it leaves then is not what they wanted.
pub(super) fn edit(disk: &dyn Disk, path: &Path, text: &str) -> Result<Option<String>, Failure> {
    let unwritable = |error: io::Error| Failure::Unreadable { path: path.to_owned(), why: error.to_string() };
    match disk.create_private(path, text.as_bytes()) {
        Ok(()) => {}
        // Left by a session that was cut off.
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            write_whole(disk, path, text.as_bytes(), Existing::Replace)?;
        }
        Err(error) => return Err(unwritable(error)),
    }
    let status = command(path).status();
    let edited = memory::read(disk, path);
    disk.remove_temporary(path).map_err(unwritable)?;
    let is_done = status.is_ok_and(|status| status.success());
    Ok(edited?.filter(|_| is_done).and_then(|bytes| String::from_utf8(bytes).ok()))
}

/// The command that edits a file: `$VISUAL`, else `$EDITOR`, each of which may have arguments of its own.
fn command(path: &Path) -> Command {
    let named = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    let editor = named("VISUAL").or_else(|| named("EDITOR")).unwrap_or_else(|| USUAL.into());
    if cfg!(windows) {
        let typed = editor.to_string_lossy().into_owned();
        let mut words = typed.split_whitespace();
        let mut command = Command::new(words.next().unwrap_or(USUAL));
        command.args(words).arg(path);
        return command;
    }
    // As git does it: the shell takes the editor's own arguments apart.
    let mut typed: OsString = editor;
    typed.push(" \"$@\"");
    let mut command = Command::new("sh");
    command.arg("-c").arg(typed).arg("editor").arg(path);
    command
}
