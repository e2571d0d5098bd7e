import {
  actions,
  button,
  code,
  context,
  joined,
  ledBy,
  type Markup,
  type Message,
  message,
  mrkdwn,
  section,
} from "./kit.ts";

/** An answer in plain words begins with how the question was understood: the line that asks the same. */
export const withLine = (line: string, told: Message): Message => ledBy(mrkdwn`Understood as ${code(line)}`, told);

/** What a request was understood as, before the run it starts says anything. */
export const understoodMessage = (line: string): Message =>
  message(mrkdwn`Understood as ${code(line)}.`, [context(mrkdwn`Understood as ${code(line)}`)]);

/** One question back, with what was understood so far; nothing has been done. */
export function questionMessage(asked: { problem: string; lines: string[]; direct: boolean }): Message {
  const how = asked.direct ? "Answer here" : "Answer in this thread and mention me";
  const so = asked.lines.length === 0 ? "" : mrkdwn`Understood so far: ${joined(asked.lines.map(code), ", ")}. `;
  const rest = mrkdwn`${so}Nothing has been started. ${how}, or say never mind.`;
  return message(joined([asked.problem, rest], " "), [section(asked.problem), context(rest)]);
}

export const doItId = "helix_do_it";

/** What Helix takes a message to mean: nothing is done before whoever said it presses, or says yes. */
export function proposalMessage(proposed: { problem: string; value: string; direct: boolean }): Message {
  const { problem, value, direct } = proposed;
  const how = direct ? "say yes" : "say yes in this thread and mention me";
  const rest = `Nothing has been started. Press Do it or ${how}; or say it otherwise, or never mind.`;
  const words = withCode(problem);
  return message(joined([words, rest], " "), [
    section(words),
    actions(button({ text: "Do it", actionId: doItId, value, style: "primary", label: `Do it: ${problem}` })),
    context(rest),
  ]);
}

/** What stands between backticks as the code it is. */
const withCode = (words: string): Markup =>
  joined(
    words.split("`").map((part, n) => (n % 2 === 1 ? code(part) : part)),
    "",
  );

/** What was understood where some of a message was not: none of it is done. */
export const understoodSoFar = (lines: string[]): string =>
  lines.length === 0 ? "" : ` Understood, and not done either: ${lines.join(" and ")}.`;
