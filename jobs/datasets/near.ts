import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { execa } from "execa";
import { z } from "zod";
import type { Deps } from "../deps.ts";
import { pythonEnv } from "../python-env.ts";
import { Trouble } from "../trouble.ts";

const Signature = z.object({ near: z.array(z.number().int()), wide: z.array(z.number().int()) });
/** Keys of a record: near-duplicates share one of `near`, anything alike shares one of `wide`. */
export type Signature = z.infer<typeof Signature>;

const Likeness = z.object({ near: z.boolean(), similarity: z.number() });
/** Whether two records are near-duplicates, decided exactly, and how alike they are from 0 to 1. */
export type Likeness = z.infer<typeof Likeness>;

type Inputs = Record<string, unknown>;

/** Says what resembles what; close it when done. */
export interface Near {
  sign(inputs: readonly Inputs[]): Promise<Signature[]>;
  compare(pairs: readonly (readonly [Inputs, Inputs])[]): Promise<Likeness[]>;
  close(): Promise<void>;
}

/** Questions of this many records, so that no line grows with the dataset. */
const atOnce = 500;

/** A process of helix_near with Helix's own interpreter. It ends with its stdin, so also when this process dies. */
export function openNear({ python, packages }: Pick<Deps, "python" | "packages">): Near {
  const child = execa(python, ["-m", "helix_near"], {
    extendEnv: false,
    env: pythonEnv(packages),
    stdio: ["pipe", "pipe", "pipe"],
    reject: false,
    buffer: { stdout: false },
  });
  const answers = createInterface({ input: child.stdout as Readable })[Symbol.asyncIterator]();
  let last: Promise<unknown> = Promise.resolve();

  async function exchange(question: object): Promise<unknown> {
    child.stdin?.write(`${JSON.stringify(question)}\n`);
    const { value, done } = await answers.next();
    if (done) throw gone((await child).stderr);
    const answer = JSON.parse(value);
    if (answer.error) throw new Error(`helix_near could not answer: ${answer.error}`);
    return answer;
  }

  /** One question at a time: answers carry no names. */
  function ask(question: object): Promise<unknown> {
    const answer = last.then(() => exchange(question));
    last = answer.catch(() => undefined);
    return answer;
  }

  child.stdin?.on("error", () => undefined);
  return {
    sign: (inputs) =>
      inPieces(inputs, async (sign) => z.object({ signed: z.array(Signature) }).parse(await ask({ sign })).signed),
    compare: (pairs) =>
      inPieces(pairs, async (compare) => {
        return z.object({ compared: z.array(Likeness) }).parse(await ask({ compare })).compared;
      }),
    close: async () => {
      child.stdin?.end();
      await child;
    },
  };
}

/** Opens helix_near for a piece of work and closes it whatever happens. */
export async function withNear<T>(
  deps: Pick<Deps, "python" | "packages">,
  work: (near: Near) => Promise<T>,
): Promise<T> {
  const near = openNear(deps);
  try {
    return await work(near);
  } finally {
    await near.close();
  }
}

async function inPieces<A, B>(all: readonly A[], answer: (piece: readonly A[]) => Promise<B[]>): Promise<B[]> {
  const answers: B[] = [];
  for (let at = 0; at < all.length; at += atOnce) answers.push(...(await answer(all.slice(at, at + atOnce))));
  return answers;
}

const gone = (stderr: unknown): Trouble =>
  new Trouble(
    "Near-duplicates could not be looked for",
    String(stderr ?? "")
      .trim()
      .split("\n")
      .at(-1) || "the Python process left",
    "run `npm run setup`, then try again",
  );
