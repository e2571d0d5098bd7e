import { fetched } from "./fetched.ts";
import type { Bot, Channel, Team, User, Usergroup } from "./model.ts";

export type Directory = { team: Team; bot: Bot; users: User[]; channels: Channel[]; usergroups: Usergroup[] };

/** A team of a workspace that may run in another process: what is asked of it, and told to it, over HTTP. */
export class Remote {
  readonly url: string;
  readonly directory: Directory;

  protected constructor(url: string, directory: Directory) {
    this.url = url;
    this.directory = directory;
  }

  get<T>(path: string, query: Record<string, string | number | undefined> = {}): Promise<T> {
    const given = new URLSearchParams({ team: this.directory.team.id });
    for (const [key, value] of Object.entries(query)) if (value !== undefined) given.set(key, String(value));
    return fetched<T>(`${this.url}/control/${path}?${given}`);
  }

  post<T>(path: string, body: object): Promise<T> {
    return fetched<T>(`${this.url}/control/${path}?team=${this.directory.team.id}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  }

  /** Takes a file as somebody who chose it for a form. */
  upload(user: string, name: string, body: string | Uint8Array<ArrayBuffer>): Promise<{ id: string }> {
    const asked = new URLSearchParams({ team: this.directory.team.id, user, name });
    return fetched(`${this.url}/control/files?${asked}`, { method: "POST", body });
  }
}
