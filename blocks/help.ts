import type { KnownBlock } from "@slack/types";
import { type Verb, verbs } from "../models/intent/words.ts";
import { topics } from "./help/topics.ts";
import { bold, code, context, header, joined, type Message, message, mrkdwn, preformatted, section } from "./kit.ts";

/** The commands that exist, or one of them in full. A topic that is none shows them all. */
export function helpMessage(topic: string | null = null): Message {
  const verb = verbs.find((each) => each === topic);
  return verb === undefined ? allTopics() : message(spoken(verb), oneTopic(verb));
}

function spoken(verb: Verb): string {
  return `/helix ${topics[verb].usage}. ${topics[verb].does}`;
}

/** By what somebody wants to do, in the order in which they come to it. */
const groups: [string, Verb[]][] = [
  ["Find something better", ["run", "eval", "compare"]],
  ["Say what is true", ["review", "digest"]],
  ["Ship, and go back", ["promote", "rollback"]],
  ["See where things stand", ["status", "runs", "why", "programs", "datasets", "traces", "lineage", "audit"]],
  ["Stop a run, or go on", ["pause", "resume", "cancel"]],
];

function allTopics(): Message {
  const ask = mrkdwn`In plain words, also in threads: mention Helix and say it, for example\n> ${topics.run.phrases[0] ?? ""}`;
  const menus = mrkdwn`${bold("Without typing")}\n${code("/helix run")} alone opens a form. ${bold("Add to dataset")} stands in the menu of every message. What waits for you stands in the Home of this app.\n${code("/helix help run")} shows one command in full.`;
  return message(`Helix knows the commands ${verbs.join(", ")}. Say /helix help run to see one in full.`, [
    header("What you can ask Helix"),
    section(ask),
    ...groups.map(([title, these]) => section(joined([bold(title), ...these.map(topicLine)], "\n"))),
    section(menus),
    context("The program may be left out when there is only one."),
  ]);
}

const topicLine = (verb: Verb) => mrkdwn`${code(`/helix ${verb}`)}  ${topics[verb].does}`;

function oneTopic(verb: Verb): KnownBlock[] {
  const { usage, does, examples, phrases, notes } = topics[verb];
  return [
    header(`/helix ${usage}`),
    section(does),
    ...(notes.length > 0 ? [section(joined(notes.map(withOptions), "\n"))] : []),
    preformatted(examples.join("\n")),
    section(mrkdwn`Or in plain words, to @Helix:\n${phrases.join("\n")}`),
  ];
}

/** Options and commands within a sentence look like what is typed. */
const withOptions = (note: string) =>
  joined(
    note.split(/(--[\w-]+(?: [\w.]+=\w+)?|\/helix \w+)/).map((part, n) => (n % 2 === 1 ? code(part) : part)),
    "",
  );
