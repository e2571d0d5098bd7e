import { answerFood } from "./food/answer.ts";
import type { Mind } from "./food/mind.ts";
import { guess } from "./guess/guess.ts";
import { type Message, textOf } from "./prompt/message.ts";
import { readReflection } from "./prompt/reflection.ts";
import { readTask } from "./prompt/task.ts";
import { formatReply } from "./reply.ts";
import { reflect } from "./write/reflect.ts";

/** What the model says to these messages. Depends on `mind` and the messages alone. */
export function answer(messages: readonly Message[], mind: Mind, json: boolean): string {
  const task = readTask(messages);
  if (task !== null) return formatReply(task, answerFood(task, mind) ?? guess(task, mind), json);
  const text = messages.map(textOf).join("\n\n");
  const request = readReflection(text);
  if (request !== null) return reflect(request, mind);
  return json ? JSON.stringify({ answer: echo(text) }) : echo(text);
}

function echo(text: string): string {
  return `This is a simulated language model. You wrote: ${text.replace(/\s+/g, " ").slice(0, 200)}`;
}
