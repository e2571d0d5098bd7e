import parseDuration from "parse-duration";
import { z } from "zod";

const parts = /(\d+(?:\.\d+)?)\s*([a-z]+)/gi;
const words = "a duration with its unit, such as `72 h`, `30 min` or `14 d`";

/** A duration as a person writes it, in milliseconds. A bare number is refused: nobody can see its unit. */
export const Duration = z.string(words).transform((text, context) => {
  const ms = milliseconds(text);
  if (ms === null) context.addIssue({ code: "custom", message: words });
  return ms ?? z.NEVER;
});

/** parse-duration skips what it does not know, so `1 fortnight 2 h` would be two hours: every part is checked here. */
function milliseconds(text: string): number | null {
  const units = [...text.matchAll(parts)].map((part) => part[2] as string);
  if (units.length === 0 || text.replace(parts, "").trim() !== "") return null;
  if (units.some((unit) => parseDuration(`1 ${unit}`) === null)) return null;
  const ms = parseDuration(text);
  return ms !== null && ms > 0 ? ms : null;
}
