// SPDX-License-Identifier: Apache-2.0
// Runs against Pulumi's mocks. What TypeScript's compiler would refuse, as other languages and plain JavaScript may pass it.
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import * as library from "../../index";
import { record, recordFailure } from "./recorder";

type Component = new (name: string, args: object) => pulumi.ComponentResource;

const components = library as unknown as Record<string, Component>;

/** Arguments that every component takes as they are. */
const GOOD: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
    IPPool: {
        cidr: "10.0.0.0/16",
        blockSize: 26,
        ipipMode: "Never",
        vxlanMode: "Never",
        natOutgoing: true,
        nodeSelector: "all()",
        disabled: false,
        disableBGPExport: false,
        allowedUses: ["Workload"],
        assignmentMode: "Manual",
        namespaceSelector: "all()",
        guardDeletion: false,
    },
    NamespaceBinding: { namespace: "p", pools: ["a"], labelValue: "", calicoAnnotation: true, takeOwnership: false },
    WorkspaceIsolation: {
        workspace: "w",
        enabled: true,
        target: "Workspace",
        annotationKey: "kubesphere.io/network-isolate",
        allowSystem: false,
        takeOwnership: false,
    },
    ProjectIsolation: {
        namespace: "p",
        enabled: true,
        allow: { x: { direction: "ingress", namespaces: ["q"] } },
        annotationKey: "kubesphere.io/network-isolate",
        allowSystem: false,
        takeOwnership: false,
    },
    NamespaceNetworkPolicy: {
        namespace: "p",
        policyName: "x",
        direction: "ingress",
        namespaces: ["q"],
        ports: [{ port: 1, protocol: "TCP" }],
    },
    Extension: {
        extension: "example",
        version: "1.3.0",
        enabled: true,
        config: { a: 1 },
        placement: { clusters: ["host"] },
        overrides: { host: { a: 2 } },
        retry: 1,
        awaitReady: { timeoutSeconds: 5, skip: true },
    },
    NetworkExtension: {
        version: "1.3.0",
        ippool: { enabled: true, webhook: true },
        networkPolicy: { enabled: true },
        values: {},
        clusters: ["host"],
        overrides: {},
        retry: 1,
        awaitReady: { timeoutSeconds: 5, skip: true },
    },
    NetworkPlatform: { spec: {}, awaitReady: { skip: true }, clusters: { m: { context: "m" } }, hostCluster: "host" },
};

const WRONG = [5, -1, 1.5, "", "text", true, [], [5], [null], {}, { x: 5 }, { x: null }];

/** Whether another value of the same kind may be as good as the first. */
function isAlike(value: unknown, other: unknown): boolean {
    const kind = (of: unknown) => (Array.isArray(of) ? "list" : typeof of);
    const hasContent = typeof other === "object" && other !== null && Object.keys(other).length > 0;
    return kind(value) === kind(other) && !hasContent;
}

const outcome = (name: string, args: object): Promise<string | undefined> =>
    record(() => new components[name]!("t", args), { hooks: false }).then(
        () => undefined,
        (error: unknown) => (error as Error).message,
    );

const table: readonly [component: string, change: object, line: string][] = [
    ["WorkspaceIsolation", { enabled: "false" }, "'enabled' (false) must be true or false, without quotes."],
    ["ProjectIsolation", { enabled: 0 }, "'enabled' (0) must be true or false, without quotes."],
    ["ProjectIsolation", { allow: [] }, "'allow' ([]) must be a mapping."],
    ["ProjectIsolation", { allow: { x: null } }, "'allow.x' (null) must be a mapping."],
    ["IPPool", { guardDeletion: "yes" }, "'guardDeletion' (yes) must be true or false, without quotes."],
    ["IPPool", { allowedUses: "Workload" }, "'allowedUses' (Workload) must be a list."],
    ["NamespaceBinding", { pools: "a" }, "'pools' (a) must be a list."],
    ["NamespaceBinding", { takeOwnership: "no" }, "'takeOwnership' (no) must be true or false, without quotes."],
    ["NamespaceNetworkPolicy", { namespaces: "q" }, "'namespaces' (q) must be a list."],
    ["NamespaceNetworkPolicy", { ports: [80] }, "'ports[0]' (80) must be a mapping."],
    ["Extension", { placement: "host" }, "'placement' (host) must be a mapping."],
    ["Extension", { overrides: [] }, "'overrides' ([]) must be a mapping from clusters to chart values."],
    ["NetworkExtension", { clusters: "host" }, "'clusters' (host) must be a list."],
    ["NetworkExtension", { ippool: { enabled: "no" } }, "'ippool.enabled' (no) must be true or false, without quotes."],
    [
        "NetworkPlatform",
        { awaitReady: { skip: "no" } },
        "'awaitReady.skip' (no) must be true or false, without quotes.",
    ],
];

describe("An argument of the wrong type", () => {
    for (const [component, change, line] of table) {
        it(`of ${component} is refused: ${line}`, async () => {
            const args = { ...GOOD[component], ...change };
            assert.equal(await outcome(component, args), `${component} "t":\n  - ${line}`);
        });
    }

    it("is refused in words or means what it says, whatever it is", async () => {
        for (const [component, good] of Object.entries(GOOD)) {
            assert.equal(await outcome(component, good), undefined, component);
            for (const property of Object.keys(good)) {
                for (const value of WRONG.filter((each) => !isAlike(each, good[property]))) {
                    const said = await outcome(component, { ...good, [property]: value });
                    const what = `${component} ${property}: ${JSON.stringify(value)}`;
                    assert.ok(said === undefined || said.startsWith(`${component} "t":\n  - `), `${what}: ${said}`);
                    const isText = typeof good[property] === "string" || typeof value === "object";
                    assert.ok(said !== undefined || isText, `${what} was accepted`);
                }
            }
        }
    });

    it("is nothing where it is null", async () => {
        for (const [component, good] of Object.entries(GOOD)) {
            for (const property of Object.keys(good)) {
                const { [property]: _, ...without } = good;
                const [withNull, left] = [
                    await outcome(component, { ...good, [property]: null }),
                    await outcome(component, without),
                ];
                assert.equal(withNull, left, `${component} ${property}`);
            }
        }
    });

    it("is refused too when it comes late", async () => {
        const { error, resources } = await recordFailure(
            () => new library.NamespaceBinding("t", { namespace: "p", pools: pulumi.output("a" as never) }).pools,
        );
        assert.equal(error.message, "NamespaceBinding \"t\":\n  - 'pools' (a) must be a list.");
        assert.deepEqual(
            resources.map(({ type }) => type),
            ["kubesphere-network:index:NamespaceBinding"],
        );
    });
});
