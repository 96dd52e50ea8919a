// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { dump } from "js-yaml";
import type { Drift, Setting } from "kubesphere-network/lib/drift/drift";
import { findDrift } from "../../../cli/drift/find";
import type { DriftOptions } from "../../../cli/drift/wanted";
import { findBinaries } from "../../../sandbox/control-plane/binaries";
import { silentProgress } from "../../../sandbox/control-plane/progress";
import { fresh, type Stack, TestCluster } from "../../integration/support/on-control-plane";
import type { Kubectl } from "../../support/kubectl";
import { type Applied, namespace, workspace } from "../cluster/objects";

const execute = promisify(execFile);

type Tree = Record<string, unknown>;

/** A platform whose stack is up on a real API server, and those who change its objects by hand. All names are its own. */
export class LivePlatform {
    readonly one = fresh("drift-one");
    readonly two = fresh("drift-two");
    /** Name of a pool that the stack does not have. */
    readonly foreign = fresh("drift-foreign");
    readonly shop = fresh("drift-shop");
    readonly web = fresh("drift-web");
    readonly team = fresh("drift-team");
    /** What network.yaml says. */
    readonly description = {
        pools: {
            [this.one]: { cidr: "10.161.0.0/24", natOutgoing: true },
            [this.two]: { cidr: "10.161.1.0/24", nodeSelector: "has(zone)" },
        },
        externalPools: [this.foreign],
        workspaces: { [this.team]: { isolated: true } },
        projects: {
            [this.shop]: {
                workspace: this.team,
                pools: [this.two, this.one],
                isolated: true,
                allow: {
                    "from-web": {
                        direction: "ingress",
                        namespaces: [this.web],
                        ports: [{ protocol: "TCP", port: 80 }],
                    },
                },
            },
        },
    };
    private own?: TestCluster;
    private running?: Stack;
    private path = "";

    constructor(private readonly cluster: () => TestCluster) {}

    get stack(): Stack {
        assert.ok(this.running, "the stack is up inside tests only");
        return this.running;
    }

    get kubectl(): Kubectl {
        return this.cluster().kubectl;
    }

    /** Makes the namespaces and brings the stack up, which stands until down(). */
    async up(): Promise<void> {
        const { kubectl } = await findBinaries(silentProgress());
        this.path = `${dirname(kubectl)}:${process.env.PATH ?? ""}`;
        await this.kubectl.apply(workspace(this.team));
        for (const name of [this.shop, this.web]) {
            const labels = { "kubesphere.io/workspace": this.team, "kubesphere.io/namespace": name };
            await this.kubectl.apply(namespace(name, { labels }));
        }
        // Stacks of the suite's cluster go after each test.
        this.own = new TestCluster(this.cluster().kubeconfig, this.kubectl);
        this.running = await this.own.stack('new net.NetworkPlatform("platform", { file: "network.yaml" });');
        await this.stack.file("network.yaml", dump(this.description));
        await this.stack.succeed("up");
    }

    /** What was taken back by hand has other owners than the stack, and would show others how namespaces are bound here. */
    async down(): Promise<void> {
        await this.own?.disposeStacks();
        for (const name of [this.shop, this.web]) {
            await this.kubectl.delete("v1", "Namespace", name);
        }
    }

    /** Runs a command line as a person does: by a shell, with the kubectl of Kubernetes itself. */
    async shell(command: string): Promise<void> {
        const env = { ...process.env, KUBECONFIG: this.cluster().kubeconfig, PATH: this.path };
        await execute("sh", ["-c", command], { env });
    }

    /** Applies fields as KubeSphere's console would if it were a client of its own. */
    byConsole(fields: Applied): Promise<void> {
        return this.kubectl.apply(fields, "console");
    }

    ofStack(): Promise<readonly Drift[]> {
        return this.find({ project: this.stack.path("."), stack: "dev" });
    }

    ofFile(name = "network.yaml"): Promise<readonly Drift[]> {
        return this.find({ file: this.stack.path(name) });
    }

    /** Neither the stack nor its network.yaml sees any drift. */
    async assertNone(): Promise<void> {
        assert.deepEqual([await this.ofStack(), await this.ofFile()], [[], []]);
    }

    /** The description in which the settings are made. */
    accepting(settings: readonly Setting[]): object {
        const changed = structuredClone(this.description);
        for (const { path, value } of settings) {
            const last = path.at(-1) ?? "";
            const parent = path.slice(0, -1).reduce<Tree>((tree, step) => tree[step] as Tree, changed);
            if (value === undefined) {
                Reflect.deleteProperty(parent, last);
            } else {
                parent[last] = value;
            }
        }
        return changed;
    }

    private async find(options: Partial<DriftOptions>): Promise<readonly Drift[]> {
        const { drifts, notCompared } = await findDrift({ kubeconfig: this.cluster().kubeconfig, ...options });
        assert.deepEqual(notCompared, []);
        return drifts;
    }
}
