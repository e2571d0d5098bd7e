import mongoose from "mongoose";

const enoughBytes = 256 * 1024 * 1024;
const profile = "system.profile";

/** How many commands each process sent to MongoDB while `work` ran, by the `appName` of its address. */
export async function commandsDuring(work: () => Promise<void>): Promise<Map<string, number>> {
  const { db } = mongoose.connection;
  if (!db) throw new Error("MongoDB is not connected");
  await db.createCollection(profile, { capped: true, size: enoughBytes });
  await db.command({ profile: 2 });
  await work().finally(() => db.command({ profile: 0 }));
  const counted = await db
    .collection(profile)
    .aggregate<{ _id: string; n: number }>([{ $group: { _id: "$appName", n: { $sum: 1 } } }])
    .toArray();
  return new Map(counted.map(({ _id, n }) => [_id, n]));
}
