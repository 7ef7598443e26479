use super::*;

/// Words with everything that a scheduler might take for something else.
const HARD: &str = r#"/home/J. O'Neil "x"/50% & <più> $HOME \n é/Völt"#;

fn timer(words: &[&str]) -> Timer {
    let command = words.iter().map(|word| (*word).to_owned()).collect();
    Timer::of("Nötes-1a2b", command, "03:05".parse().unwrap()).unwrap()
}

/// What the files of a timer say of its command.
fn check(scheduler: Scheduler, words: &[&str], expect: &str) {
    let files = timer(words).files(scheduler);
    assert!(files.iter().all(|file| is_ours(&file.text)));
    assert!(files[0].text.contains(expect), "{}", files[0].text);
}

#[test]
fn a_command_is_told_to_each_scheduler_in_its_own_spelling() {
    check(Scheduler::Systemd, &["/bin/notefold", "maintain"], "ExecStart=:\"/bin/notefold\" \"maintain\"\n");
    let expect = r#""/home/J. O'Neil \"x\"/50%% & <più> $HOME \\n é/Völt""#;
    check(Scheduler::Systemd, &["/bin/notefold", HARD], expect);
    let expect = r#"<string>/home/J. O'Neil "x"/50% &amp; &lt;più&gt; $HOME \n é/Völt</string>"#;
    check(Scheduler::Launchd, &["/bin/notefold", HARD], expect);
    let line = timer(&["/bin/notefold", HARD]).crontab_line();
    let expect = r#"5 3 * * * /bin/notefold '/home/J. O'\''Neil "x"/50\% & <più> $HOME \n é/Völt' # notefold schedule: notefold-N-tes-1a2b"#;
    assert_eq!(line, expect);
}

#[test]
fn a_property_list_reads_as_what_was_meant() {
    let files = timer(&["/bin/notefold", HARD]).files(Scheduler::Launchd);
    let read = plist::Value::from_reader_xml(files[0].text.as_bytes()).unwrap();
    let read = read.as_dictionary().unwrap();
    assert_eq!(read["Label"].as_string(), Some("notefold-N-tes-1a2b"));
    let words: Vec<&str> =
        read["ProgramArguments"].as_array().unwrap().iter().map(|word| word.as_string().unwrap()).collect();
    assert_eq!(words, ["/bin/notefold", HARD]);
    let at = read["StartCalendarInterval"].as_dictionary().unwrap();
    assert_eq!((at["Hour"].as_signed_integer(), at["Minute"].as_signed_integer()), (Some(3), Some(5)));
}

#[test]
fn of_a_crontab_only_the_own_line_changes() {
    let timer = timer(&["/bin/notefold"]);
    let own = timer.crontab_line();
    for others in ["", "MAILTO=me\n", "MAILTO=me\n\n# mine\n0 3 * * * /bin/notefold maintain\n", "no end"] {
        let with = timer.added_to(others);
        assert!(with.starts_with(others) && with.ends_with(&format!("{own}\n")));
        assert_eq!(timer.line_in(&with), Some(own.as_str()));
        assert_eq!(timer.line_in(others), None);
        // Once more is no second line.
        assert_eq!(timer.added_to(&with), with);
        assert_eq!(timer.removed_from(&with).trim_end_matches('\n'), others.trim_end_matches('\n'));
    }
}

#[test]
fn what_no_scheduler_can_be_told_is_refused() {
    for word in ["/a\nb", "/a\u{1}"] {
        let command = vec![word.to_owned()];
        assert!(Timer::of("x", command, TimeOfDay { hour: 0, minute: 0 }).is_err());
    }
    for text in ["", "3:30", "03:3", "24:00", "03:60", "0330", "03:30:00", "+3:30"] {
        assert_eq!(text.parse::<TimeOfDay>(), Err(NotATime), "{text}");
    }
}
