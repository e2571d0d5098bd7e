import type { App, ReceiverEvent } from "@slack/bolt";
import type { Logger } from "pino";
import { modal } from "../../blocks/kit.ts";
import { problemMessage } from "../../blocks/problem.ts";

/**
 * What no listener acknowledged is acknowledged here, in words: Bolt would leave it for three seconds, after which Slack
 * shows a warning that says nothing. It is what a button or form of an earlier version of Helix sends.
 */
export function answerUnclaimed(app: App, log: Logger): void {
  const pass = app.processEvent.bind(app);
  app.processEvent = async (event) => {
    let claimed = false;
    const ack: ReceiverEvent["ack"] = (response) => {
      claimed = true;
      return event.ack(response);
    };
    await pass({ ...event, ack });
    if (claimed) return;
    log.warn({ type: event.body.type ?? event.body.command }, "nobody listens to what Slack sent");
    await answer(event).catch((err) => log.warn({ err }, "a request for no listener could not be answered"));
  };
}

const gone = problemMessage({
  what: "Nothing was done",
  why: "this is of another version of Helix than the one that runs now",
  next: "use the newest card, or see /helix help",
});

async function answer({ body, ack }: ReceiverEvent): Promise<void> {
  if (body.type === "view_submission") return ack({ response_action: "update", view: goneView });
  if (body.command) return ack(gone);
  await ack();
  // A link is a button, too, and has no value: nothing is to be said about it.
  if (body.type === "block_actions" && body.actions?.[0]?.value && typeof body.response_url === "string")
    await fetch(body.response_url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ response_type: "ephemeral", replace_original: false, ...gone }),
      signal: AbortSignal.timeout(5_000),
    });
}

const goneView = modal({ callbackId: "gone", title: "Helix", submit: null, blocks: gone.blocks });
