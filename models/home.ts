import { model, Schema } from "mongoose";
import { findingById } from "./gathering.ts";

/** The lists of a Home that are shown by pages. */
export const homeLists = ["waiting", "running", "programs"] as const;
export type HomeList = (typeof homeLists)[number];

/** Which page of each list is shown, from 0. */
export type HomePages = Record<HomeList, number>;

/** Somebody who opened Helix's Home: where they have paged to, and what stands there. */
export interface Home {
  _id: string;
  team: string;
  user: string;
  openedAt: Date;
  pages: HomePages;
  /** Slack's hash of the view that stands there; null before the first, or when it is not known. */
  hash: string | null;
  /** What the view shows, hashed: equal content is not published again. */
  shown: string | null;
  /** The state of the team that was looked at last (see `homeStamp`). */
  stamp: string | null;
  /** Not to be looked at again before: a run at work changes many times a second. */
  dueAt: Date;
}

const homeSchema = new Schema<Home>(
  {
    _id: String,
    team: String,
    user: String,
    openedAt: Date,
    pages: Schema.Types.Mixed,
    hash: { type: String, default: null },
    shown: { type: String, default: null },
    stamp: { type: String, default: null },
    dueAt: Date,
  },
  { autoIndex: false, minimize: false, versionKey: false },
);
homeSchema.index({ team: 1, openedAt: -1 });
const Homes = model<Home>("Home", homeSchema);

const idOf = (team: string, user: string): string => `${team}-${user}`;
const firstPages: HomePages = { waiting: 0, running: 0, programs: 0 };

/** Somebody opened their Home; `hash` is that of the view they see, as Slack tells it. It begins on the first pages. */
export async function homeOpened(team: string, user: string, hash: string | null, at: Date): Promise<Home> {
  return Homes.findOneAndUpdate(
    { _id: idOf(team, user) },
    { $set: { team, user, openedAt: at, hash, pages: firstPages, dueAt: at } },
    { upsert: true, returnDocument: "after" },
  )
    .lean<Home>()
    .orFail();
}

const findHome = findingById<Home>(Homes);

/** The Home of a person who opened it; null for one who never did. */
export const homeOf = (team: string, user: string): Promise<Home | null> => findHome(idOf(team, user));

/** Turns a list to another page. */
export async function turnPage(team: string, user: string, list: HomeList, page: number): Promise<void> {
  await Homes.updateOne({ _id: idOf(team, user) }, { $set: { [`pages.${list}`]: page } });
}

/** Homes opened since a moment that do not show the state with this stamp yet, and are due. */
export const homesBehind = (team: string, stamp: string, since: Date, now: Date): Promise<Home[]> =>
  Homes.find({ team, openedAt: { $gte: since }, dueAt: { $lte: now }, stamp: { $ne: stamp } })
    .lean<Home[]>()
    .exec();

/** Whether anybody opened their Home since a moment. */
export const isHomeInUse = async (team: string, since: Date): Promise<boolean> =>
  (await Homes.exists({ team, openedAt: { $gte: since } })) !== null;

/** Takes a Home that is due, until `dueAt`, so that of several processes one looks at it. False: another has it. */
export async function takeHome({ _id, dueAt: before }: Home, dueAt: Date): Promise<boolean> {
  const { modifiedCount } = await Homes.updateOne({ _id, dueAt: before }, { $set: { dueAt } });
  return modifiedCount === 1;
}

/** Records what stands in a person's Home now. */
export async function homeShows(
  { _id }: Pick<Home, "_id">,
  now: Partial<Pick<Home, "hash" | "shown" | "stamp">>,
): Promise<void> {
  await Homes.updateOne({ _id }, { $set: now });
}
