/** Dates and times in the words and the zone of whoever looks. All moments are in seconds since 1970. */

const format = (options) => {
  const intl = new Intl.DateTimeFormat(undefined, options);
  return (at) => intl.format(new Date(at * 1000));
};
const dayOf = format({ year: "numeric", month: "2-digit", day: "2-digit" });
const full = format({ dateStyle: "full", timeStyle: "medium" });
const clock = format({ hour: "2-digit", minute: "2-digit" });

const formats = {
  date_num: (at) => new Date(at * 1000).toLocaleDateString("sv-SE"),
  date: format({ day: "numeric", month: "long", year: "numeric" }),
  date_short: format({ day: "numeric", month: "short", year: "numeric" }),
  date_long: format({ weekday: "long", day: "numeric", month: "long", year: "numeric" }),
  time: clock,
  time_secs: format({ hour: "2-digit", minute: "2-digit", second: "2-digit" }),
  ago,
};

export const timeOf = clock;
export const momentOf = full;

/** `{date_short} at {time}` and the like, filled in. A `_pretty` date says today or yesterday where it can. */
export function dateWords(at, pattern) {
  return pattern.replace(/\{(\w+?)(_pretty)?\}/g, (whole, token, pretty) => {
    const words = formats[token]?.(at);
    return words === undefined ? whole : pretty ? (nearDay(at) ?? words) : words;
  });
}

export const dayKey = dayOf;

/** A day as a heading over its messages. */
export function dayWords(at) {
  const near = nearDay(at);
  return near ? near[0].toUpperCase() + near.slice(1) : formats.date_long(at);
}

function nearDay(at) {
  const today = Date.now() / 1000;
  if (dayOf(at) === dayOf(today)) return "today";
  return dayOf(at) === dayOf(today - 86_400) ? "yesterday" : undefined;
}

const units = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

function ago(at) {
  const passed = at - Date.now() / 1000;
  const [unit, size] = units.find(([, seconds]) => Math.abs(passed) >= seconds) ?? ["second", 1];
  return new Intl.RelativeTimeFormat(undefined, { numeric: "auto" }).format(Math.round(passed / size), unit);
}
