// SPDX-License-Identifier: Apache-2.0
// Does not prove which packets pass: that a policy sees the port of the pod is known of Kubernetes and not tried here.
import assert from "node:assert/strict";
import { byName } from "../../../lib/cluster/objects";
import { LIVE_POLICY_RULES } from "../../../lib/isolation/live-peer-rules";
import type { NamedPolicy } from "../../../lib/isolation/policy";
import type { PeerSurroundings, ServiceObject } from "../../../lib/isolation/surroundings";
import { problemsOf } from "../../../lib/rule";

const namespace = (name: string, label = name) => ({
    metadata: { name, labels: { "kubesphere.io/namespace": label } },
});
const service = (ports: object[] = [], selector: object | undefined = { app: "db" }): ServiceObject =>
    ({ metadata: { name: "db", namespace: "data" }, spec: { selector, ports } }) as ServiceObject;
const withService = (object: ServiceObject) => ({ services: new Map([["data", byName([object])]]) });

const SERVICES = [{ name: "db", namespace: "data" }];
const cluster: PeerSurroundings = {
    namespaces: byName([namespace("web"), namespace("data")]),
    ...withService(service()),
};

function problems(change: Partial<NamedPolicy>, surroundings: Partial<PeerSurroundings> = {}) {
    const policy = { policyName: "rule", namespace: "shop", direction: "egress", ...change };
    return problemsOf(LIVE_POLICY_RULES, { policy, cluster: { ...cluster, ...surroundings } });
}

const warning = (rule: string, property: string, message: string) => ({ rule, property, message, severity: "warning" });

describe("The peers of a policy among what is on the cluster", () => {
    it("are without a problem where they are there, labelled and in line", () => {
        assert.deepEqual(problems({ namespaces: ["web"] }), []);
        assert.deepEqual(problems({ ipBlocks: [{ cidr: "192.0.2.0/24" }] }), []);
        const ports = [{ port: 80 }, { port: 443, targetPort: 443 }];
        assert.deepEqual(problems({ services: SERVICES }, withService(service(ports))), []);
    });

    it("are not judged by what could not be read", () => {
        const nothing = { namespaces: undefined, services: new Map() };
        assert.deepEqual(problems({ services: SERVICES }, nothing), []);
        assert.deepEqual(problems({ namespaces: ["gone"] }, nothing), []);
    });

    it("must be in namespaces that are there", () => {
        const gone = (property: string) =>
            warning(
                "policy-peer-namespace",
                property,
                `'${property}' (gone) does not exist on the cluster, so nobody there is allowed until it does. Check the name.`,
            );
        assert.deepEqual(problems({ namespaces: ["web", "gone"] }), [gone("namespaces[1]")]);
        const services = [
            { name: "a", namespace: "gone" },
            { name: "b", namespace: "gone" },
        ];
        assert.deepEqual(problems({ services }, { services: new Map([["gone", byName([])]]) }), [
            gone("services[0].namespace"),
        ]);
    });

    it("must be in namespaces with the label by which they are found", () => {
        const namespaces = byName([{ metadata: { name: "web" } }, namespace("data", "overwritten")]);
        const said = (property: string, name: string) =>
            warning(
                "policy-peer-label",
                property,
                `'${property}' (${name}) has no label kubesphere.io/namespace=${name}, by which KubeSphere 3.4 finds its pods and which 4 does not set. Set it: kubectl label namespace ${name} kubesphere.io/namespace=${name}`,
            );
        assert.deepEqual(problems({ namespaces: ["web"] }, { namespaces }), [said("namespaces[0]", "web")]);
        assert.deepEqual(problems({ services: SERVICES }, { namespaces }), [said("services[0].namespace", "data")]);
    });

    it("may be services that come later, which is said", () => {
        assert.deepEqual(problems({ services: [{ name: "cache", namespace: "data" }], direction: "ingress" }), [
            warning(
                "policy-service-exists",
                "services[0]",
                "'services[0]' (data/cache) does not exist on the cluster, and KubeSphere applies no part of the policy until it does. Check the name.",
            ),
        ]);
    });

    for (const direction of ["ingress", "egress"]) {
        it(`must not be services without a selector, for ${direction}`, () => {
            for (const selector of [{}, null]) {
                const object = { ...service(), spec: { selector } } as ServiceObject;
                assert.deepEqual(problems({ services: SERVICES, direction }, withService(object)), [
                    {
                        rule: "policy-service-selector",
                        property: "services[0]",
                        message:
                            "'services[0]' (data/db) must be a service with a selector: KubeSphere applies no part of the policy otherwise. Allow its addresses by 'ipBlocks' instead.",
                    },
                ]);
            }
        });
    }

    it("are said to stay out of reach where their pods listen on another port than the service", () => {
        const ports = [{ port: 53 }, { port: 80, targetPort: 9376 }, { port: 443, targetPort: "https" }];
        const said = (rest: string) => warning("policy-service-target-port", "services[0]", `'services[0]' ${rest}`);
        assert.deepEqual(problems({ services: SERVICES }, withService(service(ports))), [
            said(
                "(data/db) allows port 80, as KubeSphere takes it from the service, but its pods listen on targetPort 9376. Make the two ports equal, or allow 'namespaces' [data] with 'ports' [9376] in a rule of its own.",
            ),
            said(
                `(data/db) allows port 443, as KubeSphere takes it from the service, but its pods listen on the port that they call "https", which may be another one. Make the two ports equal, or allow 'namespaces' [data] with 'ports' of that number in a rule of its own.`,
            ),
        ]);
        assert.deepEqual(problems({ services: SERVICES, direction: "ingress" }, withService(service(ports))), []);
    });
});
