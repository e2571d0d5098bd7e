import { parseArgs } from "node:util";
import mongoose from "mongoose";
import { readAnchors, verifyAudit } from "../jobs/audit-anchor.ts";
import { auditedTeams, newestAudit } from "../models/audit.ts";
import { listReport, type Report, verificationReport } from "./audit/report.ts";
import { loadDotEnv } from "./config.ts";

const usage = [
  "npm run audit -- verify [--mongo URL] [--anchor FILE]   does every record still say what it said?",
  "npm run audit -- list [--mongo URL] [--last N]          the newest records, oldest first",
  "MONGODB_URI and HELIX_ANCHOR are used where an option is left out.",
];

loadDotEnv();

/** The command behind `npm run audit`: what it prints and its exit code. Reads only. */
async function audit(args: string[], env: NodeJS.ProcessEnv): Promise<Report> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { mongo: { type: "string" }, anchor: { type: "string" }, last: { type: "string" } },
  });
  const mongoUrl = values.mongo ?? env.MONGODB_URI;
  const anchorFile = values.anchor ?? env.HELIX_ANCHOR ?? ".helix/audit.anchor";
  const [verb] = positionals;
  if (verb !== "verify" && verb !== "list") return refuse(...usage);
  if (!mongoUrl) return refuse("Which database? Set MONGODB_URI, or name it with --mongo URL.");
  await mongoose.connect(mongoUrl, { autoCreate: false, autoIndex: false, serverSelectionTimeoutMS: 1_500 });
  return verb === "list" ? list(Number(values.last ?? 20)) : verify(anchorFile);
}

async function verify(anchorFile: string): Promise<Report> {
  const { anchors, torn } = await readAnchors(anchorFile);
  return verificationReport(await verifyAudit(anchors), torn, anchorFile);
}

async function list(last: number): Promise<Report> {
  if (!Number.isInteger(last) || last < 1) return refuse("--last takes a whole number from 1 up.");
  const records = await Promise.all((await auditedTeams()).map((team) => newestAudit(team, last)));
  return listReport(records.flat().sort((a, b) => b.at.getTime() - a.at.getTime() || b.seq - a.seq));
}

const refuse = (...lines: string[]): Report => ({ lines, exitCode: 1 });

function explain(error: unknown): Report {
  const message = error instanceof Error ? error.message : String(error);
  if (
    error instanceof mongoose.mongo.MongoServerSelectionError ||
    error instanceof mongoose.Error.MongooseServerSelectionError
  ) {
    return refuse("MongoDB does not answer, so nothing could be read. Is it running, and is its address right?");
  }
  return refuse(`The audit log could not be read: ${message}`);
}

const report = await audit(process.argv.slice(2), process.env).catch(explain);
console.log(report.lines.join("\n"));
process.exitCode = report.exitCode;
await mongoose.disconnect();
