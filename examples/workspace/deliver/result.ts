import type { State } from "../model.ts";
import type { DeliveryFailure } from "../traffic.ts";
import type { Answer } from "./post.ts";

/** What came of something a person did, as far as it is known when the app has acknowledged it. */
export type Act = {
  /** The id of the delivery; what came of it later carries it as `cause`. Empty when nothing was sent. */
  delivery: string;
  /** The app's HTTP status; 0 when there was no answer or nothing was sent. */
  status: number;
  ok: boolean;
  failure?: DeliveryFailure | undefined;
  /** Why nothing was sent, or what Slack would show as an error. */
  problem?: string | undefined;
  /** What the app said about fields of the modal, by block id. */
  errors?: Record<string, string> | undefined;
  /** The change count when the person acted: what has a higher `seq` came after. */
  seq: number;
};

export function actResult(state: State, delivery: string, answer: Answer | undefined, problem?: string): Act {
  return {
    delivery,
    status: answer?.status ?? 0,
    ok: answer?.status === 200 && problem === undefined,
    failure: answer?.failure,
    problem: problem ?? (answer?.failure === "http_timeout" ? "operation_timeout" : undefined),
    seq: state.changes.current(),
  };
}
