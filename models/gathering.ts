import type { Model } from "mongoose";

interface Asked<In, Out> {
  item: In;
  done(out: Out): void;
  failed(error: unknown): void;
}

/**
 * Makes one piece of work of what is asked for one by one: what comes together, and what comes while the last piece is
 * under way, is done as one, in the order it came. Nothing is remembered: whoever asks gets what is so after they asked.
 * An error is everybody's who is in that piece.
 */
export function gathering<In, Out>(work: (items: In[]) => Promise<readonly Out[]>): (item: In) => Promise<Out> {
  let waiting: Asked<In, Out>[] = [];
  let busy = false;

  async function workOff(): Promise<void> {
    busy = true;
    while (waiting.length > 0) {
      // What other events of this moment ask for comes along.
      await new Promise(setImmediate);
      const together = waiting;
      waiting = [];
      await answer(together, work);
    }
    busy = false;
  }

  return (item) =>
    new Promise((done, failed) => {
      waiting.push({ item, done, failed });
      if (!busy) void workOff();
    });
}

async function answer<In, Out>(together: Asked<In, Out>[], work: (items: In[]) => Promise<readonly Out[]>) {
  try {
    const outs = await work(together.map(({ item }) => item));
    for (const [n, { done }] of together.entries()) done(outs[n] as Out);
  } catch (error) {
    for (const { failed } of together) failed(error);
  }
}

/** Looks documents up, all that are asked for together in one query; null for one that is not there. */
export const finding = <Asked, Doc>(
  find: (asked: Asked[]) => Promise<Doc[]>,
  isIt: (doc: Doc, asked: Asked) => boolean,
): ((asked: Asked) => Promise<Doc | null>) =>
  gathering(async (asked) => {
    const found = await find(asked);
    return asked.map((one) => found.find((doc) => isIt(doc, one)) ?? null);
  });

/** The same, by their ids. */
export const findingById = <Doc extends { _id: string }>(
  documents: Pick<Model<Doc>, "find">,
): ((id: string) => Promise<Doc | null>) =>
  finding(
    (ids: string[]) =>
      documents
        .find({ _id: { $in: ids } })
        .lean<Doc[]>()
        .exec(),
    ({ _id }, id) => _id === id,
  );

/** Looks once for what several ask for together. */
export const sharing = <Asked extends string[], Found>(
  look: (...asked: Asked) => Promise<Found>,
): ((asked: Asked) => Promise<Found>) =>
  gathering((all: Asked[]) => {
    const looks = new Map(all.map((asked) => [asked.join(" "), () => look(...asked)]));
    const found = new Map([...looks].map(([key, once]) => [key, once()]));
    return Promise.all(all.map((asked) => found.get(asked.join(" ")) as Promise<Found>));
  });
