import type { Claimed } from "../../models/outbox/moves.ts";
import { isPlainTeam } from "../../models/outbox/plain-teams.ts";
import type { Content, Form } from "../../models/outbox.ts";
import type { Delivery } from "./delivery.ts";

/** The richest form of what is wanted that Slack has not refused: of this very version, or lately of any message. */
export async function formOf({ team, wanted, wantedVersion, refused }: Claimed, d: Delivery): Promise<Form> {
  if (refused?.version === wantedVersion) return simplerThan(refused.form, wanted) ?? "text";
  if (!wanted.plain) return "blocks";
  return d.plainBlocks || (await isPlainTeam(team, d.now())) ? "plain" : "blocks";
}

/** What to try after a form was refused; null when nothing is left. */
export function simplerThan(form: Form, { plain }: Content): Form | null {
  if (form === "text") return null;
  return form === "blocks" && plain ? "plain" : "text";
}

/** `chat.update` takes 4,000 characters of text. */
const maxPlainText = 3_900;

/** What goes to Slack for a form. */
export function contentAs(form: Form, { text, blocks, plain }: Content): Pick<Content, "text" | "blocks"> {
  if (form === "text") return { text: [...text].slice(0, maxPlainText).join(""), blocks: [] };
  return { text, blocks: form === "plain" && plain ? plain : blocks };
}
