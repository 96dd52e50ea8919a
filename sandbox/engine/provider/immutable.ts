// SPDX-License-Identifier: Apache-2.0
import type { PathStep } from "../paths";
import { isObject, type Properties } from "../values";

/**
 * Fields that the API server never changes on an existing object, by `<apiVersion>/<kind>`; a change replaces the
 * object, as Pulumi's Kubernetes provider does it. Custom resources are not among them: what their CRD refuses stays
 * an error, because a replacement would delete what lives in the object.
 */
const IMMUTABLE: Readonly<Record<string, readonly string[]>> = {
    "apps/v1/DaemonSet": ["spec.selector"],
    "apps/v1/Deployment": ["spec.selector"],
    "apps/v1/StatefulSet": fields(
        "spec",
        "podManagementPolicy revisionHistoryLimit selector serviceName volumeClaimTemplates",
    ),
    "batch/v1/Job": fields("spec", "completions parallelism selector template"),
    "rbac.authorization.k8s.io/v1/ClusterRoleBinding": ["roleRef"],
    "rbac.authorization.k8s.io/v1/RoleBinding": ["roleRef"],
    "storage.k8s.io/v1/StorageClass": ["parameters", "provisioner"],
    "v1/PersistentVolume": fields(
        "spec",
        "awsElasticBlockStore azureDisk azureFile cephfs cinder csi fc flexVolume flocker gcePersistentDisk glusterfs " +
            "hostPath iscsi local nfs photonPersistentDisk portworxVolume quobyte rbd scaleIO storageos vsphereVolume",
    ),
    "v1/PersistentVolumeClaim": fields("spec", "accessModes selector storageClassName volumeName"),
    "v1/Pod": [
        ...fields(
            "spec",
            "affinity automountServiceAccountToken dnsConfig dnsPolicy enableServiceLinks hostAliases hostIPC " +
                "hostNetwork hostPID hostname imagePullSecrets nodeName nodeSelector overhead preemptionPolicy priority " +
                "priorityClassName readinessGates restartPolicy runtimeClassName schedulerName securityContext " +
                "serviceAccount serviceAccountName shareProcessNamespace subdomain terminationGracePeriodSeconds volumes",
        ),
        ...["spec.containers.*", "spec.initContainers.*"].flatMap((container) =>
            fields(
                container,
                "args command env image imagePullPolicy lifecycle livenessProbe ports readinessProbe resources " +
                    "securityContext stdin stdinOnce terminationMessagePath terminationMessagePolicy tty volumeDevices " +
                    "volumeMounts workingDir",
            ),
        ),
    ],
    "v1/ResourceQuota": ["spec.scopes"],
    "v1/Service": ["spec.clusterIP"],
};

function fields(prefix: string, names: string): string[] {
    return names.split(" ").map((name) => `${prefix}.${name}`);
}

export interface Mutability {
    readonly enableConfigMapMutable: boolean;
    readonly enableSecretMutable: boolean;
}

function immutableFields(object: Properties, mutability: Mutability): readonly string[] {
    const key = `${String(object.apiVersion)}/${String(object.kind)}`;
    if (key === "v1/ConfigMap") {
        return !mutability.enableConfigMapMutable || object.immutable === true ? ["binaryData", "data"] : [];
    }
    if (key === "v1/Secret") {
        const values = !mutability.enableSecretMutable || object.immutable === true ? ["stringData", "data"] : [];
        return ["type", ...values];
    }
    return IMMUTABLE[key] ?? [];
}

/** Tells for a changed path, and the new value there, whether only a replacement can bring it about. */
export function replacement(object: Properties, patch: boolean, mutability: Mutability) {
    const identity = ["metadata.name", "metadata.namespace"];
    const paths = [...identity, ...(patch ? [] : immutableFields(object, mutability))].map((path) => path.split("."));
    return (path: readonly PathStep[], value: unknown): boolean => paths.some((field) => touches(field, path, value));
}

function touches(field: readonly string[], path: readonly PathStep[], value: unknown): boolean {
    const shared = Math.min(field.length, path.length);
    const same = field.slice(0, shared).every((step, at) => step === "*" || step === String(path[at]));
    return same && has(value, field.slice(shared));
}

function has(value: unknown, [step, ...rest]: readonly string[]): boolean {
    if (step === undefined) {
        return true;
    }
    if (Array.isArray(value)) {
        return step === "*" && value.some((item) => has(item, rest));
    }
    return isObject(value) && step in value && has(value[step], rest);
}
