// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import fc from "fast-check";
import { IP_POOL, NAMESPACE, NETWORK_POLICY } from "../../../lib/kinds";
import { type Known, layered } from "../../../lib/report/layers";
import { type KubeObject, Objects } from "../../../lib/report/objects";
import type { Layer, Writer } from "../../../lib/report/writers";
import { UNKNOWN } from "../../../lib/tree";

function object(
    kind: { apiVersion: string; kind: string },
    name: string,
    rest: object = {},
    namespace?: string,
): KubeObject {
    const { metadata = {}, ...fields } = rest as { metadata?: object };
    const identity = { name, ...(namespace !== undefined && { namespace }) };
    const { apiVersion } = kind;
    return {
        apiVersion,
        kind: kind.kind,
        ...identity,
        tree: { apiVersion, kind: kind.kind, ...fields, metadata: { ...metadata, ...identity } },
    };
}

const namespace = (name: string, labels?: object): KubeObject =>
    object(NAMESPACE, name, labels === undefined ? {} : { metadata: { labels } });
const pool = (name: string, spec: object): KubeObject => object(IP_POOL, name, { spec });
const policy = (name: string, project: string): KubeObject => object(NETWORK_POLICY, name, {}, project);

const whole = (said: KubeObject): Layer => ({ object: said, isPatch: false });
const patch = (name: string, labels: object): Layer => ({ object: namespace(name, labels), isPatch: true });

const same = (layer: Layer): Writer => ({ before: layer, after: layer, isWritten: false });
const created = (after: Layer): Writer => ({ after, isWritten: true });
const deleted = (before: Layer): Writer => ({ before, isWritten: true });
const updated = (before: Layer, after: Layer): Writer => ({ before, after, isWritten: true });

/** A cluster that has these objects, and tells all of the kinds. */
const cluster = (...objects: KubeObject[]): Known => ({ objects: new Objects(objects), told: ({ tree }) => tree });

/** What there is before and after, without what trees say of identity. */
function fates(writers: readonly Writer[], known?: Known): { before: object; after: object; missing: string[] } {
    const { before, after, missing } = layered(writers, known);
    const shown = (objects: Objects): object =>
        Object.fromEntries(
            [...objects].map(({ kind, name, namespace: project, tree, isPartial }) => {
                const { apiVersion: _, kind: __, metadata, ...rest } = tree as { [key: string]: object };
                const { name: ___, namespace: ____, ...keys } = metadata as { [key: string]: unknown };
                const title = `${kind} ${project === undefined ? "" : `${project}/`}${name}${isPartial === true ? " (partial)" : ""}`;
                return [title, { ...keys, ...rest }];
            }),
        );
    return { before: shown(before), after: shown(after), missing: missing.map(({ kind, name }) => `${kind} ${name}`) };
}

