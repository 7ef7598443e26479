//! Full dates with the month in another language: as far as telling the day of a meeting goes.

use super::{DateMention, Scan, calendar};

/// The months in German, French, Spanish and Dutch, with their abbreviations, in small letters.
const MONTHS: [&[&str]; 12] = [
    &["januar", "jänner", "janvier", "janv", "enero", "ene", "januari", "jan"],
    &["februar", "février", "fevrier", "févr", "fév", "febrero", "februari", "feb"],
    &["märz", "maerz", "mär", "mrz", "mars", "marzo", "maart", "mrt"],
    &["april", "avril", "avr", "abril", "abr", "apr"],
    &["mai", "mayo", "mei"],
    &["juni", "juin", "junio", "jun"],
    &["juli", "juillet", "juil", "julio", "jul"],
    &["august", "août", "aout", "agosto", "augustus", "aug"],
    &["september", "septembre", "septiembre", "setiembre", "sept", "sep"],
    &["oktober", "octobre", "octubre", "okt", "oct"],
    &["november", "novembre", "noviembre", "nov"],
    &["dezember", "décembre", "decembre", "diciembre", "december", "dez", "déc", "dic", "dec"],
];

/// What may stand before a day: the weekdays and the articles of these languages.
const BEFORE: [&str; 32] = [
    "montag",
    "dienstag",
    "mittwoch",
    "donnerstag",
    "freitag",
    "samstag",
    "sonntag",
    "am",
    "den",
    "lundi",
    "mardi",
    "mercredi",
    "jeudi",
    "vendredi",
    "samedi",
    "dimanche",
    "le",
    "lunes",
    "martes",
    "miércoles",
    "jueves",
    "viernes",
    "sábado",
    "domingo",
    "el",
    "maandag",
    "dinsdag",
    "woensdag",
    "donderdag",
    "vrijdag",
    "zaterdag",
    "zondag",
];

/// Whether words lead to the day behind them in one of these languages: `Mittwoch, den`, `le`.
#[must_use]
pub(crate) fn leads_to_a_day(words: &str) -> bool {
    let words = words.to_lowercase();
    words.split([' ', ',', '.']).filter(|word| !word.is_empty()).all(|word| BEFORE.contains(&word))
}

impl Scan<'_> {
    /// The first `17. September 2025`, `1er mars 2026`, `3 de marzo de 2026`.
    pub(super) fn day_abroad(&self) -> Option<DateMention> {
        (0..self.tokens.len()).find_map(|at| self.day_abroad_at(at))
    }

    fn day_abroad_at(&self, at: usize) -> Option<DateMention> {
        let (day, _) = self.digits(at).filter(|(day, length)| *length <= 2 && (1..=31).contains(day))?;
        if !self.starts_word(at) {
            return None;
        }
        let is_ordinal = self.mark(at + 1, ".º") || self.is_word(at + 1, &["er", "º"]);
        let next = self.past_of(self.blank(if is_ordinal { at + 2 } else { at + 1 })?);
        let month = self.month_abroad(next)?;
        let next = if self.mark(next + 1, ".") { next + 2 } else { next + 1 };
        let year_at = self.past_of(self.blank(next)?);
        let (year, _) =
            self.digits(year_at).filter(|(year, length)| *length == 4 && (1800..2200).contains(year))?;
        let day = calendar::day(year, month, day)?;
        let is_whole = self.ends_word(year_at + 1);
        is_whole.then(|| DateMention { span: self.span(at, year_at + 1), day: Some(day) })
    }

    /// The index behind the word between a day, its month and its year, if there is one.
    fn past_of(&self, at: usize) -> usize {
        let behind = if self.is_word(at, &["de", "del"]) { self.blank(at + 1) } else { None };
        behind.unwrap_or(at)
    }

    fn month_abroad(&self, at: usize) -> Option<i32> {
        let word = self.word(at)?.to_lowercase();
        let index = MONTHS.iter().position(|names| names.contains(&word.as_str()))?;
        i32::try_from(index + 1).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::super::full_dates;
    use super::leads_to_a_day;

    fn check(text: &str, expect: &[(&str, Option<&str>)]) {
        let found: Vec<_> = full_dates(text)
            .into_iter()
            .map(|found| (found.span.of(text), found.day.map(|day| day.to_string())))
            .collect();
        let found: Vec<_> = found.iter().map(|(words, day)| (*words, day.as_deref())).collect();
        assert_eq!(found, expect, "{text}");
    }

    #[test]
    fn a_month_may_be_named_in_german_french_spanish_or_dutch() {
        check("Mittwoch, 17. September 2025", &[("17. September 2025", Some("2025-09-17"))]);
        check("am 3. März 2026", &[("3. März 2026", Some("2026-03-03"))]);
        check("le 1er août 2026", &[("1er août 2026", Some("2026-08-01"))]);
        check("3 de marzo de 2026", &[("3 de marzo de 2026", Some("2026-03-03"))]);
        check("3 mrt. 2026", &[("3 mrt. 2026", Some("2026-03-03"))]);
    }

    #[test]
    fn what_english_reads_is_read_as_english() {
        check("3 March 2026", &[("3 March 2026", Some("2026-03-03"))]);
        check("12/03/2026", &[("12/03/2026", None)]);
        check("31 février 2026", &[]);
        check("in 3 mars rovers", &[]);
        check("17 septembre", &[]);
    }

    #[test]
    fn weekdays_and_articles_lead_to_a_day() {
        assert!(leads_to_a_day("Mittwoch, den"));
        assert!(leads_to_a_day("le"));
        assert!(!leads_to_a_day("nach"));
    }
}
