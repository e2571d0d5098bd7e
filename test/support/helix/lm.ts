import { startSimulatedLm } from "../../../examples/simulated-lm/server.ts";

/** The language model of a set: what it was asked, and trouble on request. */
export interface TestLm {
  url: string;
  calls(): Promise<number>;
  /** Digests of the messages of every call, in order (the last 2,000). */
  prompts(): Promise<string[]>;
  /** The next `count` calls (of a model, by its id) fail like this; without a count all of them do. */
  fault(fault: {
    kind: "down" | "garbage" | "hang" | "status";
    status?: number;
    model?: string;
    count?: number;
  }): Promise<void>;
  clearFaults(): Promise<void>;
  close(): Promise<void>;
}

/** Starts the simulated language model in this process. `latency` multiplies how long it takes to answer. */
export async function startLm(latency: number): Promise<TestLm> {
  const { url, controlUrl, close } = await startSimulatedLm({ latency });
  const ask = async <T>(path: string, init?: RequestInit): Promise<T> => {
    const response = await fetch(`${controlUrl}/${path}`, init);
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  };
  return {
    url,
    close,
    calls: async () => (await ask<{ calls: number }>("stats")).calls,
    prompts: async () => (await ask<{ prompt: string }[]>("requests")).map(({ prompt }) => prompt),
    fault: async (fault) => void (await ask("faults", { method: "POST", body: JSON.stringify(fault) })),
    clearFaults: async () => void (await ask("faults", { method: "DELETE" })),
  };
}
