// SPDX-License-Identifier: Apache-2.0
// Reads previews that are written here as Pulumi writes them; live.spec.ts reads one that an engine makes.
import assert from "node:assert/strict";
import { UNKNOWN } from "kubesphere-network/lib/tree";
import { readChange } from "../../../cli/change/read";
import { BadInput } from "../../../cli/inputs/bad-input";
import { Folder } from "../check/support";
import { changesShown, patch, pool, preview, resource, type State, step } from "./support";

const LATE = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const BOUND = { "ippool.network.kubesphere.io/a": "" };

describe("A preview as a change", () => {
    const folder = new Folder();

    const change = (steps: readonly object[], more?: object) =>
        readChange({ preview: folder.write("preview.json", preview(steps, more)) });

    /** Before and after of the only cluster. */
    async function objects(...steps: object[]): Promise<object> {
        const { changes } = await change(steps);
        assert.equal(changes.length, 1);
        const { before, after } = changesShown(changes)[0] as { before: object; after: object };
        return { before, after };
    }

    it("has what there is and what there will be, by object and not by resource", async () => {
        const component: State = {
            ...pool("component"),
            type: "kubesphere-network:index:IPPool",
            custom: false,
            provider: undefined,
        };
        const plan = (version: string): State =>
            resource("kubernetes:kubesphere.io/v1alpha1:InstallPlan", "network", {
                metadata: { name: "network" },
                spec: { extension: { name: "network", version } },
            });
        const { title, changes, notes } = await change([
            step("same", { oldState: component, newState: component }),
            step("update", { oldState: component, newState: component }),
            step("create", { newState: pool("new", { cidr: "10.1.0.0/16" }) }),
            step("update", { oldState: plan("1.2.0"), newState: plan("1.3.0") }),
            step("update", {
                oldState: pool("a", { natOutgoing: true, disabled: true }),
                newState: pool("a", { natOutgoing: false }),
            }),
            step("replace", {
                oldState: { ...patch("bind", "b", BOUND), delete: true },
                newState: patch("bind", "a", BOUND),
            }),
            step("delete", { oldState: pool("old", { cidr: "10.2.0.0/16" }) }),
        ]);
        assert.equal(title, `${folder.path}/preview.json`);
        assert.deepEqual(notes, []);
        assert.deepEqual(changesShown(changes), [
            {
                isWhole: false,
                before: {
                    "InstallPlan network": { spec: { extension: { name: "network", version: "1.2.0" } } },
                    "IPPool a": { spec: { natOutgoing: true, disabled: true } },
                    "Namespace b (partial)": { labels: BOUND },
                    "Namespace a (partial)": {},
                    "IPPool old": { spec: { cidr: "10.2.0.0/16" } },
                },
                after: {
                    "IPPool new": { spec: { cidr: "10.1.0.0/16" } },
                    "InstallPlan network": { spec: { extension: { name: "network", version: "1.3.0" } } },
                    "IPPool a": { spec: { natOutgoing: false } },
                    "Namespace b (partial)": {},
                    "Namespace a (partial)": { labels: BOUND },
                },
            },
        ]);
    });

    it("may have the steps of a replacement one by one, in either order", async () => {
        const [oldState, newState] = [pool("a", { cidr: "old" }), pool("a", { cidr: "new" })];
        const steps = [
            step("create-replacement", { oldState, newState }),
            step("replace", { oldState, newState }),
            step("delete-replaced", { oldState: { ...oldState, delete: true } }),
        ];
        const expected = {
            before: { "IPPool a": { spec: { cidr: "old" } } },
            after: { "IPPool a": { spec: { cidr: "new" } } },
        };
        assert.deepEqual(await objects(...steps), expected);
        assert.deepEqual(await objects(...[...steps].reverse()), expected);
    });

    it("with a refresh tells what the cluster has, and then what will be", async () => {
        const [state, found, next] = ["state", "found", "next"].map((cidr) => pool("a", { cidr }));
        const gone = pool("gone", { cidr: "x" });
        assert.deepEqual(
            await objects(
                step("refresh", { oldState: state, newState: found }),
                step("delete", { oldState: gone }),
                step("refresh", { oldState: pool("b", { cidr: "1" }), newState: pool("b", { cidr: "2" }) }),
                step("update", { oldState: found, newState: next }),
                step("create", { newState: gone }),
            ),
            {
                before: { "IPPool a": { spec: { cidr: "found" } }, "IPPool b": { spec: { cidr: "2" } } },
                after: {
                    "IPPool a": { spec: { cidr: "next" } },
                    "IPPool gone": { spec: { cidr: "x" } },
                    "IPPool b": { spec: { cidr: "2" } },
                },
            },
        );
    });

    it("deletes nothing that is retained, reads no other's objects and creates none that are imported", async () => {
        const read = { ...pool("read"), external: true };
        assert.deepEqual(
            await objects(
                step("delete", { oldState: { ...pool("kept"), retainOnDelete: true } }),
                step("read", { newState: read }),
                step("import", { newState: pool("imported") }),
            ),
            {
                before: { "IPPool kept": { spec: {} }, "IPPool imported": { spec: {} } },
                after: { "IPPool kept": { spec: {} }, "IPPool imported": { spec: {} } },
            },
        );
    });

    it("deletes the copy that an earlier update has left, and not the resource that has come in its place", async () => {
        assert.deepEqual(
            await objects(
                step("same", { oldState: patch("bind", "a", BOUND), newState: patch("bind", "a", BOUND) }),
                step("delete", { oldState: { ...patch("bind", "b", BOUND), delete: true } }),
            ),
            {
                before: { "Namespace a (partial)": { labels: BOUND }, "Namespace b (partial)": { labels: BOUND } },
                after: { "Namespace a (partial)": { labels: BOUND }, "Namespace b (partial)": {} },
            },
        );
    });

    it("has objects that only their type tells the kind of, in the namespace that they would be in", async () => {
        const policy = resource("kubernetes:networking.k8s.io/v1:NetworkPolicy", "p", {
            metadata: { name: "p" },
            spec: {},
        });
        const core = resource("kubernetes:core/v1:Namespace", "n", { metadata: { name: "n" } });
        const { changes } = await change([step("create", { newState: policy }), step("create", { newState: core })]);
        assert.deepEqual(
            [...changes[0]!.after],
            [
                {
                    apiVersion: "networking.k8s.io/v1",
                    kind: "NetworkPolicy",
                    name: "p",
                    namespace: "default",
                    tree: {
                        apiVersion: "networking.k8s.io/v1",
                        kind: "NetworkPolicy",
                        metadata: { name: "p", namespace: "default" },
                        spec: {},
                    },
                },
                {
                    apiVersion: "v1",
                    kind: "Namespace",
                    name: "n",
                    tree: { apiVersion: "v1", kind: "Namespace", metadata: { name: "n" } },
                },
            ],
        );
    });

    it("calls an object by its resource while its name is not known, and leaves out what is in an unknown namespace", async () => {
        const policy = (name: string, namespace: string): State =>
            resource("kubernetes:networking.k8s.io/v1:NetworkPolicy", name, {
                metadata: { name, namespace },
                spec: {},
            });
        const release = resource("kubernetes:helm.sh/v3:Release", "chart", { chart: "nginx", namespace: "a" });
        const { changes, notes } = await change([
            step("create", { newState: pool("late", { cidr: LATE, secret: "[secret]" }) }),
            step("create", { newState: patch("late-binding", LATE, BOUND) }),
            step("create", { newState: policy("p", LATE) }),
            step("create", { newState: release }),
        ]);
        assert.deepEqual(changesShown(changes), [
            {
                isWhole: false,
                before: { "Namespace late-binding (partial)": {} },
                after: {
                    "IPPool late": { spec: { cidr: UNKNOWN, secret: UNKNOWN } },
                    "Namespace late-binding (partial)": { labels: BOUND },
                },
            },
        ]);
        assert.deepEqual(notes, [
            'Namespace "late-binding" is named only by the update, and called by the resource here.',
            'NetworkPolicy "p" is in a namespace that is known only after the update: what happens there is not judged.',
        ]);
    });

    it("without what stays the same says that only what changes is judged", async () => {
        const { notes } = await change([step("create", { newState: pool("a") })], {
            changeSummary: { create: 1, same: 12 },
        });
        assert.deepEqual(notes, [
            `${folder.path}/preview.json leaves out 12 resources that stay as they are, so that only what changes is judged. To judge it together with the rest, write the preview with --show-sames, or give what the cluster has with --snapshot or --live.`,
        ]);
        const same = step("same", { oldState: pool("b"), newState: pool("b") });
        assert.deepEqual((await change([same], { changeSummary: { same: 1 } })).notes, []);
    });

    it("of nothing is a change of nothing", async () => {
        assert.deepEqual(changesShown((await change([])).changes), [{ isWhole: false, before: {}, after: {} }]);
    });

    it("is of one cluster whatever version of the provider is Pulumi's own, and of several where there are more", async () => {
        const [host, member] = ["host", "member"].map((name) => `pulumi:providers:kubernetes::${name}`) as [
            string,
            string,
        ];
        const { changes } = await change([
            step("same", { oldState: pool("a"), newState: pool("a") }),
            step("create", { newState: pool("b", {}, "pulumi:providers:kubernetes::default_4_35_0") }),
        ]);
        assert.deepEqual(changesShown(changes), [
            {
                isWhole: false,
                before: { "IPPool a": { spec: {} } },
                after: { "IPPool a": { spec: {} }, "IPPool b": { spec: {} } },
            },
        ]);
        const moved = await change([
            step("create", { newState: pool("a", {}, host) }),
            step("replace", { oldState: pool("b", {}, host), newState: pool("b", {}, member) }),
            step("create", { newState: pool("c") }),
        ]);
        assert.deepEqual(changesShown(moved.changes), [
            {
                cluster: "host",
                isWhole: false,
                before: { "IPPool b": { spec: {} } },
                after: { "IPPool a": { spec: {} } },
            },
            { cluster: "member", isWhole: false, before: {}, after: { "IPPool b": { spec: {} } } },
            { cluster: "default", isWhole: false, before: {}, after: { "IPPool c": { spec: {} } } },
        ]);
        assert.deepEqual(
            (await change([step("create", { newState: pool("a", {}, host) })])).changes[0]?.cluster,
            undefined,
        );
    });

    it("tells providers of one name apart by what they are part of", async () => {
        const provider = (parent: string): string => `${parent}$pulumi:providers:kubernetes::k8s`;
        const { changes } = await change(
            ["my:index:East", "my:index:West"].map((parent) =>
                step("create", {
                    newState: { ...pool("a", {}, provider(parent)), urn: `urn:pulumi:dev::net::${parent}::a` },
                }),
            ),
        );
        assert.deepEqual(
            changes.map(({ cluster }) => cluster),
            ["my:index:East$pulumi:providers:kubernetes::k8s", "my:index:West$pulumi:providers:kubernetes::k8s"],
        );
    });

    it("is refused where it failed, or is something else", async () => {
        const diagnostics = [{ severity: "error", message: "Error: no such thing\n    at index.ts:1:1\n" }];
        await assert.rejects(
            change([], { diagnostics }),
            new BadInput([
                `${folder.path}/preview.json: this preview failed, so that it does not have everything: Error: no such thing`,
            ]),
        );
        const other = folder.write("other.json", '{ "version": 3 }');
        await assert.rejects(
            readChange({ preview: other }),
            new BadInput([`${other}: this is no preview. Write one with: pulumi preview --json`]),
        );
        folder.write("two/a.json", preview([]));
        folder.write("two/b.json", preview([]));
        await assert.rejects(
            readChange({ preview: `${folder.path}/two` }),
            new BadInput([`${folder.path}/two: name the file of one preview, not a folder.`]),
        );
    });
});
