// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from "node:child_process";
import { resolve } from "node:path";

const KSNET = resolve(__dirname, "../../../cli/bin/main.js");

/** The cluster as kubectl shows it, to the reader and to the demo itself. */
export class Cluster {
    constructor(
        private readonly kubectl: string,
        private readonly kubeconfig: string,
    ) {}

    public run(args: readonly string[]): string {
        return execFileSync(this.kubectl, ["--kubeconfig", this.kubeconfig, ...args], {
            encoding: "utf8",
            stdio: ["ignore", "pipe", "pipe"],
        });
    }

    /** What `ksnet report` says of a preview, judged with what the cluster has. */
    public report(preview: string): string {
        const args = [KSNET, "report", "-", "--live", "--kubeconfig", this.kubeconfig];
        return execFileSync(process.execPath, args, { encoding: "utf8", input: preview });
    }

    /** Labels and annotations of all namespaces and workspaces: what other people rely on. */
    public metadata(): Record<string, unknown> {
        const list = JSON.parse(this.run(["get", "namespaces,workspaces.tenant.kubesphere.io", "-o", "json"])) as {
            items: { kind: string; metadata: { name: string; labels?: object; annotations?: object } }[];
        };
        return Object.fromEntries(
            list.items.map(({ kind, metadata }) => [
                `${kind}/${metadata.name}`,
                { labels: metadata.labels ?? {}, annotations: metadata.annotations ?? {} },
            ]),
        );
    }
}
