//! The page in a real browser: hostile notes, finding, keys, and verdicts that `apply` takes.
//!
//! Needs `chromedriver` on the path, and the Chromium that goes with it. Where there is none the test says so and passes,
//! unless `NOTEFOLD_BROWSER=required` (as `.ci/run` has it).

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![expect(
    clippy::disallowed_methods,
    reason = "it looks at the files the program and the browser were to write"
)]

#[path = "../browser/mod.rs"]
mod browser;
mod deciding;
#[path = "../desk/mod.rs"]
mod desk;

use browser::Browser;
use desk::{Desk, ids, texts};
use notefold::disk::ContentHash;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

/// Writes the page of a desk's vault beside it, and gives its address.
fn write_page(desk: &Desk) -> String {
    let file = desk.folder.path().join("review.html");
    desk.ends(&["plan", "-q", "--html", file.to_str().unwrap()], 0);
    format!("file://{}", file.display())
}

/// The sha256 of the latest plan of the desk's vault.
fn plan_hash(desk: &Desk) -> ContentHash {
    let states = fs::read_dir(desk.folder.path().join("state")).unwrap();
    let plan = states.map(|entry| entry.unwrap().path().join("plan.json")).find(|path| path.exists());
    ContentHash::of(&fs::read(plan.unwrap()).unwrap())
}

fn vault(desk: &Desk) -> BTreeMap<PathBuf, Vec<u8>> {
    texts(&desk.tree()).into_iter().map(|(path, text)| (path.to_owned(), text.to_owned())).collect()
}

fn numbers(value: &Value) -> Vec<u64> {
    value.as_array().unwrap().iter().map(|number| number.as_u64().unwrap()).collect()
}

/// Two variants of one meeting with everything in them that could get out of a page. `\u{…}` are an override of the
/// direction and an escape of a terminal.
fn hostile() -> Desk {
    let note = |source: &str, due: &str| {
        format!(
            "---\ndate: 2025-10-27\ntitle: '<script>document.title=\"run\"</script>'\nparticipants: [Tomer Hagay, \
             Ana Ruiz]\nsource_ref: {source}T/standup 27.md\nx\"onload=\"document.title='run': '</style><script>'\n---\n\n\
             # </script><script>document.title='run'</script> \u{202e}gnitset\n\n## Actions\n\n\
             - [ ] Send the deck to the customer <img src=x onerror=\"document.title='run'\"> @Tomer 📅 {due}\n\
             - [ ] Book a room in Haifa [run](javascript:document.title='run') \u{1b}[31mred @Ana\n\
             - [ ] Load \"><iframe src=\"https://example.org/\"></iframe><style>@import 'https://example.org/';</style>\n\n\
             ## Decisions\n\n- The launch moves ' onmouseover='document.title=1 &lt;b&gt; --><!-- ]]> \u{2028}\n"
        )
    };
    Desk::with(&[
        ("Meetings/<img src=x onerror=document.title='run'>.md", &note("", "2025-11-03")),
        ("Inbox/' autofocus onfocus='document.title=1.md", &note("Old/", "2025-11-04")),
        ("Index.md", "[[' autofocus onfocus='document.title=1]]\n"),
    ])
}

/// A vault with two notes about one meeting, in other words and with two due dates.
fn standup() -> Desk {
    let note = |source: &str, says: [&str; 3], due: &str| {
        format!(
            "---\ndate: 2025-10-27\nparticipants: [Tomer Hagay, Ana Ruiz]\nsource_ref: {source}T/standup 27.md\n---\n\n# Standup\n\n\
             ## Actions\n\n- [ ] {} @Tomer 📅 2025-11-{due}\n- [ ] {} @Ana\n- [ ] Ask Noa about the contract of the new building @Ana\n\n\
             ## Decisions\n\n- {}\n",
            says[0], says[1], says[2]
        )
    };
    let one = note(
        "",
        [
            "Send the deck about pricing to the customer",
            "Book a room for the workshop in Haifa",
            "The launch of the beta moves to the second week of November",
        ],
        "03",
    );
    let other = note(
        "Old/",
        [
            "Send the pricing deck to the customer",
            "Book the workshop room in Haifa",
            "The beta launch moves to the second week of November",
        ],
        "04",
    );
    Desk::with(&[("Meetings/Standup.md", &one), ("Inbox/Standup 27 Oct.md", &other)])
}

