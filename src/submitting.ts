import type { ViewResponseAction } from "@slack/bolt";
import type { ModalView } from "@slack/types";
import type { WebClient } from "@slack/web-api";
import { message, section } from "../blocks/kit.ts";
import { noticeModal } from "../blocks/notice.ts";

/** What a submission came to: errors at its fields, or another view in the form's place, or, with null, its end. */
export type Settled = { errors: Record<string, string> } | { view: ModalView | null };

interface Form {
  ack(answer?: ViewResponseAction): Promise<unknown>;
  client: Pick<WebClient, "views">;
  viewId: string;
  title: string;
}

/** Slack waits three seconds; what takes longer is answered in the view that says so. */
const patienceMs = 2_000;

/** Answers a submission with what it comes to, in the acknowledgement where it comes in time. */
export async function answerInTime({ ack, client, viewId, title }: Form, work: () => Promise<Settled>): Promise<void> {
  const settled = work();
  const late = new Promise<null>((done) => setTimeout(() => done(null), patienceMs).unref());
  const first = await Promise.race([settled, late]);
  if (first) {
    await ack(answerFor(first));
    return;
  }
  await ack({ response_action: "update", view: notice("One moment, this is being looked at …", title) });
  await client.views.update({ view_id: viewId, view: finalView(await settled, title) });
}

function answerFor(settled: Settled): ViewResponseAction | undefined {
  if ("errors" in settled) return { response_action: "errors", errors: settled.errors };
  return settled.view ? { response_action: "update", view: settled.view } : undefined;
}

/** The form is gone by now: errors cannot stand at its fields. */
function finalView(settled: Settled, title: string): ModalView {
  if ("errors" in settled)
    return notice(`Nothing was started. ${Object.values(settled.errors).join(" ")} Open the form again.`, title);
  return settled.view ?? notice("It is done.", title);
}

const notice = (words: string, title: string): ModalView => noticeModal(message(words, [section(words)]), title);
