import { z } from "zod";
import type { Offer } from "./offers.ts";
import { badRequest, type Refusal } from "./refusal.ts";
import { unfitSchema } from "./schema.ts";

const Part = z.strictObject({ type: z.literal("text"), text: z.string() });
const Message = z.strictObject({
  role: z.enum(["system", "developer", "user", "assistant"]),
  content: z.union([z.string(), z.array(Part).min(1)]),
  name: z.string().optional(),
});
const Format = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("text") }),
  z.strictObject({ type: z.literal("json_object") }),
  z.strictObject({
    type: z.literal("json_schema"),
    json_schema: z.strictObject({
      name: z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/),
      description: z.string().optional(),
      schema: z.record(z.string(), z.unknown()),
      strict: z.boolean().nullish(),
    }),
  }),
]);

/** The body of a chat completion, as far as this stand-in goes: nothing else is taken. */
const Body = z.strictObject({
  model: z.string(),
  messages: z.array(Message).min(1),
  n: z.int().min(1).max(128).nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  max_tokens: z.int().min(1).nullish(),
  max_completion_tokens: z.int().min(1).nullish(),
  stop: z.union([z.string(), z.array(z.string()).max(4)]).nullish(),
  seed: z.int().nullish(),
  presence_penalty: z.number().min(-2).max(2).nullish(),
  frequency_penalty: z.number().min(-2).max(2).nullish(),
  reasoning_effort: z.enum(["minimal", "low", "medium", "high"]).nullish(),
  response_format: Format.nullish(),
  user: z.string().optional(),
});
export type Body = z.infer<typeof Body>;

/** The request, or what the API would answer to it. */
export function readBody(raw: unknown): { ok: true; body: Body } | { ok: false; refusal: Refusal } {
  const parsed = Body.safeParse(raw);
  if (parsed.success) return { ok: true, body: parsed.data };
  const [issue] = parsed.error.issues;
  if (issue?.code === "unrecognized_keys" && issue.path.length === 0)
    return { ok: false, refusal: badRequest(`Unrecognized request argument supplied: ${issue.keys.join(", ")}`) };
  const param = issue?.path.map((step) => (typeof step === "number" ? `[${step}]` : String(step))).join(".") || null;
  return { ok: false, refusal: badRequest(`Invalid value for '${param}': ${issue?.message}.`, param, "invalid_value") };
}

/** What this model does not take, though the API does. */
export function unfit({ reasons }: Offer, body: Body): Refusal | null {
  if (reasons && body.max_tokens != null)
    return badRequest(
      "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
      "max_tokens",
      "unsupported_parameter",
    );
  if (reasons && body.temperature != null && body.temperature !== 1)
    return badRequest(
      `Unsupported value: 'temperature' does not support ${body.temperature} with this model. Only the default (1) value is supported.`,
      "temperature",
      "unsupported_value",
    );
  if (!reasons && body.reasoning_effort != null)
    return badRequest(
      "Unrecognized request argument supplied: reasoning_effort",
      "reasoning_effort",
      "unknown_parameter",
    );
  return unfitFormat(body);
}

function unfitFormat({ response_format: format, messages }: Body): Refusal | null {
  const text = JSON.stringify(messages).toLowerCase();
  if (format?.type === "json_object" && !text.includes("json"))
    return badRequest(
      "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.",
      "messages",
    );
  if (format?.type !== "json_schema" || !format.json_schema.strict) return null;
  const why = unfitSchema(format.json_schema.schema);
  return why === null
    ? null
    : badRequest(`Invalid schema for response_format '${format.json_schema.name}': ${why}`, "response_format");
}
