// SPDX-License-Identifier: Apache-2.0
// Proves that sandboxes start, end and are found on Linux. Says nothing about how the binaries were built.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
    ControlPlaneError,
    listSandboxes,
    sandboxKubeconfig,
    sandboxStatus,
    startControlPlane,
    stopSandbox,
    writesIn,
    type ControlPlane,
} from "../../../sandbox/control-plane";
import { isRunning, poll, type ProcessIdentity } from "../../../sandbox/control-plane/process";
import { readRecord } from "../../../sandbox/control-plane/record";
import { KubernetesClient } from "../../../sandbox/kubernetes/client";

const NAMESPACE = { apiVersion: "v1", kind: "Namespace", plural: "namespaces", namespaced: false };

describe("control plane", function () {
    this.timeout(60_000);
    const root = mkdtempSync(join(tmpdir(), "control-plane-"));
    after(() => {
        rmSync(root, { recursive: true, force: true });
    });

    function processesOf(name: string): ProcessIdentity[] {
        const record = readRecord(join(root, name));
        assert.ok(record, `sandbox ${name} has no record`);
        return [record.keeper, ...Object.values(record.components)];
    }

    async function assertAllGone(processes: readonly ProcessIdentity[]): Promise<void> {
        assert.equal(processes.length, 4, "supervisor, etcd, kube-apiserver and kube-controller-manager");
        const gone = await poll(() => (processes.some(isRunning) ? undefined : true), { timeout: 10_000 });
        assert.ok(gone, `still running: ${JSON.stringify(processes.filter(isRunning))}`);
    }

    async function namespaces(controlPlane: ControlPlane): Promise<string[]> {
        const client = await KubernetesClient.connect({ kubeconfig: controlPlane.kubeconfig });
        try {
            return (await client.list(NAMESPACE)).items.map(({ metadata }) => metadata.name ?? "");
        } finally {
            await client.close();
        }
    }

    async function createNamespace(controlPlane: ControlPlane, name: string, dryRun = false): Promise<void> {
        const client = await KubernetesClient.connect({ kubeconfig: controlPlane.kubeconfig });
        try {
            await client.create(NAMESPACE, { apiVersion: "v1", kind: "Namespace", metadata: { name } }, { dryRun });
        } finally {
            await client.close();
        }
    }

    describe("two side by side", () => {
        let one: ControlPlane;
        let two: ControlPlane;
        before(async () => {
            [one, two] = await Promise.all([
                startControlPlane({ name: "one", root }),
                startControlPlane({ name: "two", root }),
            ]);
        });
        after(async () => {
            await Promise.all([one.stop(), two.stop()]);
        });

        it("keep their objects apart", async () => {
            await createNamespace(one, "only-in-one");
            assert.ok((await namespaces(one)).includes("only-in-one"));
            assert.ok(!(await namespaces(two)).includes("only-in-one"));
        });

        it("are both listed, with their processes", () => {
            const sandboxes = listSandboxes(root);
            assert.deepEqual(
                sandboxes.map(({ name, state, url }) => ({ name, state, url })),
                [one, two].map(({ name, url }) => ({ name, state: "running", url })),
            );
            assert.deepEqual(Object.keys(sandboxes[0]?.processes ?? {}).sort(), [
                "etcd",
                "kube-apiserver",
                "kube-controller-manager",
            ]);
            assert.equal(sandboxKubeconfig("one", root), one.kubeconfig);
        });

        it("listen on the loopback address only", () => {
            for (const { pid } of processesOf("one")) {
                const listening = listeningAddressesOf(pid);
                assert.deepEqual(
                    [...new Set(listening)].filter((address) => address !== "127.0.0.1"),
                    [],
                    `pid ${pid}`,
                );
            }
        });

        it("keep their secrets from other users", () => {
            assert.equal(statSync(one.dataFolder).mode & 0o777, 0o700);
            for (const file of ["kubeconfig", "users/tokens.csv", "pki/tls.key", "pki/service-account.key"]) {
                assert.equal(statSync(join(one.dataFolder, file)).mode & 0o777, 0o600, file);
            }
        });

        it("refuse a name that is taken", async () => {
            await assert.rejects(startControlPlane({ name: "one", root }), (error: Error) => {
                assert.ok(error instanceof ControlPlaneError);
                assert.match(
                    error.message,
                    /^A sandbox named "one" already runs in .*stop it \(ksnet sandbox stop --name one\)/,
                );
                return true;
            });
            assert.equal(sandboxStatus("one", root).state, "running");
            assert.deepEqual(readdirSync(root).sort(), ["one", "two"], "a refused start leaves nothing behind");
        });

        it("write down who wrote what, and tell dry runs apart", async () => {
            const since = new Date();
            await createNamespace(two, "dry", true);
            await createNamespace(two, "wet");
            const writes = await poll(
                () => {
                    const found = writesIn(two.auditLog, since);
                    return found.length > 0 ? found : undefined;
                },
                { timeout: 5000 },
            );
            assert.deepEqual(
                writes?.map(({ verb, user, uri, status }) => ({ verb, user, uri, status })),
                [{ verb: "create", user: "admin", uri: "/api/v1/namespaces", status: 201 }],
            );
        });

        it("keep their objects while the API server is stopped and started", async () => {
            await createNamespace(two, "kept");
            await two.stopApiServer();
            await assert.rejects(namespaces(two), /ECONNREFUSED/);
            assert.deepEqual(Object.keys(sandboxStatus("two", root).processes ?? {}).sort(), [
                "etcd",
                "kube-controller-manager",
            ]);
            await two.startApiServer();
            assert.ok((await namespaces(two)).includes("kept"));
            assert.equal(sandboxStatus("two", root).url, two.url);
        });

        it("end with their processes and data when they are stopped by another process", async () => {
            const processes = processesOf("two");
            assert.equal(await stopSandbox("two", root), true);
            await assertAllGone(processes);
            assert.ok(!existsSync(two.dataFolder));
            assert.equal(sandboxStatus("two", root).state, "absent");
            assert.equal(sandboxStatus("one", root).state, "running");
        });

        it("leave nothing running when the supervisor is killed, and the stale rest is cleaned", async () => {
            const processes = processesOf("one");
            process.kill(sandboxStatus("one", root).pid ?? 0, "SIGKILL");
            await assertAllGone(processes);
            assert.ok(existsSync(one.dataFolder));
            assert.equal(sandboxStatus("one", root).state, "stale");
            assert.ok(!existsSync(one.dataFolder));
            assert.throws(
                () => sandboxKubeconfig("one", root),
                /No sandbox named "one" runs. Start it with: ksnet sandbox start --name one/,
            );
        });
    });

    it("leaves nothing behind when its owner is killed", async () => {
        const program = join(__dirname, "owner.ts");
        const owner = spawn(process.execPath, [...process.execArgv, program, root], {
            stdio: ["ignore", "pipe", "inherit"],
        });
        await once(owner.stdout, "data");
        const processes = processesOf("owned");
        owner.kill("SIGKILL");
        await assertAllGone(processes);
        const removed = await poll(() => (existsSync(join(root, "owned")) ? undefined : true), { timeout: 5000 });
        assert.ok(removed, "the data folder is still there");
    });

    it("says which process failed and why, and leaves nothing running", async () => {
        const notEtcd = {
            etcd: "/bin/false",
            "kube-apiserver": "/bin/false",
            "kube-controller-manager": "",
            kubectl: "",
        };
        await assert.rejects(
            startControlPlane({ name: "broken", root, binaries: notEtcd }),
            /^ControlPlaneError: (etcd|kube-apiserver) exited with code 1\. The end of its log/,
        );
        assert.equal(sandboxStatus("broken", root).state, "stale");
    });

    it("refuses a name that would leave its folder", async () => {
        await assert.rejects(
            startControlPlane({ name: "../other", root }),
            /'name' \(\.\.\/other\) must be 1 to 63 small letters/,
        );
    });
});

/** Addresses on which a process listens, from the kernel. */
function listeningAddressesOf(pid: number): string[] {
    const sockets = new Set(
        readdirSync(`/proc/${pid}/fd`).map((fd) => {
            try {
                return /socket:\[(\d+)\]/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1];
            } catch {
                return undefined;
            }
        }),
    );
    return ["tcp", "tcp6"].flatMap((family) =>
        readFileSync(`/proc/${pid}/net/${family}`, "utf8")
            .split("\n")
            .slice(1)
            .map((line) => line.trim().split(/\s+/))
            .filter((fields) => fields[3] === "0A" && sockets.has(fields[9]))
            .map(([, local = ""]) => (family === "tcp" ? ipv4(local) : local)),
    );
}

function ipv4(local: string): string {
    return (local.split(":")[0] ?? "")
        .match(/../g)!
        .reverse()
        .map((byte) => parseInt(byte, 16))
        .join(".");
}
