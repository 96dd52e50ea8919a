// SPDX-License-Identifier: Apache-2.0
import { join } from "node:path";
import { LOOPBACK } from "./ports";
import { Part } from "./record";

/** Ports of one control plane, all on the loopback address. */
export interface Ports {
    readonly etcdClient: number;
    readonly etcdPeer: number;
    readonly apiServer: number;
}

/** Files that the flags name, in the data folder. */
export const SecretFile = {
    Authority: join(Part.Certificates, "ca.crt"),
    Certificate: join(Part.Certificates, "tls.crt"),
    Key: join(Part.Certificates, "tls.key"),
    ServiceAccountKey: join(Part.Certificates, "service-account.key"),
    Tokens: join(Part.Users, "tokens.csv"),
    ControllerManager: join(Part.Users, "kube-controller-manager.kubeconfig"),
    SimulatedKubeSphere: join(Part.Users, "simulated-kubesphere.kubeconfig"),
    SimulatedNodes: join(Part.Users, "simulated-nodes.kubeconfig"),
    Installer: join(Part.Users, "sandbox-installer.kubeconfig"),
    KubeSphere: join(Part.Users, "kubesphere.kubeconfig"),
    AuditPolicy: "audit-policy.yaml",
} as const;

/** Who did what to which object, but no bodies. Health checks and leases are noise. */
export const AUDIT_POLICY = `apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules:
    - level: None
      nonResourceURLs: ["/readyz*", "/livez*", "/healthz*"]
    - level: None
      resources: [{ group: coordination.k8s.io, resources: [leases] }]
    - level: Metadata
`;

function flags(values: Readonly<Record<string, string | number | boolean>>): string[] {
    return Object.entries(values).map(([name, value]) => `--${name}=${value}`);
}

export function etcdFlags(folder: string, ports: Ports): string[] {
    const client = `https://${LOOPBACK}:${ports.etcdClient}`;
    const peer = `https://${LOOPBACK}:${ports.etcdPeer}`;
    const [authority, certificate, key] = [SecretFile.Authority, SecretFile.Certificate, SecretFile.Key].map((file) =>
        join(folder, file),
    ) as [string, string, string];
    return flags({
        "data-dir": join(folder, Part.Etcd),
        "listen-client-urls": client,
        "advertise-client-urls": client,
        "listen-peer-urls": peer,
        "initial-advertise-peer-urls": peer,
        "initial-cluster": `default=${peer}`,
        // Other users of the machine reach the loopback address too.
        "client-cert-auth": true,
        "trusted-ca-file": authority,
        "cert-file": certificate,
        "key-file": key,
        "peer-client-cert-auth": true,
        "peer-trusted-ca-file": authority,
        "peer-cert-file": certificate,
        "peer-key-file": key,
        // The data is thrown away with the sandbox: nothing is gained by waiting for the disk.
        "unsafe-no-fsync": true,
        "log-level": "warn",
    });
}

export function apiServerFlags(folder: string, ports: Ports): string[] {
    const file = (name: string) => join(folder, name);
    return flags({
        "etcd-servers": `https://${LOOPBACK}:${ports.etcdClient}`,
        "etcd-cafile": file(SecretFile.Authority),
        "etcd-certfile": file(SecretFile.Certificate),
        "etcd-keyfile": file(SecretFile.Key),
        "bind-address": LOOPBACK,
        "secure-port": ports.apiServer,
        // Found by itself otherwise, which fails on a machine without a network.
        "advertise-address": LOOPBACK,
        "endpoint-reconciler-type": "none",
        "tls-cert-file": file(SecretFile.Certificate),
        "tls-private-key-file": file(SecretFile.Key),
        "token-auth-file": file(SecretFile.Tokens),
        "authorization-mode": "RBAC",
        // No controller makes the default service accounts, and without them no pod would be admitted.
        "disable-admission-plugins": "ServiceAccount",
        "service-account-key-file": file(SecretFile.ServiceAccountKey),
        "service-account-signing-key-file": file(SecretFile.ServiceAccountKey),
        "service-account-issuer": `https://${LOOPBACK}:${ports.apiServer}`,
        "service-cluster-ip-range": "10.96.0.0/16",
        "audit-log-path": file(Part.AuditLog),
        "audit-policy-file": file(SecretFile.AuditPolicy),
    });
}

/** What deleting needs. */
const CONTROLLERS = ["namespace-controller", "garbage-collector-controller"];
/** What makes pods of workloads, and says which may be evicted. Jobs are left out: those of Helm are simulated. */
const WORKLOAD_CONTROLLERS = [
    "deployment-controller",
    "replicaset-controller",
    "statefulset-controller",
    "daemonset-controller",
    "disruption-controller",
    "endpointslice-controller",
];

export function controllerManagerFlags(folder: string, workloads: boolean): string[] {
    return flags({
        kubeconfig: join(folder, SecretFile.ControllerManager),
        controllers: [...CONTROLLERS, ...(workloads ? WORKLOAD_CONTROLLERS : [])].join(","),
        "leader-elect": false,
        // The garbage collector's own limit of 20 requests a second is most of the time of a big destroy.
        "kube-api-qps": 500,
        "kube-api-burst": 1000,
        "concurrent-gc-syncs": 50,
        "secure-port": 0,
    });
}
