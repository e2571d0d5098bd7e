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

const words = {
  dataset: "the examples of the split",
  splitDefinition: "the split definition",
  metricSource: "the metric",
  repetitions: "the number of repetitions",
  failurePolicy: "the failure policy",
  dspy: "the DSPy version",
  evalContract: "the way of evaluating",
  state: "the prompts and demos",
  programSource: "the program's source",
  model: "the model",
  reportedModel: "the model as the server reported it",
  endpoint: "the endpoint",
  params: "the model's parameters",
  adapter: "the adapter",
  optimizer: "the optimizer's configuration",
  gepa: "the GEPA version",
  litellm: "the litellm version",
  python: "the Python version",
  host: "the host",
} satisfies Record<ComponentName, string>;

/** Compares component by component; two evaluations are comparable when every ruler component is equal and known. */
export function compareFingerprints(a: Fingerprint, b: Fingerprint): FingerprintComparison {
  const components = [
    ...compareParts("ruler", a.ruler, b.ruler),
    ...compareParts("subject", a.subject, b.subject),
    ...compareParts("shown", a.shown, b.shown),
  ];
  const blocking = components.filter(({ part, status }) => part === "ruler" && status !== "equal");
  return { comparable: blocking.length === 0, components, because: whyNot(blocking) };
}

function compareParts<P extends Ruler | Subject | Shown>(part: Component["part"], a: P, b: P): Component[] {
  const names = Object.keys(a) as (keyof P & ComponentName)[];
  return names.map((name) => {
    const pair = { a: (a[name] ?? null) as string | null, b: (b[name] ?? null) as string | null };
    return { name, words: words[name], part, status: statusOf(pair.a, pair.b), ...pair };
  });
}

function statusOf(a: string | null, b: string | null): Component["status"] {
  if (a === null || b === null) return "unknown";
  return a === b ? "equal" : "differs";
}

function whyNot(blocking: Component[]): string | null {
  if (blocking.length === 0) return null;
  const named = (status: Component["status"]) => blocking.filter((c) => c.status === status).map((c) => c.words);
  return [sentence(named("differs"), "not the same"), sentence(named("unknown"), "not known")]
    .filter(Boolean)
    .join("; ");
}

function sentence(names: string[], what: string): string {
  if (names.length === 0) return "";
  return `${listed(names)} ${names.length > 1 || names[0]?.endsWith("s of the split") ? "are" : "is"} ${what}`;
}

function listed(names: string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
