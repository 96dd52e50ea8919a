// SPDX-License-Identifier: Apache-2.0
// What looks like a fault and is none, and limits from both sides: a false alarm costs more than a missed notice.
import assert from "node:assert/strict";
import { diagnose } from "../../../lib/doctor/diagnose";
import type { Finding } from "../../../lib/doctor/finding";
import {
    API_SERVICE,
    CLUSTER,
    INSTALL_PLAN,
    IP_POOL,
    JOB,
    NAMESPACE,
    NAMESPACE_NETWORK_POLICY,
    POD,
    SERVICE,
    WORKSPACE,
} from "../../../lib/kinds";
import {
    absent,
    annotated,
    deployment,
    type Edit,
    edit,
    LIST,
    LIST_6,
    minus,
    minutesAgo,
    object,
    objectIn,
    patient,
    plan,
    plus,
    renewed,
} from "./support";

const rulesOf = (...edits: readonly Edit[]): string[] =>
    diagnose(patient(edits)).findings.map(({ rule, cluster }) => `${cluster} ${rule}`);

describe("The doctor is not alarmed", () => {
    it("by a node that is ten seconds ahead or a minute behind, and is by one second more", () => {
        assert.deepEqual(
            [10, -60].map((seconds) => rulesOf(renewed(seconds))),
            [[], []],
        );
        assert.deepEqual(
            [11, -61].map((seconds) => rulesOf(renewed(seconds))),
            [["host clock-nodes"], ["host clock-nodes"]],
        );
    });

    it("by the finished job of a plan that is installed", () => {
        const job = objectIn("extension-network", "helm-install-network-abcdef", {
            status: { completionTime: minutesAgo(590), conditions: [{ type: "Complete", status: "True" }] },
        });
        assert.deepEqual(rulesOf(plus(JOB, job)), []);
    });

    it("by a list that names a pool twice, nor by namespaces whose annotation does", () => {
        assert.deepEqual(rulesOf(edit(NAMESPACE, "shop-api", annotated({ [LIST]: '["retail","retail"]' }))), []);
        const [found, ...others] = diagnose(patient([deployment({ [LIST]: '["gone","gone"]' })])).findings;
        assert.match(found?.message ?? "", /and 1 object asks for it: Deployment shop-api\/cart\.$/);
        assert.deepEqual(others, []);
    });

    it("by a CIDR in the list of its family, and is by one in the other list", () => {
        assert.deepEqual(rulesOf(deployment({ [LIST]: '["10.1.0.0/16"]' })), []);
        assert.deepEqual(rulesOf(deployment({ [LIST_6]: '["10.1.0.0/16"]' })), ["host binding-family"]);
    });

    it("by the pods of a workload, which tell the same as the workload", () => {
        const metadata = { annotations: { [LIST]: '["gone"]' }, ownerReferences: [{ kind: "ReplicaSet" }] };
        assert.deepEqual(rulesOf(plus(POD, objectIn("shop-api", "cart-1", { metadata }))), []);
        const { ownerReferences: _, ...bare } = metadata;
        assert.deepEqual(rulesOf(plus(POD, objectIn("shop-api", "single", { metadata: bare }))), [
            "host binding-pool-missing",
        ]);
    });

    it("by a namespace that is gone with the extension", () => {
        const gone = minus(NAMESPACE, "extension-network");
        assert.ok(rulesOf(gone).includes("host namespace-missing"));
        const left = rulesOf(gone, plan({ status: { state: "Uninstalled", clusterSchedulingStatuses: null } }));
        assert.ok(!left.includes("host namespace-missing"), left.join());
    });

    it("by a service without a selector, whose endpoints somebody else writes", () => {
        const service = (spec: object) => plus(SERVICE, objectIn("extension-network", "external", { spec }));
        assert.deepEqual(rulesOf(service({}), service({ selector: {} })), []);
        assert.deepEqual(rulesOf(service({ selector: { app: "x" } })), ["host service-without-endpoints"]);
    });

    it("twice by an isolated project whose workspace is missing", () => {
        assert.deepEqual(
            rulesOf(minus(WORKSPACE, "shop")).filter((rule) => rule.includes("isolation")),
            ["host isolation-workspace-label", "host isolation-workspace-missing"],
            "the first is of shop-web, which is isolated, the second of shop-api, which is not",
        );
        const { findings } = diagnose(patient([minus(WORKSPACE, "shop")]));
        assert.deepEqual(
            findings.filter(({ area }) => area === "isolation").map(({ object: { name } }) => name),
            ["shop-web", "shop-api"],
        );
    });

    it("by namespaces of the system where its workspace is missing: nothing is isolated there", () => {
        assert.deepEqual(rulesOf(minus(WORKSPACE, "system-workspace")), []);
    });

    it("by an aggregated API of which nobody has said anything yet", () => {
        const service = { name: "calico-api", namespace: "calico-apiserver" };
        assert.deepEqual(rulesOf(plus(API_SERVICE, object("v3.projectcalico.org", { spec: { service } }))), []);
    });

    it("by a member, where the cause of what the host lacks is on the member", () => {
        const { host } = patient([
            plan({ spec: { clusterScheduling: null }, status: { clusterSchedulingStatuses: null } }),
        ]);
        const { members } = patient([minus(POD)], true);
        const found = (each: Finding): string => `${each.cluster} ${each.rule}`;
        assert.deepEqual(diagnose({ host, members }).findings.map(found), ["host plan-no-agents"]);
    });

    it("of what a member lacks by a fault of another member", () => {
        const {
            host,
            members: [first],
        } = patient([minus(NAMESPACE, "extension-network")], true);
        const {
            members: [second],
        } = patient([absent(NAMESPACE_NETWORK_POLICY)], true);
        assert.ok(first && second);
        const { findings } = diagnose({ host, members: [first, { ...second, name: "member-2" }] });
        assert.ok(findings.some(({ rule, cluster }) => rule === "api-policies-missing" && cluster === "member-2"));
    });
});