describe("Objects before and after a change", () => {
    it("come, change and go with what writes them", () => {
        assert.deepEqual(
            fates([
                created(whole(pool("new", { cidr: "a" }))),
                updated(whole(pool("kept", { cidr: "b", disabled: true })), whole(pool("kept", { cidr: "b" }))),
                deleted(whole(pool("old", { cidr: "c" }))),
                same(whole(pool("same", { cidr: UNKNOWN }))),
                updated(whole(pool("was", {})), whole(pool("is", {}))),
            ]),
            {
                before: {
                    "IPPool kept": { spec: { cidr: "b", disabled: true } },
                    "IPPool old": { spec: { cidr: "c" } },
                    "IPPool same": { spec: { cidr: UNKNOWN } },
                    "IPPool was": { spec: {} },
                },
                after: {
                    "IPPool new": { spec: { cidr: "a" } },
                    "IPPool kept": { spec: { cidr: "b" } },
                    "IPPool same": { spec: { cidr: UNKNOWN } },
                    "IPPool is": { spec: {} },
                },
                missing: [],
            },
        );
    });

    it("say which ones they are even where a patch does not", () => {
        const bare: Layer = { object: { ...namespace("a"), tree: {} }, isPatch: true };
        assert.deepEqual([...layered([created(bare)]).after], [{ ...namespace("a"), isPartial: true }]);
    });

    it("keep what is retained", () => {
        const { after } = fates([
            { ...deleted(whole(pool("a", { cidr: "a" }))), isRetained: true },
            { ...deleted(patch("n", { a: "1" })), isRetained: true },
            { ...updated(patch("m", { a: "1" }), patch("m", {})), isRetained: true },
        ]);
        assert.deepEqual(after, {
            "IPPool a": { spec: { cidr: "a" } },
            "Namespace n (partial)": { labels: { a: "1" } },
            "Namespace m (partial)": { labels: {} },
        });
    });

    it("are there before and after where only patches tell of them", () => {
        assert.deepEqual(fates([created(patch("a", { a: "1" })), deleted(patch("b", { b: "1" }))]), {
            before: { "Namespace a (partial)": {}, "Namespace b (partial)": { labels: { b: "1" } } },
            after: { "Namespace a (partial)": { labels: { a: "1" } }, "Namespace b (partial)": {} },
            missing: [],
        });
    });

    it("are whole where something writes the whole, and patches are written over it", () => {
        assert.deepEqual(fates([created(patch("a", { a: "1" })), created(whole(namespace("a", { a: "0", b: "1" })))]), {
            before: {},
            after: { "Namespace a": { labels: { a: "1", b: "1" } } },
            missing: [],
        });
        assert.deepEqual(fates([deleted(whole(namespace("a", { b: "1" }))), same(patch("a", { a: "1" }))]), {
            before: { "Namespace a": { labels: { a: "1", b: "1" } } },
            after: {},
            missing: [],
        });
    });

    it("stay where one writer goes and another writes the same object", () => {
        const { after } = fates([
            deleted(whole(pool("a", { cidr: "a", disabled: true }))),
            created(whole(pool("a", { cidr: "a" }))),
        ]);
        assert.deepEqual(after, { "IPPool a": { spec: { cidr: "a" } } });
    });

    it("go with their namespace", () => {
        const world = cluster(namespace("shop"), namespace("web"), policy("a", "shop"), policy("a", "web"));
        const { after } = fates([deleted(whole(namespace("shop"))), same(whole(policy("b", "shop")))], world);
        assert.deepEqual(after, { "Namespace web": {}, "NetworkPolicy web/a": {} });
    });
});

describe("Objects of a cluster", () => {
    it("count as they are there, and not as the stack says", () => {
        const writer = whole(pool("a", { cidr: "a", natOutgoing: true, disabled: true }));
        assert.deepEqual(fates([same(writer)], cluster(pool("a", { cidr: "a", natOutgoing: false }))), {
            before: { "IPPool a": { spec: { cidr: "a", natOutgoing: false } } },
            after: { "IPPool a": { spec: { cidr: "a", natOutgoing: false } } },
            missing: [],
        });
    });

    it("get what a stack writes, and keep what others have written", () => {
        assert.deepEqual(
            fates(
                [
                    updated(patch("a", { own: "1", gone: "1", taken: "1" }), patch("a", { own: "2" })),
                    deleted(patch("a", { b: "1" })),
                    same(patch("a", { b: "1" })),
                ],
                cluster(namespace("a", { own: "1", gone: "1", taken: "other", b: "1", foreign: "1" })),
            ).after,
            { "Namespace a": { labels: { own: "2", taken: "other", b: "1", foreign: "1" } } },
        );
    });

    it("lose a list that a stack had written, also where the API server has filled it in", () => {
        const said = (rules: object): KubeObject => object(NETWORK_POLICY, "p", { spec: rules }, "a");
        const { after } = fates(
            [updated(whole(said({ ingress: [{ ports: [{ port: 80 }] }] })), whole(said({ policyTypes: ["Egress"] })))],
            cluster(said({ ingress: [{ ports: [{ port: 80, protocol: "TCP" }] }], policyTypes: ["Ingress"] })),
        );
        assert.deepEqual(after, { "NetworkPolicy a/p": { spec: { policyTypes: ["Egress"] } } });
    });

    it("keep what the API server has filled in, as long as the stack says the same of it", () => {
        const said = (labels: object, ingress: object[]): Layer =>
            whole(object(NETWORK_POLICY, "p", { metadata: { labels }, spec: { ingress } }, "a"));
        const live = [{ ports: [{ port: 80, protocol: "TCP" }] }];
        const rules = [{ ports: [{ port: 80 }] }];
        const ingress = (old: object[], next: object[], found: object[]): unknown => {
            const known = cluster(said({}, found).object);
            const [after] = [...layered([updated(said({}, old), said({ team: "a" }, next))], known).after];
            return (after!.tree as { spec: { ingress: unknown } }).spec.ingress;
        };
        assert.deepEqual(ingress(rules, rules, live), live);
        assert.deepEqual(ingress(live, rules, live), rules);
        assert.deepEqual(ingress(rules, rules, [...live, {}]), rules);
        assert.deepEqual(ingress(rules, rules, [{ ports: [{ port: 81, protocol: "TCP" }] }]), rules);
        assert.deepEqual(ingress(rules, rules, [{ ports: [] }]), rules);
    });

    it("have what the cluster does not tell from the stack", () => {
        const known: Known = {
            objects: new Objects([pool("a", { cidr: "live" })]),
            told: ({ tree }) => ({ spec: { cidr: (tree as { spec: { cidr: string } }).spec.cidr } }),
        };
        const writer = whole(pool("a", { cidr: "said", config: "not told" }));
        assert.deepEqual(fates([same(writer)], known).after, {
            "IPPool a": { spec: { cidr: "live", config: "not told" } },
        });
    });

    it("that are missing count as the stack says, and are named", () => {
        const writers = [same(whole(pool("a", {}))), created(patch("n", { a: "1" })), created(whole(pool("b", {})))];
        assert.deepEqual(fates(writers, cluster(pool("c", {}))), {
            before: { "IPPool a": { spec: {} }, "IPPool c": { spec: {} }, "Namespace n (partial)": {} },
            after: {
                "IPPool a": { spec: {} },
                "IPPool b": { spec: {} },
                "IPPool c": { spec: {} },
                "Namespace n (partial)": { labels: { a: "1" } },
            },
            missing: ["IPPool a", "Namespace n"],
        });
    });

    it("are not missing where nothing tells about their kind", () => {
        const known: Known = { ...cluster(), told: ({ kind, tree }) => (kind === "Namespace" ? tree : undefined) };
        assert.deepEqual(fates([same(whole(pool("a", {}))), same(whole(namespace("n")))], known).missing, [
            "Namespace n",
        ]);
    });
});

