/** Is this the name of a time zone? An unknown one would only fail later, and without a word a person understands. */
export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** What a clock in this zone shows, as if it were UTC (ms). */
function wallOf(ms: number, zone: string): number {
  const format = new Intl.DateTimeFormat("en-US", { timeZone: zone, hourCycle: "h23", ...shown });
  const part = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

const shown = {
  ...({ year: "numeric", month: "numeric", day: "numeric" } as const),
  ...({ hour: "numeric", minute: "numeric", second: "numeric" } as const),
};

const dayMs = 86_400_000;

/** The first moment after `after` at which a clock in this zone shows `at` (`09:00`). An hour that a change of clocks skips is the one after it. */
export function nextAt({ at, zone }: { at: string; zone: string }, after: Date): Date {
  const [hours = 0, minutes = 0] = at.split(":").map(Number);
  const midnight = Math.floor(wallOf(after.getTime(), zone) / dayMs) * dayMs;
  for (let day = 0; ; day++) {
    const moment = momentOf(midnight + day * dayMs + (hours * 60 + minutes) * 60_000, zone);
    if (moment > after.getTime()) return new Date(moment);
  }
}

/** When the clock shows `wall`: what the zone is off by is looked up there, and again where that led. */
function momentOf(wall: number, zone: string): number {
  const guess = wall - (wallOf(wall, zone) - wall);
  return wall - (wallOf(guess, zone) - guess);
}
