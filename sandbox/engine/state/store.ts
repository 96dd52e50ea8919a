// SPDX-License-Identifier: Apache-2.0
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { PendingOperation, ResourceState } from "../model";
import { type Crypter, passphraseCrypter } from "../project/secrets/passphrase";
import { statePassphrase } from "../project/secrets/sources";
import { type Checkpoint, checkpointOf, parseCheckpoint } from "./checkpoint";
import { decodeOperation, decodeResource, encodeOperation, encodeResource, type Seal, sealWith } from "./encoding";
import { FILE_MODE, fileError, FOLDER_MODE, readIfThere, replaceFile } from "./files";
import { integrityProblems } from "./integrity";
import { Journal, type LeftJournal, readJournal } from "./journal";
import { type JournalRecord, Ledger } from "./ledger";
import { type Lock, lockFolder } from "./lock";
import { inOrder } from "./order";
import type { StateWriter } from "./writer";

const CHECKPOINT = "checkpoint.json";
const JOURNAL = "journal.jsonl";

export interface StateOptions {
    /** Folder of this stack's state alone; see defaultStateFolder. */
    readonly folder: string;
    /** `encryptionsalt` of the stack's settings; used by a state that has no secrets yet. */
    readonly salt?: string | undefined;
    /** Where a passphrase is looked for. Defaults to the environment of this process. */
    readonly env?: NodeJS.ProcessEnv;
    /** Neither locks nor writes: what a preview needs. Defaults to false. */
    readonly readOnly?: boolean;
    /** What a second run is told that the first one is. Defaults to the command line of this process. */
    readonly command?: string;
}

/** Where the state of a stack is kept, in a folder of the project that belongs in no repository. */
export function defaultStateFolder(root: string, project: string, stack: string): string {
    return join(root, ".ksnet", "state", project, stack);
}

/**
 * Opens the state of a stack, creating its folder if there is none. What a killed run left in the journal is merged
 * first. The caller closes the store, also after a failure: that releases the lock.
 */
export async function openState(options: StateOptions): Promise<StateStore> {
    const { folder, readOnly = false } = options;
    if (!readOnly) {
        await createFolder(folder);
    }
    const lock = readOnly ? undefined : await lockFolder(folder, options.command ?? process.argv.slice(1).join(" "));
    try {
        return await StateStore.open(options, lock);
    } catch (error) {
        await lock?.release();
        throw error;
    }
}

/**
 * The state of a stack while a run works on it. Each change is appended to a journal; compact() makes a checkpoint of
 * it. Secrets are plaintext in memory and encrypted in every file.
 */
export class StateStore implements StateWriter {
    /** What the person who watches should know about how the state was found. */
    public readonly notes: string[] = [];
    private currentResources: readonly ResourceState[] = [];
    private currentOperations: readonly PendingOperation[] = [];
    private dirty = false;
    private journal: Journal;
    private savedSalt: string | undefined;
    private readonly seal: Seal;

    private constructor(
        public readonly folder: string,
        private ledger: Ledger,
        private readonly crypter: Crypter,
        private readonly lock: Lock | undefined,
    ) {
        this.journal = new Journal(join(folder, JOURNAL), ledger.time);
        this.seal = sealWith(crypter);
        this.savedSalt = ledger.salt;
    }

    /** @internal */
    public static async open(options: StateOptions, lock: Lock | undefined): Promise<StateStore> {
        const { folder, env = process.env } = options;
        const path = join(folder, CHECKPOINT);
        const text = await readIfThere(path);
        const checkpoint = text === undefined ? undefined : parseCheckpoint(text, path);
        const left = await readJournal(join(folder, JOURNAL));
        const ledger = ledgerOf(checkpoint);
        const unmerged = left !== undefined && left.base === ledger.time ? left.records : [];
        for (const record of unmerged) {
            ledger.apply(record);
        }
        const salt = ledger.salt ?? options.salt;
        const crypter = passphraseCrypter(statePassphrase(env, folder, salt === undefined), salt);
        const store = new StateStore(folder, ledger, crypter, lock);
        store.note(unmerged, left);
        store.dirty = unmerged.length > 0;
        await store.load();
        return store;
    }

    /** The resources as they were when the store was opened or last compacted, in order. */
    public get resources(): readonly ResourceState[] {
        return this.currentResources;
    }

    /** Operations of earlier runs whose end nobody saw. */
    public get pendingOperations(): readonly PendingOperation[] {
        return this.currentOperations;
    }

    /**
     * Notes an operation that is about to begin; done() with the token ends it, whatever came of it. What put() or
     * remove() say of the resource ends it too, so that a crash between the two leaves nothing pending.
     */
    public async begin(operation: PendingOperation): Promise<number> {
        const token = this.ledger.newToken();
        await this.write(() => ({ begin: encodeOperation(operation, this.seal), token }));
        return token;
    }

    public async done(token: number): Promise<void> {
        if (this.ledger.isPending(token)) {
            await this.write(() => ({ done: token }));
        }
    }

    /** An operation of `pendingOperations` has been looked into and needs to be no more. */
    public async settle(operation: PendingOperation): Promise<void> {
        const index = this.currentOperations.indexOf(operation);
        if (index >= 0) {
            await this.done(this.ledger.firstToken + index);
        }
    }

    /**
     * The new state of a resource. It takes the place of the living one with its URN; one with `delete: true` takes the
     * place of the living one with its URN and id, which then waits for deletion beside its replacement.
     */
    public async put(state: ResourceState): Promise<void> {
        await this.write(() => ({ put: encodeResource(state, this.seal) }));
    }

