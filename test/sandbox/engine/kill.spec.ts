// SPDX-License-Identifier: Apache-2.0
// Engines that die at any moment. Does not prove what a machine that loses its power leaves on disk; that is tested with the state.
import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { ControlPlane } from "../../../sandbox/control-plane";
import type { StackOperation } from "../../../sandbox/engine/run";
import { sharedCluster } from "../../support/cluster";
import { Kubectl, type LiveObject } from "../../support/kubectl";
import { removeStacks, TestStack } from "../../support/test-stack";

const CALICO = "crd.projectcalico.org/v1";
const KILLS = 8;
/** About as long as all steps of the stack take. */
const LONGEST_MS = 400;

/** Two versions of one stack, each of which updates, replaces, deletes and patches what the other has. */
const VERSIONS = [
    { selector: "all()", pools: [0, 1, 2, 3, 4, 5, 6], data: "1", patched: { f0: "1", f1: "1", f2: "1" } },
    { selector: "has(b)", pools: [3, 4, 5, 6, 7, 8, 9], data: "2", patched: { f0: "2", f3: "2" } },
] as const;
type Version = (typeof VERSIONS)[number];

const FOREIGN = ["f0", "f1", "f2", "f3"];
const MAPS = ["c0", "c1", "c2", "c3"];

describe("Engine: killed at any moment", () => {
    let cluster: ControlPlane;
    let kubectl: Kubectl;
    let stack: TestStack;

    before(async () => {
        cluster = await sharedCluster();
        kubectl = await Kubectl.connect(cluster.kubeconfig);
        stack = await TestStack.create(cluster.kubeconfig, "");
        for (const name of FOREIGN) {
            const metadata = { name: stack.own(name), namespace: "default" };
            const object = { apiVersion: "v1", kind: "ConfigMap", metadata, data: { theirs: name } };
            await kubectl.apply(object);
        }
    });

    after(removeStacks);

    it("leaves a state from which refresh and up make what the program says, no more and no less", async function () {
        this.timeout(300_000);
        let kills = 0;
        for (let round = 0; kills < KILLS; round++) {
            assert.ok(round < 4 * KILLS, "the runs end before they can be killed");
            const version = VERSIONS[Math.floor(round / 2) % 2] ?? VERSIONS[0];
            const operation = round % 4 === 3 ? "destroy" : "up";
            await stack.program(programOf(version));
            const delay = Math.random() * LONGEST_MS;
            const killed = await killedRun(stack, operation, delay);
            kills += killed ? 1 : 0;
            const when = `round ${round}: ${operation} ${killed ? "killed" : "not killed"} after ${delay.toFixed(0)} ms`;
            await stack.succeed("refresh").catch(told(when));
            await stack.succeed("up").catch(told(when));
            assert.deepEqual(await live(), expected(version), when);
        }
        assert.deepEqual((await stack.succeed("preview")).steps, []);
        await stack.succeed("destroy");
        const foreign = FOREIGN.map((name) => [name, { theirs: name }]);
        assert.deepEqual(await live(), Object.fromEntries(foreign));
    });

    /** Every object of the stack and what it patches, by name. */
    async function live(): Promise<Record<string, unknown>> {
        const pools = await kubectl.list(CALICO, "IPPool");
        const maps = await kubectl.list("v1", "ConfigMap");
        const name = (object: LiveObject): string => object.metadata?.name ?? "";
        const mine = [
            ...pools.map((pool) => [name(pool), pool.spec?.["nodeSelector"]] as const),
            ...maps.map((map) => [name(map), map.data] as const),
        ].filter(([key]) => key.startsWith(stack.prefix));
        return Object.fromEntries(mine.map(([key, value]) => [key.slice(stack.prefix.length), value]));
    }
});

function programOf({ selector, pools, data, patched }: Version): string {
    return [
        ...pools.map((at) => `pool("p${at}", { cidr: "10.${at}.0.0/24", nodeSelector: "${selector}" });`),
        ...MAPS.map((name) => `configMap("${name}", { a: "${data}" });`),
        ...Object.entries(patched).map(([target, value]) => {
            // The name of the last patch is the same in both versions, its target is not: it moves.
            const name = target === "f0" || target === "f1" ? target : "moving";
            return `patch("${name}", "${target}", { ours: "${value}" });`;
        }),
    ].join("\n");
}

function expected({ selector, pools, data, patched }: Version): Record<string, unknown> {
    const ours: Record<string, string> = patched;
    return Object.fromEntries([
        ...pools.map((at) => [`p${at}`, selector]),
        ...MAPS.map((name) => [name, { a: data }]),
        ...FOREIGN.map((name) => [name, { theirs: name, ...(ours[name] ? { ours: ours[name] } : {}) }]),
    ]) as Record<string, unknown>;
}

/** Whether the run was killed before its end, some time after its first step had begun. */
async function killedRun(stack: TestStack, operation: StackOperation, delay: number): Promise<boolean> {
    const engine = fork(join(__dirname, "doomed-engine.ts"), [operation, stack.folder], {
        env: stack.env,
        stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    let ended = false;
    const begun = new Promise<void>((resolve) => {
        engine.on("message", (message) => {
            ended ||= message !== "begun";
            resolve();
        });
        engine.once("exit", () => {
            resolve();
        });
    });
    const exited = new Promise((resolve) => engine.once("exit", resolve));
    await begun;
    await sleep(delay);
    engine.kill("SIGKILL");
    await exited;
    return !ended;
}

function told(when: string): (error: unknown) => never {
    return (error) => {
        throw new Error(`${when}: ${(error as Error).message}`, { cause: error });
    };
}
