use super::*;
use crate::note::Role;
use jiff::civil::date;
use proptest::prelude::*;

/// A Wednesday.
const TODAY: Date = date(2025, 10, 29);

fn participants() -> Vec<String> {
    [
        "Jason Vallery",
        "Tomer Hagay",
        "Laura Whitfield",
        "Devin Okafor",
        "Jean-Luc O’Neil",
        "Åsa J. Öberg",
        "Shahar",
    ]
    .map(str::to_owned)
    .to_vec()
}

fn reading(content: &str, role: Role) -> Content {
    among_participants(role, |context| read(content, context))
}

fn among_participants<T>(role: Role, read: impl FnOnce(Context<'_>) -> T) -> T {
    let participants = participants();
    read(Context {
        names: &Names::of(&participants),
        today: Some(TODAY),
        role: Some(role),
        leads: Leads::Anyone,
    })
}

/// Everything read, on one line: the wording, then each field as `name=value`.
fn shown(content: &Content) -> String {
    let fields = &content.fields;
    let mut shown = vec![content.wording.clone()];
    shown.extend(fields.owners.iter().map(|owner| format!("@{}", owner.name)));
    shown.extend(fields.dates.iter().map(|(name, date)| {
        let day = date.day.map_or_else(|| format!("none ({})", date.written), |day| day.to_string());
        format!("{name:?}={day}").to_lowercase()
    }));
    shown.extend(fields.priority.map(|priority| format!("priority={}", priority.word())));
    shown.extend(fields.recurrence.iter().map(|rule| format!("repeat={rule}")));
    shown.extend(fields.on_completion.iter().map(|what| format!("completion={what}")));
    shown.extend(fields.id.iter().map(|id| format!("id={id}")));
    shown.extend(fields.depends_on.iter().map(|id| format!("on={id}")));
    shown.extend(fields.tags.iter().map(|tag| format!("#{tag}")));
    shown.extend(fields.other.iter().map(|(key, value)| format!("{key}={value}")));
    shown.extend(fields.block_id.iter().map(|id| format!("^{id}")));
    shown.join(" | ")
}

fn check(content: &str, expect: &str) {
    assert_eq!(shown(&reading(content, Role::Actions)), expect, "{content}");
}

fn check_fact(content: &str, expect: &str) {
    assert_eq!(shown(&reading(content, Role::Facts)), expect, "{content}");
}

#[test]
fn a_link_names_the_note_it_leads_to() {
    for link in ["[[Tomer Hagay]]", "[[People/Tomer Hagay|Tomer]]", "[[People/Tomer Hagay.md|Tomer]]"] {
        let read = reading(&format!("a — {link}"), Role::Actions);
        assert_eq!(read.fields.owners[0].linked_note(), Some("Tomer Hagay"), "{link}");
    }
}

#[test]
fn every_field_of_the_emoji_format_is_read() {
    check("a 📅 2025-11-08", "a | due=2025-11-08");
    check("a 📆 2025-11-08", "a | due=2025-11-08");
    check("a 🗓 2025-11-08", "a | due=2025-11-08");
    check("a 🗓️ 2025-11-08", "a | due=2025-11-08");
    check("a 📅2025-11-08", "a | due=2025-11-08");
    check("a 📅\u{a0}2025-11-08", "a | due=2025-11-08");
    check("a ⏳ 2025-11-08", "a | scheduled=2025-11-08");
    check("a ⌛ 2025-11-08", "a | scheduled=2025-11-08");
    check("a 🛫 2025-11-08", "a | start=2025-11-08");
    check("a ➕ 2025-11-08", "a | created=2025-11-08");
    check("a ✅ 2025-11-08", "a | done=2025-11-08");
    check("a ❌ 2025-11-08", "a | cancelled=2025-11-08");
    check(
        "a 🔁 every week on Monday, Friday 📅 2025-11-08",
        "a | due=2025-11-08 | repeat=every week on Monday, Friday",
    );
    check("a 🔁 every day when done!", "a | repeat=every day when done!");
    check("a 🏁 delete", "a | completion=delete");
    check("a 🆔 abc-1_x", "a | id=abc-1_x");
    check("a ⛔ abc,def , ghi", "a | on=abc | on=def | on=ghi");
    for (sign, word) in [('🔺', "highest"), ('⏫', "high"), ('🔼', "medium"), ('🔽', "low"), ('⏬', "lowest")]
    {
        check(&format!("a {sign}"), &format!("a | priority={word}"));
        check(&format!("a {sign}\u{fe0f} #t"), &format!("a | priority={word} | #t"));
    }
    check(
        "a #t 🆔 x ⛔ y ⏫ 🔁 every week 🏁 keep ➕ 2025-11-01 🛫 2025-11-02 ⏳ 2025-11-03 📅 2025-11-04 #u ❌ 2025-11-05 ✅ 2025-11-06 ^b-1",
        "a | created=2025-11-01 | start=2025-11-02 | scheduled=2025-11-03 | due=2025-11-04 | cancelled=2025-11-05 | done=2025-11-06 | priority=high | repeat=every week | completion=keep | id=x | on=y | #t | #u | ^b-1",
    );
}

#[test]
fn every_field_of_the_dataview_format_is_read() {
    check("a [due:: 2025-11-08]", "a | due=2025-11-08");
    check("a (due:: 2025-11-08)", "a | due=2025-11-08");
    check("a [Due::2025-11-08] (scheduled:: 2025-11-07)", "a | scheduled=2025-11-07 | due=2025-11-08");
    check(
        "a [start:: 2025-11-08] [created:: 2025-11-08] [completion:: 2025-11-08] [cancelled:: 2025-11-08]",
        "a | created=2025-11-08 | start=2025-11-08 | cancelled=2025-11-08 | done=2025-11-08",
    );
    check("a [priority:: high]", "a | priority=high");
    check("a [priority:: P1]", "a | priority=P1");
    check("a [repeat:: every week] [onCompletion:: delete]", "a | repeat=every week | completion=delete");
    check("a [id:: x] [dependsOn:: y, z]", "a | id=x | on=y | on=z");
    check("a [effort:: 3 days], [area:: ops]", "a | area=ops | effort=3 days");
    check("a [due:: Friday]", "a | due=2025-10-31");
    check("a [due:: soon]", "a | due=none (soon)");
    check("a [due:: ]", "a");
    check("a [owner:: Tomer]", "a | @Tomer");
    check("a [assignee:: [[Tomer Hagay]]]", "a | @Tomer Hagay");
    check("a [owner:: [[A|B]], [[C]] and D E]", "a | @B | @C | @D E");
    check("use (std::fs) and a::b", "use (std::fs) and a::b");
}

#[test]
fn fields_are_read_where_tasks_does_not() {
    check("a 📅 2025-11-08 @Owner", "a | @Owner | due=2025-11-08");
    check("a 📅 2025-11-08.", "a. | due=2025-11-08");
    check("a. 📅 2025-11-08.", "a. | due=2025-11-08");
    check("a 📅 2025-11-08 to Bob", "a to Bob | due=2025-11-08");
    check("a (@Tomer, 📅 2025-11-08)", "a | @Tomer | due=2025-11-08");
    check("a, 📅 2025-11-08, ⏫", "a | due=2025-11-08 | priority=high");
    check("a ⏫ 📅 Friday", "a | due=2025-10-31 | priority=high");
    check("⏫ a", "a | priority=high");
    check("#task a #work", "a | #task | #work");
    check("a 📅 2025-11-08 [link](https://e.org)", "a [link](https://e.org) | due=2025-11-08");
}

#[test]
fn mojibake_signs_are_read() {
    check("a @Tomer ğŸ“… 2025-11-08 â« #task", "a | @Tomer | due=2025-11-08 | priority=high | #task");
    check("a ğŸ”½ #task #proposed", "a | priority=low | #task | #proposed");
    check("â€œsoâ€\u{9d} itâ€™s `Ã©`", "“so” it’s `Ã©`");
    let content = "cafÃ© ğŸ“… 2025-11-08 Ã©";
    let parts: Vec<_> =
        reading(content, Role::Actions).parts.iter().map(|part| part.span.of(content).to_owned()).collect();
    assert_eq!(parts, ["cafÃ©", "ğŸ“… 2025-11-08", "Ã©"]);
}

#[test]
fn a_second_field_and_an_impossible_day_are_listed() {
    let check = |content: &str, expect: &str, problem: &str| {
        let read = reading(content, Role::Actions);
        assert_eq!(shown(&read), expect, "{content}");
        assert_eq!(read.problems, [problem], "{content}");
    };
    check(
        "a 📅 2025-11-08 📅 2025-11-09",
        "a 📅 2025-11-09 | due=2025-11-08",
        "a second due date, kept as words",
    );
    check("a ⏫ 🔽", "a 🔽 | priority=high", "a second priority, kept as words");
    check("a 📅 2025-02-30", "a | due=none (2025-02-30)", "`2025-02-30` is no day");
}

#[test]
fn signs_without_a_value_and_marks_in_a_sentence_are_words() {
    for wording in [
        "✅ Launch is done",
        "❌ not agreed",
        "⛔ Blocked by legal",
        "buy 📅 for Bob",
        "fix the #bug in login",
        "see issue #12",
        "mail a.b@c.org today or `@Tomer`",
        "ask @Tomer to send",
        "ping @Tomer",
        "talk to [[Jeff Denworth]]",
        "`#x` and `📅 2025-11-08`",
        "https://e.org/#tag",
        "@Tomer's deck is due",
        "sync with @Tomer and @Devin",
        "Read [[Remote Control]]",
        "5 @ 3",
        "^",
        "#",
        "[[Tomer Hagay]]",
        "@Tomer",
        "[ ] x",
        "a ^b c",
        "C# and F#",
    ] {
        check(wording, wording);
    }
    check("ask @Tomer about it @Devin", "ask @Tomer about it | @Devin");
    check("send the deck — Jeff, before end of June", "send the deck before end of June | @Jeff");
    check("send the name of the desk contact @Jeff", "send the name of the desk contact | @Jeff");
    check("warn them when no orders come in @Jeff", "warn them when no orders come in | @Jeff");
    check("write and call @Jeff", "write and call @Jeff");
    check("loop in @Jeff", "loop in @Jeff");
    check("sync with @Jeff 📅 2025-11-08", "sync with @Jeff | due=2025-11-08");
}

#[test]
fn owners_with_an_at_sign_end_where_their_name_does() {
    check("a @Tomer", "a | @Tomer");
    check("a @Tomer Hagay", "a | @Tomer Hagay");
    check("a @Tomer Hagay 📅 2025-11-08 #t", "a | @Tomer Hagay | due=2025-11-08 | #t");
    check("a @tomer hagay #t", "a | @tomer hagay | #t");
    check("a @Someone Else #t", "a | @Someone Else | #t");
    check("a @Someone van der Else, 📅 2025-11-08", "a | @Someone van der Else | due=2025-11-08");
    check("a @Jean-Luc O’Neil.", "a. | @Jean-Luc O’Neil");
    check("a @Åsa J. Öberg #t", "a | @Åsa J. Öberg | #t");
    check("a @Laura Whitefield #t", "a | @Laura Whitefield | #t");
    check("a @Myself 📅 2025-11-08", "a | @Myself | due=2025-11-08");
    check("a @[[Tomer Hagay]] #t", "a | @Tomer Hagay | #t");
    check("a @王伟 #t", "a | @王伟 | #t");
    check("a @Tomer @Devin", "a | @Tomer | @Devin");
    check("a @A, @B and @C #t", "a | @A | @B | @C | #t");
    check("a @Tomer Hagay/@Devin Okafor", "a | @Tomer Hagay | @Devin Okafor");
    check("a — @Tomer", "a | @Tomer");
    check("@Tomer send the deck", "send the deck | @Tomer");
    check("@Tomer Hagay Send the deck", "Send the deck | @Tomer Hagay");
    check("@Tomer: send the deck", "send the deck | @Tomer");
    check("@Tomer and @Devin: send the deck", "send the deck | @Tomer | @Devin");
    check("@Tomer Hagay to send the deck", "send the deck | @Tomer Hagay");
    check(
        "@Tomer and @Devin to send the deck 📅 2025-11-08",
        "send the deck | @Tomer | @Devin | due=2025-11-08",
    );
    for sentence in
        ["@Tomer to Devin about the deck", "@Tomer to the board in May", "@Tomer to sales: the deck"]
    {
        check(sentence, sentence);
    }
    check("a, assigned to @Tomer", "a | @Tomer");
    check("a (@Tomer)", "a | @Tomer");
    check("a [@Tomer]", "a | @Tomer");
    check("a @Tomer by Friday", "a | @Tomer | due=2025-10-31");
}

#[test]
fn owners_in_links_are_set_off() {
    check("a — [[Tomer Hagay]]", "a | @Tomer Hagay");
    check("a — [[Nobody Known]] [due:: 2025-11-08]", "a | @Nobody Known | due=2025-11-08");
    check("a — [[A]] or [[B]]", "a | @A | @B");
    check(
        "a — [[A]], [[B]], [[C]] [due:: 2025-11-08] [priority:: high]",
        "a | @A | @B | @C | due=2025-11-08 | priority=high",
    );
    check(
        "send the deck [[People/Tomer Hagay|Tomer]] 📅 2025-11-08",
        "send the deck | @Tomer | due=2025-11-08",
    );
    check("[[Tomer Hagay]]: send it", "send it | @Tomer Hagay");
    check("a. Owner: [[Tomer Hagay]]", "a. | @Tomer Hagay");
    check("a - [[Tomer Hagay]] - due Friday", "a | @Tomer Hagay | due=2025-10-31");
}

#[test]
fn owners_in_words_are_read_in_actions() {
    check("**Tomer**: send it", "send it | @Tomer");
    check("**Tomer:** send it", "send it | @Tomer");
    check("**Tomer Hagay** - send it", "send it | @Tomer Hagay");
    check("**Tomer Hagay** — send it", "send it | @Tomer Hagay");
    check("**Tomer** send it", "send it | @Tomer");
    check("**Laura and Devin**: send it", "send it | @Laura | @Devin");
    check("**Laura, Devin & Tomer**: send it", "send it | @Laura | @Devin | @Tomer");
    check("**@Tomer**: send it", "send it | @Tomer");
    check("**[[Tomer Hagay]]**: send it", "send it | @Tomer Hagay");
    check("**Everyone**: go off (due Sep 2, in 30 minutes)", "go off | @Everyone | due=2025-09-02");
    check("**Johno**: build it", "build it | @Johno");
    check("**Pricing**: build it", "**Pricing**: build it");
    check("**Next steps**: build it", "**Next steps**: build it");
    check("**Important** build it", "**Important** build it");
    check("Tomer: send it", "send it | @Tomer");
    check("Tomer Hagay - send it", "send it | @Tomer Hagay");
    check("Laura, Devin: send it", "send it | @Laura | @Devin");
    check("[Tomer] send it", "send it | @Tomer");
    check("(Tomer) send it", "send it | @Tomer");
    check("Johno: build it", "Johno: build it");
    check("Note: build it", "Note: build it");
    check("Send the deck — Tomer", "Send the deck | @Tomer");
    check("Send the deck - Tomer", "Send the deck | @Tomer");
    check("Send the deck – Tomer Hagay.", "Send the deck. | @Tomer Hagay");
    check("Send the deck — Laura and Devin", "Send the deck | @Laura | @Devin");
    check("Send the deck — Tomer, due Friday", "Send the deck | @Tomer | due=2025-10-31");
    check("Send the deck — Tomer (due Friday)", "Send the deck | @Tomer | due=2025-10-31");
    check("Send the deck — Johno [priority:: medium]", "Send the deck | @Johno | priority=medium");
    check("Send the deck — everyone [due:: 2025-11-08]", "Send the deck | @everyone | due=2025-11-08");
    check("Send the deck — unassigned", "Send the deck | @unassigned");
    check("Send the deck (Tomer)", "Send the deck | @Tomer");
    check("Send the deck (Tomer, Friday)", "Send the deck | @Tomer | due=2025-10-31");
    check("Send the deck (Tomer, by end of month)", "Send the deck by end of month | @Tomer");
    check("Send the deck (Tomer and @Devin; next week).", "Send the deck next week. | @Tomer | @Devin");
    check("Send the deck (Tomer, who is away)", "Send the deck (Tomer, who is away)");
    check("Send the deck (Tomer by end of month)", "Send the deck (Tomer by end of month)");
    check("Send the deck (Owner: Tomer, Due: Nov 8)", "Send the deck | @Tomer | due=2025-11-08");
    check("Send the deck [Tomer]", "Send the deck | @Tomer");
    check("Send the deck. Owner: Tomer", "Send the deck. | @Tomer");
    check("Send the deck. **Owner:** Tomer **Due:** Nov 8", "Send the deck. | @Tomer | due=2025-11-08");
    check(
        "Send the deck | Owner: Someone Else | Due: 2025-11-08",
        "Send the deck | @Someone Else | due=2025-11-08",
    );
    check("Fix the login page - Safari", "Fix the login page - Safari");
    check("Send the deck - it is late", "Send the deck - it is late");
    check("Send the deck (to Tomer)", "Send the deck (to Tomer)");
    check("Fix the login page — Frontend", "Fix the login page — Frontend");
    check("Meet Tomer", "Meet Tomer");
    check("Plan the cut-over", "Plan the cut-over");
}

#[test]
fn days_in_words_are_due_dates_in_actions() {
    check("a (due Sep 12)", "a | due=2025-09-12");
    check("a (high, due Sep 12)", "a | due=2025-09-12 | priority=high");
    check("a (due Sep 12, low)", "a | due=2025-09-12 | priority=low");
    check("a (high)", "a (high)");
    check("a (low, medium)", "a (low, medium)");
    check("a (by Sep 12).", "a. | due=2025-09-12");
    check("a due: Friday", "a | due=2025-10-31");
    check("a, due Friday", "a | due=2025-10-31");
    check("a by Nov 8", "a | due=2025-11-08");
    check("a by next Friday.", "a. | due=2025-11-07");
    check("a due 2025-09-12 #t", "a | due=2025-09-12 | #t");
    check("a — due Sep 12 at 5pm", "a | due=2025-09-12");
    check("a (due 9/15)", "a | due=2025-09-15");
    check("a by EOD", "a | due=2025-10-29");
    check("a by end of month", "a by end of month");
    check("a (due next week)", "a (due next week)");
    check("a by Friday if possible", "a by Friday if possible");
    check("meet on Friday", "meet on Friday");
    check("stand by", "stand by");
    check("a (priority: high)", "a | priority=high");
}

#[test]
fn facts_have_no_fields_in_words() {
    for wording in [
        "Laura: tiger (majestic, independent, proud)",
        "**Laura**: tiger",
        "Shipping by Friday",
        "Quote — Laura",
        "Done (due Sep 12)",
        "@Tomer said so",
        "Andrew and Devin like it",
        "[[Tomer Hagay]]",
    ] {
        check_fact(wording, wording);
    }
    check_fact("a fact #tag ^id", "a fact | #tag | ^id");
    check_fact("a fact [source:: call]", "a fact | source=call");
}

#[test]
fn the_wording_is_one_clean_line() {
    check("a  b\n   c 📅 2025-11-08\n  #t", "a b c | due=2025-11-08 | #t");
    check("a `b  c`  d", "a `b  c` d");
    check("", "");
    check("📅 2025-11-08", " | due=2025-11-08");
}

#[test]
fn signs_and_words_of_fields_are_what_is_read() {
    for name in [
        FieldName::Due,
        FieldName::Scheduled,
        FieldName::Start,
        FieldName::Created,
        FieldName::Done,
        FieldName::Cancelled,
    ] {
        let sign = name.sign().unwrap();
        let key = name.dataview_key().unwrap().to_owned();
        for content in [format!("a {sign} 2025-11-08"), format!("a [{key}:: 2025-11-08]")] {
            assert!(reading(&content, Role::Actions).fields.dates.contains_key(&name), "{content}");
        }
    }
    for priority in [Priority::Lowest, Priority::Low, Priority::Medium, Priority::High, Priority::Highest] {
        assert_eq!(Priority::of_word(priority.word()), Some(priority));
        assert_eq!(Priority::of_sign(priority.sign()), Some(priority));
    }
}

#[test]
fn reading_takes_linear_time() {
    for piece in [
        "@a ",
        "— a ",
        "(a ",
        "[a:: ",
        "#a ",
        "📅 ",
        "by Friday ",
        "[[a]] ",
        "@A, ",
        "**a",
        "🔁 every a ",
        ") ",
        "Owner: ",
    ] {
        let _content = reading(&piece.repeat(200_000 / piece.len()), Role::Actions);
    }
    let many =
        |piece: &str| (0..20_000).map(|number| format!("{piece}{number} ")).collect::<Vec<_>>().concat();
    for piece in ["#t", "@a", "Ã© #t", "with @A, @B, @a", "[k:: v] [[a]] @[[b]] ğŸ“… 2025-11-08 x"] {
        let _content = reading(&many(piece), Role::Actions);
    }
}

proptest! {
    #[test]
    fn parts_are_in_order_and_nothing_is_lost(
        content in "(@Tomer|Hagay|and|— |\\*\\*|\\[\\[A\\]\\]|📅 2025-11-08|⏫|ğŸ“…|â«|due|Friday|by|#t|\\[due:: x\\]|\\(|\\)|\\.|,|:| |Owner|`|\\^b|é|word|Ã©){0,14}|.{0,30}",
        is_action in any::<bool>(),
    ) {
        let read = reading(&content, if is_action { Role::Actions } else { Role::Facts });
        let mut from = 0;
        let mut between = String::new();
        for part in &read.parts {
            prop_assert!(from <= part.span.start && part.span.start < part.span.end, "{:?}", read.parts);
            between.push_str(content.get(from..part.span.start).expect("on a boundary"));
            between.push(' ');
            from = part.span.end;
        }
        between.push_str(content.get(from..).expect("on a boundary"));
        for word in between.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
            prop_assert!(matches!(word.to_lowercase().as_str(), "and" | "or"), "{word} of {content:?} is in no part");
        }
    }

    #[test]
    fn a_plain_fact_is_read_as_any_other(
        content in "([A-Za-z]{1,5}|Owner|Tomer|due|Friday|: |:: |\\*\\*|`|- |\\.|!|, | |\t|\n|—|@|\\[x\\]|#t|\\(A\\)|\\^b|<|~~|%%|\\$|http://a.b){0,12}",
    ) {
        let (plain, any) = among_participants(Role::Facts, |context| {
            (reading::plain(&content, context), reading::with_marks(&content, context))
        });
        prop_assert_eq!(plain.unwrap_or_else(|| any.clone()), any);
    }
}
