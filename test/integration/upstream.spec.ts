// SPDX-License-Identifier: Apache-2.0
// docs/upstream.md against the sandbox's CRDs. That they agree with the upstream ones was looked at by hand.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { RULE_SECTIONS } from "../../lib/catalogue";
import { KubernetesClient, type KubernetesObject } from "../../sandbox/kubernetes/client";
import { sharedKubeSphere } from "../support/cluster";

const page = readFileSync(join(__dirname, "../../docs/upstream.md"), "utf8");
const rows = [...page.matchAll(/^\| `([a-z0-9-]+)`\s+\| `(.*)`\s+\| (refused|taken)\s*\|$/gm)].map(
    ([, rule = "", object = "", verdict]) => ({
        rule,
        object: JSON.parse(object.replaceAll("\\|", "|")) as KubernetesObject,
        verdict,
    }),
);

/** Sections about what a program passes, not about objects. */
const NO_OBJECTS = ["Every component", "NetworkPlatform"];

describe("What the API server refuses by itself", () => {
    let client: KubernetesClient;

    before(async () => {
        client = await KubernetesClient.connect({ kubeconfig: (await sharedKubeSphere()).kubeconfig });
    });

    after(() => client.close());

    it("is told of every rule that is about an object", () => {
        const ids = RULE_SECTIONS.filter(({ title }) => !NO_OBJECTS.includes(title)).flatMap(({ rules }) => rules);
        assert.deepEqual(
            ids.map(({ id }) => id).filter((id) => !page.includes(`\`${id}\``)),
            [],
        );
        assert.ok(rows.length > 40, `${rows.length} rows`);
    });

    rows.forEach(({ rule, object, verdict }, index) => {
        it(`${rule} (row ${index + 1}): ${verdict ?? ""}`, async () => {
            const kind = await client.find(object.apiVersion, object.kind);
            assert.ok(kind);
            const answer = await client.create(kind, object, { dryRun: true }).then(
                () => "taken",
                () => "refused",
            );
            assert.equal(answer, verdict);
        });
    });
});
