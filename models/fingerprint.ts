/** What measures. Every part is a hash or a plain text; null means unknown, which never counts as equal. */
export type Ruler = {
  /** `splitHash` of the evaluated split. */
  dataset: string | null;
  splitDefinition: string | null;
  metricSource: string | null;
  repetitions: string | null;
  failurePolicy: string | null;
  dspy: string | null;
  evalContract: string | null;
};

/** What is measured; it may differ, and the card says where. */
export type Subject = {
  state: string | null;
  programSource: string | null;
  model: string | null;
  reportedModel: string | null;
  endpoint: string | null;
  params: string | null;
  adapter: string | null;
  optimizer: string | null;
};

/** What is shown and never blocks. */
export type Shown = { gepa: string | null; litellm: string | null; python: string | null; host: string | null };

export type Fingerprint = { ruler: Ruler; subject: Subject; shown: Shown };

export type ComponentName = keyof Ruler | keyof Subject | keyof Shown;

export type Component = {
  name: ComponentName;
  /** The component as a person would call it. */
  words: string;
  part: "ruler" | "subject" | "shown";
  status: "equal" | "differs" | "unknown";
  a: string | null;
  b: string | null;
};

export type FingerprintComparison = {
  comparable: boolean;
  components: Component[];
  /** Why the two cannot be compared; null when they can. */
  because: string | null;
};

/** What is compared, and how a person calls it: a component that one side lacks is unknown, not skipped. */
const rulerWords: Record<keyof Ruler, string> = {
  dataset: "the content of the split",
  splitDefinition: "the split definition",
  metricSource: "the metric",
  repetitions: "the number of repetitions",
  failurePolicy: "the failure policy",
  dspy: "the DSPy version",
  evalContract: "the way of evaluating",
};
const subjectWords: Record<keyof Subject, string> = {
  state: "the prompts and demos",
  programSource: "the program's source",
  model: "the model",
  reportedModel: "the model as the server reported it",
  endpoint: "the endpoint",
  params: "the model's parameters",
  adapter: "the adapter",
  optimizer: "the optimizer's configuration",
};
const shownWords: Record<keyof Shown, string> = {
  gepa: "the GEPA version",
  litellm: "the litellm version",
  python: "the Python version",
  host: "the host",
};

/** Compares component by component; two evaluations are comparable when every ruler component is equal and known. */
export function compareFingerprints(a: Fingerprint, b: Fingerprint): FingerprintComparison {
  const components = [
    ...compareParts("ruler", rulerWords, a.ruler, b.ruler),
    ...compareParts("subject", subjectWords, a.subject, b.subject),
    ...compareParts("shown", shownWords, a.shown, b.shown),
  ];
  const blocking = blockingOf({ components });
  return { comparable: blocking.length === 0, components, because: whyNot(blocking) };
}

/** The components of the ruler that keep two evaluations from being compared. */
export const blockingOf = ({ components }: Pick<FingerprintComparison, "components">): Component[] =>
  components.filter(({ part, status }) => part === "ruler" && status !== "equal");

type Parts<Name extends ComponentName> = Readonly<Record<Name, string | null>>;

function compareParts<Name extends ComponentName>(
  part: Component["part"],
  words: Record<Name, string>,
  a: Parts<Name>,
  b: Parts<Name>,
): Component[] {
  return (Object.keys(words) as Name[]).map((name) => {
    const sides = { a: a[name] ?? null, b: b[name] ?? null };
    return { name, words: words[name], part, status: statusOf(sides), ...sides };
  });
}

function statusOf({ a, b }: { a: string | null; b: string | null }): Component["status"] {
  if (a === null || b === null) return "unknown";
  return a === b ? "equal" : "differs";
}

function whyNot(blocking: Component[]): string | null {
  if (blocking.length === 0) return null;
  const named = (status: Component["status"]) => blocking.filter((c) => c.status === status).map((c) => c.words);
  const reasons = [sentence(named("differs"), "not the same"), sentence(named("unknown"), "not known")];
  return reasons.filter(Boolean).join("; ");
}

function sentence(names: string[], what: string): string {
  return names.length === 0 ? "" : `${listed(names)} ${names.length > 1 ? "are" : "is"} ${what}`;
}

function listed(names: string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
