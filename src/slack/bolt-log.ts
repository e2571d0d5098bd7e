import type { Logger } from "pino";

/** Bolt's own log lines go where ours go. */
export function boltLog(log: Logger) {
  const say =
    (level: "debug" | "info" | "warn" | "error") =>
    (...words: unknown[]) =>
      log[level](words.map((word) => (word instanceof Error ? word.message : String(word))).join(" "));
  return {
    debug: say("debug"),
    info: say("debug"),
    warn: say("warn"),
    error: say("error"),
    setLevel: () => undefined,
    getLevel: () => "info" as never,
    setName: () => undefined,
  };
}
