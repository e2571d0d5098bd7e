import type { Verb } from "../../../models/intent/words.ts";
import type { Draft, Known } from "../../parse/draft.ts";
import { namesOf } from "../../parse/draft.ts";
import { verbNamed } from "../../parse/values.ts";
import { nameMeant } from "../names.ts";
import { budgetsIn } from "./budgets.ts";
import { classesOf } from "./classes.ts";
import { isCompared, isRecommended } from "./compared.ts";
import { filtersIn } from "./filters.ts";
import { measuredOn } from "./measured.ts";
import { bare, bareId, everyMention, mentions, type Sentence, wordsOf } from "./mentions.ts";
import { meansEvery, modelsIn, programsIn } from "./named.ts";
import { optimizersIn } from "./optimizers.ts";
import { aboutIn } from "./questions.ts";
import { reflectionIn } from "./reflection.ts";
import { givenUp, runsMeant, stopped, wayBack } from "./steered.ts";
import type { Kind } from "./tokens.ts";
import { effortsIn, strategyIn, temperaturesIn } from "./values.ts";

/** Everything one ask names, by the command it is for. */
export function draftsOf(verb: Verb, sentences: readonly Sentence[], known: Known): Draft[] {
  const programs = programsIn(sentences, known);
  switch (verb) {
    case "run":
      return each(programs, (program) => runDraft(program, programs.length > 1, sentences, known));
    case "eval":
      return each(programs, (program) => program).flatMap((program) => evalDrafts(program, sentences, known));
    case "cancel":
      return each(givenUp(sentences), (run) => plain(verb, run));
    case "pause":
      return each(runsMeant(sentences), (run) => plain(verb, run));
    case "resume":
      return each(runsMeant(sentences, stopped), (run) => plain(verb, run));
    case "promote":
      return [plain(verb, ...ownerOf(sentences, known), ...promoted(sentences))];
    case "compare":
      return [plain(verb, ...ownerOf(sentences, known), ...everyMention(sentences, sides).slice(0, 2))];
    case "why":
      return [plain(verb, ...everyMention(sentences, ["run"]).slice(0, 1), ...aboutIn(sentences))];
    case "status":
      // Without a program it is that of every one.
      return statusDrafts(meansEvery(sentences) ? [] : programs, sentences);
    case "runs":
      return each(meansEvery(sentences) ? [] : programs, (program) => ({
        ...plain(verb, program),
        options: runsOptions(sentences),
      }));
    case "datasets":
      return [plain(verb, ...programs.slice(0, 1), ...versionsIn(sentences))];
    case "rollback":
      return [plain(verb, ...programs.slice(0, 1), ...wayBack(sentences))];
    case "lineage":
      return each(programs, (program) =>
        plain(verb, program, ...everyMention(sentences, ["deployment", "candidate"]).slice(0, 1)),
      );
    case "audit":
      return [
        plain(verb, ...programs.slice(0, 1), ...everyMention(sentences, ["gate", "run", "deployment"]).slice(0, 1)),
      ];
    case "help":
      return [plain(verb, ...topicIn(sentences))];
    case "programs":
      return [plain(verb)];
    case "digest":
      return each(meansEvery(sentences) ? [] : programs, (program) => plain(verb, program));
    default:
      return each(programs, (program) => plain(verb, program));
  }
}

const sides: Kind[] = ["candidate", "deployment", "run", "evaluation"];

/** "r14 is fine. Promote c7": what the sentence names that asks; of a run and a candidate it is the candidate. */
function promoted(sentences: readonly Sentence[]): string[] {
  const better = sentences.map(withoutBeaten);
  const own = better.some(({ tokens }) => tokens.some(({ is }) => is === "candidate")) ? better : sentences;
  const named = (["candidate", "deployment", "run", "evaluation"] as const).map((kind) => mentions(own, kind));
  return (named.find(({ length }) => length > 0) ?? []).map(bareId).slice(0, 2);
}

/** "I prefer c3 to c4", "c3 beats c4": what it is better than is not meant. */
const withoutBeaten = ({ tokens, weight }: Sentence): Sentence => ({
  weight,
  tokens: tokens.filter(({ is }, n) => is !== "candidate" || !beaten.test(wordsOf(tokens.slice(0, n)))),
});
const beaten =
  /\b(?:prefer \S+ (?:to|over)|since|because|whereas|although|than|beats?|beating|outperforms?|over|outdoes|tops) (?:the )?$/;