#[test]
fn a_page_is_written_whole_and_over_nothing() {
    let desk = Desk::example();
    let file = desk.folder.path().join("review.html");
    let before = desk.tree();
    let told = desk.ends(&["plan", "--html", file.to_str().unwrap()], 0);
    assert!(told.stderr.contains("wrote `"), "{}", told.stderr);
    assert!(desk.tree() == before, "something was written into the vault");
    desk.refuses(&["plan", "--html", file.to_str().unwrap()], 4, "exists already");
    desk.ends(&["plan", "--force", "--html", file.to_str().unwrap()], 0);
    let plan = desk.plans(&[]);
    let page = fs::read_to_string(&file).unwrap();
    assert!(ids(&plan).iter().all(|id| page.contains(&format!("data-group=\"{id}\""))));
    assert!(page.contains(&format!("data-plan=\"{}\"", plan_hash(&desk))), "it is about another plan");
    let (plan_file, other) = (desk.folder.path().join("plan.json"), desk.folder.path().join("other.html"));
    let (plan_file, other) = (plan_file.to_str().unwrap(), other.to_str().unwrap());
    desk.ends(&["plan", "-q", "-o", plan_file, "--html", other], 0);
    let hash = ContentHash::of(&fs::read(plan_file).unwrap());
    let page = fs::read_to_string(other).unwrap();
    assert!(page.contains(&format!("data-plan=\"{hash}\"")), "it is about the plan in the file");
    assert!(page.contains(&format!("notefold apply {plan_file} --verdicts")), "and so is the command");
    desk.applies_all(&plan, 0);
    desk.ends(&["plan", "--force", "--html", file.to_str().unwrap()], 0);
    assert!(fs::read_to_string(&file).unwrap().contains("There is nothing to fold."));
}

#[test]
fn notes_can_neither_run_nor_load_anything() {
    let desk = hostile();
    let Some(browser) = Browser::open(&desk) else { return };
    browser.go(&write_page(&desk));
    browser.run("document.querySelectorAll('details').forEach((it) => { it.open = true; });");
    let title = browser.run("return document.title;");
    assert!(title.as_str().unwrap().starts_with("notefold: Vault"), "{title}");
    let body = browser.run("return document.body.innerText;");
    let body = body.as_str().unwrap();
    for shown in [
        "<img src=x onerror=\"document.title='run'\">",
        "javascript:document.title",
        "\\u{202e}gnitset",
        "\\u{1b}[31mred",
        "' onmouseover='document.title=1",
        "</style><script>",
    ] {
        assert!(body.contains(shown), "{shown} is not shown as it is:\n{body}");
    }
    let elements =
        "return ['img', 'iframe', 'link', 'object', 'embed', 'script', 'style', 'base', 'form', 'svg']
        .map((name) => document.getElementsByTagName(name).length);";
    assert_eq!(numbers(&browser.run(elements)), [0, 0, 0, 0, 0, 1, 1, 0, 0, 0]);
    let handlers = "return [...document.querySelectorAll('*')].flatMap((it) => [...it.attributes])
        .filter((it) => it.name.startsWith('on') || it.name === 'style' || it.name === 'src'
            || (it.name === 'href' && !it.value.startsWith('#'))).length;";
    assert_eq!(browser.run(handlers), 0);
    assert_eq!(browser.run("return performance.getEntriesByType('resource').length;"), 0);
    assert_eq!(browser.log(), [] as [String; 0], "the browser has something to say of it");
    // The policy stands: what gets in all the same does not run.
    browser.run(
        "const it = document.createElement('script'); it.textContent = 'document.title = \"run\"';
         document.body.append(it);
         const image = document.createElement('img'); image.src = 'https://example.org/x.png';
         document.body.append(image);",
    );
    assert_ne!(browser.run("return document.title;"), "run");
    let log = browser.log();
    assert_eq!(log.len(), 2, "{log:?}");
    assert!(log.iter().all(|line| line.contains("Content Security Policy")), "{log:?}");
}

