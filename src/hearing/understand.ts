import { type AskedBack, closeQuestion, questionFor } from "../../models/asked-back.ts";
import type { Said } from "../../models/said.ts";
import type { Known } from "../parse.ts";
import { yesWords } from "../phrases/question.ts";
import { answered, type Heard, readPhrase, type ThreadContext } from "../phrases.ts";
import { keepQuestion, placeOfQuestion } from "./ask.ts";
import { intentsOf } from "./lines.ts";

export type Understood = Heard | { ok: false; dropped: true } | { ok: false; thanked: true };

/** What somebody means: an answer to the question Helix asked them there, or a request of its own. */
export async function understand(
  said: Said,
  known: Known,
  thread: ThreadContext | null,
  at: Date,
): Promise<Understood> {
  if (isThanks(said.text)) return { ok: false, thanked: true };
  const _id = placeOfQuestion(said);
  const open = await questionFor(_id, said.ts, at);
  const heard = open ? answerTo(open, said, known, thread) : readPhrase(said.text, known, said.me, thread);
  const question = "question" in heard ? heard.question : null;
  if (question) await keepQuestion(said, question, at);
  else if (open) await closeQuestion(_id);
  return heard;
}

/** A name or two complete what was said; more words may be a request of their own. */
const isAnswer = (answer: string): boolean => answer.split(/\s+/).length <= 4;

const affirmed = new RegExp(
  `^\\W*(?:${yesWords}|right|correct|exactly)(?:[\\s,.!]+(?:yes|please|do it|do that|do so|go ahead|go for it|thanks|thank you|exactly|that))*\\W*$`,
  "i",
);

const withdrawn =
  /^\W*(?:never ?mind|forget (?:it|about it|that)|no|nope|nothing|leave it|cancel|stop|drop it|not now)(?: (?:thanks|thank you|please))?\W*$/i;

const thanks =
  /^\W*(?:(?:ok|okay|oh|great|perfect|nice|cool|awesome|super|lovely|many|big|very|all good|got it)\W+)*(?:thanks?|thank you|thx|tysm|ty|cheers|(?:much )?appreciated|(?:good|nice|great) (?:job|bot|work|one)|well done)(?:\W+(?:you|a lot|a bunch|so much|very much|helix|all|everyone|again|mate|team|that helps|that helped|bot|man|great|perfect|for (?:the |your |that|this|all )?(?:quick |fast )?(?:help|answer|info|update|reply)?))*\W*$/i;

/** Thanks alone ask for nothing, and leave a question that is open as it is. */
const isThanks = (text: string): boolean => thanks.test(wordsAlone(text));

const wordsAlone = (text: string): string =>
  withoutMentions(text)
    .replaceAll(/:[a-z0-9_+-]+:/g, " ")
    .replaceAll(/\s+/g, " ")
    .trim();

const withoutMentions = (text: string): string => text.replaceAll(/<@[UW][A-Z0-9]+(?:\|[^>]*)?>/g, " ");

/** The whole request with the answer in it; where that is no better, what was said alone. */
function answerTo(open: AskedBack, said: Said, known: Known, thread: ThreadContext | null): Understood {
  const answer = withoutMentions(said.text).trim();
  if (withdrawn.test(answer)) return { ok: false, dropped: true };
  const proposed = affirmed.test(answer) && open.lines.length > 0 ? intentsOf(open.lines, known) : null;
  if (proposed) return { ok: true, intents: proposed };
  const whole = readPhrase(answered(open, answer), known, said.me, thread);
  if (whole.ok || (whole.proposes.length > 0 && isAnswer(answer))) return whole;
  const alone = readPhrase(said.text, known, said.me, thread);
  return alone.ok || alone.proposes.length > 0 || whole.question === null ? alone : whole;
}
