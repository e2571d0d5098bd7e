export type StoreName = "mongod" | "redis-server";
export type StoreOrigin = { url: string; binary?: never } | { binary: string; url?: never };

export const projectRoot: string;
export const packagedStores: string;
export const whatToInstall: string;
export function onPath(name: string, env?: NodeJS.ProcessEnv): string | null;
export function storeOrigin(name: StoreName, env?: NodeJS.ProcessEnv): StoreOrigin | null;
