import { type Fields, readFields } from "./fields.ts";
import type { ModuleCall } from "./window.ts";

/** One call of the program in production. */
export type ProgramTrace = {
  traceId: string;
  observationId: string;
  at: Date;
  /** Declared input fields only; empty when the trace is rejected for its inputs. */
  inputs: Fields;
  /** Declared output fields only, without reasoning; null when the call failed. */
  output: Fields | null;
  /** The output as a person corrected it in Langfuse. */
  correction: Fields | null;
  /** Why a correction that is there cannot be used. */
  correctionProblem: string | null;
  url: string;
  latencyMs: number | null;
  /** Digest that the production loader put into the trace. */
  artifact: string | null;
  /** What the call failed with. */
  error: string | null;
  /** Why this trace cannot be used. */
  rejected: string | null;
};
export type Declared = { inputFields: string[]; outputFields: string[] };

/** Reads a module call as a call of the program; nothing is guessed, and what cannot be read says why. */
export function programTrace(
  call: ModuleCall,
  { inputFields, outputFields }: Declared,
  correction: string | null,
): ProgramTrace {
  const answered = outputFields.filter((field) => field !== "reasoning");
  const hasFailed = call.level === "ERROR";
  const inputs = readFields("inputs", call.input, inputFields);
  const output = call.output === null && hasFailed ? null : readFields("outputs", call.output, answered);
  const corrected = correction === null ? null : readFields("correction", correction, answered);
  return {
    traceId: call.traceId,
    observationId: call.id,
    at: call.startTime,
    inputs: inputs.ok ? inputs.fields : {},
    output: output?.ok ? output.fields : null,
    correction: corrected?.ok ? corrected.fields : null,
    correctionProblem: corrected && !corrected.ok ? corrected.reason : null,
    url: call.url,
    latencyMs: call.latencyMs,
    artifact: call.artifact,
    error: hasFailed ? call.statusMessage || "it failed without a message" : null,
    rejected: inputs.ok ? (output && !output.ok ? output.reason : null) : inputs.reason,
  };
}
