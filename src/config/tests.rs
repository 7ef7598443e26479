//! What a configuration file means, and what is said of one that means nothing.

use super::*;
use crate::vault::Scope;

fn config(file: &str) -> Config {
    Config::of(Some(file), &[]).unwrap()
}

/// What is said of a file that is refused.
fn check(file: &str, says: &str) {
    assert_eq!(Config::of(Some(file), &[]).unwrap_err().to_string(), says);
}

#[test]
fn no_file_an_empty_file_and_the_default_file_are_the_defaults() {
    let default = Config::of(None, &[]).unwrap();
    assert_eq!(default, Config::default());
    assert_eq!(config("\u{feff}"), default);
    let written = config(&default_file());
    assert_eq!(written.values, default.values);
    assert!(written.entries().iter().all(|entry| matches!(entry.origin, Origin::File { .. })));
}

#[test]
fn every_value_is_a_key_with_words() {
    let values = toml::Table::try_from(Values::default()).unwrap();
    let mut paths = Vec::new();
    for (name, value) in &values {
        match value.as_table() {
            Some(table) => paths.extend(table.keys().map(|key| format!("{name}.{key}"))),
            None => paths.push(name.clone()),
        }
    }
    let mut keys: Vec<String> = keys::KEYS.iter().map(keys::Key::path).collect();
    keys.sort();
    paths.sort();
    assert_eq!(keys, paths);
}

#[test]
fn every_example_is_understood() {
    for key in keys::KEYS.iter().filter(|key| key.example.is_some()) {
        let set = format!("{}={}", key.path(), key.example.unwrap());
        let config = Config::of(None, &[set]).unwrap();
        assert_eq!(config.origins.into_iter().collect::<Vec<_>>(), [(key.path(), Origin::Flag)]);
    }
}

#[test]
fn the_defaults_are_those_of_the_stages() {
    let config = Config::default();
    assert_eq!(config.merge_options().status_tags, MergeOptions::default().status_tags);
    assert_eq!(config.merge_options().highest_priority, MergeOptions::default().highest_priority);
    let sorted =
        |options: BaseOptions| options.waiting.into_iter().collect::<std::collections::BTreeSet<_>>();
    assert_eq!(sorted(config.base_options()), sorted(BaseOptions::default()));
    assert_eq!(config.scope_options(&Settings::default()), ScopeOptions::default());
    assert!(config.read_options().headings.is_empty() && config.read_options().property_synonyms.is_empty());
    assert!(config.people_options().known.is_empty() && config.people_options().me.is_none());
}

#[test]
fn each_key_reaches_its_stage() {
    let config = config(
        r##"
        [scope]
        include = ["Inbox"]
        exclude = ["*.excalidraw.md"]
        obsidian_excluded = "skip"
        inbox = ["Eingang"]
        [headings]
        actions = ["Aufgaben"]
        [properties]
        participants = ["Teilnehmer"]
        [people]
        me = "Jason Vallery"
        [people.names]
        "Tomer Hagay" = ["Tomer", "TH"]
        [merge]
        priority = "highest"
        status_tags = { "!" = ["#urgent"] }
        [retire]
        folder = "Archive/Retired"
        "##,
    );
    let obsidian = Settings { user_ignore_filters: vec!["Old/".to_owned()], ..Settings::default() };
    let scope = config.scope_options(&obsidian);
    assert_eq!(
        (scope.include.as_slice(), scope.hidden.as_slice()),
        (&["Inbox".to_owned()][..], &["Old/".to_owned()][..])
    );
    assert_eq!(scope.retired.as_deref(), Some("Archive/Retired"));
    assert!(Scope::of(&scope).is_ok());
    assert_eq!(config.base_options().waiting, ["eingang", "archive", "archives", "_archive"]);
    assert_eq!(config.read_options().headings, [("Aufgaben".to_owned(), Role::Actions)]);
    assert_eq!(
        config.read_options().property_synonyms,
        [("teilnehmer".to_owned(), "participants".to_owned())]
    );
    let people = config.people_options();
    assert_eq!(people.me.as_deref(), Some("Jason Vallery"));
    assert_eq!((people.known[0].name.as_str(), people.known[0].aliases.len()), ("Tomer Hagay", 2));
    assert!(config.merge_options().highest_priority);
    assert_eq!(config.merge_options().status_tags, [('!', vec!["urgent".to_owned()])]);
}

