// SPDX-License-Identifier: Apache-2.0
// Proves nothing about what KubeSphere's controller makes of a format.
import assert from "node:assert/strict";
import fc from "fast-check";
import {
    boundPools,
    DEFAULT_FORMAT,
    formatFor,
    formatSentence,
    type FoundFormat,
    OWN_NAME,
    surveyFormats,
} from "../../../lib/binding/format";
import { bindingAnnotations, bindingLabels } from "../../../lib/binding/metadata";
import { ipPoolLabel, IPV4_POOLS_ANNOTATION, IPV6_POOLS_ANNOTATION } from "../../../lib/labels";

type Text = Record<string, string>;

function namespace(name: string, pools: Text, annotations: Text = {}) {
    const labels = Object.fromEntries(Object.entries(pools).map(([pool, value]) => [ipPoolLabel(pool), value]));
    return { metadata: { name, labels: { "kubesphere.io/workspace": "retail", ...labels }, annotations } };
}

const LIST = { [IPV4_POOLS_ANNOTATION]: '["a"]' };

describe("The format of bindings", () => {
    const a = namespace("a", { one: "true" }, LIST);
    const b = namespace("b", { one: "" });
    const c = namespace("c", { two: "" });
    const unbound = namespace("unbound", { name: "one", default: "" }, LIST);

    const table: [string, Parameters<typeof formatFor>, FoundFormat | undefined][] = [
        ["is none where nothing is bound", [unbound, ["one"], surveyFormats([unbound])], undefined],
        [
            "is that of most namespaces",
            [undefined, ["one"], surveyFormats([a, c, b, unbound])],
            { labelValue: "", calicoAnnotation: false, namespace: "b", isUsual: true },
        ],
        [
            "is that of the alphabetically first namespace if two are found equally often",
            [undefined, ["one"], surveyFormats([c, a])],
            { labelValue: "true", calicoAnnotation: true, namespace: "a", isUsual: true },
        ],
        [
            "is the namespace's own before that of most, and names another namespace that has it",
            [namespace("z", { two: "true" }, LIST), ["one"], surveyFormats([a, b, c])],
            { labelValue: "true", calicoAnnotation: true, namespace: "a", isUsual: false },
        ],
        [
            "is that of the pools to bind before that of the namespace's other pools",
            [namespace("z", { a: "x", b: "y", c: "x" }), ["b"], surveyFormats([])],
            { labelValue: "y", calicoAnnotation: false, namespace: "z", isUsual: false },
        ],
        [
            "is that of most labels, else that of the alphabetically first pool",
            [namespace("z", { c: "x", b: "y" }), ["one"], surveyFormats([])],
            { labelValue: "y", calicoAnnotation: false, namespace: "z", isUsual: false },
        ],
        [
            "is the pool's own name where each label has it",
            [undefined, ["one"], surveyFormats([namespace("a", { one: "one", two: "two" })])],
            { labelValue: OWN_NAME, calicoAnnotation: false, namespace: "a", isUsual: true },
        ],
        [
            "is a text that happens to be the name of one of the pools",
            [undefined, ["one"], surveyFormats([namespace("a", { true: "true", two: "true" })])],
            { labelValue: "true", calicoAnnotation: false, namespace: "a", isUsual: true },
        ],
        [
            "has Calico's annotation if only the namespace has it",
            [namespace("z", {}, LIST), ["one"], surveyFormats([b])],
            { labelValue: "", calicoAnnotation: true, namespace: "z", isUsual: false },
        ],
        [
            "has Calico's annotation also if the list is of IPv6 pools",
            [undefined, ["one"], surveyFormats([namespace("a", { one: "" }, { [IPV6_POOLS_ANNOTATION]: '["one"]' })])],
            { labelValue: "", calicoAnnotation: true, namespace: "a", isUsual: true },
        ],
    ];
    for (const [title, args, expected] of table) {
        it(title, () => {
            assert.deepEqual(formatFor(...args), expected);
        });
    }

    it("reads pools from labels, but not KubeSphere's own keys", () => {
        const { labels } = namespace("a", { two: "", one: "", name: "x", id: "4099", type: "calico" }).metadata;
        assert.deepEqual(boundPools(labels), ["one", "two"]);
        assert.deepEqual(boundPools(), []);
    });

    it("is said with the namespace, only as far as it is followed", () => {
        const found = { labelValue: "true", calicoAnnotation: true, namespace: "shop", isUsual: true };
        const both = { labelValue: true, calicoAnnotation: true };
        assert.deepEqual(
            [
                formatSentence(found, both),
                formatSentence({ ...found, labelValue: OWN_NAME, calicoAnnotation: false }, both),
                formatSentence(found, { labelValue: true, calicoAnnotation: false }),
                formatSentence({ ...found, isUsual: false }, { labelValue: false, calicoAnnotation: true }),
            ],
            [
                'Namespaces are bound here as "shop" is: label value "true", with Calico\'s annotation.',
                "Namespaces are bound here as \"shop\" is: the pool's name as label value, without Calico's annotation.",
                'Namespaces are bound here as "shop" is: label value "true".',
                'Some namespaces stay bound as "shop" is: with Calico\'s annotation.',
            ],
        );
    });

    it("stays what it is once it is written, whatever was there", () => {
        const names = fc.constantFrom("a", "b", "c", "true", "x");
        const bound = fc.dictionary(names, fc.constantFrom("", "true", "x", "a", "b"), { maxKeys: 4 });
        const annotations = fc.constantFrom({}, LIST);
        const any = fc.tuple(bound, annotations);
        fc.assert(
            fc.property(
                fc.array(any, { maxLength: 5 }),
                any,
                fc.uniqueArray(names, { minLength: 1, maxLength: 3 }),
                (others, own, pools) => {
                    const around = others.map(([labels, lists], index) => namespace(`n${index}`, labels, lists));
                    const keys = (live: ReturnType<typeof namespace>) => {
                        const format = formatFor(live, pools, surveyFormats([...around, live])) ?? DEFAULT_FORMAT;
                        return {
                            labels: bindingLabels(pools, format.labelValue),
                            annotations: format.calicoAnnotation ? bindingAnnotations(pools, () => 4) : {},
                        };
                    };
                    const before = namespace("own", ...own);
                    const written = keys(before);
                    const { labels, annotations: lists } = before.metadata;
                    const metadata = {
                        name: "own",
                        labels: { ...labels, ...written.labels },
                        annotations: { ...lists, ...written.annotations },
                    };
                    assert.deepEqual(keys({ metadata }), written);
                },
            ),
            { numRuns: 1000 },
        );
    });
});
