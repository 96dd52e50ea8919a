// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";
import { readdir, readlink, rm, symlink } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { fileError } from "./files";

/** Who holds the lock of a state. */
export interface Holder {
    readonly pid: number;
    /** Tells the process from a later one with the same pid; "" where the system does not say. */
    readonly started: string;
    readonly host: string;
    readonly since: string;
    readonly command: string;
}

export interface Lock {
    /** The run that died with the lock, if there was one. */
    readonly takenOverFrom: Holder | undefined;
    release(): Promise<void>;
}

const NAME = /^lock\.(\d+)$/;

/**
 * Locks a folder against a second run. A lock is a symbolic link `lock.<n>` whose target says who holds it: made in one
 * system call, it is there as a whole or not at all. The lock of a dead process is never taken away but outnumbered,
 * and whoever has made one looks again for others that live: of two that start at the same instant none can overlook
 * the other.
 */
export async function lockFolder(folder: string, command: string): Promise<Lock> {
    const before = await locks(folder);
    refuse(folder, before);
    const number = Math.max(0, ...before.map((lock) => lock.number)) + 1;
    const path = join(folder, `lock.${number}`);
    const me: Holder = {
        pid: process.pid,
        started: startOf(process.pid) ?? "",
        host: hostname(),
        since: new Date().toISOString(),
        command,
    };
    try {
        await symlink(JSON.stringify(me), path);
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "EEXIST") {
            return lockFolder(folder, command);
        }
        throw fileError("lock", folder, error);
    }
    const others = (await locks(folder)).filter((lock) => lock.number !== number);
    try {
        refuse(folder, others);
    } catch (error) {
        await rm(path, { force: true });
        throw error;
    }
    await Promise.all(others.map((lock) => rm(lock.path, { force: true })));
    return {
        takenOverFrom: others.at(-1)?.holder,
        release: () => rm(path, { force: true }),
    };
}

async function locks(folder: string): Promise<{ number: number; path: string; holder: Holder }[]> {
    const names = (await readdir(folder)).map((name) => NAME.exec(name)).filter((match) => match !== null);
    const found = await Promise.all(
        names.map(async (match) => {
            const path = join(folder, match[0]);
            const holder = await readHolder(path);
            return holder === undefined ? [] : [{ number: Number(match[1]), path, holder }];
        }),
    );
    return found.flat().sort((a, b) => a.number - b.number);
}

/** Undefined if the lock was released meanwhile. */
async function readHolder(path: string): Promise<Holder | undefined> {
    try {
        return JSON.parse(await readlink(path)) as Holder;
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") {
            return undefined;
        }
        throw fileError("read the lock", path, error);
    }
}

function refuse(folder: string, found: readonly { path: string; holder: Holder }[]): void {
    const living = found.find(({ holder }) => isAlive(holder));
    if (living === undefined) {
        return;
    }
    const { path, holder } = living;
    const way =
        holder.host === hostname()
            ? "Wait for it, or stop it."
            : `Whether it still runs can only be seen on ${holder.host}; if it does not, remove ${path}.`;
    throw new Error(
        `The state in ${folder} is in use by process ${holder.pid} on ${holder.host} since ${holder.since} (${holder.command}). ${way}`,
    );
}

/** Of a process on another machine nobody here can say that it is dead. */
function isAlive(holder: Holder): boolean {
    if (holder.host !== hostname()) {
        return true;
    }
    try {
        process.kill(holder.pid, 0);
    } catch (error) {
        return (error as NodeJS.ErrnoException).code !== "ESRCH";
    }
    const started = startOf(holder.pid);
    return holder.started === "" || started === undefined || started === holder.started;
}

/**
 * When a process was started, in clock ticks since boot (field 22 of /proc/<pid>/stat, see proc(5)), or "dead" for one
 * that has ended and whose parent has not asked yet; undefined where there is no /proc.
 */
function startOf(pid: number): string | undefined {
    try {
        const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
        // The second field is the program's name in brackets and may hold anything, so count from its end.
        const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
        return fields[0] === "Z" ? "dead" : fields[19];
    } catch {
        return undefined;
    }
}