#[test]
fn an_unknown_key_is_refused_with_its_line_and_the_nearest_known_one() {
    check(
        "[scope]\nexlude = []\n",
        "`.notefold.toml` line 2: there is no key `scope.exlude`; the nearest known one is `scope.exclude`",
    );
    check(
        "\n[person]\nme = \"J\"\n",
        "`.notefold.toml` line 2: there is no key `person`; the nearest known one is `[people]`",
    );
    check(
        "[headings]\nexclude = []\n",
        "`.notefold.toml` line 2: there is no key `headings.exclude`; the nearest known one is `scope.exclude`",
    );
    check(
        "lang = \"en\"\n",
        "`.notefold.toml` line 1: there is no key `lang`; the nearest known one is `language`",
    );
}

#[test]
fn a_value_that_is_none_is_refused_with_its_line() {
    check(
        "[scope]\ninclude = [\"a\", \"b[\"]\n",
        "`.notefold.toml` line 2: the pattern `b[` is not understood: unclosed character class; missing ']'",
    );
    check(
        "[merge]\npriority = \"lowest\"\n",
        "`.notefold.toml` line 2: unknown variant `lowest`, expected `base` or `highest`",
    );
    check("language = \"de\"\n", "`.notefold.toml` line 1: unknown variant `de`, expected `en`");
    check(
        "[merge.status_tags]\ndone = []\n",
        "`.notefold.toml` line 2: a status is one character, and `done` is not",
    );
    check(
        "[scope]\ninclude = \"a\"\n",
        "`.notefold.toml` line 2: invalid type: string \"a\", expected a sequence",
    );
    let error = Config::of(Some("[scope\n"), &[]).unwrap_err().to_string();
    assert!(error.starts_with("`.notefold.toml` line 1: "), "{error}");
}

#[test]
fn what_is_set_stands_over_the_file_and_says_so() {
    let file = "[scope]\nexclude = [\"a\"]\n\n[people]\nme = \"J\"\n";
    let set = ["people.me=Jason Vallery".to_owned(), "scope.include=[\"b\"]".to_owned()];
    let config = Config::of(Some(file), &set).unwrap();
    let origins: Vec<String> = config
        .entries()
        .iter()
        .filter(|entry| entry.origin != Origin::Default)
        .map(|entry| format!("{} = {} ({})", entry.key, entry.value, entry.origin))
        .collect();
    assert_eq!(
        origins,
        [
            "scope.include = [\"b\"] (--set)",
            "scope.exclude = [\"a\"] (.notefold.toml:2)",
            "people.me = \"Jason Vallery\" (--set)",
        ]
    );
    let refused = |set: &str| Config::of(None, &[set.to_owned()]).unwrap_err().to_string();
    assert_eq!(
        refused("scope.exlude=[]"),
        "--set scope.exlude=[]: there is no key `scope.exlude`; the nearest known one is `scope.exclude`"
    );
    assert_eq!(refused("scope"), "--set scope: KEY=VALUE is expected");
}

#[test]
fn the_configuration_shown_is_a_file_that_says_the_same() {
    let shown = config("[people.names]\n\"Tomer Hagay\" = [\"TH\"]\n[merge]\npriority = \"highest\"\n");
    assert_eq!(config(&shown.to_string()).values, shown.values);
    let line = shown.to_string().lines().find(|line| line.starts_with("priority")).unwrap().to_owned();
    assert_eq!(line, format!("{:40}  # .notefold.toml:4", "priority = \"highest\""));
}
