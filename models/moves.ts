import { Schema } from "mongoose";

/** One change of state, written in the same update as the change itself. */
export interface Move {
  from: string;
  to: string;
  by: string;
  at: Date;
  why: string;
}

export const moveSchema = new Schema<Move>(
  { from: String, to: String, by: String, at: Date, why: String },
  { _id: false },
);
