// SPDX-License-Identifier: Apache-2.0
import { canonical, hasHostBits, parseCidr } from "../cidr";
import { poolList } from "../ippool/pins";
import { IP_POOL, NAMESPACE, NAMESPACE_NETWORK_POLICY } from "../kinds";
import { POOL_ANNOTATION_KEYS } from "../labels";
import { isMapping } from "../mapping";
import { isKind, type KubeObject } from "../report/objects";
import { parseSelector } from "../selector/parse";
import { printSelector } from "../selector/print";
import { at, type Tree } from "../tree";

/** The object in the one spelling that all of the same meaning share: of CIDRs, selectors, lists of pools and peers. */
export function alike(object: KubeObject): KubeObject {
    const spell = SPELLINGS.find(([kind]) => isKind(object, kind))?.[1];
    return spell ? { ...object, tree: spell(object.tree) } : object;
}

const SPELLINGS = [
    [IP_POOL, (tree: Tree) => changed(tree, ["spec"], pool)],
    [NAMESPACE, (tree: Tree) => changed(tree, ["metadata", "annotations"], poolLists)],
    [NAMESPACE_NETWORK_POLICY, (tree: Tree) => changed(tree, ["spec"], policy)],
] as const;

type Mapping = Readonly<Record<string, Tree>>;

/** A tree with the mapping at a path changed, if there is one. */
function changed(tree: Tree, [step, ...rest]: readonly string[], change: (value: Mapping) => Mapping): Tree {
    if (!isMapping(tree)) {
        return tree;
    }
    if (step === undefined) {
        return change(tree);
    }
    return step in tree ? { ...tree, [step]: changed(tree[step], rest, change) } : tree;
}

function pool(spec: Mapping): Mapping {
    return each(spec, {
        cidr: cidrText,
        nodeSelector: selectorText,
        namespaceSelector: selectorText,
        // "Workload", "Tunnel", "LoadBalancer": the order of Calico's default.
        allowedUses: (uses) => (Array.isArray(uses) ? [...(uses as unknown[])].sort().reverse() : uses),
    });
}

function poolLists(annotations: Mapping): Mapping {
    const spelled = (text: Tree): Tree => {
        const list = typeof text === "string" ? poolList(text) : undefined;
        return list ? JSON.stringify(list.map(cidrText)) : text;
    };
    return each(annotations, Object.fromEntries(POOL_ANNOTATION_KEYS.map((key) => [key, spelled])));
}

/** A policy allows what any of its rules allows: their order and that of their peers and ports mean nothing. */
function policy(spec: Mapping): Mapping {
    const rules = (list: Tree): Tree => sorted(list, (rule) => (isMapping(rule) ? each(rule, RULE_PARTS) : rule));
    const spelled = each(spec, { ingress: rules, egress: rules, policyTypes: (types) => sorted(types) });
    return Object.fromEntries(
        Object.entries(spelled).filter(([, part]) => !(Array.isArray(part) && part.length === 0)),
    );
}

const RULE_PARTS = {
    from: (peers: Tree) => sorted(peers, peer),
    to: (peers: Tree) => sorted(peers, peer),
    ports: (ports: Tree) => sorted(ports, (port) => (isMapping(port) ? { protocol: "TCP", ...port } : port)),
};

function peer(value: Tree): Tree {
    const cidr = at(value, "ipBlock", "cidr");
    return isMapping(value) && isMapping(value.ipBlock)
        ? { ipBlock: { ...value.ipBlock, cidr: cidrText(cidr), except: sorted(value.ipBlock.except ?? [], cidrText) } }
        : value;
}

function each(mapping: Mapping, spellings: Readonly<Record<string, (value: Tree) => Tree>>): Mapping {
    return Object.fromEntries(
        Object.entries(mapping).map(([key, value]) => [key, spellings[key] ? spellings[key](value) : value]),
    );
}

function sorted(list: Tree, spell: (item: Tree) => Tree = (item) => item): Tree {
    return Array.isArray(list)
        ? list.map((item) => inKeyOrder(spell(item))).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
        : list;
}

/** The same value, in whose text the keys are in the order of their names. */
function inKeyOrder(value: Tree): Tree {
    if (Array.isArray(value)) {
        return value.map(inKeyOrder);
    }
    return isMapping(value)
        ? Object.fromEntries(
              Object.keys(value)
                  .sort()
                  .map((key) => [key, inKeyOrder(value[key])]),
          )
        : value;
}

/** One with host bits is left as it is: Calico takes it for another one. */
function cidrText<T extends Tree>(text: T): T | string {
    const cidr = parseCidr(text);
    return cidr && !hasHostBits(cidr) ? canonical(cidr) : text;
}

function selectorText(text: Tree): Tree {
    try {
        return typeof text === "string" && text.trim() !== "" ? printSelector(parseSelector(text)) : text;
    } catch {
        return text;
    }
}
