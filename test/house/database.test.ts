import mongoose from "mongoose";
import { describe, expect, it } from "vitest";
import { useDatabase } from "../support/database.ts";

const Pebble = mongoose.model("Pebble", new mongoose.Schema({ name: { type: String, unique: true } }));

describe("the database of a test file", () => {
  const name = useDatabase();

  it("is named for this file and has the indexes of its models", async () => {
    await Pebble.create({ name: "grey" });

    expect(mongoose.connection.name).toBe(name);
    await expect(Pebble.create({ name: "grey" })).rejects.toThrow(/duplicate key/);
  });

  it("is empty again for the next test", async () => {
    expect(await Pebble.countDocuments()).toBe(0);
  });
});
