import { shortId } from "../models/ids.ts";
import type { Standing } from "../models/standing.ts";
import { plural } from "./figures.ts";
import { bold, code, date, joined, type Message, mention, message, mrkdwn, section, type Words } from "./kit.ts";
import { statusWords } from "./run.ts";
import { standingMessage } from "./standing.ts";

/** A registered program: where it stands, and whether its checkout still is what was registered (null: not known here). */
export interface Registered {
  standing: Standing;
  differs: string | null;
}

/** What is registered, a paragraph each. */
export function programsMessage(registered: Registered[]): Message {
  if (registered.length === 0) return standingMessage([]);
  return message(
    joined([`${plural(registered.length, "program")} registered.`, ...registered.map(spoken)], " "),
    registered.map((each) => section(joined(lines(each), "\n"))),
  );
}

function spoken({ standing, differs }: Registered): string {
  const { program } = standing;
  const words = [`revision ${program.revision}`, datasetWords(standing), `d${program.deployed} deployed`];
  return `${program.name}: ${words.join(", ")}.${differs ? ` ${differs}` : ""}`;
}

const datasetWords = ({ dataset }: Standing): string => (dataset ? `dataset v${dataset.number}` : "no dataset yet");

function lines({ standing, differs }: Registered): Words[] {
  const { program, running } = standing;
  const { config, described, snapshot } = program;
  const strategies = Object.keys(config.strategies);
  return [
    mrkdwn`${bold(program.name)}, revision ${program.revision}, added by ${mention(program.addedBy)} ${date(new Date(program.addedAt).getTime())}, snapshot ${code(snapshot.slice(0, 12))}, dspy ${described.dspy}`,
    `models: ${Object.keys(config.models).map(roleOf(config.roles)).join(", ")}`,
    ...(strategies.length > 0 ? [`strategies: ${strategies.join(", ")}`] : []),
    mrkdwn`${datasetLine(standing)}; d${program.deployed} is deployed`,
    ...running.map(
      (run) =>
        mrkdwn`${statusWords[run.status]}: ${shortId(run._id)} ${run.title}, asked for by ${mention(run.requestedBy)}` as Words,
    ),
    ...(differs ? [differs] : []),
  ];
}

const roleOf = (roles: Record<string, string | undefined>) => (alias: string) => {
  const played = Object.entries(roles).flatMap(([role, model]) => (model === alias ? [role] : []));
  return played.length > 0 ? `${alias} (${played.join(", ")})` : alias;
};

function datasetLine({ dataset }: Standing): Words {
  if (!dataset) return "no dataset yet";
  const { train, val, test } = dataset.counts;
  return mrkdwn`dataset ${bold(`v${dataset.number}`)}: ${train} train, ${val} val, ${test} test`;
}
