import { mongo } from "mongoose";

/** Did a unique index refuse the write? Somebody else was there first. */
export const isDuplicateKey = (error: unknown): boolean =>
  error instanceof mongo.MongoServerError && error.code === 11000;
