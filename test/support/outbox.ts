import { afterEach, beforeEach } from "vitest";
import { Workspace } from "../../examples/workspace/people.ts";
import { startWorkspace } from "../../examples/workspace/server.ts";
import { outboxClient } from "../../jobs/outbox/client.ts";
import { type OutboxOptions, OutboxSender } from "../../jobs/outbox.ts";
import { want } from "../../models/outbox/want.ts";
import { Outbox, type OutboxMessage, type WantedMessage } from "../../models/outbox.ts";

/** As in production, only quicker; a lease still outlives a call by far. */
export const quick = { leaseMs: 1_500, editMs: 60, settleMs: 60, backoffMs: 20, maxBackoffMs: 200 };

export const team = "T0HELIX";
export const channel = "C0HELIX01";
export const otherChannel = "C0OTHER01";

/** A client with a short patience, as the tests' senders use it. */
export const quickClient = (url: string) =>
  outboxClient("xoxb-loopback", { slackApiUrl: `${url}/api/`, timeoutMs: 400 });

/** Gives each test a workspace where Helix is in both channels, and senders that are stopped afterwards. */
export function useOutbox() {
  const senders: OutboxSender[] = [];
  let close: () => Promise<void>;
  const given = {
    slack: undefined as unknown as Workspace,
    /** What the messages of a channel or thread say, oldest first. */
    async texts(place = channel, thread?: string): Promise<string[]> {
      const messages = await given.slack.messages(place, thread === undefined ? {} : { thread });
      return messages.map(({ text }) => text);
    },
    /** A sender for this test's workspace that nobody has started. */
    makeSender(options: Partial<OutboxOptions> = {}): OutboxSender {
      const client = quickClient(given.slack.url);
      const sender = new OutboxSender({ client, team, owner: `test-${senders.length}`, timing: quick, ...options });
      senders.push(sender);
      return sender;
    },
    /** Starts a sender for this test's workspace. */
    startSender(options: Partial<OutboxOptions> = {}): OutboxSender {
      const sender = given.makeSender(options);
      sender.start();
      return sender;
    },
  };
  beforeEach(async () => {
    const running = await startWorkspace();
    close = running.close;
    given.slack = await Workspace.connect(running.url);
    await given.slack.setPeople({ channels: [{ id: otherChannel, members: ["U0ANNA", "U0HELIX"] }] });
  });
  afterEach(async () => {
    await Promise.all(senders.splice(0).map((sender) => sender.stop()));
    await close();
  });
  return given;
}

/** Wants a message in the channel of the tests; its text is its key unless told otherwise. */
export const say = (key: string, message: Partial<WantedMessage> = {}): Promise<void> =>
  want({ team, key, channel, text: key, blocks: [], ...message });

/** The message as the outbox keeps it. */
export const stored = (key: string): Promise<OutboxMessage> =>
  Outbox.findOne({ team, key }).lean<OutboxMessage>().orFail().exec();

/** A section that says something in mrkdwn. */
export const section = (text: string) => ({ type: "section", text: { type: "mrkdwn", text } });
