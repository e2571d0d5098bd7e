import { parseArgs } from "node:util";
import mongoose from "mongoose";
import { loadDotEnv } from "./config.ts";
import { examine } from "./doctor/examine.ts";
import { printed } from "./doctor/line.ts";
import { scrub, secretsIn } from "./log.ts";

/** `npm run doctor`: looks at everything Helix needs, whether or not it runs, and says what to do about what is missing. */
const { values } = parseArgs({ options: { call: { type: "boolean", default: false } } });
loadDotEnv();
const lines = await examine(process.env, { call: values.call });
for (const line of lines) process.stdout.write(`${scrub(printed(line), secretsIn(process.env))}\n`);
const failed = lines.filter(({ sign }) => sign === "✗").length;
process.stdout.write(failed === 0 ? "Nothing is in the way.\n" : `${failed} in the way of work (✗).\n`);
await mongoose.disconnect();
process.exit(failed === 0 ? 0 : 1);
