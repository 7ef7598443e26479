//! English verbs whose forms no ending makes.
//!
//! They are no stems: with them as stems `testdata/meetings` loses two pairs of tasks, since a verb weighs more the fewer
//! items have it in any form, and little is told by it.

/// The verb a form is of. Forms that are other words, too, are left out: `left`, `found`, `saw`, `felt`, `ground`.
const FORMS: [(&str, &str); 62] = [
    ("began", "begin"),
    ("begun", "begin"),
    ("bought", "buy"),
    ("broke", "break"),
    ("broken", "break"),
    ("brought", "bring"),
    ("built", "build"),
    ("chose", "choose"),
    ("chosen", "choose"),
    ("drawn", "draw"),
    ("drew", "draw"),
    ("driven", "drive"),
    ("fed", "feed"),
    ("flew", "fly"),
    ("flown", "fly"),
    ("froze", "freeze"),
    ("frozen", "freeze"),
    ("gave", "give"),
    ("given", "give"),
    ("gone", "go"),
    ("grew", "grow"),
    ("grown", "grow"),
    ("heard", "hear"),
    ("held", "hold"),
    ("hidden", "hide"),
    ("hung", "hang"),
    ("kept", "keep"),
    ("knew", "know"),
    ("known", "know"),
    ("laid", "lay"),
    ("led", "lead"),
    ("lent", "lend"),
    ("lost", "lose"),
    ("made", "make"),
    ("met", "meet"),
    ("paid", "pay"),
    ("ran", "run"),
    ("rang", "ring"),
    ("sang", "sing"),
    ("sent", "send"),
    ("shot", "shoot"),
    ("shown", "show"),
    ("sold", "sell"),
    ("sought", "seek"),
    ("spent", "spend"),
    ("spoke", "speak"),
    ("spoken", "speak"),
    ("stood", "stand"),
    ("sung", "sing"),
    ("swept", "sweep"),
    ("taken", "take"),
    ("taught", "teach"),
    ("threw", "throw"),
    ("thrown", "throw"),
    ("told", "tell"),
    ("took", "take"),
    ("went", "go"),
    ("won", "win"),
    ("wore", "wear"),
    ("worn", "wear"),
    ("written", "write"),
    ("wrote", "write"),
];

/// The verb that `folded` is a form of, if no ending makes it.
#[must_use]
pub fn verb(folded: &str) -> Option<&'static str> {
    let at = FORMS.binary_search_by_key(&folded, |(form, _)| *form).ok()?;
    FORMS.get(at).map(|(_, verb)| *verb)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_forms_are_sorted() {
        assert!(FORMS.is_sorted_by(|(one, _), (other, _)| one < other));
    }

    #[test]
    fn a_form_is_of_its_verb() {
        for (form, expect) in
            [("built", Some("build")), ("wrote", Some("write")), ("left", None), ("build", None)]
        {
            assert_eq!(verb(form), expect, "{form}");
        }
    }
}
