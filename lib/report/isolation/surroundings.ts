// SPDX-License-Identifier: Apache-2.0
import type { ByName, ClusterObject } from "../../cluster/objects";
import { DNS_NAMESPACE } from "../../isolation/first-egress";
import type { PeerSurroundings, ProjectSurroundings, ServiceObject } from "../../isolation/surroundings";
import { NAMESPACE, SERVICE, WORKSPACE, WORKSPACE_TEMPLATE } from "../../kinds";
import { NAMESPACE_LABEL } from "../../labels";
import { at, isKnown, type Tree, UNKNOWN } from "../../tree";
import { type KubeObject, nameKey, type Objects } from "../objects";
import { listAt, numberAt, textAt, textsAt } from "../read";
import { isThere } from "./stated";

/** A service by its name and namespace. */
export interface ServiceName {
    readonly namespace: string;
    readonly name: string;
}

/** What the library's rules read of a cluster, from objects of which parts may be unknown: those give no cause for blame. */
export class Surroundings {
    /** Undefined where not all are known. */
    private readonly namespaces: ByName | undefined;
    private readonly workspaces: ByName | undefined;

    constructor(
        private readonly objects: Objects,
        private readonly isWhole: boolean,
    ) {
        const workspaces = [WORKSPACE, WORKSPACE_TEMPLATE].flatMap((kind) => [...objects.of(kind).keys()]);
        this.namespaces = isWhole ? namespaces(objects.of(NAMESPACE)) : undefined;
        // Where there is none at all, they may not have been looked at.
        this.workspaces = isWhole && workspaces.length > 0 ? new Map(workspaces.map((name) => [name, {}])) : undefined;
    }

    /** What a project meets: itself, if its labels are known, and the workspaces. */
    ofProject(namespace: string): ProjectSurroundings {
        const own = this.objects.of(NAMESPACE).get(namespace);
        const isClear = own !== undefined && isThere(own) && isKnown(at(own.tree, "metadata", "labels"));
        return {
            namespaces: namespaces(new Map(isClear ? [[namespace, own]] : [])),
            ...(this.workspaces && { workspaces: this.workspaces }),
        };
    }

    /** Where the DNS of a project is that has no rule for egress yet. */
    ofDns(): ProjectSurroundings {
        const services = this.isWhole ? this.servicesOf(DNS_NAMESPACE) : undefined;
        return {
            ...(this.namespaces && { namespaces: this.namespaces }),
            policies: [],
            ...(services && { systemServices: services }),
        };
    }

    /** What a peer of a policy meets, which may be a service. */
    ofPeer(service?: ServiceName): PeerSurroundings {
        const found = service && this.objects.of(SERVICE).get(nameKey(service));
        const isKnownToBeSo = found === undefined ? this.isWhole : isSelectorKnown(found);
        return {
            ...(this.namespaces && { namespaces: this.namespaces }),
            services: new Map(
                service && isKnownToBeSo
                    ? [[service.namespace, new Map(found && [[service.name, serviceOf(found)]])]]
                    : [],
            ),
        };
    }

    /** Whether a service selects pods; false as well while that is not known. */
    selects(service: ServiceName): boolean {
        const found = this.ofPeer(service).services.get(service.namespace)?.get(service.name);
        return Object.keys(found?.spec?.selector ?? {}).length > 0;
    }

    /** The services of a namespace; undefined if it is not known what one of them selects. */
    private servicesOf(namespace: string): ByName<ServiceObject> | undefined {
        const all = [...this.objects.of(SERVICE).values()].filter((object) => object.namespace === namespace);
        return all.every(isSelectorKnown) ? new Map(all.map((object) => [object.name, serviceOf(object)])) : undefined;
    }
}

function isSelectorKnown({ tree }: KubeObject): boolean {
    return at(tree, "spec", "selector") !== UNKNOWN;
}

function namespaces(objects: ReadonlyMap<string, KubeObject>): ByName {
    return new Map([...objects].map(([name, { tree }]) => [name, namespaceOf(name, tree)]));
}

/** A label that comes with the update is taken to be right. */
function namespaceOf(name: string, tree: Tree): ClusterObject {
    const isLate = at(tree, "metadata", "labels", NAMESPACE_LABEL) === UNKNOWN;
    const labels = textsAt(tree, "metadata", "labels");
    return { metadata: { name, labels: isLate ? { ...labels, [NAMESPACE_LABEL]: name } : labels } };
}

/** Of a selector whose values come with the update the keys are enough; ports that come with it are left out. */
function serviceOf({ name, namespace, tree }: KubeObject): ServiceObject {
    const selector = at(tree, "spec", "selector");
    return {
        metadata: { name, ...(namespace !== undefined && { namespace }) },
        spec: {
            selector: Object.fromEntries(Object.keys(selector ?? {}).map((key) => [key, ""])),
            ports: listAt(tree, "spec", "ports").flatMap((each) => {
                const port = numberAt(each, "port");
                const targetPort = numberAt(each, "targetPort") ?? textAt(each, "targetPort");
                return port === undefined || !isKnown(at(each, "targetPort"))
                    ? []
                    : [{ port, ...(targetPort !== undefined && { targetPort }) }];
            }),
        },
    };
}
