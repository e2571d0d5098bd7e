import { code, joined, type Message, message, mrkdwn, section } from "./kit.ts";

/** What Slack offers to send, in a few words and in full; four at most. */
export interface Prompt {
  title: string;
  message: string;
}

/** What can be asked of Helix, by the programs there are. */
export function suggestedPrompts(programs: string[]): Prompt[] {
  const [first] = programs;
  return [
    { title: "What is deployed?", message: "What is deployed?" },
    ...(first
      ? [
          { title: "What waits for review?", message: `Is there anything to review for ${first}?` },
          {
            title: `Try to improve ${first}`.slice(0, 75),
            message: `Run ${first} with GEPA, compare it against what is deployed, and prepare a recommendation if the trade-offs are good.`,
          },
        ]
      : []),
    { title: "What can you do?", message: "help" },
  ];
}

/** The same as a message, where Slack knows no suggested prompts. */
export function promptsMessage(prompts: Prompt[]): Message {
  const lines = prompts.map((prompt) => mrkdwn`${prompt.title} ${code(prompt.message)}`);
  return message(joined(["Say for instance:", ...prompts.map((prompt) => `“${prompt.message}”`)], " "), [
    section(joined([mrkdwn`Say for instance:`, ...lines], "\n")),
  ]);
}
