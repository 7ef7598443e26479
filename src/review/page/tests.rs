//! Pages as text. What a browser makes of them is tested in `tests/page/main.rs`.

use super::*;

fn policy_hash_of(page: &str, element: &str) -> String {
    let (open, close) = (format!("<{element}>"), format!("</{element}>"));
    let inside = page.split_once(&open).unwrap().1.split_once(&close).unwrap().0;
    format!("'sha256-{}'", BASE64.encode(Sha256::digest(inside.as_bytes())))
}

fn empty() -> String {
    let plan = Plan {
        format_version: crate::plan::FORMAT_VERSION,
        tool_version: "0.0.0".to_owned(),
        vault: crate::plan::VaultIdentity { root: "/home/</title><script>alert(1)</script>".to_owned() },
        retire: crate::plan::Retire::Trash,
        groups: Vec::new(),
        left: Vec::new(),
        mentions: Vec::new(),
    };
    let options =
        PageOptions { plan: ContentHash::of(b"plan"), command: "notefold apply --verdicts".to_owned() };
    page(&plan, &options)
}

#[test]
fn the_policy_names_the_one_style_and_the_one_script_of_the_page() {
    let page = empty();
    let policy =
        page.split_once("Content-Security-Policy\" content=\"").unwrap().1.split_once('"').unwrap().0;
    for element in ["style", "script"] {
        assert!(policy.contains(&policy_hash_of(&page, element)), "{element}: {policy}");
        assert_eq!(page.matches(&format!("<{element}")).count(), 1, "{element}");
    }
}

#[test]
fn nothing_of_the_page_names_another_place() {
    for text in [STYLE, SCRIPT] {
        for word in ["http", "//cdn", "url(", "@import", "innerHTML", "eval", "</"] {
            assert!(!text.contains(word), "{word}");
        }
        assert!(!text.contains('\r'), "a browser hashes line ends as it reads them: as single line feeds");
    }
}

#[test]
fn text_that_would_steer_a_browser_or_deceive_a_reader_is_shown() {
    assert_eq!(shown("a\u{202e}b\r\nc\u{1b}[1m"), "a\\u{202e}b\nc\\u{1b}[1m");
    assert!(!empty().contains("<script>alert"));
}
