import { Writable } from "node:stream";
import { type Logger, pino } from "pino";

/** What must not be in a log, whoever wrote it: tokens, keys, and the values of the given secrets. */
const patterns = [
  /xox[a-z]-[\w-]+/g,
  /sk-[\w-]{8,}/g,
  /(Bearer|Basic) [\w.~+/=-]{8,}/g,
  /(mongodb(?:\+srv)?|rediss?):\/\/[^@\s"/]+@/g,
];
const shortestSecret = 6;

/** Removes secrets from a line of log. Path redaction alone misses most of them (reliability notes, section 3). */
export function scrub(line: string, secrets: string[]): string {
  const known = secrets.filter((secret) => secret.length >= shortestSecret);
  const without = known.reduce((text, secret) => text.replaceAll(secret, "[secret]"), line);
  return patterns.reduce((text, pattern) => text.replace(pattern, "[secret]"), without);
}

/** What the environment holds that nobody should read in a log: by the names such things have. */
export const secretsIn = (env: NodeJS.ProcessEnv): string[] =>
  Object.entries(env).flatMap(([name, value]) =>
    value && /TOKEN|SECRET|PASSWORD|KEY$|_URI$/i.test(name) ? [value] : [],
  );

/** A line for stderr where there is no logger, as free of secrets as the log. */
export function lastLine(words: string, error: unknown, secrets: string[]): string {
  const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `${scrub(`${words}: ${said}`, secrets)}\n`;
}

/** A logger whose stream is scrubbed as a whole. */
export function openLog(level: string, secrets: string[], out: NodeJS.WritableStream = process.stderr): Logger {
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      out.write(scrub(chunk.toString("utf8"), secrets), () => done());
    },
  });
  return pino({ level, base: { pid: process.pid } }, stream);
}