const keys = fc.dictionary(fc.constantFrom("a", "b", "c", "d"), fc.constantFrom("1", "2"), { noNullPrototype: true });
const names = fc.constantFrom("n", "m");
const layers = fc.oneof(
    fc.tuple(names, keys).map(([name, labels]) => patch(name, labels)),
    fc.tuple(names, keys).map(([name, labels]) => whole(namespace(name, labels))),
);
const worlds = fc.option(
    fc
        .uniqueArray(fc.tuple(names, keys), { selector: ([name]) => name })
        .map((found) => cluster(...found.map(([name, labels]) => namespace(name, labels)))),
    { nil: undefined },
);

/** Patches of one namespace that have no key in common. */
const disjoint = fc
    .tuple(fc.shuffledSubarray(["a", "b", "c", "d", "e", "f"]), fc.integer({ min: 1, max: 3 }))
    .map(([all, count]) =>
        Array.from({ length: count }, (_, i) =>
            patch("n", Object.fromEntries(all.filter((_key, at) => at % count === i).map((key) => [key, String(i)]))),
        ),
    );

describe("Layers", () => {
    it("that stay as they are change nothing", () => {
        fc.assert(
            fc.property(fc.array(layers), worlds, (all, known) => {
                const { before, after } = layered(all.map(same), known);
                assert.deepEqual([...after], [...before]);
            }),
        );
    });

    it("that are written again as they are change nothing but what others have changed", () => {
        fc.assert(
            fc.property(disjoint, (all) => {
                const writers = all.map((layer) => updated(layer, layer));
                const { before, after } = layered(writers, cluster(...layered(writers).before));
                assert.deepEqual([...after], [...before]);
            }),
        );
    });

    it("may be in any order if they are patches without keys in common", () => {
        fc.assert(
            fc.property(disjoint, disjoint, worlds, fc.infiniteStream(fc.nat()), (old, next, known, random) => {
                const writers = [...old.map(deleted), ...next.map(created)];
                const shuffled = writers
                    .map((writer) => ({ writer, place: random.next().value ?? 0 }))
                    .sort((a, b) => a.place - b.place)
                    .map(({ writer }) => writer);
                assert.deepEqual(fates(shuffled, known), fates(writers, known));
            }),
        );
    });

    it("that go take away no key of anybody else", () => {
        fc.assert(
            fc.property(disjoint, keys, ([first, ...others], foreign) => {
                const own = (first!.object.tree as { metadata: { labels: object } }).metadata.labels;
                const live = namespace("n", { ...own, ...foreign });
                const { after } = layered([deleted(first!), ...others.map(same)], cluster(live));
                const left = [...after][0]!.tree as { metadata: { labels?: object } };
                const stay = Object.entries({ ...own, ...foreign }).filter(
                    ([key, value]) => !Object.entries(own).some(([name, said]) => name === key && said === value),
                );
                assert.deepEqual(left.metadata.labels ?? {}, Object.fromEntries(stay));
            }),
        );
    });
});
