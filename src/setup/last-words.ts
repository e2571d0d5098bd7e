import { readFile } from "node:fs/promises";

/** What a server complained about in its log, on one line and short enough for a person. */
export async function lastWords(logFile: string): Promise<string> {
  const lines = (await readFile(logFile, "utf8")).split("\n").filter(Boolean);
  const complaints = lines.filter((line) => /"s":"[EF]"|error|fatal|can't|cannot/i.test(line));
  const words = (complaints.length > 0 ? complaints : lines).slice(-2).map(inPlainText).join(" | ");
  return `${words.slice(0, 500)} (all of it in ${logFile})`;
}

/** MongoDB logs JSON: its message and, if there is one, its error. */
function inPlainText(line: string): string {
  try {
    const { msg, attr } = JSON.parse(line);
    const error = attr?.error?.errmsg ?? attr?.error;
    return typeof error === "string" ? `${msg}: ${error}` : msg;
  } catch {
    return line;
  }
}
