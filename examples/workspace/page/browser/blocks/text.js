import { h } from "../dom.js";
import { withEmoji } from "../emoji.js";
import { mrkdwn } from "./mrkdwn.js";

/** The words of a text object, with emoji. */
export const words = (text) =>
  text === undefined || text === null ? "" : text.emoji === false ? text.text : withEmoji(text.text ?? "");

/** A text object as nodes: markup is read, plain text stays as it is, with its lines. */
export function text(object, see) {
  if (!object) return [];
  return object.type === "mrkdwn" ? mrkdwn(object.text, see) : h("span.plain", {}, words(object));
}
