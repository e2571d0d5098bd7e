import type { ModalView } from "@slack/types";
import type { WebClient } from "@slack/web-api";
import type { Message } from "../blocks/kit.ts";
import { noticeModal } from "../blocks/notice.ts";
import { problemMessage } from "../blocks/problem.ts";
import type { Person } from "../models/may-decide.ts";
import { troubleMessage } from "./answers.ts";
import { tellDirectly } from "./privately.ts";

/** Slack's words for a trigger that came too late, or twice. */
const late = new Set(["expired_trigger_id", "exchanged_trigger_id", "trigger_expired", "trigger_exchanged"]);

/** A chance to open something before somebody, good for three seconds. */
export interface Opening {
  client: WebClient;
  person: Person;
  trigger: string;
  /** Where it is said that Slack opened nothing any more; in direct messages unless there is a better place. */
  tellLate?: (late: Message) => Promise<unknown>;
}

/** Opens a view at once, and fills it with what takes longer. */
export async function openForm(opening: Opening, loading: ModalView, filled: () => Promise<ModalView>): Promise<void> {
  const { client, person, trigger, tellLate = (late) => tellDirectly(client, person, trigger, late) } = opening;
  const opened = await client.views.open({ trigger_id: trigger, view: loading }).catch((error: unknown) => {
    if (!late.has(codeOf(error))) throw error;
    return null;
  });
  if (!opened) return void (await tellLate(tooLate));
  const view = await filled().catch((error: unknown) => noticeModal(troubleMessage(error)));
  await client.views.update({ view_id: opened.view?.id ?? "", view });
}

const tooLate = problemMessage({
  what: "The form did not open",
  why: "Slack lets an app open one within three seconds, and Helix was not that fast",
  next: "do the same again",
});

const codeOf = (error: unknown): string => (error as { data?: { error?: string } }).data?.error ?? "";
