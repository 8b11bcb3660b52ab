//! Dates in the words of Unix, for a machine whose clock is set to UTC.

/// A moment taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Moment {
    pub(super) year: u64,
    /// From 1.
    pub(super) month: u64,
    /// From 1.
    pub(super) day: u64,
    pub(super) hour: u64,
    pub(super) minute: u64,
    pub(super) second: u64,
    /// From Sunday, 0.
    weekday: u64,
    seconds: u64,
}

const DAYS: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

impl Moment {
    /// Of milliseconds since 1970.
    pub(super) fn of(ms: u64) -> Self {
        let seconds = ms / 1000;
        let (days, time) = (seconds / 86_400, seconds % 86_400);
        // Years that begin in March have their leap day at the end; 400 of them have 146,097 days.
        let shifted = days + 719_468;
        let (era, of_era) = (shifted / 146_097, shifted % 146_097);
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let from_march = (5 * of_year + 2) / 153;
        let month = if from_march < 10 {
            from_march + 3
        } else {
            from_march - 9
        };
        Self {
            year: era * 400 + year_of_era + u64::from(month <= 2),
            month,
            day: of_year - (153 * from_march + 2) / 5 + 1,
            hour: time / 3600,
            minute: time / 60 % 60,
            second: time % 60,
            weekday: (days + 4) % 7,
            seconds,
        }
    }

    fn name<'a>(names: &[&'a str], index: u64) -> &'a str {
        let index = usize::try_from(index).unwrap_or_default();
        names.get(index).copied().unwrap_or_default()
    }

    fn month_name(&self) -> &'static str {
        Self::name(&MONTHS, self.month - 1)
    }

    /// `Nov 21 16:29:11`, as logs have it.
    pub(super) fn stamp(&self) -> String {
        let Self { day, .. } = self;
        format!("{} {day:>2} {}", self.month_name(), self.time())
    }

    /// `Nov 21 16:29`, as lists of files have it.
    pub(super) fn short(&self) -> String {
        let Self {
            day, hour, minute, ..
        } = self;
        format!("{} {day:>2} {hour:02}:{minute:02}", self.month_name())
    }

    /// `16:29:11`
    pub(super) fn time(&self) -> String {
        format!("{:02}:{:02}:{:02}", self.hour, self.minute, self.second)
    }

    /// In a format of `date`; what it does not know stays as it stands.
    pub(super) fn format(&self, format: &str) -> String {
        let mut text = String::new();
        let mut chars = format.chars();
        while let Some(c) = chars.next() {
            if c != '%' {
                text.push(c);
                continue;
            }
            let part = match chars.next() {
                Some('Y') => self.year.to_string(),
                Some('y') => format!("{:02}", self.year % 100),
                Some('m') => format!("{:02}", self.month),
                Some('d') => format!("{:02}", self.day),
                Some('e') => format!("{:>2}", self.day),
                Some('H') => format!("{:02}", self.hour),
                Some('M') => format!("{:02}", self.minute),
                Some('S') => format!("{:02}", self.second),
                Some('F') => self.format("%Y-%m-%d"),
                Some('T') => self.time(),
                Some('R') => self.format("%H:%M"),
                Some('a') => Self::name(&DAYS, self.weekday).to_owned(),
                Some('b' | 'h') => self.month_name().to_owned(),
                Some('Z') => "UTC".to_owned(),
                Some('z') => "+0000".to_owned(),
                Some('s') => self.seconds.to_string(),
                Some('n') => "\n".to_owned(),
                Some('%') | None => "%".to_owned(),
                Some(other) => format!("%{other}"),
            };
            text.push_str(&part);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::Moment;

    #[test]
    fn dates_are_those_of_the_calendar() {
        for (seconds, date) in [
            (0, "Thu Jan  1 00:00:00 UTC 1970"),
            (951_782_399, "Mon Feb 28 23:59:59 UTC 2000"),
            (951_782_400, "Tue Feb 29 00:00:00 UTC 2000"),
            (951_868_800, "Wed Mar  1 00:00:00 UTC 2000"),
            (1_416_000_000, "Fri Nov 14 21:20:00 UTC 2014"),
            (4_107_542_400, "Mon Mar  1 00:00:00 UTC 2100"),
        ] {
            let moment = Moment::of(seconds * 1000);
            assert_eq!(moment.format("%a %b %e %T %Z %Y"), date);
            assert_eq!(moment.format("%s"), seconds.to_string());
        }
        assert_eq!(Moment::of(0).format("%q%"), "%q%");
    }
}