/** "c7 of parcel-claims": only right behind the id a program says whose it is; elsewhere what is live may be meant. */
function ownerOf(sentences: readonly Sentence[], known: Known): string[] {
  const owners = sentences.flatMap(({ tokens }) =>
    tokens.filter(
      ({ is }, n) =>
        is === "program" &&
        /^(?:of|from|for)$/.test(tokens[n - 1]?.says ?? "") &&
        (sides.includes(tokens[n - 2]?.is ?? "word") ||
          /^(?:it|this|that|one|candidate|winner)$/.test(tokens[n - 2]?.says ?? "")),
    ),
  );
  return owners.flatMap(({ says }) => nameMeant(bare(says), namesOf(known)) ?? []).slice(0, 1);
}

const plain = (verb: Verb, ...operands: (string | undefined)[]): Draft => ({
  verb,
  operands: operands.filter((word) => word !== undefined),
  options: {},
  recommend: false,
  set: [],
});

/** One draft for each; where nothing is named, one without. */
const each = <T, U>(named: T[], make: (name: T | undefined) => U): U[] =>
  named.length === 0 ? [make(undefined)] : named.map(make);

function runDraft(program: string | undefined, isShared: boolean, sentences: readonly Sentence[], known: Known): Draft {
  const models = modelsIn(sentences, program, isShared, known);
  const foreign = mentions(sentences, "foreign");
  const all = program === undefined ? Object.values(known.models).flat() : (known.models[program] ?? []);
  const { says: reflecting } = reflectionIn(sentences);
  const reflection = reflecting && (nameMeant(reflecting, [...new Set(all)]) ?? reflecting);
  const strategy = strategyIn(sentences);
  const [other] = isCompared(sentences) ? everyMention(sentences, ["candidate", "deployment", "evaluation"]) : [];
  return {
    ...plain("run", program),
    options: {
      ...listed("optimizer", optimizersIn(sentences)),
      ...listed("model", [...new Set([...models, ...foreign])]),
      ...(reflection && { reflection }),
      ...listed("effort", effortsIn(sentences)),
      ...listed("temperature", temperaturesIn(sentences)),
      ...listed("budget", budgetsIn(sentences).slice(0, 1)),
      ...(strategy !== undefined && { strategy }),
      ...(isCompared(sentences) && { compare: other ?? "deployed" }),
    },
    recommend: isRecommended(sentences),
    set: everySetting(sentences),
  };
}

const everySetting = (sentences: readonly Sentence[]): string[] =>
  sentences.flatMap(({ tokens }) => tokens.filter(({ is }) => is === "setting").map(({ says }) => says));

const listed = (name: string, values: string[]) => (values.length === 0 ? {} : { [name]: values.join(",") });

/** One for each target and model that is named. */
const evalDrafts = (program: string | undefined, sentences: readonly Sentence[], known: Known): Draft[] =>
  each(everyMention(sentences, ["candidate", "deployment"]), (target) => target).flatMap((target) =>
    each(modelsIn(sentences, program, false, known), (model) => ({
      ...plain("eval", program),
      options: { ...(model && { model }), ...(target && { target }), ...measuredOn(sentences) },
    })),
  );

function statusDrafts(programs: string[], sentences: readonly Sentence[]): Draft[] {
  const runs = everyMention(sentences, ["run"]);
  return runs.length > 0
    ? runs.map((run) => plain("status", run))
    : each(programs, (program) => plain("status", program));
}

function runsOptions(sentences: readonly Sentence[]): Draft["options"] {
  const [optimizer] = optimizersIn(sentences);
  const somebody = mentions(sentences, "somebody")[0];
  const { status, isMine } = filtersIn(sentences);
  return {
    ...(optimizer && { optimizer }),
    ...(status && { status }),
    ...(isMine ? { by: "me" } : somebody && { by: somebody.toUpperCase() }),
  };
}

/** Two make a difference; "what changed since v3" is answered by the list. */
function versionsIn(sentences: readonly Sentence[]): string[] {
  const versions = everyMention(sentences, ["version"]);
  if (versions.length < 2) return [];
  return versions.toSorted((a, b) => Number(a.slice(1)) - Number(b.slice(1))).slice(0, 2);
}

function topicIn(sentences: readonly Sentence[]): string[] {
  const words = sentences.flatMap(({ tokens }) => tokens.map(({ says }) => bare(says)));
  const forms = (word: string) => [
    word,
    word.replace(/s$/, ""),
    word.replace(/ed$|ing$/, ""),
    word.replace(/ing$/, "e"),
    word.replace(/(.)\1ing$/, "$1"),
  ];
  const joined = wordsOf(sentences.flatMap(({ tokens }) => tokens));
  if (/\bundo|take back|taking back|\broll(?:ing)? (?:\S+ )?back\b/.test(joined)) return ["rollback"];
  const skipped = new Set(["help", "status", "show", "start", "do", "use"]);
  for (const word of words)
    for (const form of forms(word)) {
      const verb = verbNamed(form);
      if (verb && !skipped.has(form) && verb !== "help") return [verb];
    }
  return words.some((word) => classesOf(word).includes("improve")) ? ["run"] : [];
}
