import type { Act } from "./deliver/result.ts";
import type { Ephemeral, Message } from "./model.ts";
import { patiently, type Waiting } from "./patience.ts";
import type { Workspace } from "./people.ts";
import type { SeenView } from "./person.ts";
import type { DeliveryFailure } from "./traffic.ts";

/** Something a person did, and what came of it. The app acknowledges first and answers later, so answers are waited for. */
export class Press {
  readonly delivery: string;
  /** The app's HTTP status; 0 when there was no answer or nothing was sent. */
  readonly status: number;
  readonly ok: boolean;
  readonly failure: DeliveryFailure | undefined;
  /** Why nothing was sent, or what Slack would show as an error. */
  readonly problem: string | undefined;
  /** Complaints about fields of the modal, by block id: Slack's own or the app's. */
  readonly errors: Record<string, string> | undefined;
  private readonly seq: number;
  private readonly slack: Workspace;
  private readonly user: string;

  constructor(slack: Workspace, user: string, act: Act) {
    this.slack = slack;
    this.user = user;
    this.delivery = act.delivery;
    this.status = act.status;
    this.ok = act.ok;
    this.failure = act.failure;
    this.problem = act.problem;
    this.errors = act.errors;
    this.seq = act.seq;
  }

  /** What this person was shown in answer: by the ack, its trigger or response_url, else whatever came to them after. */
  ephemeral(waiting: Waiting = {}): Promise<Ephemeral> {
    const look = async (): Promise<Ephemeral | undefined> => this.answered(await this.slack.ephemerals(this.user));
    return patiently(this.slack, look, waiting, `an ephemeral to ${this.user}`);
  }

  /** The modal that was opened in answer. */
  view(waiting: Waiting = {}): Promise<SeenView> {
    const look = async (): Promise<SeenView | undefined> =>
      this.answered(await this.slack.get<SeenView[]>("views", { user: this.user }));
    return patiently(this.slack, look, waiting, `a modal for ${this.user}`);
  }

  /** The message that was posted through this act's response_url. */
  message(waiting: Waiting = {}): Promise<Message> {
    const look = async (): Promise<Message | undefined> =>
      (await this.slack.messages()).find(({ cause }) => cause === this.delivery);
    return patiently(this.slack, look, waiting, `a message in answer to ${this.user}`);
  }

  /** One that is surely the answer; else the first that came after and is nobody else's. */
  private answered<T extends { cause?: string | undefined; seq: number }>(all: T[]): T | undefined {
    const own = all.find(({ cause }) => cause === this.delivery);
    return own ?? all.find(({ cause, seq }) => cause === undefined && seq > this.seq);
  }
}
