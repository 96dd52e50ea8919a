// SPDX-License-Identifier: Apache-2.0
import fc from "fast-check";
import type { PlatformExtension, PlatformModel, PlatformProject, PlatformSection } from "../../../lib/platform/spec";

const NAMES = ["a", "b", "c", "d", "e", "f"];

/** The fields that are there, in the order of the schema. */
function some<T extends object>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<Partial<T>> {
    return fc.record(fields, { requiredKeys: [] }) as fc.Arbitrary<Partial<T>>;
}

function named<T>(prefix: string, value: (index: number) => fc.Arbitrary<T>): fc.Arbitrary<Record<string, T>> {
    return fc
        .subarray(NAMES)
        .chain((names) =>
            fc
                .tuple(...names.map((name) => value(NAMES.indexOf(name))))
                .map((values) =>
                    Object.fromEntries(values.map((each, index) => [`${prefix}-${names[index] ?? ""}`, each])),
                ),
        );
}

const onlyTrue = fc.constant(true);

function pool(index: number): fc.Arbitrary<{ cidr: string }> {
    const isSix = index === NAMES.length - 1;
    return some({
        blockSize: fc.constant(isSix ? 124 : 28),
        natOutgoing: onlyTrue,
        disabled: onlyTrue,
        nodeSelector: fc.constantFrom("!all()", "zone == 'a'"),
        allowedUses: fc.constant(["Workload"]),
        disableBGPExport: onlyTrue,
        assignmentMode: fc.constant("Manual"),
        vxlanMode: fc.constantFrom("Always", "CrossSubnet"),
    }).map((fields) => ({ cidr: isSix ? "fd00:10::/64" : `10.${index}.0.0/16`, ...fields }));
}

const ports = fc.constantFrom([{ protocol: "TCP", port: 80 }], [{ port: 8000, endPort: 8080 }, { protocol: "UDP" }]);

const rule = fc.oneof(
    fc.record(
        { direction: fc.constantFrom("ingress", "egress"), namespaces: fc.constant(["web", "edge"]), ports },
        { requiredKeys: ["direction", "namespaces"] },
    ),
    fc.record({ direction: fc.constant("egress"), services: fc.constant([{ name: "db", namespace: "data" }]) }),
    fc.record(
        {
            direction: fc.constantFrom("ingress", "egress"),
            ipBlocks: fc.constant([{ cidr: "192.168.0.0/16", except: ["192.168.7.0/24"] }]),
            ports,
        },
        { requiredKeys: ["direction", "ipBlocks"] },
    ),
);

const otherKey = fc.constant("kubesphere.io/workspace-isolate");

const isolation = fc.oneof(
    fc.record(
        { isolated: onlyTrue, annotationKey: otherKey, allow: named("rule", () => rule) },
        { requiredKeys: ["isolated"] },
    ),
    fc.record({ isolated: fc.constant(false), annotationKey: otherKey }, { requiredKeys: ["isolated"] }),
);

function project(pools: readonly string[], workspaces: readonly string[]): fc.Arbitrary<PlatformProject | undefined> {
    const bound = pools.length === 0 ? fc.constant([]) : fc.subarray([...pools]);
    return fc
        .record({
            workspace:
                workspaces.length === 0
                    ? fc.constant(undefined)
                    : fc.option(fc.constantFrom(...workspaces), { nil: undefined }),
            pools: bound,
            isolation: fc.option(isolation, { nil: undefined }),
        })
        .map(({ workspace, pools: names, isolation: stated }) =>
            names.length === 0 && stated === undefined
                ? undefined
                : {
                      ...(workspace !== undefined && { workspace }),
                      ...(names.length > 0 && { pools: names }),
                      ...withoutEmpty(stated),
                  },
        );
}

function withoutEmpty(stated: (typeof isolation extends fc.Arbitrary<infer T> ? T : never) | undefined) {
    if (stated === undefined || !("allow" in stated) || Object.keys(stated.allow ?? {}).length > 0) {
        return stated;
    }
    const { allow: _, ...rest } = stated;
    return rest;
}

const extension: fc.Arbitrary<PlatformExtension> = fc
    .record(
        {
            clusters: fc.constantFrom([], ["host"], ["host", "east"]),
            ippool: fc.constantFrom({ enabled: false }, { webhook: false }, { enabled: false, webhook: false }),
            networkPolicy: fc.constant({ enabled: false }),
            values: fc.constant({ network: { controller: { resources: { limits: { cpu: "200m" } } } } }),
            retry: fc.constantFrom(1, 2),
        },
        { requiredKeys: [] },
    )
    .chain((fields) =>
        (fields.clusters ?? []).length === 0
            ? fc.constant(fields)
            : some({
                  overrides: fc.constant({
                      host: { network: { apiserver: { resources: { requests: { cpu: "10m" } } } } },
                  }),
              }).map((overrides) => ({ ...fields, ...overrides })),
    )
    .map((fields) => ({ version: "1.3.0", ...fields }));

/** What a platform has on one cluster. */
export const sections: fc.Arbitrary<PlatformSection> = fc
    .record({
        pools: named("pool", pool),
        workspaces: named("ws", () =>
            fc.option(fc.record({ isolated: fc.boolean(), annotationKey: otherKey }, { requiredKeys: ["isolated"] }), {
                nil: {},
            }),
        ),
    })
    .chain(({ pools, workspaces }) =>
        named("ns", () => project(Object.keys(pools), Object.keys(workspaces))).map((all) => {
            const projects = Object.fromEntries(
                Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
            );
            const used = Object.values(projects).map(({ workspace }) => workspace);
            const stated = Object.entries(workspaces).filter(
                ([name, workspace]) => "isolated" in workspace || used.includes(name),
            );
            return {
                ...(Object.keys(pools).length > 0 && { pools }),
                ...(stated.length > 0 && { workspaces: Object.fromEntries(stated) }),
                ...(Object.keys(projects).length > 0 && { projects }),
            };
        }),
    );

/** A platform of one cluster as an adoption writes it: nothing that is a default, and each workspace that a project names. */
export const platforms: fc.Arbitrary<PlatformModel> = fc
    .tuple(fc.option(extension, { nil: undefined }), sections)
    .map(([plan, section]) => ({ ...(plan && { extension: plan }), ...section }));
