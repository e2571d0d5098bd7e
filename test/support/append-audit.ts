import mongoose from "mongoose";
import { openAuditLog } from "../../jobs/audit-anchor.ts";

/** Appends `count` records named after `name` to the chain of T1, as another process would. Arguments: database, anchor file, name, count. */
const [dbName = "", anchorFile = "", name = "", count = "0"] = process.argv.slice(2);
await mongoose.connect(process.env.HELIX_TEST_MONGO ?? "", { dbName, autoIndex: false });
const log = openAuditLog(anchorFile);
const entry = { team: "T1", kind: "decision", at: new Date(), by: name, body: {} } as const;
await Promise.all(Array.from({ length: Number(count) }, (_, n) => log.append({ ...entry, key: `${name}:${n}` })));
await mongoose.disconnect();