#[test]
fn groups_are_found_by_their_words_and_by_what_is_the_matter_with_them() {
    let desk = Desk::example();
    let Some(browser) = Browser::open(&desk) else { return };
    let page = write_page(&desk);
    let plan = desk.plans(&[]);
    let groups = plan["groups"].as_array().unwrap();
    browser.go(&page);
    let shown = || browser.run("return document.querySelectorAll('article.group:not([hidden])').length;");
    assert_eq!(shown(), groups.len());

    browser.select("confidence", "certain");
    let certain = groups.iter().filter(|group| group["confidence"] == "certain").count();
    assert!(certain > 0 && certain < groups.len());
    assert_eq!(shown(), certain);
    browser.select("confidence", "");

    browser.select("kind", "\"owner\"");
    let disagree = |group: &&Value| {
        let rows = group["fold"]["rows"].as_array().unwrap();
        rows.iter().flat_map(|row| row["conflicts"].as_array().unwrap()).any(|it| it["field"] == "owner")
    };
    let owner = groups.iter().filter(disagree).count();
    assert!(owner > 0 && owner < groups.len());
    assert_eq!(shown(), owner);
    browser.select("kind", "");

    browser.run("document.getElementById('accept-shown').click();");
    let waits = |group: &&Value| !group["waits"].as_array().unwrap().is_empty();
    let accepted = browser.run("return document.querySelectorAll('[data-verdict=accept]').length;");
    assert_eq!(
        accepted,
        groups.iter().filter(|group| !waits(group)).count(),
        "what waits is not accepted with the rest"
    );

    let stem = groups[0]["notes"][1]["path"].as_str().unwrap();
    browser.type_into("search", &stem.to_uppercase());
    browser.wait("return document.querySelectorAll('article.group:not([hidden])').length === 1;");
    assert_eq!(
        browser.run("return document.getElementById('found').textContent;"),
        json!(format!("1 of {} groups", groups.len()))
    );
    browser.type_into("search", " no such words");
    browser.wait("return !document.getElementById('none').hidden;");
}

#[test]
fn without_a_script_a_page_is_read_and_offers_nothing_that_would_not_work() {
    let desk = Desk::example();
    let Some(browser) = Browser::open(&desk) else { return };
    browser.without_scripts();
    browser.go(&write_page(&desk));
    let offered = "return [...document.querySelectorAll('button, select, input, textarea')]
        .filter((it) => it.checkVisibility()).length;";
    assert_eq!(browser.run(offered), 0);
    let says = browser.run("return document.body.innerText;");
    assert!(says.as_str().unwrap().contains("Without JavaScript this page can be read"), "{says}");
    assert!(says.as_str().unwrap().contains("the notes disagree, please decide"), "{says}");
}

#[test]
fn where_nothing_can_be_kept_the_page_says_so() {
    let desk = standup();
    let Some(browser) = Browser::open(&desk) else { return };
    write_page(&desk);
    // A page at such an address has no storage.
    let page = fs::read(desk.folder.path().join("review.html")).unwrap();
    browser.go(&format!("data:text/html;charset=utf-8;base64,{}", browser::base64(&page)));
    browser.press("ja");
    let told = browser.run("return document.getElementById('told').textContent;");
    assert!(told.as_str().unwrap().contains("save it before you leave"), "{told}");
    let warns = "const leaving = new Event('beforeunload', {cancelable: true}); dispatchEvent(leaving); return leaving.defaultPrevented;";
    assert_eq!(browser.run(warns), true);
    browser.save();
    assert_eq!(browser.run(warns), false, "what is saved can be left");
}

