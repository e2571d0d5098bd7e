/** One chat message as OpenAI's API has it; only its text is read. */
export interface Message {
  role: string;
  content: string | null | readonly { type: string; text?: string }[];
}

/** The text of a message, parts joined. */
export function textOf(message: Message): string {
  if (message.content === null) return "";
  if (typeof message.content === "string") return message.content;
  return message.content.map((part) => part.text ?? "").join("\n");
}
