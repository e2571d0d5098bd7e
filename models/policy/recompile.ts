import { z } from "zod";
import { isZone } from "../zone.ts";

const words =
  "`never`, or { when: on_version, usd: 2 }, or { when: a cron pattern, zone: Europe/Berlin, usd: 2 }, where usd is its own limit";
const cron = /^(\S+\s+){4}\S+$/;

const Usd = z.number(words).positive(words);

/** When a compile is started without anybody asking, and what each may cost in US dollars. */
export const Recompile = z.union(
  [
    z.literal("never").transform(() => ({ when: "never" as const })),
    z.strictObject({ when: z.literal("on_version"), usd: Usd }),
    z
      .strictObject({ when: z.string().regex(cron), zone: z.string().refine(isZone), usd: Usd })
      .transform(({ when, zone, usd }) => ({ when: "cron" as const, pattern: when, zone, usd })),
  ],
  words,
);
export type Recompile = z.infer<typeof Recompile>;
