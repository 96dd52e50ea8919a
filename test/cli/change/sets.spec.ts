// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { readChange } from "../../../cli/change/read";
import { BadInput } from "../../../cli/inputs/bad-input";
import { Folder } from "../check/support";
import { changesShown, exported, patch, pool, preview } from "./support";

const manifest = (name: string, spec: string): string =>
    `apiVersion: crd.projectcalico.org/v1\nkind: IPPool\nmetadata: { name: ${name} }\nspec: ${spec}\n---\n`;

describe("Two sets of manifests as a change", () => {
    const folder = new Folder();

    it("have what comes, changes and goes, whatever the files are called", async () => {
        folder.write("before/pools.yaml", manifest("old", "{ a: 1 }") + manifest("same", "{ b: 1 }"));
        const changed = folder.write("before/more/changed.yaml", manifest("changed", "{ c: 1, d: 1 }"));
        const twice = folder.write("twice.yaml", manifest("changed", "{ c: 1 }") + manifest("changed", "{ c: 2 }"));
        const next = folder.write("next.yaml", `${manifest("same", "{ b: 1 }")}kind: Values\n---\nreplicas: 1\n`);
        const { title, changes, notes } = await readChange({
            before: [`${folder.path}/before`],
            after: [twice, next],
        });
        assert.equal(title, `${folder.path}/before and ${twice}, ${next}`);
        assert.deepEqual(notes, []);
        const same = { "IPPool same": { spec: { b: 1 } } };
        assert.deepEqual(changesShown(changes), [
            {
                isWhole: false,
                before: { "IPPool changed": { spec: { c: 1, d: 1 } }, "IPPool old": { spec: { a: 1 } }, ...same },
                after: { "IPPool changed": { spec: { c: 2 } }, ...same },
            },
        ]);
        assert.ok(changed);
    });

    it("may be exported stacks, of which what only waits to be deleted and what is only read is left out", async () => {
        const [host, member] = ["host", "member"].map((name) => `pulumi:providers:kubernetes::${name}`) as [
            string,
            string,
        ];
        const before = folder.write(
            "before.json",
            exported(pool("a", {}, host), { ...pool("b", {}, host), retainOnDelete: true }, pool("moved", {}, host)),
        );
        const after = folder.write(
            "after.json",
            exported(
                patch("bind", "n", { a: "1" }, member),
                { ...pool("c", {}, host), delete: true },
                { ...pool("d", {}, host), external: true },
                pool("moved", {}, member),
            ),
        );
        assert.deepEqual(changesShown((await readChange({ before: [before], after: [after] })).changes), [
            {
                cluster: "host",
                isWhole: false,
                before: { "IPPool a": { spec: {} }, "IPPool b": { spec: {} }, "IPPool moved": { spec: {} } },
                after: { "IPPool b": { spec: {} } },
            },
            {
                cluster: "member",
                isWhole: false,
                before: { "Namespace n (partial)": {} },
                after: { "IPPool moved": { spec: {} }, "Namespace n (partial)": { labels: { a: "1" } } },
            },
        ]);
    });

    it("are refused with all that is wrong, and so is a preview, which is a whole change", async () => {
        const [good, bad] = [folder.write("good.yaml", manifest("a", "{}")), folder.write("bad.json", preview([]))];
        await assert.rejects(
            readChange({ before: [bad, "gone.yaml"], after: [good] }),
            new BadInput([
                "gone.yaml: there is no such file or folder.",
                `${bad}: a preview is a whole change. Give it alone, without --before and --after.`,
            ]),
        );
        const usage = new BadInput([
            'Say what changes: the file of a preview ("-" is standard input), or two sets of manifests with --before and --after.',
        ]);
        for (const options of [{}, { before: [good] }, { after: [good] }, { preview: bad, after: [good] }]) {
            await assert.rejects(readChange(options), usage);
        }
    });
});
