import { randomUUID } from "node:crypto";
import mongoose from "mongoose";
import { afterAll, afterEach, beforeAll } from "vitest";
import { testMongoUrl } from "./stores.ts";

/**
 * Gives a test file a database of its own on the default mongoose connection: indexes of every imported model are built first, all documents
 * are removed after each test, and the database is dropped at the end. Returns the database's name (for other processes).
 */
export function useDatabase(): string {
  const dbName = `test-${randomUUID()}`;

  beforeAll(async () => {
    await mongoose.connect(testMongoUrl(), { dbName, autoIndex: false, serverSelectionTimeoutMS: 5_000 });
    await Promise.all(Object.values(mongoose.models).map((model) => model.createIndexes()));
  });
  afterEach(async () => {
    const collections = await mongoose.connection.db?.collections();
    await Promise.all((collections ?? []).map((collection) => collection.deleteMany({})));
  });
  afterAll(async () => {
    await mongoose.connection.dropDatabase();
    await mongoose.disconnect();
  });

  return dbName;
}
