// SPDX-License-Identifier: Apache-2.0
// Proves what a state store reads and writes in files; does not prove that a disk keeps what it says it has synced.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { exportDeployment, importDeployment } from "../../../../sandbox/engine/state/exchange";
import { integrityProblems } from "../../../../sandbox/engine/state/integrity";
import { openState, type StateStore } from "../../../../sandbox/engine/state/store";
import { secret, SECRET_SIGNATURE, SIGNATURE } from "../../../../sandbox/engine/values";
import { skip } from "../../../support/skip";
import { resource, STACK, temporaryFolder, urnOf } from "./folder";

const EXPORT = readFileSync(join(__dirname, "stack-export.json"), "utf8");
const env = { PULUMI_CONFIG_PASSPHRASE: "correct horse" };
const own = { project: "probe", stack: "dev", env };

describe("state store", () => {
    const folder = temporaryFolder();
    const read = (name: string): string => readFileSync(join(folder(), name), "utf8");
    const open = (more: object = {}): Promise<StateStore> => openState({ folder: folder(), env: {}, ...more });

    /** Leaves the folder as a killed run does, but for the lock. */
    async function crash(work: (store: StateStore) => Promise<unknown>): Promise<void> {
        const store = await open();
        await work(store);
        await store.close();
    }

    it("takes over what pulumi stack export printed and gives back the same resources", async () => {
        const store = await open({ env });
        await importDeployment(store, EXPORT, own);
        const exported = exportDeployment(store, { showSecrets: true });
        await store.close();

        const expected = JSON.parse(EXPORT);
        const token = expected.deployment.resources[0].outputs.token;
        delete token.ciphertext;
        token.plaintext = '"s3cr3t"';
        assert.deepEqual(exported.deployment.resources, expected.deployment.resources);
        assert.equal(exported.version, 3);
    });

    it("holds secrets as envelopes in memory and as ciphertext in every file", async () => {
        const store = await open({ env });
        await importDeployment(store, EXPORT, own);
        assert.deepEqual(store.resources[0]?.outputs?.["token"], secret("s3cr3t"));
        await store.put(resource("a", { inputs: { list: [secret({ deep: secret("hidden-value") })] } }));
        const files = read("checkpoint.json") + read("journal.jsonl");
        await store.close();
        assert.doesNotMatch(files, /s3cr3t|hidden-value/);

        const again = await open({ env });
        assert.deepEqual(again.resources.find(({ urn }) => urn === urnOf("a"))?.inputs, {
            list: [secret({ deep: "hidden-value" })],
        });
        await again.close();
    });

    it("exports secrets for another passphrase that opens them again", async () => {
        await crash((store) => store.put(resource("a", { inputs: { password: secret("hidden-value") } })));
        const store = await open();
        const text = JSON.stringify(exportDeployment(store, { passphrase: "another" }));
        await importDeployment(store, text, { ...own, env: { PULUMI_CONFIG_PASSPHRASE: "another" } });
        assert.deepEqual(store.resources[0]?.inputs, { password: secret("hidden-value") });
        await assert.rejects(
            importDeployment(store, text, own),
            /The passphrase is not the one that the secrets were encrypted with\./,
        );
        await store.close();
    });

    it("makes its own passphrase beside the state only when the first secret comes and none is given", async () => {
        await crash((store) => store.put(resource("a")));
        assert.equal(existsSync(join(folder(), "passphrase")), false);
        await crash((store) => store.put(resource("b", { outputs: { key: secret(1) } })));
        assert.equal(statSync(join(folder(), "passphrase")).mode & 0o777, 0o600);
        const store = await open({ env: { PULUMI_CONFIG_PASSPHRASE: "given later" } });
        assert.deepEqual(store.resources.find(({ id }) => id === "b")?.outputs, { key: secret(1) });
        await store.close();
    });

    it("uses the passphrase of the environment for a new state and needs it again", async () => {
        const store = await open({ env });
        await store.put(resource("a", { outputs: { key: secret(1) } }));
        await store.compact();
        await store.close();
        assert.equal(existsSync(join(folder(), "passphrase")), false);
        await assert.rejects(open(), /holds secrets: set PULUMI_CONFIG_PASSPHRASE, or PULUMI_CONFIG_PASSPHRASE_FILE/);
        await assert.rejects(open({ env: { PULUMI_CONFIG_PASSPHRASE: "wrong" } }), /is not the one/);
    });

    it("writes files that only the owner may read", async () => {
        const store = await open();
        await store.put(resource("a"));
        await store.compact();
        await store.put(resource("b"));
        for (const name of ["checkpoint.json", "journal.jsonl"]) {
            assert.equal(statSync(join(folder(), name)).mode & 0o777, 0o600, name);
        }
        await store.close();
    });

    it("does not rewrite the checkpoint before it is asked to, and not at all when nothing changed", async () => {
        const store = await open();
        await store.put(resource("a"));
        assert.equal(existsSync(join(folder(), "checkpoint.json")), false);
        await store.compact();
        const before = read("checkpoint.json");
        await store.same(resource("a"));
        await store.compact();
        assert.equal(read("checkpoint.json"), before);
        assert.deepEqual(readdirSync(folder()).sort(), [".gitignore", "checkpoint.json", "lock.1"]);
        await store.close();
    });

    it("replays the journal of a run that did not compact and says so", async () => {
        await crash(async (store) => {
            await store.put(resource("a"));
            await store.put(resource("b", { inputs: { n: 1 } }));
            await store.remove(resource("a"));
        });
        const store = await open();
        assert.deepEqual(store.resources, [resource("b", { inputs: { n: 1 } })]);
        assert.deepEqual(store.notes, [
            "An earlier run did not come to its end: 3 changes were taken from its journal.",
        ]);
        assert.equal(existsSync(join(folder(), "journal.jsonl")), false);
        await store.close();
    });

    it("does not replay a journal whose checkpoint was written before the crash", async () => {
        await crash(async (store) => {
            await store.put(resource("a", { inputs: { n: 1 } }));
            const journal = read("journal.jsonl");
            await store.compact();
            await store.put(resource("a", { inputs: { n: 2 } }));
            await store.compact();
            writeFileSync(join(folder(), "journal.jsonl"), journal);
        });
        const store = await open();
        assert.deepEqual(store.resources, [resource("a", { inputs: { n: 2 } })]);
        await store.close();
    });

    it("drops a last line that was cut off, and names a damaged one before it", async () => {
        await crash(async (store) => {
            await store.put(resource("a"));
            await store.put(resource("b"));
        });
        const journal = read("journal.jsonl");
        const path = join(folder(), "journal.jsonl");
        writeFileSync(path, journal.slice(0, -5));
        const store = await open({ readOnly: true });
        assert.deepEqual(store.resources, [resource("a")]);
        assert.match(store.notes[0] ?? "", /1 changes were taken from its journal; a last one was cut off/);
        await store.close();

        writeFileSync(path, journal.replace('{"put"', '{"pu'));
        await assert.rejects(open(), new RegExp(`${path} is damaged in line 2 of 3, which is not the last one`));
    });

    it("keeps an operation that began and did not end as pending until it is settled", async () => {
        const operation = { type: "creating", resource: resource("a") } as const;
        await crash((store) => store.begin(operation));
        await crash((store) => store.put(resource("b")));
        const store = await open();
        assert.deepEqual(store.pendingOperations, [operation]);
        assert.deepEqual(exportDeployment(store).deployment.pending_operations, [operation]);
        await store.settle(store.pendingOperations[0]!);
        await store.compact();
        assert.deepEqual(store.pendingOperations, []);
        await store.close();
    });

    it("takes an operation as ended once its result is written, even if the run was killed before it said so", async () => {
        await crash(async (store) => {
            await store.begin({ type: "creating", resource: resource("a") });
            await store.put(resource("a"));
            await store.begin({ type: "deleting", resource: resource("a") });
            await store.remove(resource("a"));
            await store.done(await store.begin({ type: "updating", resource: resource("failed") }));
        });
        const store = await open();
        assert.deepEqual([store.resources, store.pendingOperations], [[], []]);
        await store.close();
    });

    it("does not take the end of an operation for that of another across a compaction", async () => {
        const store = await open();
        const before = await store.begin({ type: "creating", resource: resource("a") });
        await store.compact();
        await store.done(before);
        await store.begin({ type: "creating", resource: resource("b") });
        await store.done(before);
        await store.compact();
        assert.deepEqual(
            store.pendingOperations.map(({ resource: { id } }) => id),
            ["a", "b"],
        );
        await store.close();
    });

    it("tells a replaced resource from its replacement although they share a URN", async () => {
        const old = resource("a", { id: "old" });
        await crash(async (store) => {
            await store.put(old);
            await store.compact();
            await store.put({ ...old, delete: true });
            await store.put(resource("a", { id: "new" }));
        });
        const store = await open();
        assert.deepEqual(store.resources, [resource("a", { id: "new" }), { ...old, delete: true }]);
        await store.remove({ ...old, delete: true });
        await store.compact();
        assert.deepEqual(store.resources, [resource("a", { id: "new" })]);
        await store.close();
    });

    it("tells them apart even when they share the id too", async () => {
        const store = await open();
        await store.put(resource("a", { inputs: { n: 1 } }));
        await store.put(resource("a", { inputs: { n: 1 }, delete: true }));
        await store.put(resource("a", { inputs: { n: 2 } }));
        await store.remove(resource("a", { delete: true }));
        await store.compact();
        assert.deepEqual(store.resources, [resource("a", { inputs: { n: 2 } })]);
        await store.close();
    });

    it("puts parents, providers and dependencies first, whatever order they came in", async () => {
        const provider = {
            ...resource("k8s"),
            urn: "urn:pulumi:dev::probe::pulumi:providers:kubernetes::k8s",
            type: "pulumi:providers:kubernetes",
        };
        const stack = { urn: STACK, custom: false, type: "pulumi:pulumi:Stack" };
        const store = await open();
        await store.put(resource("b", { dependencies: [urnOf("a")], parent: STACK }));
        await store.put(resource("a", { provider: `${provider.urn}::k8s`, parent: STACK }));
        await store.put(stack);
        await store.put(provider);
        await store.compact();
        assert.deepEqual(
            store.resources.map(({ urn }) => urn),
            [STACK, provider.urn, urnOf("a"), urnOf("b")],
        );
        await store.close();
    });

    it("takes back references to a resource that a refresh found gone", async () => {
        const store = await open();
        await store.put({ urn: STACK, custom: false, type: "pulumi:pulumi:Stack" });
        await store.put(resource("a", { parent: STACK }));
        await store.put(
            resource("b", {
                parent: urnOf("a"),
                dependencies: [urnOf("a"), STACK],
                propertyDependencies: { data: [urnOf("a")] },
            }),
        );
        await store.remove(resource("a"));
        await store.compact();
        assert.deepEqual(
            store.resources[1],
            resource("b", { parent: STACK, dependencies: [STACK], propertyDependencies: { data: [] } }),
        );
        await store.close();
    });

    it("marks a checkpoint with resource hooks as version 4, as Pulumi does", async () => {
        const store = await open();
        await store.put(resource("a", { resourceHooks: { beforeDelete: ["guard"] } }));
        const { version, features } = exportDeployment(store);
        assert.deepEqual([version, features], [4, ["hooks"]]);
        await store.close();
    });

    it("saves a state that Pulumi would refuse, and says what is wrong with it", async () => {
        const store = await open();
        await store.put(resource("a", { provider: "urn:pulumi:dev::probe::pulumi:providers:kubernetes::gone::1" }));
        await assert.rejects(
            store.compact(),
            /was saved in .* would refuse it:\n.*providers:kubernetes::gone with the id '1'/,
        );
        assert.throws(() => exportDeployment(store), /cannot be exported/);
        await store.close();
        assert.match(read("checkpoint.json"), /ConfigMap::a/);
    });

    it("only reads when it is opened for reading", async () => {
        await crash((store) => store.put(resource("a")));
        const before = readdirSync(folder());
        const reader = await open({ readOnly: true });
        assert.deepEqual(reader.resources, [resource("a")]);
        await assert.rejects(reader.put(resource("b")), /was opened for reading only\./);
        await reader.close();
        assert.deepEqual(readdirSync(folder()), before);
    });

    it("says in one sentence that the disk is full, and writes nothing after half a line", async function () {
        if (!existsSync("/dev/full")) {
            skip(this, "this system has no /dev/full");
        }
        const store = await open();
        symlinkSync("/dev/full", join(folder(), "journal.jsonl"));
        const message = `Cannot write ${join(folder(), "journal.jsonl")}: the disk is full. Make room, then run \`refresh\`.`;
        await assert.rejects(store.put(resource("a")), { message });
        await assert.rejects(store.put(resource("b")), { message });
        await store.close();
    });

    it("says in one sentence that the folder cannot be made", async () => {
        writeFileSync(join(folder(), "file"), "");
        await assert.rejects(openState({ folder: join(folder(), "file", "state") }), {
            message: `Cannot create the folder ${join(folder(), "file", "state")}: a part of the path is a file, not a folder. Move that file away.`,
        });
    });

    /** What is put over the deployment, or over the whole. */
    interface Change {
        whole?: object;
        deployment?: object;
        resources?: (list: unknown[]) => unknown[];
    }
    const cloud = { secrets_providers: { type: "service" } };
    const refused: [string, Change, RegExp][] = [
        ["another version", { whole: { version: 2 } }, /has the version 2; this engine reads 3 and 4/],
        ["a foreign feature", { whole: { version: 4, features: ["views"] } }, /does not have: views/],
        ["a cloud secrets provider", { deployment: cloud }, /encrypted by "service"/],
        ["unknown parts", { deployment: { snippets: [] } }, /does not know: snippets/],
        ["a missing parent", { resources: (list) => list.slice(1) }, /refers to urn:.*probe-dev, which does not come/],
        ["resources of another stack", {}, /belongs to another stack: 5 of its resources/],
        ["something that is no resource", { resources: (list) => [...list, 1] }, /at place 5 .* no 'urn'/],
    ];
    for (const [what, change, message] of refused) {
        it(`refuses to import ${what}`, async () => {
            const store = await open({ env });
            const { deployment, ...rest } = JSON.parse(EXPORT);
            const resources = change.resources?.(deployment.resources as unknown[]) ?? deployment.resources;
            const value = { ...rest, ...change.whole, deployment: { ...deployment, resources, ...change.deployment } };
            const stack = what.includes("another stack") ? "prod" : "dev";
            await assert.rejects(importDeployment(store, JSON.stringify(value), { ...own, stack }), message);
            assert.deepEqual(store.resources, []);
            await store.close();
        });
    }

    it("saves 1,000 concurrent steps in groups", async () => {
        const store = await open();
        const started = performance.now();
        const lane = async (from: number): Promise<void> => {
            for (let index = from; index < 1000; index += 32) {
                const state = resource(`r${index}`);
                const token = await store.begin({ type: "creating", resource: state });
                await store.put(state);
                await store.done(token);
            }
        };
        await Promise.all(Array.from({ length: 32 }, (_, from) => lane(from)));
        const appended = performance.now();
        await store.compact();
        console.log(
            `        1,000 creates in 32 lanes: ${Math.round(appended - started)} ms, compaction ${Math.round(performance.now() - appended)} ms`,
        );
        assert.equal(store.resources.length, 1000);
        assert.deepEqual(integrityProblems(store.checkpoint().deployment.resources ?? []), []);
        await store.close();
    });

    it("spells a secret as Pulumi does", async () => {
        const store = await open({ env });
        await store.put(resource("a", { outputs: { key: secret("v") } }));
        await store.compact();
        await store.close();
        const { outputs } = JSON.parse(read("checkpoint.json")).deployment.resources[0];
        assert.deepEqual(Object.keys(outputs.key as object), [SIGNATURE, "ciphertext"]);
        assert.equal(outputs.key[SIGNATURE], SECRET_SIGNATURE);
    });
});
