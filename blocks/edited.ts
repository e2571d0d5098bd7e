import { shortId } from "../models/ids.ts";
import type { Run } from "../models/run.ts";
import { inChannel, joined, type Message, message, mrkdwn, section, type Words } from "./kit.ts";

type Started = Pick<Run, "_id" | "title" | "channel">;

/** What comes of editing what was said to Helix: nothing; what it started goes its way. */
export function editedMessage(runs: readonly Started[]): Message {
  const said = "Helix acts on a message as it was first said, so this edit changed nothing.";
  const next = "To ask for something else, say it in a new message.";
  const words = runs.length === 0 ? mrkdwn`${said} ${next}` : mrkdwn`${said} It started ${named(runs)}. ${next}`;
  return message(words, [section(words)]);
}

/** What a deleted message had started goes on. */
export function takenBackMessage(runs: readonly Started[]): Message {
  const [goes, end] =
    runs.length === 1 ? ["goes", "end it, press Cancel on its message"] : ["go", "end them, press Cancel on each"];
  const words = mrkdwn`The message you deleted had started ${named(runs)}, which ${goes} on. To ${end}.`;
  return message(words, [section(words)]);
}

const named = (runs: readonly Started[]): Words =>
  joined(
    runs.map(({ _id, title, channel }) => mrkdwn`${title} (${shortId(_id)}, in ${inChannel(channel)})`),
    " and ",
  );
