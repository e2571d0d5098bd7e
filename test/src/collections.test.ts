import { randomUUID } from "node:crypto";
import mongoose from "mongoose";
import { expect, it, onTestFinished } from "vitest";
import { Revisions } from "../../models/revision.ts";
import { connectMongo } from "../../src/connections.ts";
import { testMongoUrl } from "../support/stores.ts";

it("every collection is there once MongoDB is connected, so that none appears later by itself", async () => {
  onTestFinished(async () => {
    await mongoose.connection.dropDatabase();
    await mongoose.disconnect();
  });

  await connectMongo({ mongoUrl: new URL(`/t${randomUUID().slice(0, 8)}`, testMongoUrl()).href });

  const made = (await mongoose.connection.db?.listCollections({}, { nameOnly: true }).toArray()) ?? [];
  expect(made.map(({ name }) => name)).toEqual(
    expect.arrayContaining(Object.values(mongoose.models).map((model) => model.collection.collectionName)),
  );
  expect(Revisions.collection.collectionName).toBe("revisions");
});