#[test]
fn every_control_has_a_name_and_every_text_enough_contrast() {
    let desk = Desk::example();
    let Some(browser) = Browser::open(&desk) else { return };
    let page = write_page(&desk);
    for scheme in ["light", "dark"] {
        browser.prefer(scheme);
        browser.go(&page);
        browser.run("document.querySelectorAll('details').forEach((it) => { it.open = true; });");
        let poor = browser.run(include_str!("../browser/contrast.js"));
        assert_eq!(poor, json!([]), "{scheme}: contrast below 4.5");
    }
    let unnamed = "return [...document.querySelectorAll('input, select, textarea, button')]
        .filter((it) => !(it.labels?.length || it.getAttribute('aria-label') || it.textContent.trim()))
        .map((it) => it.outerHTML);";
    assert_eq!(browser.run(unnamed), json!([]));
    let landmarks = "return ['header', 'main', 'footer', 'search', 'h1']
        .map((name) => document.querySelectorAll('body > ' + name + ', body > header > ' + name).length);";
    assert_eq!(numbers(&browser.run(landmarks)), [1, 1, 1, 1, 1]);
    let skipped = "let last = 1; return [...document.querySelectorAll('main h2, main h3, main h4')]
        .filter((it) => { const level = Number(it.tagName[1]); const skips = level > last + 1; last = level; return skips; })
        .map((it) => it.textContent);";
    assert_eq!(browser.run(skipped), json!([]), "a heading is skipped");
    let twice = "const seen = new Set(); return [...document.querySelectorAll('[id]')].map((it) => it.id)
        .filter((id) => seen.has(id) || !seen.add(id));";
    assert_eq!(browser.run(twice), json!([]), "two elements have one id");
    let wide = "return document.documentElement.scrollWidth > innerWidth;";
    for width in [360, 800, 1600] {
        browser.resize(width, 800);
        assert_eq!(browser.run(wide), false, "something stands out at {width}");
    }
}

#[test]
fn three_hundred_groups_are_read_and_searched_without_waiting() {
    let meeting = |number: usize, source: &str, says: [&str; 3]| {
        // 84 days a year: no two meetings are on one.
        let (year, month, day) = (2020 + number / 84, number % 12 + 1, number % 28 + 1);
        let actions = (0..12).map(|item| {
            let [before, what, after] = says;
            format!(
                "- [ ] {before} item {item} {what} of project {number} {after} @Ana 📅 2025-12-{:02}\n",
                item + 1
            )
        });
        let actions: String = actions.collect();
        format!(
            "---\ndate: {year}-{month:02}-{day:02}\nparticipants: [Ana Ruiz, Tomer Hagay]\nsource_ref: {source}T/call {number}.md\n\
             ---\n\n# Call {number}\n\n## Actions\n\n{actions}\n## Decisions\n\n- Project {number} {} in spring\n",
            says[1]
        )
    };
    let files = (0..300).flat_map(|number| {
        let one = meeting(number, "", ["Prepare", "the budget review", "for the board"]);
        let other = meeting(number, "Old/", ["Please prepare", "the review of the budget", "for our board"]);
        [(format!("Meetings/Call {number}.md"), one), (format!("Inbox/Call notes {number}.md"), other)]
    });
    let files: Vec<(String, String)> = files.collect();
    let desk =
        Desk::with(&files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect::<Vec<_>>());
    let Some(browser) = Browser::open(&desk) else { return };
    browser.go(&write_page(&desk));
    assert_eq!(browser.run("return document.querySelectorAll('article.group').length;"), 300);
    let loaded = browser.run("return performance.getEntriesByType('navigation')[0].domComplete;");
    // A tenth of each limit is enough on one core that has other work to do: who needs more looks at all pairs.
    assert!(loaded.as_f64().unwrap() < 30_000.0, "{loaded} ms");
    let find = "const box = document.getElementById('search'); const kind = document.getElementById('confidence');
        box.value = 'project 299 for'; const before = performance.now(); kind.dispatchEvent(new Event('change'));
        return performance.now() - before;";
    let searched = browser.run(find);
    assert_eq!(browser.run("return document.querySelectorAll('article.group:not([hidden])').length;"), 1);
    assert!(searched.as_f64().unwrap() < 5_000.0, "{searched} ms");
    let decide = "const before = performance.now(); document.querySelector('input[value=accept]').click();
        return performance.now() - before;";
    let decided = browser.run(decide);
    assert!(decided.as_f64().unwrap() < 5_000.0, "{decided} ms");
}
