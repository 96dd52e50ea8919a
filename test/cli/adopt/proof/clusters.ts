// SPDX-License-Identifier: Apache-2.0
// Clusters as people and consoles leave them, made at random: nothing here is made by this package's components.
import fc from "fast-check";
import { type Applied, installPlan, namespace, policy, pool, workspace } from "../../cluster/objects";

/** An object, and the tool that has written it. */
export interface Written {
    readonly object: Applied;
    readonly manager: string;
    /** How the tool writes: an update as a whole, server-side apply, or key after key. */
    readonly manner: "update" | "apply" | "piecewise";
}

type Entries = Record<string, string>;

const POOLS = ["a", "b", "c", "six"];
const PROJECTS = ["shop", "web", "vault", "plain"];
const WORKSPACES = ["retail", "data"];

const onlySome = <T>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<Partial<T>> =>
    fc.record(fields, { requiredKeys: [] }) as fc.Arbitrary<Partial<T>>;

const writers: fc.Arbitrary<Pick<Written, "manager" | "manner">> = fc.record({
    manager: fc.constantFrom("ks-apiserver", "kubectl-client-side-apply", "kubectl-label", "terraform"),
    manner: fc.constantFrom("update", "apply", "piecewise"),
});

const modes = fc.constantFrom("Never", "Always", "CrossSubnet");

function anyPool(name: string): fc.Arbitrary<Applied> {
    const isSix = name === "six";
    const given = {
        cidr: fc.constant(isSix ? "fd00:10::/64" : `10.${POOLS.indexOf(name)}.0.0/16`),
        vxlanMode: isSix ? fc.constant("Never") : modes,
        ipipMode: fc.constant("Never"),
    };
    const optional = {
        blockSize: fc.constant(isSix ? 124 : 28),
        natOutgoing: fc.boolean(),
        disabled: fc.boolean(),
        disableBGPExport: fc.boolean(),
        nodeSelector: fc.constantFrom("all()", "zone == 'a'"),
        allowedUses: fc.constantFrom(["Workload"], ["Workload", "Tunnel"]),
    };
    return fc
        .tuple(
            fc.record({ ...given, ...optional }, { requiredKeys: ["cidr", "vxlanMode", "ipipMode"] }),
            onlySome({ labels: fc.constant({ team: "net" }), annotations: fc.constant({ "example.com/note": "x" }) }),
            // Whether a missing mode is off depends on the version: such a pool is left out.
            fc.integer({ min: 0, max: 5 }),
        )
        .map(([{ ipipMode, ...spec }, keys, dice]) => pool(name, dice === 0 ? spec : { ...spec, ipipMode }, keys));
}

const isolation: fc.Arbitrary<Entries> = fc.oneof(
    fc.constant({}),
    fc.record({ "kubesphere.io/network-isolate": fc.constantFrom("enabled", "disabled", "", "true") }),
    fc.record({ "kubesphere.io/workspace-isolate": fc.constantFrom("enabled", "disabled") }),
);

/** Labels, annotations or both, with values and blanks as somebody likes them. */
function binding(pools: readonly string[]): fc.Arbitrary<{ labels: Entries; annotations: Entries }> {
    const record = { bound: fc.subarray([...pools]), value: fc.constantFrom("", "true", "x") };
    const format = { isLabelled: fc.boolean(), isAnnotated: fc.boolean(), blank: fc.constantFrom("", " ") };
    return fc.record({ ...record, ...format }).map(({ bound, value, isLabelled, isAnnotated, blank }) => {
        const list = (names: string[]): string => `[${names.map((name) => `"${name}"`).join(`,${blank}`)}]`;
        const [four, six] = [bound.filter((name) => name !== "six"), bound.filter((name) => name === "six")];
        return {
            labels: isLabelled
                ? Object.fromEntries(bound.map((name) => [`ippool.network.kubesphere.io/${name}`, value]))
                : {},
            annotations: isAnnotated
                ? {
                      ...(four.length > 0 && { "cni.projectcalico.org/ipv4pools": list(four) }),
                      ...(six.length > 0 && { "cni.projectcalico.org/ipv6pools": list(six) }),
                  }
                : {},
        };
    });
}

