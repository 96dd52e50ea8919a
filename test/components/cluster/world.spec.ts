// SPDX-License-Identifier: Apache-2.0
// A cluster in memory: what an API server really answers whom is not proved here.
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { CannotRead, type ClusterAccess } from "../../../components/cluster/access";
import { World } from "../../../components/cluster/world";
import { livePlanProblems } from "../../../components/extension/host";
import { livePoolProblems } from "../../../components/ippool/surroundings";
import type { Kind } from "../../../lib/kinds";

/** A cluster that refuses to show objects of some kinds, and has none of the others. */
function forbidding(...kinds: string[]): { world: World; asked: string[] } {
    const asked: string[] = [];
    const answer = <T>(verb: string, kind: Kind, value: T, name = ""): Promise<T> => {
        asked.push(`${verb} ${kind.apiVersion} ${kind.plural} ${name}`);
        return kinds.includes(kind.plural)
            ? Promise.reject(new CannotRead(`${kind.plural} is forbidden`))
            : Promise.resolve(value);
    };
    const access: ClusterAccess = {
        get: (kind, name) => answer("get", kind, undefined, name),
        list: (kind) => answer("list", kind, []),
        serves: (kind) => answer("serves", kind, true),
        version: () => Promise.resolve("v1.36.3"),
    };
    return { world: new World(access, "v1.36.3"), asked };
}

describe("What a program finds on a cluster", () => {
    const { warn } = pulumi.log;
    let said: string[];

    beforeEach(() => {
        said = [];
        Object.assign(pulumi.log, { warn: (message: string) => Promise.resolve(said.push(message)) });
    });

    afterEach(() => Object.assign(pulumi.log, { warn }));

    it("is asked for once, however often it is needed", async () => {
        const { world, asked } = forbidding();
        const pool = { poolName: "a", cidr: "10.0.0.0/24" };
        await Promise.all([livePoolProblems(pool, world, false), livePoolProblems(pool, world, false)]);
        assert.deepEqual([...new Set(asked)].sort(), [...asked].sort());
    });

    it("may be refused to the user, who is told so while the other rules hold", async () => {
        const pools = forbidding("ippools", "nodes");
        assert.deepEqual(await livePoolProblems({ poolName: "a", cidr: "10.0.0.0/24" }, pools.world, false), []);
        const plans = forbidding("installplans");
        const plan = { extension: "probe", version: "1.0.0" };
        assert.deepEqual(
            (await livePlanProblems(plan, plans.world)).map(({ rule }) => rule),
            ["extension-version-exists"],
        );
        const refused = ["installplans", "ippools", "nodes"];
        assert.deepEqual(
            said.map((text) => refused.find((kind) => text.includes(`because ${kind} is forbidden`))).sort(),
            refused,
        );
    });
});
