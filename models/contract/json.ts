import { z } from "zod";

/** What the parts of the contract are made of. */

export const Json = z.json();
export const JsonObject = z.record(z.string(), Json);
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
