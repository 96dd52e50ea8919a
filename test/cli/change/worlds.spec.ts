// SPDX-License-Identifier: Apache-2.0
// Puts changes into what files tell of clusters; live.spec.ts into what a real one has.
import assert from "node:assert/strict";
import { type ChangeOptions, readChange } from "../../../cli/change/read";
import { BadInput } from "../../../cli/inputs/bad-input";
import { Folder } from "../check/support";
import { changesShown, patch, pool, preview, resource, step } from "./support";

const [HOST, MEMBER] = ["host", "member"].map((name) => `pulumi:providers:kubernetes::${name}`) as [string, string];

const plan = (config: string, version: string) =>
    resource("kubernetes:kubesphere.io/v1alpha1:InstallPlan", "network", {
        metadata: { name: "network" },
        spec: { config, enabled: true, extension: { name: "network", version } },
    });

/** A snapshot as `ksnet snapshot` writes it. */
const snapshot = (items: readonly object[], more: object = {}): string =>
    JSON.stringify({
        apiVersion: "kubesphere-network/v1alpha1",
        kind: "Snapshot",
        takenAt: "2026-11-21T09:49:00.000Z",
        context: "near",
        notRead: [],
        notEvaluated: [],
        items,
        ...more,
    });

const live = (kind: string, name: string, rest: object = {}, apiVersion = "v1"): object => ({
    apiVersion,
    kind,
    metadata: { name, ...(kind === "Pod" && { namespace: "shop" }) },
    ...rest,
});
const livePool = (name: string, spec: object = {}): object =>
    live("IPPool", name, { spec }, "crd.projectcalico.org/v1");

