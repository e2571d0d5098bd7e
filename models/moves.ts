/** One change of state, written in the same update as the change itself. */
export interface Move {
  from: string;
  to: string;
  by: string;
  at: Date;
  why: string;
  /** Says afterwards which of several writers made it. */
  mark?: string;
}
