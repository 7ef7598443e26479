//! What Obsidian was told about a vault.

use super::problem::{Problem, Reason};
use super::scope::Hidden;
use super::{OBSIDIAN, Vault};
use crate::disk::{Disk, ReadError, read_note};
use serde_json::{Map, Value};
use std::path::Path;

/// The settings of a vault in `.obsidian/app.json` that matter here, with Obsidian's own defaults.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settings {
    /// How links to other files are written.
    pub new_link_format: LinkFormat,
    /// Whether links are written as Markdown links, not as wikilinks.
    pub use_markdown_links: bool,
    /// Where deleted files go.
    pub trash: TrashOption,
    /// Where attachments go: a folder of the vault, `./…` from the note; empty for the vault's folder.
    pub attachment_folder: String,
    /// Paths that Obsidian leaves out of searches and suggestions: prefixes of paths, or `/regular expressions/`.
    pub user_ignore_filters: Vec<String>,
    /// The folder of templates (`.obsidian/templates.json`).
    pub template_folder: Option<String>,
    /// What a line with a checkbox must hold to be a task to the Tasks plugin (its `globalFilter`); empty: every such line is
    /// one. `None` where the plugin has no settings.
    pub tasks_filter: Option<String>,
}

/// How links to other files are written (`newLinkFormat`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LinkFormat {
    /// By name alone where that is enough.
    #[default]
    Shortest,
    /// From the folder of the note that links.
    Relative,
    /// From the vault's folder.
    Absolute,
}

/// Where deleted files go (`trashOption`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TrashOption {
    /// To the trash of the system.
    #[default]
    System,
    /// To `.trash/` in the vault.
    Local,
    /// Nowhere: they are gone.
    None,
}

impl Settings {
    /// Reads the settings. Keys that are not known are passed by; a file or value that is not understood is a problem,
    /// and the default holds.
    pub(super) fn read(disk: &dyn Disk, vault: &Vault) -> (Self, Vec<Problem>) {
        let mut problems = Vec::new();
        let mut app = File::open(disk, vault, "app.json", &mut problems);
        let settings = Self {
            new_link_format: app
                .value("newLinkFormat", |value| match value.as_str()? {
                    "shortest" => Some(LinkFormat::Shortest),
                    "relative" => Some(LinkFormat::Relative),
                    "absolute" => Some(LinkFormat::Absolute),
                    _ => None,
                })
                .unwrap_or_default(),
            use_markdown_links: app.value("useMarkdownLinks", Value::as_bool).unwrap_or_default(),
            trash: app
                .value("trashOption", |value| match value.as_str()? {
                    "system" => Some(TrashOption::System),
                    "local" => Some(TrashOption::Local),
                    "none" => Some(TrashOption::None),
                    _ => None,
                })
                .unwrap_or_default(),
            attachment_folder: app.value("attachmentFolderPath", text).unwrap_or_default(),
            user_ignore_filters: app.value("userIgnoreFilters", texts).unwrap_or_default(),
            template_folder: None,
            tasks_filter: None,
        };
        let (filters, refused): (Vec<String>, Vec<String>) =
            settings.user_ignore_filters.into_iter().partition(|filter| Hidden::of(filter).is_ok());
        for filter in refused {
            app.lists(format!("`userIgnoreFilters` has `{filter}`"));
        }
        let mut templates = File::open(disk, vault, "templates.json", &mut problems);
        let template_folder = templates.value("folder", text).filter(|folder| !folder.is_empty());
        let mut tasks = File::open(disk, vault, "plugins/obsidian-tasks-plugin/data.json", &mut problems);
        let tasks_filter = tasks.value("globalFilter", text);
        (Self { template_folder, tasks_filter, user_ignore_filters: filters, ..settings }, problems)
    }
}

/// A file of settings, and where to say what of it is not understood.
struct File<'a> {
    path: String,
    keys: Map<String, Value>,
    problems: &'a mut Vec<Problem>,
}

impl<'a> File<'a> {
    fn open(disk: &dyn Disk, vault: &Vault, name: &str, problems: &'a mut Vec<Problem>) -> Self {
        let path = format!("{OBSIDIAN}/{name}");
        let place = vault.root().join(Path::new(OBSIDIAN)).join(name);
        // A byte order mark is no JSON, and editors of Windows write it.
        let parsed = match read_note(disk, &place) {
            Ok(text) => {
                serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|error| error.to_string())
            }
            Err(ReadError::Missing { .. }) => Ok(Value::Object(Map::new())),
            Err(error) => Err(Reason::of(&error).to_string()),
        };
        let mut file = Self { path, keys: Map::new(), problems };
        match parsed {
            Ok(Value::Object(keys)) => file.keys = keys,
            Ok(_) => file.lists("it is no JSON object".to_owned()),
            Err(why) => file.lists(why),
        }
        file
    }

    fn value<T>(&mut self, key: &str, read: impl Fn(&Value) -> Option<T>) -> Option<T> {
        let value = self.keys.get(key).filter(|value| !value.is_null())?;
        let read = read(value);
        if read.is_none() {
            self.lists(format!("`{key}` is {value}"));
        }
        read
    }

    fn lists(&mut self, why: String) {
        self.problems.push(Problem { path: self.path.clone(), reason: Reason::Settings(why) });
    }
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

fn texts(value: &Value) -> Option<Vec<String>> {
    value.as_array()?.iter().map(text).collect()
}