    /** A resource of this run whose state is as it was. Only says where it stands among the others, so it costs nothing. */
    public same(state: ResourceState): Promise<void> {
        this.ledger.same(state.urn);
        return Promise.resolve();
    }

    /** Takes out the resource with this URN, id and `delete`. */
    public async remove(state: ResourceState): Promise<void> {
        const { urn, id, delete: doomed } = state;
        await this.write(() => ({ remove: { urn, ...(id ? { id } : {}), ...(doomed ? { delete: true } : {}) } }));
    }

    /** Makes a checkpoint of everything so far and empties the journal; does nothing where nothing has changed. */
    public async compact(): Promise<void> {
        if (!this.dirty) {
            return;
        }
        this.assertWritable();
        const checkpoint = this.checkpoint();
        await replaceFile(join(this.folder, CHECKPOINT), `${JSON.stringify(checkpoint, undefined, 4)}\n`);
        await this.journal.close({ remove: true });
        // Tokens go on, so that the end of an operation that is still running is not taken for that of another.
        this.ledger = ledgerOf(checkpoint, this.ledger.newToken());
        this.journal = new Journal(join(this.folder, JOURNAL), this.ledger.time);
        this.dirty = false;
        this.decode();
        this.assertSound();
    }

    /** The checkpoint that compact() would write. */
    public checkpoint(): Checkpoint {
        return checkpointOf({
            resources: this.ledger.resources(),
            operations: this.ledger.pendingOperations(),
            salt: this.ledger.salt,
            time: timeAfter(this.ledger.time),
        });
    }

    /** Takes resources in beside those that there are, all of them or none. */
    public async add(resources: readonly ResourceState[]): Promise<void> {
        await this.compact();
        await this.replace(inOrder([...this.currentResources, ...resources]), this.currentOperations);
    }

    /** Puts another state in place of this one. */
    public async replace(resources: readonly ResourceState[], operations: readonly PendingOperation[]): Promise<void> {
        const stored = resources.map((state) => encodeResource(state, this.seal));
        const pending = operations.map((operation) => encodeOperation(operation, this.seal));
        const { time } = this.ledger;
        const base = { resources: stored, operations: pending, salt: this.crypter.salt, time };
        this.ledger = new Ledger(base, this.ledger.newToken());
        this.dirty = true;
        await this.compact();
    }

    /** Closes the files and lets others in. Changes since the last compact() stay in the journal. */
    public async close(): Promise<void> {
        await this.journal.close({ remove: false });
        await this.lock?.release();
    }

    /** Encrypts, remembers and writes in one go, so that the journal has the order in which things happened. */
    private async write(make: () => JournalRecord): Promise<void> {
        this.assertWritable();
        const record = make();
        const { salt } = this.crypter;
        const saved: Promise<void>[] = [];
        if (salt !== undefined && salt !== this.savedSalt) {
            this.savedSalt = salt;
            saved.push(this.append({ salt }));
        }
        saved.push(this.append(record));
        await Promise.all(saved);
    }

    private append(record: JournalRecord): Promise<void> {
        this.dirty = true;
        this.ledger.apply(record);
        return this.journal.append(record);
    }

    private async load(): Promise<void> {
        if (this.lock !== undefined && this.dirty) {
            await this.compact();
        } else {
            this.decode();
        }
    }

    private decode(): void {
        this.currentResources = this.ledger.resources().map((stored) => decodeResource(stored, this.crypter));
        this.currentOperations = this.ledger.pendingOperations().map((stored) => decodeOperation(stored, this.crypter));
    }

    private assertWritable(): void {
        if (this.lock === undefined) {
            throw new Error(`The state in ${this.folder} was opened for reading only.`);
        }
    }

    private assertSound(): void {
        const problems = integrityProblems(this.ledger.resources());
        if (problems.length > 0) {
            throw new Error(
                `The state was saved in ${join(this.folder, CHECKPOINT)}, but \`pulumi stack import\` would refuse it:\n${problems.map((problem) => `  - ${problem}`).join("\n")}`,
            );
        }
    }

    private note(merged: readonly JournalRecord[], left: LeftJournal | undefined): void {
        if (this.lock?.takenOverFrom !== undefined) {
            const { pid, since, command } = this.lock.takenOverFrom;
            this.notes.push(
                `Process ${pid}, which had this state locked since ${since} (${command}), is dead; its lock was taken over.`,
            );
        }
        if (merged.length > 0) {
            const torn = left?.torn ? "; a last one was cut off in the middle and is dropped" : "";
            this.notes.push(
                `An earlier run did not come to its end: ${merged.length} changes were taken from its journal${torn}.`,
            );
        }
    }
}

async function createFolder(folder: string): Promise<void> {
    try {
        await mkdir(folder, { recursive: true, mode: FOLDER_MODE });
        await writeFile(join(folder, ".gitignore"), "*\n", { mode: FILE_MODE });
    } catch (error) {
        throw fileError("create the folder", folder, error);
    }
}

function ledgerOf(checkpoint: Checkpoint | undefined, firstToken = 0): Ledger {
    const deployment = checkpoint?.deployment;
    const base = {
        resources: deployment?.resources ?? [],
        operations: deployment?.pending_operations ?? [],
        salt: deployment?.secrets_providers?.state?.salt,
        time: deployment?.manifest.time ?? "",
    };
    return new Ledger(base, firstToken);
}

/** The present time; a checkpoint is known by it, so it is always another than that of the one before. */
function timeAfter(before: string): string {
    const now = new Date();
    return now.toISOString() > before ? now.toISOString() : new Date(Date.parse(before) + 1).toISOString();
}
