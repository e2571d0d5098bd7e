import { hashOf } from "./canonical.ts";

/** A language model as far as it decides an answer. `endpoint` is `api_base` as written, before variables are filled in. */
export type LmIdentity = { model: string; endpoint: string | null; params: Record<string, unknown> };

export type PredictionParts = {
  stateHash: string;
  programSource: string;
  lm: LmIdentity;
  adapter: string;
  dspy: string;
  evalContract: number;
  /** `exactKey` of the inputs. */
  inputsKey: string;
  /** 0 for the first prediction of an input. */
  repetition: number;
};

/** Names one prediction: equal keys mean that the stored answer can be used and nothing is paid. */
export function predictionKey(parts: PredictionParts): string {
  const { stateHash, programSource, lm, adapter, dspy, evalContract, inputsKey, repetition } = parts;
  return hashOf({
    kind: "prediction",
    stateHash,
    programSource,
    lm: { model: lm.model, endpoint: lm.endpoint, params: lm.params },
    adapter,
    dspy,
    evalContract,
    inputsKey,
    repetition,
  });
}

export type ScoreParts = {
  /** The prediction's key, not its text: it covers the inputs, which a metric may read. */
  prediction: string;
  labelHash: string;
  metricSource: string;
};

/**
 * Names the metric's answer for one prediction and one label.
 * A program or parse failure has no score key: what it scores is the failure policy's, not the metric's.
 */
export function scoreKey({ prediction, labelHash, metricSource }: ScoreParts): string {
  return hashOf({ kind: "score", prediction, labelHash, metricSource });
}
