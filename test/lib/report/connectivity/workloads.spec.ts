// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import type { Pod } from "../../../../lib/report/connectivity/pods";
import { distinctions, workloadsOf } from "../../../../lib/report/connectivity/workloads";
import type { NetworkPolicy } from "../../../../lib/reach/world";

function pod(number: number, parts: Partial<Pod> = {}): Pod {
    return {
        namespace: "shop",
        podName: `db-${number}`,
        owner: { kind: "StatefulSet", name: "db" },
        labels: { app: "db", "statefulset.kubernetes.io/pod-name": `db-${number}` },
        ports: [],
        addresses: [`10.0.0.${number}`],
        isHostNetwork: false,
        ...parts,
    };
}

function policy(parts: Partial<NetworkPolicy>): NetworkPolicy {
    return { namespace: "shop", name: "a", podSelector: {}, ...parts };
}

function names(pods: readonly Pod[], policies: readonly NetworkPolicy[]): string[] {
    return workloadsOf(pods, distinctions(policies, [])).map(({ kind, name }) => `${kind}/${name}`);
}

describe("Workloads", () => {
    it("are pods of one owner that nothing tells apart, with the labels that all of them have", () => {
        assert.deepEqual(workloadsOf([pod(1), pod(2)], distinctions([policy({})], [])), [
            {
                namespace: "shop",
                kind: "StatefulSet",
                name: "db",
                labels: { app: "db" },
                ports: [],
                addresses: ["10.0.0.1", "10.0.0.2"],
                isHostNetwork: false,
            },
        ]);
    });

    it("are single pods where a policy selects by a label in which they differ", () => {
        const podSelector = { matchExpressions: [{ key: "statefulset.kubernetes.io/pod-name", operator: "Exists" }] };
        assert.deepEqual(names([pod(1), pod(2)], [policy({ podSelector })]), ["Pod/db-1", "Pod/db-2"]);
        const peers = [{ podSelector: { matchLabels: { "statefulset.kubernetes.io/pod-name": "db-1" } } }];
        assert.deepEqual(names([pod(1), pod(2)], [policy({ ingress: [{ peers }] })]), ["Pod/db-1", "Pod/db-2"]);
    });

    it("are apart where a block of addresses begins or ends between their addresses", () => {
        const ingress = [{ peers: [{ ipBlock: { cidr: "10.0.0.0/24", except: ["10.0.0.2/31"] } }] }];
        assert.deepEqual(names([pod(1), pod(2), pod(3), pod(4)], [policy({ ingress })]), [
            "Pod/db-1",
            "Pod/db-2 and 1 more of db",
            "Pod/db-4",
        ]);
    });

    it("are apart where some are on the network of their node, or listen on other ports", () => {
        assert.equal(names([pod(1), pod(2, { isHostNetwork: true })], []).length, 2);
        assert.equal(names([pod(1), pod(2, { ports: [{ port: 1, protocol: "TCP" }] })], []).length, 2);
    });

    it("of different owners or namespaces are never one", () => {
        const other = pod(2, { owner: { kind: "Deployment", name: "db" } });
        assert.deepEqual(names([pod(1), other, pod(3, { namespace: "data" })], []), [
            "StatefulSet/db",
            "Deployment/db",
            "StatefulSet/db",
        ]);
    });
});
