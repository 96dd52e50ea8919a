// SPDX-License-Identifier: Apache-2.0
// What the next updates of a stack make of drift, on a real API server. Each test has a stack of its own, since it leaves
// another program behind.
import assert from "node:assert/strict";
import { dump } from "js-yaml";
import { describeOnControlPlane } from "../../integration/support/on-control-plane";
import { namespace, pool } from "../cluster/objects";
import { LivePlatform } from "./platform";

describeOnControlPlane("Drift and the updates after it", (cluster) => {
    let platform: LivePlatform;

    beforeEach(async () => {
        platform = new LivePlatform(cluster);
        await platform.up();
    });

    afterEach(() => platform.down());

    it("is what updates do about it: nothing by themselves, with --refresh what is said, with takeOwnership at once", async () => {
        const { shop, stack, description } = platform;
        await platform.byConsole(namespace(shop, { annotations: { "kubesphere.io/network-isolate": "disabled" } }));
        assert.deepEqual((await stack.succeed("up")).steps, []);
        const { succeeded, errors } = await stack.run("up", { refresh: true });
        assert.equal(succeeded, false);
        assert.match(errors.join("\n"), /"console" owns/);
        assert.deepEqual(
            (await platform.ofStack()).map(({ rule }) => rule),
            [],
            "a failed refresh has put what it read into the state",
        );
        assert.deepEqual(
            (await platform.ofFile()).map(({ rule }) => rule),
            ["drift-isolation-off"],
        );
        const taking = structuredClone(description) as { projects: Record<string, object> };
        taking.projects[shop] = { ...taking.projects[shop], takeOwnership: true };
        await stack.file("network.yaml", dump(taking));
        await stack.succeed("up");
        await platform.assertNone();
    });

    it("is gone from the stack once the program accepts it, without a refresh", async () => {
        const { one, two, shop, stack } = platform;
        const annotations = { "cni.projectcalico.org/ipv4pools": `["${one}","${two}"]` };
        await platform.byConsole(namespace(shop, { annotations }));
        await platform.byConsole(pool(one, { natOutgoing: false }));
        const settings = (await platform.ofStack()).flatMap(({ accept }) => accept?.settings ?? []);
        await stack.file("network.yaml", dump(platform.accepting(settings)));
        await stack.succeed("up");
        await platform.assertNone();
    });
});
