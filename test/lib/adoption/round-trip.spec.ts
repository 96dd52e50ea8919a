// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import fc from "fast-check";
import { NetworkPlatform } from "../../../components/platform/network-platform";
import type { NetworkPlatformSpec } from "../../../components/platform/platform-spec";
import { adopt } from "../../../lib/adoption/adopt";
import { EVERYTHING } from "../../../lib/adoption/selection";
import type { PlatformModel } from "../../../lib/platform/spec";
import { objects, record, type Recorded } from "../../components/recorder";
import { clusterAfter } from "./clusters";
import { platforms, sections } from "./platforms";

const OPTIONS = { platform: "platform", selection: EVERYTHING };

/** A platform of one cluster, or of two. */
const all: fc.Arbitrary<PlatformModel> = fc
    .tuple(platforms, fc.option(sections, { nil: {} }))
    .map(([host, east]) => (Object.keys(east).length === 0 ? host : { ...host, members: { east } }))
    // As a file is read: without fast-check's objects that have no prototype.
    .map((spec) => JSON.parse(JSON.stringify(spec)) as PlatformModel);

async function registered(spec: PlatformModel) {
    const clusters = spec.members && { host: { context: "production" }, east: { context: "far" } };
    const args = { spec: spec as NetworkPlatformSpec, clusters };
    const run = await record(() => new NetworkPlatform("platform", args));
    return { resources: objects(run), requests: run.requests };
}

describe("The adoption of clusters that a platform was written to", () => {
    it("is the same platform, with each resource as the component registers it", async () => {
        await fc.assert(
            fc.asyncProperty(all, async (spec) => {
                const { resources, requests } = await registered(spec);
                const isEast = ({ name }: Recorded): boolean => name.startsWith("platform@east");
                const host = clusterAfter(
                    resources.filter((each) => !isEast(each)),
                    spec,
                );
                const east = {
                    ...clusterAfter(resources.filter(isEast), spec.members?.["east"] ?? {}),
                    host: undefined,
                };
                const clusters = [host, ...(spec.members ? [{ ...east, name: "east", context: "far" }] : [])];
                const adoption = adopt(clusters, OPTIONS);
                assert.deepEqual(adoption.leftOut, []);
                assert.deepEqual(adoption.spec, spec);
                const adopted = adoption.objects.map(({ type, name, inputs }) => ({ type, name, inputs }));
                assert.deepEqual(byName(adopted), byName(resources));
                for (const { name, dependsOn } of adoption.objects) {
                    const waitedFor = requests.get(name)?.dependencies.map((urn) => urn.split("::").at(-1));
                    assert.deepEqual([...dependsOn].sort(), waitedFor?.sort(), name);
                }
            }),
            { numRuns: 25 },
        );
    });
});

function byName<T extends { readonly name: string }>(resources: readonly T[]): T[] {
    return [...resources].sort((a, b) => (a.name < b.name ? -1 : 1));
}