describe("A change in a cluster", () => {
    const folder = new Folder();

    async function change(steps: readonly object[], more: Partial<ChangeOptions> = {}, digest: object = {}) {
        const { changes, notes } = await readChange({
            preview: folder.write("p.json", preview(steps, digest)),
            ...more,
        });
        return { changes: changesShown(changes), notes };
    }

    const refusal = (steps: readonly object[], more: Partial<ChangeOptions>, says: string): Promise<void> =>
        assert.rejects(change(steps, more), new BadInput([says]));

    it("begins with what a snapshot has, and has from the stack what no snapshot tells", async () => {
        const file = folder.write(
            "snapshot.json",
            snapshot([
                live("Namespace", "shop"),
                live("Pod", "api-1", { status: { phase: "Running" } }),
                livePool("a", { natOutgoing: false, cidr: "10.0.0.0/16" }),
                live(
                    "InstallPlan",
                    "network",
                    { spec: { enabled: false, extension: { name: "network", version: "1.1.0" } } },
                    "kubesphere.io/v1alpha1",
                ),
            ]),
        );
        const steps = [
            step("same", { oldState: pool("a", { natOutgoing: true }), newState: pool("a", { natOutgoing: true }) }),
            step("update", { oldState: plan("old: 1", "1.2.0"), newState: plan("new: 1", "1.3.0") }),
            step("create", { newState: patch("bind", "shop", { a: "1" }) }),
        ];
        const there = {
            "Pod shop/api-1": { status: { phase: "Running" } },
            "IPPool a": { spec: { natOutgoing: false, cidr: "10.0.0.0/16" } },
        };
        assert.deepEqual(await change(steps, { snapshot: [file] }, { changeSummary: { same: 40 } }), {
            changes: [
                {
                    isWhole: true,
                    before: {
                        ...there,
                        "Namespace shop": {},
                        "InstallPlan network": {
                            spec: {
                                config: "old: 1",
                                enabled: false,
                                extension: { name: "network", version: "1.1.0" },
                            },
                        },
                    },
                    after: {
                        ...there,
                        "Namespace shop": { labels: { a: "1" } },
                        "InstallPlan network": {
                            spec: { config: "new: 1", enabled: true, extension: { name: "network", version: "1.3.0" } },
                        },
                    },
                },
            ],
            notes: [],
        });
    });

    it("names what should be there and is not, and what was not read or is not evaluated", async () => {
        const file = folder.write(
            "poor.json",
            snapshot([live("Namespace", "shop")], {
                notRead: [
                    { apiVersion: "v1", kind: "Node" },
                    { apiVersion: "crd.projectcalico.org/v1", kind: "IPPool" },
                ],
                notEvaluated: [
                    { apiVersion: "crd.projectcalico.org/v1", kind: "NetworkPolicy", count: 2 },
                    { apiVersion: "crd.projectcalico.org/v1", kind: "GlobalNetworkPolicy", count: 1 },
                ],
            }),
        );
        const workspace = (name: string) =>
            resource("kubernetes:tenant.kubesphere.io/v1beta1:Workspace", name, { metadata: { name } });
        const steps = [
            step("same", { oldState: pool("a"), newState: pool("a") }),
            step("same", { oldState: workspace("one"), newState: workspace("one") }),
            step("delete", { oldState: workspace("two") }),
            step("create", { newState: patch("bind", "web", {}) }),
        ];
        const title = "the snapshot of 2026-11-21T09:49:00.000Z";
        assert.deepEqual((await change(steps, { snapshot: [file] })).notes, [
            `The rights did not suffice to read Node (v1) and IPPool (crd.projectcalico.org/v1) in ${title}: what depends on that counts as if there were none.`,
            `Calico's own policies are not evaluated: ${title} has 2 NetworkPolicies and 1 GlobalNetworkPolicy of crd.projectcalico.org/v1.`,
            `Workspace "one" and Workspace "two" are in the stack's state and not in ${title}: what the stack's state says counts.`,
            `Namespace "web" is patched and not in ${title}: nothing but the patch is known.`,
        ]);
    });

    it("may begin with any manifests, such as kubectl prints", async () => {
        const list = { apiVersion: "v1", kind: "List", items: [livePool("a", { x: 1 }), live("Namespace", "n")] };
        const before = folder.write("b.json", JSON.stringify(livePool("a", { y: 1 })));
        const after = folder.write("a.json", JSON.stringify(livePool("b", { z: 1 })));
        const file = folder.write("list.json", JSON.stringify(list));
        const { changes, notes } = await readChange({ before: [before], after: [after], snapshot: [file] });
        assert.deepEqual(changesShown(changes), [
            {
                isWhole: true,
                before: { "Namespace n": {}, "IPPool a": { spec: { x: 1 } } },
                after: { "Namespace n": {}, "IPPool b": { spec: { z: 1 } } },
            },
        ]);
        assert.deepEqual(notes, []);
        const other = folder.write("c.json", JSON.stringify(livePool("c")));
        assert.deepEqual((await readChange({ before: [other], after: [after], snapshot: [file] })).notes, [
            `IPPool "c" is in ${other} and not in ${file}: what ${other} says counts.`,
        ]);
    });

    it("is told with the name of the provider whose cluster it is, where there are several", async () => {
        const [a, b] = ["a", "b"].map((name) => folder.write(`${name}=1.json`, snapshot([livePool(name)]))) as [
            string,
            string,
        ];
        const steps = [
            step("create", { newState: pool("x", {}, HOST) }),
            step("create", { newState: pool("y", {}, MEMBER) }),
        ];
        const both = await change(steps, { snapshot: [`member=${b}`, `host=${a}`] });
        assert.deepEqual(both.changes, [
            {
                cluster: "host",
                isWhole: true,
                before: { "IPPool a": { spec: {} } },
                after: { "IPPool a": { spec: {} }, "IPPool x": { spec: {} } },
            },
            {
                cluster: "member",
                isWhole: true,
                before: { "IPPool b": { spec: {} } },
                after: { "IPPool b": { spec: {} }, "IPPool y": { spec: {} } },
            },
        ]);
        const alone = await change([step("create", { newState: pool("x", {}, HOST) })], { snapshot: [a] });
        assert.deepEqual(alone.changes, [
            {
                isWhole: true,
                before: { "IPPool a": { spec: {} } },
                after: { "IPPool a": { spec: {} }, "IPPool x": { spec: {} } },
            },
        ]);
        const missing = [...steps, step("same", { oldState: pool("z", {}, HOST), newState: pool("z", {}, HOST) })];
        const one = await change(missing, { snapshot: [`host=${a}`] }, { changeSummary: { same: 3 } });
        assert.deepEqual(
            (one.changes as { isWhole: boolean }[]).map(({ isWhole }) => isWhole),
            [true, false],
        );
        assert.match(one.notes[0]!, /leaves out 2 resources that stay as they are/);
        assert.match(one.notes[1]!, /^host: IPPool "z" is in the stack's state and not in the snapshot of /);
        assert.equal(one.notes.length, 2);
    });

    it("is refused where nobody can say which cluster is meant", async () => {
        const file = folder.write("s.json", snapshot([]));
        const one = [step("create", { newState: pool("x", {}, HOST) })];
        const two = [...one, step("create", { newState: pool("y") })];
        await refusal(
            two,
            { snapshot: [file] },
            `--snapshot ${file}: the change is of several clusters. Say whose snapshot it is, as --snapshot PROVIDER=FILE with one of: host, default.`,
        );
        await refusal(
            two,
            { live: true },
            "--live reads one cluster, but the change is of several: host, default. Take a snapshot of each, and give it as --snapshot PROVIDER=FILE.",
        );
        await refusal(
            one,
            { snapshot: [`hots=${file}`] },
            `--snapshot hots=${file}: the change has no provider "hots". Choose one of: host.`,
        );
        await refusal(
            one,
            { snapshot: [file, `host=${file}`] },
            `--snapshot host=${file}: there is another snapshot of the same cluster. Give one of each.`,
        );
        await refusal(
            one,
            { snapshot: [file], live: true },
            "--live and --snapshot both say what the cluster has: give one of them.",
        );
        await refusal(
            one,
            { context: "near" },
            "--context and --kubeconfig say which cluster to read: give --live with them.",
        );
    });

    it("is refused where the snapshot cannot be used", async () => {
        const steps = [step("create", { newState: pool("x") })];
        const later = folder.write("later.json", snapshot([], { apiVersion: "kubesphere-network/v2" }));
        await refusal(
            steps,
            { snapshot: [later] },
            `${later}: this is no snapshot of kubesphere-network/v1alpha1, which is all that this version of ksnet reads. Take it again with: ksnet snapshot`,
        );
        const empty = folder.write("empty.yaml", "# nothing\n");
        await refusal(
            steps,
            { snapshot: [empty] },
            `${empty}: this is no snapshot, and there is no Kubernetes object in it.`,
        );
        await refusal(steps, { snapshot: ["gone.json"] }, "gone.json: there is no such file or folder.");
        folder.write("two/a.json", snapshot([]));
        folder.write("two/b.json", snapshot([]));
        await refusal(
            steps,
            { snapshot: [`${folder.path}/two`] },
            `${folder.path}/two: name one file that has all of the cluster, not a folder.`,
        );
    });
});
