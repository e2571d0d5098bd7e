import mongoose from "mongoose";

const counted = ["find", "getMore", "aggregate", "count", "distinct", "insert", "update", "delete", "findAndModify"];

/** How many commands others than this process sent to MongoDB while `work` ran. A command may write many documents. */
export async function commandsDuring(work: () => Promise<void>): Promise<number> {
  const own = { commands: 0 };
  const count = ({ commandName }: { commandName: string }) => {
    if (counted.includes(commandName)) own.commands += 1;
  };
  const client = mongoose.connection.getClient().on("commandStarted", count);
  const before = await served();
  await work().finally(() => client.off("commandStarted", count));
  return (await served()) - before - own.commands;
}

async function served(): Promise<number> {
  const status = await mongoose.connection.db?.command({ serverStatus: 1 });
  return counted.reduce((sum, name) => sum + Number(status?.metrics.commands[name]?.total ?? 0), 0);
}