describe("A cluster that nobody looked at", () => {
    const alone = (...edits: readonly Edit[]) => diagnose({ ...patient(edits), members: [] });

    it("is said not to be checked where an agent belongs there, with the way to have it checked", () => {
        const { findings, notChecked } = alone();
        assert.deepEqual(findings, []);
        assert.deepEqual(
            notChecked.map(({ rules: _, ...rest }) => rest),
            [
                {
                    cluster: "member-1",
                    reason: "The agent belongs there, and nobody looked: add --member member-1=CONTEXT.",
                },
            ],
        );
        assert.ok(notChecked[0]?.rules.includes("binding-half"));
        assert.ok(!notChecked[0]?.rules.includes("plan-absent"), "what only the host has was checked there");
        assert.deepEqual(diagnose(patient()).notChecked, []);
    });

    it("is not spoken of where no agent belongs there, or no area of it is asked about", () => {
        const only = plan({
            spec: { clusterScheduling: { placement: { clusters: ["host"] } } },
            status: { clusterSchedulingStatuses: { "member-1": null } },
        });
        assert.deepEqual(alone(only).notChecked, []);
        assert.deepEqual(diagnose({ ...patient(), members: [] }, ["plan"]).notChecked, []);
    });

    it("is not spoken of where KubeSphere has no plan or knows no clusters", () => {
        assert.deepEqual(alone(minus(INSTALL_PLAN)).notChecked, []);
        assert.deepEqual(alone(minus(CLUSTER, "member-1")).notChecked, []);
    });
});

describe("A cluster with pools of two families", () => {
    it("has lists of both, which go together", () => {
        const six = plus(
            IP_POOL,
            object("six", { spec: { cidr: "fd00:1::/64", ipipMode: "Never", vxlanMode: "Never" } }),
        );
        const both = edit(NAMESPACE, "shop-api", {
            metadata: {
                labels: { "ippool.network.kubesphere.io/six": "" },
                annotations: { [LIST]: '["retail"]', [LIST_6]: '["six"]' },
            },
        });
        assert.deepEqual(rulesOf(six, both), []);
    });
});