function anyNamespace(name: string, pools: readonly string[]): fc.Arbitrary<Applied> {
    const own = fc.constantFrom<Entries>({}, { "pod-security.kubernetes.io/enforce": "baseline", team: "net" });
    const creator = fc.constantFrom<Entries>({}, { "kubesphere.io/creator": "admin" });
    const workspaces = fc.option(fc.constantFrom(...WORKSPACES), { nil: undefined });
    return fc.tuple(binding(pools), isolation, own, creator, workspaces).map(([bound, isolated, labels, by, of]) =>
        namespace(name, {
            labels: { ...labels, ...bound.labels, ...(of !== undefined && { "kubesphere.io/workspace": of }) },
            annotations: { ...by, ...bound.annotations, ...isolated },
        }),
    );
}

const PEERS: readonly { readonly traffic: string; readonly peer: object }[] = [
    { traffic: "inside", peer: { namespace: { name: "web" } } },
    { traffic: "inside", peer: { service: { name: "db", namespace: "vault" } } },
    { traffic: "outside", peer: { ipBlock: { cidr: "192.168.0.0/16", except: ["192.168.7.0/24"] } } },
    { traffic: "outside", peer: { ipBlock: { cidr: "fd00:20::/64" } } },
];

const ports = fc.constantFrom(undefined, [{ protocol: "TCP", port: 80 }], [{ port: 8000, endPort: 8080 }]);

/** A rule for each entry: with two of them a policy is none that an allow list could have. */
function anyPolicy(project: string, name: string): fc.Arbitrary<Applied> {
    const rule = fc.record({ at: fc.constantFrom(...PEERS), ports });
    const parts = { type: fc.constantFrom("ingress", "egress"), rules: fc.array(rule, { minLength: 1, maxLength: 2 }) };
    return fc.record(parts).map(({ type, rules }) => {
        const peers = type === "ingress" ? "from" : "to";
        const all = rules.map(({ at, ports: some }) => ({ [peers]: [at.peer], ...(some && { ports: some }) }));
        const spec = { [type]: all, policyTypes: [type === "ingress" ? "Ingress" : "Egress"] };
        const traffic = rules[0]?.at.traffic ?? "";
        return policy(project, name, spec, {
            labels: { "kubesphere.io/policy-type": type, "kubesphere.io/policy-traffic": traffic },
        });
    });
}

function anyWorkspace(name: string): fc.Arbitrary<Applied> {
    return isolation.map((isolated) =>
        workspace(name, { annotations: { "kubesphere.io/creator": "admin", ...isolated } }, { manager: "admin" }),
    );
}

/** The one InstallPlan that there may be. */
const anyPlan: fc.Arbitrary<Applied> = fc
    .constantFrom({}, { config: "global:\n  ippool:\n    enable: false\n" })
    .map((more) => installPlan("1.3.0", more));

/** What somebody has on a cluster; namespaces first, since policies are in them. */
export const foreignClusters: fc.Arbitrary<Written[]> = fc
    .record({ pools: fc.subarray(POOLS, { minLength: 1 }), workspaces: fc.subarray(WORKSPACES) })
    .chain(({ pools, workspaces }) =>
        fc.tuple(
            ...PROJECTS.map((name) => anyNamespace(name, pools)),
            ...pools.map(anyPool),
            ...workspaces.map(anyWorkspace),
            ...PROJECTS.slice(0, 3).flatMap((name) => ["one", "two"].map((rule) => anyPolicy(name, rule))),
            fc.option(anyPlan, { nil: undefined }),
        ),
    )
    .chain((objects) => {
        const there = objects.filter((object) => object !== undefined);
        return fc.tuple(...there.map((object) => writers.map((writer) => ({ object, ...writer }))));
    });
